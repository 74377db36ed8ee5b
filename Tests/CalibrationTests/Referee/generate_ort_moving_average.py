#!/usr/bin/env python3
"""Make golden/tools/ort-moving-average.tsv by asking ONNX Runtime's MinMaxCalibrater about small floats.

Versions: onnxruntime 1.32.0, onnx 1.23.2, ml_dtypes 0.6.0, numpy 2.4.6, Python 3.11 on x86-64. Every tensor is
rounded to the type, half to even; those that are empty or not finite then are left out. It is flattened, cut by
`numpy.array_split`, and the parts are fed to a model of one Identity, of that type, in one call. Lines are as
`generate_tools.py` in `Tests/Fixtures` writes them. Tests never run this.

    float16/8        the lowest and the highest value after eight batches
    bfloat16/2       what it says of that type
"""
import pathlib
import tempfile
import warnings

import ml_dtypes
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper
from onnxruntime.quantization.calibrate import CalibrationDataReader, MinMaxCalibrater

from golden_words import FIXTURES, bits, failed, tensors

warnings.filterwarnings("ignore")
onnxruntime.set_default_logger_severity(4)
TYPES = {"float16": (np.float16, TensorProto.FLOAT16), "bfloat16": (ml_dtypes.bfloat16, TensorProto.BFLOAT16)}


class Batches(CalibrationDataReader):
    def __init__(self, parts):
        self.parts = iter(parts)

    def get_next(self):
        part = next(self.parts, None)
        return None if part is None else {"x": part}


def calibrater(kind, folder):
    values = [helper.make_tensor_value_info(name, kind, ["n"]) for name in "xy"]
    graph = helper.make_graph([helper.make_node("Identity", ["x"], ["y"])], "g", values[:1], values[1:])
    path = folder / "model.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    found = MinMaxCalibrater(
        path, ["Identity"], augmented_model_path=str(folder / "augmented.onnx"), moving_average=True)
    found.augment_graph()
    found.create_inference_session()
    return found


def main():
    lines = []
    for type_name, (dtype, kind) in TYPES.items():
        with tempfile.TemporaryDirectory() as folder:
            tool = calibrater(kind, pathlib.Path(folder))
            for name, array in list(tensors(dtype))[:None if type_name == "float16" else 2]:
                for count in (2, 5, 8):
                    tool.clear_collected_data()
                    tool.calibrate_tensors_range = None
                    try:
                        tool.collect_data(Batches(np.array_split(array.ravel(), count)))
                        lowest, highest = tool.compute_data()["x"].range_value
                        found = [f"lo={bits(lowest[0])}", f"hi={bits(highest[0])}"]
                    except Exception as error:
                        found = [failed(error)]
                    lines.append([name, f"{type_name}/{count}"] + found)
    head = f"# onnxruntime {onnxruntime.__version__}, numpy {np.__version__}"
    target = FIXTURES / "golden" / "tools" / "ort-moving-average.tsv"
    target.write_text("\n".join([head] + ["\t".join(line) for line in lines]) + "\n")


if __name__ == "__main__":
    main()
