#!/usr/bin/env python3
"""Make golden/tools/few-levels.tsv: BitNet's weights by transformers, and Ristretto's powers of two in float32.

Versions: transformers 5.24.0 (`integrations/bitnet.py`, the function under its `torch.compile`), torch 2.13.0+cpu,
numpy 2.2.6, Python 3.11 on x86-64. Fixtures with NaN or infinities are left out, and empty ones.

`bitnet` has torch's scale, 1 / mean|w|, whose sum is in float32 and may so differ in its last bits from one in
float64, the codes with 1 added, and the values. `power_of_two` are the values of
sign · 2^clamp(rint(log2f|x|), −8, −1) by NumPy. Tests never run this.
"""
import os
import warnings

os.environ["TORCH_COMPILE_DISABLE"] = "1"
warnings.filterwarnings("ignore")

import numpy as np
import torch
from block_goldens import bits, digest, tensors, write
from transformers.integrations.bitnet import WeightQuant


def bitnet(x):
    weight = torch.from_numpy(x.copy())
    values = WeightQuant.apply(weight).numpy()
    scale = (1.0 / weight.abs().mean().clamp_(min=1e-5)).numpy()
    codes = (np.rint(values * scale) + 1).astype(np.uint8)
    return [f"scale={bits(scale)}", f"q={digest(codes)}", f"out_f32={digest(values + np.float32(0))}"]


def power_of_two(x):
    with np.errstate(divide="ignore"):
        exponents = np.clip(np.rint(np.log2(np.abs(x))), -8, -1)
    values = np.where(x >= 0, np.float32(1), np.float32(-1)) * np.exp2(exponents.astype(np.float32))
    return [f"out_f32={digest(values.astype(np.float32))}"]


def main():
    lines = []
    for name, array in tensors():
        x = np.ascontiguousarray(array).ravel()
        if not x.size or not np.isfinite(x).all():
            continue
        lines.append([name, "bitnet"] + bitnet(x))
        lines.append([name, "power_of_two"] + power_of_two(x))
    write("few-levels", "transformers 5.24.0, torch 2.13.0+cpu, numpy 2.2.6", lines)


if __name__ == "__main__":
    main()
