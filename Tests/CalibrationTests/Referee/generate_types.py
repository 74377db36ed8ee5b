#!/usr/bin/env python3
"""Make golden/tools/<tool>-types.tsv by asking tools of the PyTorch family about float16 and bfloat16 tensors.

    generate_types.py [TOOL…]

Versions: torch 2.13.0 (2.15.0 gives the same numbers), torchao 0.18.0, compressed-tensors 0.20.0, nvidia-modelopt
0.47.0, brevitas 0.13.4, numpy 2.4.6, Python 3.11 on x86-64. Every fixture is asked in both types: those of another
type are cast to it (to the nearest, ties to even). Tensors with NaN or infinities, also after the cast, and empty
ones are left out. A record's name ends with the type. One thread counts the histograms, for their counts stop at
2048 or 256 a thread. Lines are as `generate_tools.py` in `Tests/Fixtures` writes them. Tests never run this.
"""
import sys
import warnings

import numpy as np
import torch
from generate_goldens import bits, digest, failed, tensors, write

warnings.filterwarnings("ignore")
TYPES = {"float16": torch.float16, "bfloat16": torch.bfloat16}
TORCH = f"torch {torch.__version__.split('+')[0]}"


def cast():
    """Every tensor in both types."""
    for name, array in tensors():
        for type_name, dtype in TYPES.items():
            x = torch.from_numpy(array.copy()).to(dtype)
            if torch.isfinite(x).all():
                yield name, type_name, x


def floats(tensor):
    array = np.ascontiguousarray(tensor.float().numpy(), np.float32).ravel()
    return digest(array) if array.size > 64 else ",".join(bits(value) for value in array)


def integers(tensor):
    array = np.ascontiguousarray(tensor.numpy(), np.int32).ravel()
    return digest(array) if array.size > 64 else ",".join(str(value) for value in array)


def kind(tensor):
    return str(tensor.dtype).removeprefix("torch.")


def values(tensor):
    """A digest of values, of which zeros have no sign, and their type."""
    return [f"out_f32={digest((tensor.float() + 0).numpy())}", f"out_type={kind(tensor)}"]


def blocks(x, sizes=(32, 128)):
    """The layouts by name, with the shape of a block."""
    yield "per_tensor", tuple(x.shape)
    if x.ndim >= 2:
        yield "axis0", (1, *x.shape[1:])
        for size in sizes:
            if x.shape[-1] % size == 0:
                yield f"group{size}", (*(1 for _ in x.shape[1:]), size)


def pytorch():
    from torch.ao.quantization import observer
    per_tensor = [
        ("quint8_affine", torch.quint8, torch.per_tensor_affine, 0, 255),
        ("qint8_symmetric", torch.qint8, torch.per_tensor_symmetric, -128, 127),
        ("uint4_affine", torch.quint8, torch.per_tensor_affine, 0, 15),
        ("int4_symmetric", torch.qint8, torch.per_tensor_symmetric, -8, 7)]
    observers = [
        ("MinMaxObserver", "single", per_tensor), ("MovingAverageMinMaxObserver", "8chunks", per_tensor[:1]),
        ("HistogramObserver", "single", per_tensor[:2]), ("HistogramObserver", "8chunks", per_tensor[:1])]
    for name, type_name, x in cast():
        for stored, ask in (
                ("quantize_per_tensor", lambda: torch.quantize_per_tensor(x, 0.1, 0, torch.quint8)),
                ("quantize_per_channel", lambda: torch.quantize_per_channel(
                    x.reshape(1, -1), torch.ones(1), torch.zeros(1), 0, torch.quint8))):
            try:
                ask()
                raise SystemExit(f"{stored} answers")
            except RuntimeError as error:
                yield [name, f"{stored}/{type_name}", failed(error)]
        for kind_of_observer, feed, schemes in observers:
            for label, dtype, scheme, lowest, highest in schemes:
                watch = getattr(observer, kind_of_observer)(
                    dtype=dtype, qscheme=scheme, quant_min=lowest, quant_max=highest)
                for batch in [x] if feed == "single" else np.array_split(x.float().numpy().ravel(), 8):
                    watch(batch if feed == "single" else torch.from_numpy(batch).to(x.dtype))
                record = f"{kind_of_observer}/{label}/{feed}/{type_name}"
                try:
                    scale, zero_point = watch.calculate_qparams()
                    cells = [f"scale={floats(scale)}", f"zero_point={int(zero_point)}", f"scale_type={kind(scale)}"]
                    if kind_of_observer == "HistogramObserver":
                        lower, upper = watch._non_linear_param_search()
                        cells += [
                            f"lower={bits(lower)}", f"upper={bits(upper)}",
                            f"histogram={digest(watch.histogram.numpy())}"]
                    if kind_of_observer == "MinMaxObserver":
                        cells += values(torch.fake_quantize_per_tensor_affine(
                            x, float(scale), int(zero_point), lowest, highest))
                    yield [name, record] + cells
                except Exception as error:
                    yield [name, record, failed(error)]
        if x.ndim < 2:
            continue
        for label, dtype, scheme, lowest, highest in (
                ("quint8_affine", torch.quint8, torch.per_channel_affine, 0, 255),
                ("qint8_symmetric", torch.qint8, torch.per_channel_symmetric, -128, 127)):
            watch = observer.PerChannelMinMaxObserver(ch_axis=0, dtype=dtype, qscheme=scheme)
            watch(x)
            scale, zero_point = watch.calculate_qparams()
            out = torch.fake_quantize_per_channel_affine(x, scale, zero_point.int(), 0, lowest, highest)
            yield [
                name, f"PerChannelMinMaxObserver/{label}/{type_name}", f"scale={floats(scale)}",
                f"zero_point={integers(zero_point)}", f"scale_type={kind(scale)}"] + values(out)


def torchao():
    from torchao.quantization.granularity import PerGroup, PerRow, PerTensor
    from torchao.quantization.quant_primitives import (
        MappingType, choose_qparams_affine, dequantize_affine, quantize_affine)
    from torchao.quantization.quantize_.workflows.int8.int8_tensor import Int8Tensor
    symmetric, unclipped, asymmetric = (
        MappingType.SYMMETRIC, MappingType.SYMMETRIC_NO_CLIPPING_ERR, MappingType.ASYMMETRIC)
    schemes = [
        (symmetric, -128, 127), (symmetric, -127, 127), (symmetric, -8, 7), (unclipped, -128, 127), (unclipped, -8, 7),
        (asymmetric, -128, 127), (asymmetric, 0, 255), (asymmetric, 0, 15)]
    for name, type_name, x in cast():
        for layout, block in blocks(x):
            for mapping, lowest, highest in schemes:
                container = torch.int8 if lowest < 0 else torch.uint8
                record = f"affine/{mapping.name}/{lowest}_{highest}/{layout}/{type_name}"
                try:
                    scale, zero_point = choose_qparams_affine(x, mapping, block, container, lowest, highest)
                    codes = quantize_affine(x, block, scale, zero_point, container, lowest, highest)
                    out = dequantize_affine(
                        codes, block, scale, zero_point, container, lowest, highest, output_dtype=x.dtype)
                    yield [
                        name, record, f"scale={floats(scale)}", f"zero_point={integers(zero_point)}",
                        f"scale_type={kind(scale)}", f"q={digest(codes.numpy())}"] + values(out)
                except Exception as error:
                    yield [name, record, failed(error)]
        layouts = [("per_tensor", PerTensor())]
        if x.ndim == 2:
            layouts += [("axis0", PerRow())] + [("group32", PerGroup(32))] * (x.shape[-1] % 32 == 0)
        for layout, granularity in layouts:
            for mapping in (symmetric, asymmetric):
                record = f"Int8Tensor/{mapping.name}/-128_127/{layout}/{type_name}"
                try:
                    found = Int8Tensor.from_hp(x, granularity, mapping)
                    yield [
                        name, record, f"scale={floats(found.scale)}", f"zero_point={integers(found.zero_point)}",
                        f"scale_type={kind(found.scale)}", f"q={digest(found.qdata.numpy())}"
                    ] + values(found.dequantize())
                except Exception as error:
                    yield [name, record, failed(error)]


def compressed_tensors():
    from compressed_tensors.quantization import QuantizationArgs
    from compressed_tensors.quantization.lifecycle.forward import dequantize, quantize
    from compressed_tensors.quantization.utils.helpers import calculate_qparams
    for name, type_name, x in cast():
        for layout, block in blocks(x):
            if layout.startswith("group") and x.ndim != 2:
                continue
            for num_bits in (8, 4):
                for symmetric in (True, False):
                    strategy = {"p": "tensor", "a": "channel", "g": "group"}[layout[0]]
                    size = int(layout[5:]) if strategy == "group" else None
                    args = QuantizationArgs(
                        num_bits=num_bits, symmetric=symmetric, strategy=strategy, group_size=size)
                    form = "symmetric" if symmetric else "asymmetric"
                    record = f"minmax/{form}/{num_bits}/{layout}/{type_name}"
                    if strategy == "tensor":
                        lower, upper = x.min().reshape(1), x.max().reshape(1)
                    elif strategy == "channel":
                        rest = tuple(range(1, x.ndim))
                        lower, upper = x.amin(rest, keepdim=True), x.amax(rest, keepdim=True)
                    else:
                        groups = x.unflatten(-1, (-1, size))
                        lower, upper = groups.amin(-1), groups.amax(-1)
                    try:
                        scale, zero_point = calculate_qparams(lower, upper, args)
                        codes = quantize(x, scale, zero_point, args, dtype=torch.int8)
                        out = dequantize(codes, scale, zero_point, args)
                        yield [
                            name, record, f"scale={floats(scale)}", f"zero_point={integers(zero_point)}",
                            f"scale_type={kind(scale)}", f"q={digest(codes.numpy())}"] + values(out)
                    except Exception as error:
                        yield [name, record, failed(error)]


def modelopt():
    from modelopt.torch.quantization.calib import HistogramCalibrator, MaxCalibrator, MseCalibrator
    from modelopt.torch.quantization.tensor_quant import fake_tensor_quant

    def quantized(x, amax, num_bits):
        # amax, bias, bits, unsigned, narrow range.
        return fake_tensor_quant(x, amax, None, num_bits, False, True)

    for name, type_name, x in cast():
        for axis in (None, 0):
            if axis is not None and x.ndim < 2:
                continue
            layout = "per_tensor" if axis is None else "axis0"
            largest = MaxCalibrator(axis=axis)
            largest.collect(x)
            amax = largest.compute_amax()
            for num_bits in (8, 4):
                yield [
                    name, f"max/{num_bits}/{layout}/{type_name}", f"amax={floats(amax)}",
                    f"amax_type={kind(amax)}"] + values(quantized(x, amax, num_bits))
            if x.numel() > 30000:
                continue
            search = MseCalibrator(amax, axis=axis, quant_func=lambda x, amax: quantized(x, amax, 8))
            search.collect(x)
            found = search.compute_amax()
            yield [
                name, f"mse/8/{layout}/{type_name}", f"amax={floats(found)}", f"amax_type={kind(found)}"
            ] + values(quantized(x, found, 8))
        if x.numel() > 30000:
            continue
        for method in ("entropy", "percentile"):
            record = f"{method}/8/per_tensor/{type_name}"
            try:
                watch = HistogramCalibrator()
                watch.collect(x)
                amax = watch.compute_amax(method)
                yield [name, record, f"amax={floats(amax)}", f"amax_type={kind(amax)}"] + values(quantized(x, amax, 8))
            except Exception as error:
                yield [name, record, failed(error)]


def brevitas():
    from brevitas.core.bit_width import BitWidthConst
    from brevitas.core.stats.stats_op import AbsPercentile, KLMinimizerThreshold
    from brevitas.nn import QuantIdentity, QuantLinear
    from brevitas.quant import Int8ActPerTensorFloat, Int8WeightPerChannelFloat
    for name, type_name, x in cast():
        for label, search in (
                ("percentile/99.9", AbsPercentile(99.9, None)), ("kl/8", KLMinimizerThreshold(True, BitWidthConst(8)))):
            largest = x.abs().max()
            place = float((x.max() + largest) * torch.tensor(1001, dtype=x.dtype) / (2 * largest))
            if label == "kl/8" and x.numel() > 10000:
                continue
            if label == "kl/8" and 1002 <= place < 2000:
                # The process ends with "double free or corruption".
                yield [name, f"{label}/per_tensor/{type_name}", "error=counts beyond the bins"]
                continue
            try:
                yield [name, f"{label}/per_tensor/{type_name}", f"threshold={bits(search(x))}"]
            except Exception as error:
                yield [name, f"{label}/per_tensor/{type_name}", failed(error)]
        for num_bits in (8, 4):
            with torch.no_grad():
                layer = QuantIdentity(act_quant=Int8ActPerTensorFloat, bit_width=num_bits, return_quant_tensor=True)
                layer = layer.to(x.dtype).train()
                try:
                    # A layer whose scale is no number has no quantized tensor.
                    y = layer.act_quant(x)
                    yield [
                        name, f"act/{num_bits}/per_tensor/{type_name}", f"scale={floats(y.scale)}", "zero_point=0",
                        f"scale_type={kind(y.scale)}"] + values(y.value)
                except Exception as error:
                    yield [name, f"act/{num_bits}/per_tensor/{type_name}", failed(error)]
            if x.ndim != 2:
                continue
            layer = QuantLinear(
                x.shape[1], x.shape[0], bias=False, weight_quant=Int8WeightPerChannelFloat, weight_bit_width=num_bits)
            layer.weight = torch.nn.Parameter(x)
            with torch.no_grad():
                y = layer.quant_weight()
            yield [
                name, f"weight/{num_bits}/axis0/{type_name}", f"scale={floats(y.scale)}",
                f"zero_point={integers(y.zero_point.float().expand(y.scale.shape))}", f"scale_type={kind(y.scale)}"
            ] + values(y.value)


def main():
    torch.set_num_threads(1)
    tools = {
        "torch": (pytorch, TORCH), "torchao": (torchao, f"torchao 0.18.0, {TORCH}"),
        "compressed-tensors": (compressed_tensors, f"compressed-tensors 0.20.0, {TORCH}"),
        "modelopt": (modelopt, f"nvidia-modelopt 0.47.0, {TORCH}"),
        "brevitas": (brevitas, f"brevitas 0.13.4, {TORCH}")}
    for tool in sys.argv[1:] or tools:
        ask, head = tools[tool]
        write(f"{tool}-types", head, list(ask()))


if __name__ == "__main__":
    main()
