"""Writes the archives, the files of ml_dtypes, and values.json: what the real libraries read.

    python -m venv venv && venv/bin/pip install numpy==2.4.6 ml_dtypes==0.6.0
    venv/bin/python generate.py

Every checksum is SHA-256 over the values as little-endian float64 in row-major order, each NaN as
7ff8000000000000.
"""

import hashlib
import io
import json
import pathlib
import zipfile

import ml_dtypes
import numpy as np

HERE = pathlib.Path(__file__).parent
# 16 numbers that most types hold, and some that none of the small ones does.
NUMBERS = [0, -0.0, 1, -1, 0.5, 2, -3, 4, 6, 7, 100, -448, 0.01, 1e9, float("inf"), float("nan")]
INTEGERS = [-8, -7, -4, -2, -1, 0, 1, 2, 3, 7, 8, 15]


def checksum(array):
    values = np.ascontiguousarray(array.astype(np.float64)).astype("<f8")
    values = np.where(np.isnan(values), np.float64("nan"), values).astype("<f8")
    bits = values.reshape(-1).view("<u8")
    bits[np.isnan(values.reshape(-1))] = 0x7FF8000000000000
    return hashlib.sha256(bits.tobytes()).hexdigest()


def entry(name, array, dtype=None):
    return {
        "name": name,
        "type": dtype or array.dtype.name,
        "shape": list(array.shape),
        "sha256": checksum(array),
    }


def npy(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def arrays():
    random = np.random.default_rng(8)
    return {
        "weight": random.standard_normal((6, 5)).astype(np.float32),
        "block/0/half": random.standard_normal(33).astype(np.float16),
        "fortran": np.asfortranarray(random.integers(-300, 300, (4, 3, 2)).astype(">i2")),
        "scalar": np.float64(-1.375),
        "empty": np.zeros((0, 3), np.float32),
        "mask": random.integers(0, 2, 40).astype(bool),
        "wide": random.integers(-(2**40), 2**40, 9),
        # Runs, so that deflating makes more than one kind of block.
        "runs": np.repeat(random.integers(-128, 128, 300), 40).astype(np.int8),
        "noise": random.integers(0, 256, 900).astype(np.uint8),
    }


class Pipe(io.RawIOBase):
    """Somewhere to write that cannot go back, so that sizes follow each member."""

    def __init__(self):
        self.bytes = bytearray()

    def writable(self):
        return True

    def write(self, some):
        self.bytes += some
        return len(some)


def archives():
    folder = HERE / "archives"
    tensors = arrays()
    np.savez(folder / "stored.npz", **tensors)
    np.savez_compressed(folder / "deflated.npz", **tensors)

    # Python writes the numbers of 64 bits for large archives only.
    limits = zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT
    zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = 100, 2
    np.savez_compressed(folder / "zip64.npz", **tensors)
    zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = limits

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in tensors.items():
            with archive.open(name + ".npy", "w") as member:
                member.write(npy(array))
        archive.writestr("notes.txt", "no tensor")
    (folder / "described.npz").write_bytes(pipe.bytes)

    names = ["stored", "deflated", "zip64", "described"]
    for name in names:
        with np.load(folder / f"{name}.npz") as loaded:
            read = {key: loaded[key] for key in tensors}
        yield {
            "file": f"archives/{name}.npz",
            "tensors": [entry(key, array) for key, array in read.items()],
        }


def small_types():
    folder = HERE / "ml_dtypes"
    for name in [
        "bfloat16", "float8_e3m4", "float8_e4m3", "float8_e4m3b11fnuz", "float8_e4m3fn",
        "float8_e4m3fnuz", "float8_e5m2", "float8_e5m2fnuz", "float8_e8m0fnu", "float6_e2m3fn",
        "float6_e3m2fn", "float4_e2m1fn", "int4", "uint4", "int2", "uint2",
    ]:
        scalar = getattr(ml_dtypes, name)
        if "int" in name:
            limits = ml_dtypes.iinfo(scalar)
            numbers = [n for n in INTEGERS if limits.min <= n <= limits.max]
        else:
            numbers = NUMBERS
        array = np.array(numbers, np.float32).astype(scalar)
        np.save(folder / f"{name}.npy", array)
        yield {
            "file": f"ml_dtypes/{name}.npy",
            "ask": name,
            "tensors": [entry(name, array, dtype=name)],
        }


def main():
    files = [*archives(), *small_types()]
    versions = {"numpy": np.__version__, "ml_dtypes": ml_dtypes.__version__}
    text = json.dumps({"versions": versions, "files": files}, indent=1)
    (HERE / "values.json").write_text(text + "\n")


main()
