"""Writes the gzip fixtures with Python's own gzip and zlib: one small .npy, packed in several ways.

    python3 generate.py

`plain.npy` is what all of them hold but `zeros.gz`, which is a mebibyte of zeros.
"""

import binascii
import gzip
import io
import pathlib
import struct
import zlib

HERE = pathlib.Path(__file__).parent
HEADER = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 40), }"
HEADER = (HEADER + " " * (117 - len(HEADER)) + "\n").encode()
VALUES = [((index * 37) % 101 - 50) / 16 for index in range(120)]
PLAIN = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(HEADER)) + HEADER + struct.pack("<120f", *VALUES)


def member(data, level=9):
    packed = io.BytesIO()
    with gzip.GzipFile("", "wb", level, packed, mtime=0) as file:
        file.write(data)
    return packed.getvalue()


def with_fields(data):
    """A member with everything that RFC 1952 lets a header have."""
    header = b"\x1f\x8b\x08\x1f" + struct.pack("<I", 0) + b"\x02\xff"
    header += struct.pack("<H", 6) + b"AB\x02\x00xy" + b"w.npy\x00" + b"a comment\x00"
    header += struct.pack("<H", binascii.crc32(header) & 0xFFFF)
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    body = deflate.compress(data) + deflate.flush()
    return header + body + struct.pack("<II", binascii.crc32(data), len(data))


files = {
    "plain.npy": PLAIN,
    "plain.npy.gz": member(PLAIN),
    "stored.npy.gz": member(PLAIN, 0),
    "members.npy.gz": member(PLAIN[:100]) + member(b"") + member(PLAIN[100:]),
    "padded.npy.gz": member(PLAIN) + bytes(100),
    "fields": with_fields(PLAIN),
    "nested.gz": member(member(PLAIN)),
    "zeros.gz": member(bytes(1 << 20)),
}
for name, data in files.items():
    (HERE / name).write_bytes(data)
    if name not in ("plain.npy", "nested.gz", "zeros.gz"):
        assert gzip.decompress(data) == PLAIN
