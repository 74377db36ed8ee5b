#!/usr/bin/env python3
"""Make golden/tools/aimet-types.tsv and aimet-not-finite.tsv by asking aimet-torch about small floats.

Versions: aimet-torch 2.42.0, torch 2.15.0, Python 3.11 on x86-64. Every tensor is rounded to the type, half to
even; those that are empty or not finite then are left out. A quantizer answers the same whether its own
parameters are float32 or of the type, which is asserted. Lines are as `generate_tools.py` in `Tests/Fixtures`
writes them. Tests never run this.

    minmax/bw8/symmetric/float16             QuantizeDequantize: scale, zero-point, dequantized values
    minmax/bw8/symmetric/float16/axis0       the same for channels
    minmax/bw8/symmetric/float32/group32     the same for blocks, here of float32, too

In the other file the values are those of `generate_not_finite.py`, and dequantized values are left out.
"""
import warnings

import numpy as np
import torch
from aimet_torch.quantization.affine import QuantizeDequantize
from aimet_torch.quantization.encoding_analyzer import MinMaxEncodingAnalyzer

from golden_words import FIXTURES, bits, digest, failed, floats, tensors, whole

warnings.filterwarnings("ignore")
TYPES = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}
CASES = {
    "nan": {7: np.nan}, "pinf": {7: np.inf}, "ninf": {7: -np.inf}, "both": {7: np.inf, 9: -np.inf},
    "nanpinf": {7: np.inf, 9: np.nan}}


def schemes(widths):
    for width in widths:
        half = 2 ** (width - 1)
        yield f"bw{width}/asymmetric", 0, 2 * half - 1, False
        yield f"bw{width}/symmetric", -half, half - 1, True
        yield f"bw{width}/symmetric_strict", 1 - half, half - 1, True


def asked(tensor, shape, size, lowest, highest, symmetric):
    """Scale, zero-point and output, of a quantizer whose own parameters are of either type."""
    found = []
    for dtype in (torch.float32, tensor.dtype):
        quantizer = QuantizeDequantize(
            shape, qmin=lowest, qmax=highest, symmetric=symmetric, block_size=size,
            encoding_analyzer=MinMaxEncodingAnalyzer(shape, block_size=size)).to(dtype)
        with torch.no_grad():
            with quantizer.compute_encodings():
                quantizer(tensor)
            found.append((quantizer.get_scale(), -quantizer.get_offset(), quantizer(tensor).float() + 0))
    for first, second in zip(*found):
        assert torch.equal(first.nan_to_num(nan=-1), second.nan_to_num(nan=-1))
    return found[0]


def layouts(tensor):
    yield "", (), None
    if tensor.ndim >= 2:
        yield "/axis0", (tensor.shape[0], *(1 for _ in tensor.shape[1:])), None
    if tensor.ndim == 2 and tensor.shape[1] % 32 == 0:
        yield "/group32", (tensor.shape[0], tensor.shape[1] // 32), (1, 32)


def finite():
    for name, array in tensors(np.float32):
        for type_name, dtype in TYPES.items():
            tensor = torch.from_numpy(array.copy()).to(dtype)
            if not torch.isfinite(tensor).all():
                continue
            for suffix, shape, size in layouts(tensor):
                if type_name == "float32" and not suffix:
                    continue
                for label, lowest, highest, symmetric in schemes((4, 8) if suffix else (2, 4, 8, 16)):
                    record = f"minmax/{label}/{type_name}{suffix}"
                    try:
                        scale, zero, output = asked(tensor, shape, size, lowest, highest, symmetric)
                        yield [name, record, f"zero_point={whole(zero.numpy())}",
                               f"scale={floats(scale.numpy())}", f"dequantized={digest(output.numpy())}"]
                    except Exception as error:
                        yield [name, record, failed(error)]


def not_finite():
    for type_name, dtype in TYPES.items():
        for name, case in CASES.items():
            numbers = np.array([(i * 37 % 101 - 50) / 8 for i in range(4096)], np.float32)
            for index, value in case.items():
                numbers[index] = value
            for label, lowest, highest, symmetric in schemes((2, 4, 8, 16)):
                scale, zero, _ = asked(
                    torch.from_numpy(numbers).to(dtype), (), None, lowest, highest, symmetric)
                number = scale.item()
                members = [f"scale={bits(number) if number == number else '7fc00000'}"]
                if np.isfinite(number):
                    members.append(f"zero_point={int(zero)}")
                yield [name, f"minmax/{label}/{type_name}"] + members


def main():
    head = f"# aimet-torch 2.42.0, torch {torch.__version__.split('+')[0]}"
    for stem, lines in (("aimet-types", finite()), ("aimet-not-finite", not_finite())):
        target = FIXTURES / "golden" / "tools" / f"{stem}.tsv"
        target.write_text("\n".join([head] + ["\t".join(line) for line in lines]) + "\n")


if __name__ == "__main__":
    main()
