"""Plans of number formats: ONNX Runtime quantizes a model by one, to the error that was planned."""

import json
import subprocess

import numpy as np

from exports import FOLDER, QVIZ, RANDOM, check

def plan(path, output, to, *options):
    """Writes a plan, and returns what qviz reports: format and MSE by name."""
    run = subprocess.run(
        [QVIZ, "plan", str(path), "--json", "--output", str(output), "--to", to, *options],
        capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(f"qviz ended with {run.returncode}: {run.stderr}")
    return {row["name"]: row for row in json.loads(run.stdout)["tensors"]}


def onnx_runtime():
    import onnx
    from onnx import TensorProto, helper, numpy_helper
    from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
    arrays = {"a": RANDOM.normal(0, 0.05, (16, 24)).astype(np.float32),
              "b": RANDOM.standard_t(3, (24, 12)).astype(np.float32),
              "c": RANDOM.normal(0, 1, (12, 8)).astype(np.float32)}
    nodes = [helper.make_node("MatMul", [source, name], [target]) for source, name, target in
             [("x", "a", "s"), ("s", "b", "t"), ("t", "c", "z")]]
    graph = helper.make_graph(
        nodes, "g", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 16])],
        [helper.make_tensor_value_info("z", TensorProto.FLOAT, [1, 8])],
        [numpy_helper.from_array(array, name) for name, array in arrays.items()])
    model, output, file = FOLDER / "plan.onnx", FOLDER / "planned.onnx", FOLDER / "types.json"
    onnx.save(helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10), model)
    rows = plan(model, file, "ort-quant-types", "--bits-per-value", "9", "--only", "b=int4:torchao",
                "--only", "c=int8-asym", "--format", "int8:channel", "int8-asym", "int4:torchao")
    overrides = {name: [{**entry, "quant_type": QuantType.from_string(entry["quant_type"])}
                        for entry in entries] for name, entries in json.loads(file.read_text()).items()}

    class Once(CalibrationDataReader):
        left = [{"x": RANDOM.normal(0, 1, (1, 16)).astype(np.float32)}]

        def get_next(self):
            return self.left.pop() if self.left else None

    quantize_static(
        str(model), str(output), Once(), quant_format=QuantFormat.QDQ,
        activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
        extra_options={"TensorQuantOverrides": overrides})
    constants = {item.name: item for item in onnx.load(output).graph.initializer}
    good = True
    for name, array in arrays.items():
        codes, scale, zero = (numpy_helper.to_array(constants[f"{name}_{part}"])
                              for part in ("quantized", "scale", "zero_point"))
        if scale.ndim == 1:
            scale, zero = scale[:, None], zero[:, None]
        values = (codes.astype(np.float64) - zero.astype(np.float64)) * scale
        error = float(np.mean((array - values) ** 2))
        near = abs(error / rows[name]["mse"] - 1) < 1e-5
        good &= check(f"ort-quant-types, {name} {rows[name]['format']}",
                      [[TensorProto.DataType.Name(constants[f'{name}_quantized'].data_type)], [near]],
                      [[{"a": "INT8", "b": "INT4", "c": "UINT8"}[name]], [True]])
    return good


TESTS = [onnx_runtime]
