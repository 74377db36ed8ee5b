#!/usr/bin/env python3
"""Make golden/tools/nncf-channels.tsv by asking NNCF, and OpenVINO's CPU plugin, about channels.

Versions: nncf 3.4.0, openvino 2026.4.1, numpy 2.2.6, Python 3.11 on x86-64 with AVX-512. For each tensor of
two dimensions or more, channels along the first and the last axis, 8 and 4 bits: scales and zero-points, and the
codes that FakeQuantize has where its output range is 0…levels - 1. `narrow` is what NNCF gives weights on CPUs,
without the lowest code. The tensors that are called `pruned` are made here: rows of zeros and rows far below the
largest one; those called `spoilt` have a NaN or an infinity in row 1. Tests never run this.
"""
import numpy as np
import openvino
from golden_words import FIXTURES, digest, floats, tensors, whole
from nncf.common.quantization.structs import QuantizationScheme as Mode
from nncf.common.quantization.structs import QuantizerConfig, QuantizerGroup
from nncf.common.tensor_statistics.statistics import MinMaxTensorStatistic
from nncf.quantization.fake_quantize import calculate_quantizer_parameters, calculate_scale_zero_point
from nncf.tensor import Tensor
from openvino import opset13


def parameters(array, axis, mode, num_bits):
    """The bounds of FakeQuantize, its levels, and scales and zero-points of signed symmetric codes."""
    is_symmetric = mode != "asymmetric"
    config = QuantizerConfig(
        num_bits=num_bits, mode=Mode.SYMMETRIC if is_symmetric else Mode.ASYMMETRIC,
        signedness_to_force=True if is_symmetric else None, per_channel=True, narrow_range=mode == "narrow")
    others = tuple(index for index in range(array.ndim) if index != axis)
    lower, upper = array.min(axis=others, keepdims=True), array.max(axis=others, keepdims=True)
    if is_symmetric:
        upper = np.abs(array).max(axis=others, keepdims=True)
        lower = -upper
    statistic = MinMaxTensorStatistic(min_values=Tensor(lower), max_values=Tensor(upper))
    found = calculate_quantizer_parameters(statistic, config, QuantizerGroup.WEIGHTS)
    lowest = -(1 << (num_bits - 1)) if is_symmetric else 0
    scale, zero = calculate_scale_zero_point(
        found.input_low, found.input_high, lowest, lowest + (1 << num_bits) - 1, mode == "narrow")
    return found.input_low.data, found.input_high.data, found.levels, scale.data, zero.data


def codes(core, array, low, high, levels):
    parameter = opset13.parameter(list(array.shape), np.float32)
    node = opset13.fake_quantize(
        parameter, opset13.constant(low), opset13.constant(high), np.float32(0), np.float32(levels - 1), levels)
    model = openvino.Model([opset13.result(node)], [parameter])
    compiled = core.compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": 1})
    return next(iter(compiled(array).values()))


def made():
    base = np.fromfunction(lambda row, column: (row * 37 + column * 61) % 101 - 50, (12, 40)).astype(np.float32) / 8
    pruned = base.copy()
    pruned[2], pruned[5], pruned[7], pruned[9] = 0, pruned[5] / 1024, pruned[7] / 128, pruned[9] * np.float32(1e-6)
    yield "pruned", pruned
    yield "pruned_small", (pruned / 65536).astype(np.float32)
    for name, value in (("spoilt_nan", np.nan), ("spoilt_infinity", np.inf)):
        spoilt = base.copy()
        spoilt[1, 3] = value
        yield name, spoilt


def main():
    core = openvino.Core()
    lines = []
    for name, array in [*tensors(np.float32), *made()]:
        if array.ndim < 2:
            continue
        for axis in sorted({0, array.ndim - 1}):
            for num_bits in (8, 4):
                for mode in ("symmetric", "narrow", "asymmetric"):
                    with np.errstate(all="ignore"):
                        low, high, levels, scale, zero = parameters(array, axis, mode, num_bits)
                    line = [name, f"channels/{mode}/{axis}/{num_bits}", f"scale={floats(scale)}"]
                    if np.isfinite(array).all():
                        found = codes(core, array, low, high, levels)
                        line += [f"zero_point={whole(zero)}", f"q={digest(found.astype(np.uint8))}"]
                    lines.append(line)
    head = f"# nncf 3.4.0, openvino {openvino.__version__.split('-')[0]}, numpy {np.__version__}"
    text = "\n".join([head] + ["\t".join(line) for line in lines]) + "\n"
    (FIXTURES / "golden" / "tools" / "nncf-channels.tsv").write_text(text)


if __name__ == "__main__":
    main()
