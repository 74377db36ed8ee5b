#!/usr/bin/env python3
"""Make golden/tools/casts.tsv: the casts of ml_dtypes, PyTorch and NumPy from float32 to small floats and back.

Versions: ml_dtypes 0.6.0, torch 2.13.0+cpu, numpy 2.2.6, Python 3.11 on x86-64.

`direct_cast` is the cast of a tensor, `amax_scaled` that of x / s with s = float32(max |x| / largest), values
being the cast times s; both over all 47 fixtures. `sweep` is the cast of 393 216 numbers: all upper halves of a
float32, each with the lower halves 0, 1, 7fff, 8000, 8001 and ffff.
Tests never run this.
"""
import sys
import warnings

import ml_dtypes
import numpy as np
import torch
from block_goldens import bits, digest, tensors, write

warnings.filterwarnings("ignore")
np.seterr(all="ignore")

ML = {
    "float8_e4m3fn": 448, "float8_e5m2": 57344, "float8_e4m3": 240, "float8_e3m4": 15.5,
    "float8_e4m3fnuz": 240, "float8_e5m2fnuz": 57344, "float8_e4m3b11fnuz": 30, "float6_e2m3fn": 7.5,
    "float6_e3m2fn": 28, "float4_e2m1fn": 6, "bfloat16": None, "float8_e8m0fnu": None}
TORCH = {
    "float8_e4m3fn": 448, "float8_e5m2": 57344, "float8_e4m3fnuz": 240, "float8_e5m2fnuz": 57344,
    "float8_e8m0fnu": None}


def with_numpy(name):
    kind = np.float16 if name == "float16" else getattr(ml_dtypes, name)
    word = np.uint16 if name in ("float16", "bfloat16") else np.uint8

    def cast(x):
        y = x.astype(kind)
        return y.view(word), y.astype(np.float32)
    return cast


def with_torch(name):
    def cast(x):
        y = torch.from_numpy(x.copy()).to(getattr(torch, name))
        return y.view(torch.uint8).numpy(), y.float().numpy()
    return cast


def sweep():
    upper = np.arange(1 << 16, dtype=np.uint32) << 16
    lower = np.array([0, 1, 0x7FFF, 0x8000, 0x8001, 0xFFFF], np.uint32)
    return (upper[:, None] | lower[None, :]).ravel().view(np.float32)


def main():
    casts = [("ml_dtypes", name, largest, with_numpy(name)) for name, largest in ML.items()]
    casts += [("torch", name, largest, with_torch(name)) for name, largest in TORCH.items()]
    casts += [("numpy", "float16", None, with_numpy("float16"))]
    lines = []
    for tool, name, largest, cast in casts:
        x = sweep()
        if name in ("bfloat16", "float16"):
            # Which NaN a NaN becomes is the processor's affair.
            x = x[~np.isnan(x)]
        codes, values = cast(x)
        lines.append(["sweep", f"{tool}/{name}/sweep", f"q={digest(codes)}", f"out_f32={digest(values)}"])
    for tensor, x in tensors():
        x = x.ravel()
        for tool, name, largest, cast in casts:
            codes, values = cast(x)
            lines.append([
                tensor, f"{tool}/{name}/direct_cast", f"q={digest(codes)}", f"out_f32={digest(values)}"])
            if largest is None:
                continue
            amax = np.abs(x).max() if x.size else np.float32(0)
            scale = np.float32(np.float32(amax) / np.float32(largest))
            codes, values = cast(np.float32(x / scale))
            lines.append([
                tensor, f"{tool}/{name}/amax_scaled", f"scale={bits(scale)}", f"q={digest(codes)}",
                f"out_f32={digest(np.float32(values * scale))}"])
    write("casts", "ml_dtypes 0.6.0, torch 2.13.0+cpu, numpy 2.2.6", lines)
    return lines


if __name__ == "__main__":
    main()
