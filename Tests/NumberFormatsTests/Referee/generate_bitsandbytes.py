#!/usr/bin/env python3
"""Make golden/tools/bitsandbytes.tsv by asking bitsandbytes.

Versions: bitsandbytes 0.50.2, torch 2.13.0+cpu, numpy 2.2.6, Python 3.11 on x86-64 with AVX2, one thread.

`scale` are the float32 scales, `q` the bytes of the codes, `out_f32` the values; of double quantization `u` are
the codes of the scales, `n` their scales and `m` the mean. `int8` has records only of tensors with two axes and
more that are not empty and finite, seen as a matrix with a row for each index of the first. `sweep` are 65 536 values of all magnitudes.
Tests never run this.
"""
import numpy as np
import torch
from bitsandbytes import functional
from block_goldens import digest, failed, sweep, tensors, write

torch.set_num_threads(1)


def four_bits(x):
    for kind in ("nf4", "fp4"):
        for size in (64, 32, 128, 256, 512, 1024, 2048, 4096):
            codes, state = functional.quantize_4bit(x, blocksize=size, quant_type=kind)
            values = functional.dequantize_4bit(codes, state)
            yield f"{kind}/b{size}", [
                f"scale={digest(state.absmax.numpy())}", f"q={digest(codes.numpy())}",
                f"out_f32={digest(values.numpy())}"]
        codes, state = functional.quantize_4bit(x, blocksize=64, quant_type=kind, compress_statistics=True)
        values = functional.dequantize_4bit(codes, state)
        yield f"{kind}/double", [
            f"m={digest(state.offset.reshape(1).numpy())}", f"n={digest(state.state2.absmax.numpy())}",
            f"u={digest(state.absmax.numpy())}", f"q={digest(codes.numpy())}", f"out_f32={digest(values.numpy())}"]


def dynamic(x):
    for size in (256, 64, 128, 512, 1024, 2048, 4096):
        codes, state = functional.quantize_blockwise(x, blocksize=size)
        values = functional.dequantize_blockwise(codes, state)
        yield f"dynamic_int8_blockwise/b{size}", [
            f"scale={digest(state.absmax.numpy())}", f"q={digest(codes.numpy())}",
            f"out_f32={digest(values.numpy())}"]


def rows(x):
    if x.ndim < 2 or x.numel() == 0 or not x.isfinite().all():
        return
    codes, scale, _ = functional.int8_vectorwise_quant(x.reshape(x.shape[0], -1))
    values = functional.int8_vectorwise_dequant(codes, scale)
    yield "int8", [
        f"scale={digest(scale.numpy())}", f"q={digest(codes.numpy())}", f"out_f32={digest(values.numpy())}"]


def main():
    lines = []
    for tensor, array in [*tensors(), ("sweep", sweep().reshape(512, 128))]:
        x = torch.from_numpy(array.copy())
        for kind, ask, y in (("4 bits", four_bits, x.ravel()), ("dynamic", dynamic, x.ravel()), ("int8", rows, x)):
            try:
                lines += [[tensor, record, *members] for record, members in ask(y)]
            except (IndexError, RuntimeError, ValueError) as error:
                lines.append([tensor, kind, failed(error)])
    write("bitsandbytes", "bitsandbytes 0.50.2, torch 2.13.0+cpu, numpy 2.2.6", lines)


if __name__ == "__main__":
    main()
