#!/usr/bin/env python3
"""Ask ONNX Runtime's quantizer for the codes of biases, and write golden/ort/_bias.json.

    pip install onnxruntime==1.32.0 onnx numpy
    generate_bias.py

A bias is quantized by `quantize_bias_static_impl` at the product of an input's scale and the scales of a
weight, one or one for each channel; ties, saturation and both ends of float32 are among the values. A
float32 is written as the hexadecimal digits of its bits. Tests never run this.
"""
import json
import logging
import pathlib

import numpy
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization.base_quantizer import BaseQuantizer
from onnxruntime.quantization.quant_utils import QuantType

HERE = pathlib.Path(__file__).resolve().parent
logging.disable(logging.WARNING)


def quantized(bias, input_scale, weight_scales):
    """The codes and the scales that ONNX Runtime gives a bias."""
    graph = helper.make_graph(
        [], "bias", [], [], initializer=[numpy_helper.from_array(bias, "bias")])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)])
    quantizer = BaseQuantizer(
        model, per_channel=weight_scales.size > 1, reduce_range=False, weight_qType=QuantType.QInt8,
        activation_qType=QuantType.QUInt8, tensors_range=None, nodes_to_quantize=[],
        nodes_to_exclude=[], op_types_to_quantize=[])
    quantizer.quantize_bias_static_impl("bias", input_scale, weight_scales)
    arrays = {item.name: numpy_helper.to_array(item) for item in quantizer.model.initializer()}
    return arrays["bias_quantized"].reshape(-1), arrays["bias_quantized_scale"].reshape(-1)


def hexadecimal(values):
    return [f"{int(bits):08x}" for bits in numpy.asarray(values, numpy.float32).view(numpy.uint32)]


def main():
    random = numpy.random.default_rng(22)
    cases = [
        # A bias that people reported: all but one value saturate.
        (numpy.array([5.0, -4.5, 0.31, 0.002], numpy.float32), 1.0, [3.92e-11]),
        # Ties between codes of either parity.
        (numpy.array([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5], numpy.float32), 0.5, [2.0]),
        (numpy.array([2.0**31, -(2.0**31), 2.0**31 - 128, -(2.0**31) - 256], numpy.float32), 1.0, [1.0]),
        (numpy.array([1e-38, -1e-38, 3e38, -3e38, 0.0, -0.0], numpy.float32), 0.25, [1e-3]),
    ]
    for count in (8, 64):
        scales = (random.random(count) * 1e-3 + 1e-6).astype(numpy.float32)
        scales[0], scales[1] = 1e-12, 3e-11
        cases.append((random.standard_normal(count).astype(numpy.float32), 0.0123, scales))
        cases.append((random.standard_normal(count).astype(numpy.float32), 3e-5, [2e-4]))
    rows = []
    for bias, input_scale, weight_scales in cases:
        input_scale = numpy.array([input_scale], numpy.float32)
        weight_scales = numpy.array(weight_scales, numpy.float32)
        codes, scales = quantized(bias, input_scale, weight_scales)
        rows.append({
            "bias": hexadecimal(bias),
            "input_scale": hexadecimal(input_scale)[0],
            "weight_scales": hexadecimal(weight_scales),
            "scales": hexadecimal(scales),
            "codes": [int(code) for code in codes],
        })
    text = {"onnxruntime": onnxruntime.__version__, "rows": rows}
    path = HERE / "golden" / "ort" / "_bias.json"
    path.write_text(json.dumps(text, indent=1) + "\n")


if __name__ == "__main__":
    main()
