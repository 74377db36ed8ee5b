"""What the generators of this folder share: the fixtures, digests, and the file of a tool.

A line is tensor, record, and members `name=value`: a float32 as the eight hexadecimal digits of its bits, an
array as `#` and the first 16 digits of the SHA-256 of its little-endian bytes, every NaN being 7fc00000.
"""
import hashlib
import json
import pathlib
import struct

import numpy as np

MASK = (1 << 64) - 1
FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "Fixtures"


def tensors():
    """Names and values of all fixtures, float16 and bfloat16 widened to float32."""
    for row in json.loads((FIXTURES / "manifest.json").read_text()):
        array = np.load(FIXTURES / "tensors" / f"{row['id']}.npy", allow_pickle=False)
        if row["dtype"] == "bfloat16":
            array = (array.astype(np.uint32) << 16).view(np.float32)
        yield row["id"], np.ascontiguousarray(array, np.float32).reshape(array.shape)


def sweep():
    """65 536 finite values of all magnitudes in blocks of 32 that are near one another.

    What the tests make again: SplitMix64 from 1; of a block's first number the exponent and how the fractions
    are, of one more for each value the rest.
    """
    state = 1

    def following():
        nonlocal state
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ z >> 27) * 0x94D049BB133111EB) & MASK
        return z ^ z >> 31

    words = []
    for _ in range(2048):
        first = following()
        exponent, kind = 1 + first % 254, (first >> 32) % 4
        for _ in range(32):
            word = following()
            fraction = word >> 8 & 0x7FFFFF
            if kind == 1:
                fraction &= 31
            if kind == 2:
                fraction |= 0x7FFFE0
            words.append(word >> 63 << 31 | max(exponent - word % 8, 0) << 23 | fraction)
    return np.array(words, np.uint32).view(np.float32)


def digest(array):
    array = np.ascontiguousarray(array)
    if array.dtype == np.float32:
        array = np.where(np.isnan(array), np.float32(np.nan), array).astype("<f4")
        array = np.where(np.isnan(array), np.uint32(0x7FC00000), array.view(np.uint32)).astype("<u4")
    return "#" + hashlib.sha256(array.tobytes()).hexdigest()[:16]


def bits(value):
    return struct.pack(">f", value).hex()


def failed(error):
    """The tool's words, in one line."""
    return "error=" + " ".join(f"{type(error).__name__}: {error}".split())[:160]


def write(tool, versions, lines):
    text = f"# {versions}\n" + "".join("\t".join(line) + "\n" for line in lines)
    (FIXTURES / "golden" / "tools" / f"{tool}.tsv").write_text(text)
    print(tool, len(lines))
