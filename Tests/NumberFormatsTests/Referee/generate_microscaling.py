#!/usr/bin/env python3
"""Make golden/tools/microscaling.tsv by asking the tools for blocks under small scales.

    generate_microscaling.py MICROXCALING

Versions: torchao 0.18.0, nvidia-modelopt 0.47.0, compressed-tensors 0.20.0, torch 2.13.0+cpu, numpy 2.2.6, Python
3.11 on x86-64; microxcaling at 7bc4195 (August 2024), whose folder is the argument.

Each tensor is one row of as many whole blocks of 32 as it has; tensors with fewer than 32 values are left out,
and so are those that are not finite where a tool has no answer to them. Where a format has a factor for the whole
tensor, it is that of the finite values. `scale` are the bytes of the scales; `q` the codes as the tool stores
them, and one a byte where it does not; `out_f32` the values. microxcaling has values alone, -0 being 0 there.
`sweep` are 2048 blocks of all magnitudes.
Tests never run this.
"""
import sys

import numpy as np
import torch
from block_goldens import digest, sweep, tensors, write

sys.path.insert(0, sys.argv[1])

from compressed_tensors.compressors.nvfp4.base import NVFP4PackedCompressor
from compressed_tensors.compressors.nvfp4.helpers import unpack_fp4_from_uint8
from compressed_tensors.quantization import preset_name_to_scheme
from compressed_tensors.quantization.lifecycle.forward import dequantize
from compressed_tensors.quantization.utils import calculate_qparams, generate_gparam
from modelopt.torch.quantization.qtensor.mxfp4_tensor import MXFP4QTensor
from modelopt.torch.quantization.qtensor.nvfp4_tensor import NVFP4QTensor
from mx.mx_ops import quantize_mx_op
from mx.specs import finalize_mx_specs
from torchao.prototype.mx_formats.config import ScaleCalculationMode
from torchao.prototype.mx_formats.constants import DTYPE_FP6_E2M3, DTYPE_FP6_E3M2
from torchao.prototype.mx_formats.mx_tensor import to_dtype, to_mx
from torchao.prototype.mx_formats.nvfp4_tensor import NVFP4Tensor, per_tensor_amax_to_scale

torch.set_num_threads(1)

ELEMENTS = {
    "mxfp8_e4m3": torch.float8_e4m3fn, "mxfp8_e5m2": torch.float8_e5m2, "mxfp6_e2m3": DTYPE_FP6_E2M3,
    "mxfp6_e3m2": DTYPE_FP6_E3M2, "mxfp4_e2m1": torch.float4_e2m1fn_x2}


def cells(scale, codes, values):
    return [
        f"scale={digest(scale.view(torch.uint8).numpy())}", f"q={digest(codes.view(torch.uint8).numpy())}",
        f"out_f32={digest(values.float().numpy())}"]


def torchao(x, factor):
    for name, element in ELEMENTS.items():
        for mode in ("FLOOR", "CEIL", "EVEN", "RCEIL"):
            scale, codes = to_mx(x.clone(), element, 32, ScaleCalculationMode[mode])
            values = to_dtype(codes, scale, element, 32, torch.float32)
            yield f"torchao/{name}/{mode}", cells(scale, codes, values)
    for name, given in (("no_per_tensor_scale", None), ("per_tensor_scale", factor)):
        y = NVFP4Tensor.to_nvfp4(x.clone(), 16, per_tensor_scale=given, is_swizzled_scales=False)
        yield f"torchao/nvfp4/{name}", cells(y.scale, y.qdata, y.dequantize(torch.float32))


def modelopt(x, factor):
    if x.isfinite().all():
        y, scale = MXFP4QTensor.quantize(x.clone(), 32)
        values = y.dequantize(torch.float32, scale=scale, block_sizes={-1: 32})
        yield "modelopt/mxfp4", cells(scale, y._quantized_data, values)
    y, scale, factor = NVFP4QTensor.quantize(x.clone(), 16, weights_scaling_factor_2=factor)
    values = y.dequantize(torch.float32, scale=scale, double_scale=factor, block_sizes={-1: 16})
    yield "modelopt/nvfp4", cells(scale, y._quantized_data, values)


def compressed_tensors(x):
    if not x.isfinite().all():
        return
    scheme = preset_name_to_scheme("NVFP4A16", ["Linear"])
    factor = generate_gparam(x.min(), x.max())
    groups = x.reshape(x.shape[0], -1, 16)
    scale, _ = calculate_qparams(groups.amin(-1), groups.amax(-1), scheme.weights, global_scale=factor)
    state = NVFP4PackedCompressor.compress(
        {"weight": x.clone(), "weight_scale": scale, "weight_global_scale": factor}, scheme)
    scale, codes = state["weight_scale"].data, state["weight_packed"]
    # The tool decompresses to bfloat16; in float32 a value is the number times scale / factor.
    numbers = unpack_fp4_from_uint8(codes, *x.shape, dtype=torch.float32)
    values = dequantize(
        x_q=numbers, scale=scale.float(), args=scheme.weights, global_scale=factor, dtype=torch.float32)
    yield "compressed-tensors/nvfp4", cells(scale, codes, values)


def microxcaling(x):
    if not x.isfinite().all():
        return
    specs = finalize_mx_specs({
        "w_elem_format": "int8", "a_elem_format": "int8", "scale_bits": 8, "block_size": 32, "round": "even",
        "custom_cuda": False, "bfloat": 0, "fp": 0})
    values = quantize_mx_op(x.clone(), specs, elem_format="int8", axes=[-1], round="even") + 0.0
    yield "microxcaling/mxint8", [f"out_f32={digest(values.numpy())}"]


def main():
    lines = []
    for tensor, array in [*tensors(), ("sweep", sweep())]:
        count = array.size // 32 * 32
        if count == 0:
            continue
        x = torch.from_numpy(array.ravel()[:count].copy()).reshape(1, -1)
        finite = x[x.isfinite()]
        amax = finite.abs().max() if finite.numel() else torch.tensor(0.0)
        factor = per_tensor_amax_to_scale(amax)
        for records in (torchao(x, factor), modelopt(x, factor), compressed_tensors(x), microxcaling(x)):
            for record, members in records:
                lines.append([tensor, record, *members])
    write(
        "microscaling", "torchao 0.18.0, nvidia-modelopt 0.47.0, compressed-tensors 0.20.0, torch 2.13.0+cpu, "
        "microxcaling 7bc4195", lines)


if __name__ == "__main__":
    main()
