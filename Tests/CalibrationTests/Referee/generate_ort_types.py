#!/usr/bin/env python3
"""Make golden/tools/ort-types.tsv by asking ONNX Runtime about float16 and bfloat16 tensors.

Versions: onnxruntime 1.31.1, onnx 1.23.2, ml_dtypes 0.6.0, numpy 2.4.6, Python 3.11 on x86-64. Every tensor
is rounded to the type, half to even; those that are empty or not finite then are left out. Lines are as
`generate_tools.py` in `Tests/Fixtures` writes them. Tests never run this.

    float16/INT8/symmetric…          quantize_data, codes and dequantized values of the CPU provider
    float16/INT8/symmetric/axis0     the same for each channel
    float16/UINT4/asymmetric/b32     compute_scale_zp_blocked of a matrix, codes by quantize_onnx_initializer
    float16/entropy/128…             HistogramCollector, as the calibrators feed it
    bfloat16/…                       what it says of that type
"""
import contextlib
import io
import warnings

import ml_dtypes
import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization.calibrate import HistogramCollector
from onnxruntime.quantization.quant_utils import compute_scale_zp_blocked, quantize_data

from golden_words import FIXTURES, bits, digest, failed, floats, tensors, whole

SCHEMES = {"INT8/symmetric": (TensorProto.INT8, True), "UINT8/asymmetric": (TensorProto.UINT8, False),
           "INT4/symmetric": (TensorProto.INT4, True), "UINT4/asymmetric": (TensorProto.UINT4, False)}
CALIBRATORS = {"entropy/128": ("entropy", False, 128), "entropy/256": ("entropy", False, 256),
               "entropy/2048": ("entropy", False, 2048),
               "percentile/99.9/magnitudes": ("percentile", True, 2048),
               "percentile/99.9/values": ("percentile", False, 2048),
               "percentile/99.9/magnitudes/256": ("percentile", True, 256),
               "percentile/99.9/values/256": ("percentile", False, 256),
               "distribution/same": ("distribution", False, 2048)}


def dequantized(codes, scale, zero, kind):
    """What the CPU provider's DequantizeLinear makes of the codes, in the type of the scale."""
    node = helper.make_node("DequantizeLinear", ["q", "s", "z"], ["y"])
    graph = helper.make_graph(
        [node], "g", [], [helper.make_tensor_value_info("y", TensorProto.FLOAT16, None)],
        [helper.make_tensor("q", kind, codes.shape, codes.astype(np.int32).ravel().tolist()),
         numpy_helper.from_array(np.array(scale), "s"),
         helper.make_tensor("z", kind, [], [int(zero)])])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return session.run(None, {})[0]


def quantized(name, array, prefix):
    for label, (kind, symmetric) in SCHEMES.items():
        record = f"{prefix}/{label}"
        try:
            zero, scale, q = quantize_data(array.ravel(), kind, symmetric)
            values = dequantized(q, scale, zero, kind)
            yield [name, record, f"zero_point={int(zero)}", f"scale={bits(scale)}",
                   f"q={digest(q.astype(np.int8))}", f"dequantized={digest(values.astype(np.float32))}"]
        except Exception as error:
            yield [name, record, failed(error)]
        if array.ndim < 2 or "4" in label:
            continue
        try:
            parts = [quantize_data(array.take(i, 0).ravel(), kind, symmetric) for i in range(array.shape[0])]
            yield [name, record + "/axis0", f"zero_point={whole([p[0] for p in parts])}",
                   f"scale={floats([p[1] for p in parts])}",
                   f"q={digest(np.concatenate([p[2].ravel() for p in parts]).astype(np.int8))}"]
        except Exception as error:
            yield [name, record + "/axis0", failed(error)]
    if array.ndim != 2:
        return
    for label, (kind, symmetric) in SCHEMES.items():
        record = f"{prefix}/{label}/b32"
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                zero, scale = compute_scale_zp_blocked(array, kind, 1, 32, symmetric)
            yield [name, record, f"zero_point={whole(zero)}", f"scale={floats(scale)}"]
        except Exception as error:
            yield [name, record, failed(error)]


def calibrated(name, array, prefix):
    for label, (method, symmetric, bins) in CALIBRATORS.items():
        record = f"{prefix}/{label}"
        if method == "entropy" and bins > 256 and array.size > 40_000:
            continue
        try:
            collector = HistogramCollector(method, symmetric, bins, 128, 99.9, "same")
            with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                collector.collect({"x": array.ravel()})
                found = collector.compute_collection_result()["x"]
            if method == "distribution":
                found = (found.lowest, found.highest)
            yield [name, record, f"lo={bits(found[0])}", f"hi={bits(found[1])}"]
        except Exception as error:
            yield [name, record, failed(error)]


def main():
    lines = []
    for name, array in tensors(np.float16):
        lines += quantized(name, array, "float16")
        lines += calibrated(name, array, "float16")
    for name, array in list(tensors(ml_dtypes.bfloat16))[:2]:
        lines += quantized(name, array, "bfloat16")
    head = f"# onnxruntime {onnxruntime.__version__}, numpy {np.__version__}"
    target = FIXTURES / "golden" / "tools" / "ort-types.tsv"
    target.write_text("\n".join([head] + ["\t".join(line) for line in lines]) + "\n")


if __name__ == "__main__":
    main()
