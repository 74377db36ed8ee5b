#!/usr/bin/env python3
"""Make golden/tools/group-integers.tsv: what GPTQ's and AWQ's quantizers make of groups, rounding to nearest.

    generate_group_integers.py AUTO_GPTQ AUTO_AWQ

Versions: auto-gptq 0.7.1 (its `quantization/quantizer.py` and `nn_modules/qlinear/qlinear_cuda_old.py`), AutoAWQ
0.2.9 (`pseudo_quantize_tensor` and `WQLinear_GEMM.from_linear`), torch 2.13.0+cpu, Python 3.11 on x86-64. The
arguments are the folders of the unpacked packages; only those functions are run, for the packages want a GPU.
gptqmodel 7.7.0 has the same quantizer.

Every fixture of finite values, cut to whole rows of 128 values, is a weight; AWQ's is cast to float16 first, as its
tool does. A record is tool/bits/symmetry/group size. Scales are as they are stored, float16; zero-points are not
shifted; q are the codes in a byte each, as the tool's own packer writes them: packed, and unpacked again. GPTQ's
packer gets the weights in float16, as it does from a float16 model, and where its codes are not those of its
quantizer the record says at how many values (`repacked`). out_f32 is scale · (q − zero), which for AWQ is rounded to
float16. Tests never run this.
"""
import ast
import importlib.util
import logging
import pathlib
import sys
import types
import warnings

import numpy as np
import torch
from torch import nn
from block_goldens import digest, failed, tensors, write

warnings.filterwarnings("ignore")
ROW = 128


def module(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def extracted(path, name):
    """A class of a file, without what the file imports."""
    tree = ast.parse(path.read_text())
    found = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name)
    scope = {"torch": torch, "nn": nn, "get_best_device": lambda: "cpu"}
    kept = {"pseudo_quantize_tensor", "__init__", "from_linear"}
    found.body = [node for node in found.body if getattr(node, "name", "") in kept]
    if name == "AwqQuantizer":
        found.body = [node for node in found.body if node.name == "pseudo_quantize_tensor"]
    exec(compile(ast.Module([found], []), str(path), "exec"), scope)
    return scope[name]


def unpacked(words, bits):
    """The codes of words of 32 bits along axis 0, the first in the lowest bits."""
    stream = ((words.astype(np.uint32)[:, None, :] >> np.arange(32, dtype=np.uint32)[None, :, None]) & 1)
    stream = stream.reshape(-1, words.shape[1]).reshape(-1, bits, words.shape[1])
    return (stream << np.arange(bits, dtype=np.uint32)[None, :, None]).sum(1).astype(np.uint8)


def padded(rows):
    """Rows enough for the packers, which want a multiple of 32."""
    return torch.cat([rows, rows[:1].expand(-len(rows) % 32, *rows.shape[1:])])


def gptq(quantizing, packing, weight, bits, symmetric, size):
    rows = weight.reshape(-1, size)
    quantizer = quantizing.Quantizer()
    quantizer.configure(bits, perchannel=True, sym=symmetric)
    quantizer.find_params(rows, weight=True)
    values = quantizer.quantize(rows)
    codes = torch.clamp(torch.round(rows / quantizer.scale) + quantizer.zero, 0, quantizer.maxq)
    groups = weight.shape[1] // size
    scales, zeros = (x.reshape(weight.shape[0], groups) for x in (quantizer.scale, quantizer.zero))
    linear = nn.Linear(weight.shape[1], len(padded(weight)), bias=False, dtype=torch.float16)
    linear.weight.data = padded(values.reshape(weight.shape)).half()
    packer = packing.QuantLinear(bits, size, linear.in_features, linear.out_features, False)
    packer.pack(linear, padded(scales), padded(zeros.clone()), None)
    packed = unpacked(packer.qweight.numpy(), bits).T[:len(weight)]
    stored = scales.half().float()
    decoded = (codes - quantizer.zero).reshape(-1, groups, size).float() * stored[:, :, None]
    repacked = int((packed.ravel() != codes.numpy().astype(np.uint8).ravel()).sum())
    return stored, zeros, codes, decoded, [f"repacked={repacked}"] if repacked else []


def awq(tool, packing, weight, bits, size):
    quantizer = tool()
    quantizer.group_size, quantizer.w_bit, quantizer.zero_point = size, bits, True
    half = weight.half()
    values, scales, zeros = quantizer.pseudo_quantize_tensor(half)
    linear = nn.Linear(weight.shape[1], len(padded(half)), bias=False, dtype=torch.float16)
    linear.weight.data = padded(values)
    packer = packing.from_linear(
        linear, bits, size, False, padded(scales).t().contiguous(), padded(zeros).t().contiguous())
    words = packer.qweight.numpy().astype(np.uint32)
    codes = (words[:, :, None] >> (4 * np.array([0, 4, 1, 5, 2, 6, 3, 7], dtype=np.uint32))) & 15
    codes = codes.reshape(words.shape[0], -1).T[:len(weight)].astype(np.float32)
    return scales, zeros, torch.from_numpy(codes.copy()), values, []


def cells(scales, zeros, codes, values, more):
    return [
        f"scale={digest(scales.float().numpy())}", f"zero_point={digest(zeros.numpy().astype(np.int32))}",
        f"q={digest(codes.numpy().astype(np.uint8))}",
        f"out_f32={digest(values.float().numpy() + np.float32(0))}"] + more


def main():
    logging.disable(logging.WARNING)
    conv = types.ModuleType("transformers.pytorch_utils")
    conv.Conv1D = type("Conv1D", (), {})
    stub = types.ModuleType("transformers")
    stub.pytorch_utils = conv
    sys.modules["transformers"] = stub
    gptq_folder, awq_folder = (pathlib.Path(argument) for argument in sys.argv[1:3])
    quantizing = module(gptq_folder / "quantization" / "quantizer.py")
    packing = module(gptq_folder / "nn_modules" / "qlinear" / "qlinear_cuda_old.py")
    awq_tool = extracted(awq_folder / "quantize" / "quantizer.py", "AwqQuantizer")
    awq_packing = extracted(awq_folder / "modules" / "linear" / "gemm.py", "WQLinear_GEMM")
    lines = []
    for name, array in tensors():
        count = array.size // ROW * ROW
        values = array.ravel()[:count]
        if count == 0 or not np.isfinite(values).all():
            continue
        weight = torch.from_numpy(values.copy()).reshape(-1, ROW)
        for size in (32, 64, 128):
            for bits in (2, 3, 4, 8):
                for symmetric in (True, False):
                    record = f"gptq/{bits}/{'symmetric' if symmetric else 'asymmetric'}/group{size}"
                    try:
                        answer = gptq(quantizing, packing, weight, bits, symmetric, size)
                        lines.append([name, record] + cells(*answer))
                    except Exception as error:
                        lines.append([name, record, failed(error)])
            try:
                answer = awq(awq_tool, awq_packing, weight, 4, size)
                lines.append([name, f"awq/4/asymmetric/group{size}"] + cells(*answer))
            except Exception as error:
                lines.append([name, f"awq/4/asymmetric/group{size}", failed(error)])
    write("group-integers", "auto-gptq 0.7.1, AutoAWQ 0.2.9, torch 2.13.0+cpu", lines)


if __name__ == "__main__":
    main()
