"""What libraries do for the error of a number format over a weight, waiting for questions.

A line `PEER FILE.npy` is answered by a line of JSON. Each peer is a format as qviz calls it and a library; it
encodes the weight, decodes it again, and the mean of the squared errors is taken in float64.
"""

import concurrent.futures
import ctypes
import importlib.metadata
import json
import pathlib
import sys
import time

import gguf
import ml_dtypes
import numpy as np
import torch

THREADS = 2
# The largest number of float8 E4M3.
REACH = 448


def torch_float8(values: np.ndarray) -> np.ndarray:
    """Cast under one scale, as PyTorch casts."""
    x = torch.from_numpy(values)
    scale = x.abs().max() / REACH
    return ((x / scale).to(torch.float8_e4m3fn).float() * scale).numpy()


def ml_dtypes_float8(values: np.ndarray) -> np.ndarray:
    """The same as ml_dtypes casts."""
    scale = np.abs(values).max() / np.float32(REACH)
    return (values / scale).astype(ml_dtypes.float8_e4m3fn).astype(np.float32) * scale


def torchao_mxfp4(values: np.ndarray) -> np.ndarray:
    from torchao.prototype.mx_formats.config import ScaleCalculationMode
    from torchao.prototype.mx_formats.mx_tensor import to_dtype, to_mx
    element = torch.float4_e2m1fn_x2
    scale, codes = to_mx(torch.from_numpy(values), element, 32, ScaleCalculationMode.FLOOR)
    return to_dtype(codes, scale, element, 32, torch.float32).numpy()


def torchao_nvfp4(values: np.ndarray) -> np.ndarray:
    from torchao.prototype.mx_formats.nvfp4_tensor import NVFP4Tensor, per_tensor_amax_to_scale
    x = torch.from_numpy(values)
    factor = per_tensor_amax_to_scale(x.abs().max())
    stored = NVFP4Tensor.to_nvfp4(x, 16, per_tensor_scale=factor, is_swizzled_scales=False)
    return stored.dequantize(torch.float32).numpy()


def torchao_int4(values: np.ndarray) -> np.ndarray:
    from torchao.quantization.quant_primitives import (
        MappingType, choose_qparams_affine, dequantize_affine, quantize_affine)
    x, block = torch.from_numpy(values), (1, 32)
    scale, zero_point = choose_qparams_affine(x, MappingType.SYMMETRIC, block, torch.int8, -8, 7)
    codes = quantize_affine(x, block, scale, zero_point, torch.int8, -8, 7)
    return dequantize_affine(codes, block, scale, zero_point, torch.int8, -8, 7).numpy()


def bitsandbytes_nf4(values: np.ndarray) -> np.ndarray:
    from bitsandbytes import functional
    codes, state = functional.quantize_4bit(torch.from_numpy(values), blocksize=64, quant_type="nf4")
    return functional.dequantize_4bit(codes, state).numpy()


def gguf_py(kind: str):
    """A type as gguf-py encodes it, which it can for those without a search."""
    def both(values: np.ndarray) -> np.ndarray:
        type_ = gguf.GGMLQuantizationType[kind]
        return gguf.quants.dequantize(gguf.quants.quantize(values, type_), type_)
    return both


def ggml(kind: str):
    """A type as ggml's own library encodes it, some rows on each thread."""
    library = next(pathlib.Path(importlib.metadata.distribution("libggml-python").locate_file("")).rglob(
        "libggml-base*.so*"))
    functions = ctypes.CDLL(str(library))
    size, bytes_ = gguf.GGML_QUANT_SIZES[gguf.GGMLQuantizationType[kind.upper()]]

    def pointer(array):
        return array.ctypes.data_as(ctypes.c_void_p)

    def part(values: np.ndarray, result: np.ndarray):
        rows, length = values.shape
        stored = np.empty(values.size // size * bytes_, np.uint8)
        getattr(functions, f"quantize_{kind}")(
            pointer(values), pointer(stored), ctypes.c_int64(rows), ctypes.c_int64(length), None)
        getattr(functions, f"dequantize_row_{kind}")(
            pointer(stored), pointer(result), ctypes.c_int64(values.size))

    def both(values: np.ndarray) -> np.ndarray:
        result = np.empty_like(values)
        rows = values.shape[0] // THREADS
        with concurrent.futures.ThreadPoolExecutor(THREADS) as threads:
            for done in [threads.submit(part, values[first:first + rows], result[first:first + rows])
                         for first in range(0, values.shape[0], rows)]:
                done.result()
        return result
    return both


def available(name: str, format_: str, make) -> dict:
    """A peer, or nothing where its library is not there."""
    try:
        return {(format_, f"{name} {importlib.metadata.version(name)}"): make()}
    except (ImportError, OSError, StopIteration) as error:
        print(f"{name} for {format_}: {error}", file=sys.stderr)
        return {}


def peers() -> dict:
    """All that can be asked, by format and library."""
    found = {}
    for name, format_, function in (
            ("torch", "fp8-e4m3", torch_float8), ("ml_dtypes", "fp8-e4m3", ml_dtypes_float8),
            ("torchao", "mxfp4", torchao_mxfp4), ("torchao", "nvfp4", torchao_nvfp4),
            ("torchao", "int4:g32:torchao", torchao_int4),
            ("bitsandbytes", "bnb-nf4", bitsandbytes_nf4)):
        found |= available(name, format_, lambda function=function: function)
    for kind in ("Q8_0", "Q4_0"):
        found |= available("gguf", f"gguf-{kind.lower()}", lambda kind=kind: gguf_py(kind))
    for kind in ("q8_0", "q4_0", "q4_K", "q6_K"):
        found |= available("libggml-python", f"gguf-{kind.lower()}", lambda kind=kind: ggml(kind))
    return found


def answer(function, path: str) -> dict:
    """The error, and the time that it took from opening the file."""
    start, processor = time.perf_counter(), time.process_time()
    values = np.load(path)
    difference = values.astype(np.float64)
    difference -= function(values)
    mse = np.vdot(difference, difference) / values.size
    return {"mse": mse, "seconds": time.perf_counter() - start,
            "processor": time.process_time() - processor}


def main():
    torch.set_num_threads(THREADS)
    functions = list(peers().items())
    print(json.dumps({"peers": [key for key, _ in functions]}), flush=True)
    for line in sys.stdin:
        index, path = line.rstrip("\n").split(" ", 1)
        print(json.dumps(answer(functions[int(index)][1], path)), flush=True)


if __name__ == "__main__":
    main()
