"""What the generators of this folder share: the fixtures, digests, and the file of a tool.

A line is tensor, record, and members `name=value`: a float32 as the eight hexadecimal digits of its bits, an
array as `#` and the first 16 digits of the SHA-256 of its little-endian bytes, every NaN being 7fc00000.
"""
import hashlib
import json
import pathlib
import struct

import numpy as np

FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "Fixtures"


def tensors():
    """Names and values of all fixtures, float16 and bfloat16 widened to float32."""
    for row in json.loads((FIXTURES / "manifest.json").read_text()):
        array = np.load(FIXTURES / "tensors" / f"{row['id']}.npy", allow_pickle=False)
        if row["dtype"] == "bfloat16":
            array = (array.astype(np.uint32) << 16).view(np.float32)
        yield row["id"], np.ascontiguousarray(array, np.float32).reshape(array.shape)


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
