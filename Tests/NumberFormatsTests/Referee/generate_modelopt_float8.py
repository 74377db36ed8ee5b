#!/usr/bin/env python3
"""Make golden/tools/modelopt-float8.tsv: ModelOpt's fake quantization of every fixture to E4M3, with its own maximum.

Versions: nvidia-modelopt 0.47.0, torch 2.13.0+cpu, Python 3.11 on x86-64. Fixtures with NaN or infinities are left
out, and empty ones. Tests never run this.
"""
import numpy as np
import torch
from modelopt.torch.quantization.tensor_quant import _fp8_eager
from block_goldens import digest, tensors, write


def main():
    lines = []
    for name, array in tensors():
        if not array.size or not np.isfinite(array).all():
            continue
        x = torch.from_numpy(array.copy())
        lines.append([name, "scaled_e4m3/amax", f"out_f32={digest(_fp8_eager(x, x.abs().max()).numpy())}"])
    write("modelopt-float8", "nvidia-modelopt 0.47.0, torch 2.13.0+cpu", lines)


if __name__ == "__main__":
    main()
