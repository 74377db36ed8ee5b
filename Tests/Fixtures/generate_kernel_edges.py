#!/usr/bin/env python3
"""Ask ONNX Runtime's CPU kernels about single values, and write golden/ort/_edges.json.

    pip install onnxruntime onnx numpy
    generate_kernel_edges.py

The values are those that no tensor of the golden vectors has with a finite scale: NaN of either sign,
the infinities, both zeros, the smallest and the largest numbers, quotients that overflow, and ties with
even and odd zero-points. Each list of values is run at lengths that reach the vector body and the scalar
tail of the kernel. Tests never run this.
"""
import json
import pathlib

import numpy
import onnx
import onnxruntime
from onnx import TensorProto, helper

HERE = pathlib.Path(__file__).resolve().parent
TYPES = {
    "uint8": TensorProto.UINT8,
    "int8": TensorProto.INT8,
    "uint16": TensorProto.UINT16,
    "int16": TensorProto.INT16,
}


def run(values, scale, zero_point, container):
    """The codes of some values and the dequantized codes."""
    kind = TYPES[container]
    nodes = [
        helper.make_node("QuantizeLinear", ["x", "scale", "zero_point"], ["q"]),
        helper.make_node("DequantizeLinear", ["q", "scale", "zero_point"], ["y"]),
    ]
    graph = helper.make_graph(
        nodes,
        "edges",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [len(values)])],
        [
            helper.make_tensor_value_info("q", kind, [len(values)]),
            helper.make_tensor_value_info("y", TensorProto.FLOAT, [len(values)]),
        ],
        [
            helper.make_tensor("scale", TensorProto.FLOAT, [], [scale]),
            helper.make_tensor("zero_point", kind, [], [zero_point]),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
    onnx.checker.check_model(model)
    options = onnxruntime.SessionOptions()
    # Without this the two nodes would be folded into one.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return session.run(["q", "y"], {"x": values})


def edges(scale):
    bits = [0x7FC00000, 0xFFC00000, 0x7F800001, 0x7F800000, 0xFF800000, 0x00000000, 0x80000000,
            0x00000001, 0x80000001, 0x007FFFFF, 0x00800000, 0x7F7FFFFF, 0xFF7FFFFF]
    special = numpy.array(bits, numpy.uint32).view(numpy.float32)
    ties = (numpy.arange(-9, 10, dtype=numpy.float32) / 2) * numpy.float32(scale)
    powers = numpy.float32(2) ** numpy.arange(-30, 127, 12, dtype=numpy.float32)
    return numpy.concatenate([special, ties, powers, -powers]).astype(numpy.float32)


def main():
    rows = []
    zero_points = {"uint8": (0, 3, 128, 255), "int8": (-128, -3, 0, 127),
                   "uint16": (0, 3, 32768, 65535), "int16": (-32768, -3, 0, 32767)}
    for container in TYPES:
        for zero_point in zero_points[container]:
            for scale in (1.0, 0.0625, 0.1, 1.1754943508222875e-38, 2.0 ** 100):
                values = edges(scale)
                codes, dequantized = run(values, scale, zero_point, container)
                for length in (1, 3, 7, 17):
                    for start in range(0, len(values), length):
                        part = values[start:start + length]
                        again, _ = run(part, scale, zero_point, container)
                        if not (again == codes[start:start + length]).all():
                            print("the kernel depends on the length:", container, zero_point, scale,
                                  part, again, codes[start:start + length])
                rows.append({
                    "container": container,
                    "zero_point": zero_point,
                    "scale_float32": f"{numpy.float32(scale).view(numpy.uint32):08x}",
                    "values_float32": [f"{value:08x}" for value in values.view(numpy.uint32)],
                    "codes": [int(code) for code in codes],
                    "dequantized_float32": [f"{value:08x}" for value in dequantized.view(numpy.uint32)],
                })
    document = {"versions": {"onnxruntime": onnxruntime.__version__, "onnx": onnx.__version__}}
    head = json.dumps(document, separators=(",", ":"))[:-1]
    lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    (HERE / "golden" / "ort" / "_edges.json").write_text(head + ',"rows":[\n' + lines + "\n]}\n")


if __name__ == "__main__":
    main()
