"""How the generators of typed goldens read tensors and write numbers; see `generate_tools.py`."""
import hashlib
import json
import pathlib
import struct

import numpy as np

FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "Fixtures"


def bits(value):
    return struct.pack(">f", float(value)).hex()


def digest(array):
    return "#" + hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()[:16]


def floats(array):
    array = np.asarray(array, np.float32).ravel()
    return ",".join(map(bits, array)) if len(array) <= 64 else digest(array)


def whole(array):
    array = np.asarray(array).astype(np.int32).ravel()
    return ",".join(map(str, array)) if len(array) <= 64 else digest(array)


def tensors(dtype):
    for row in json.loads((FIXTURES / "manifest.json").read_text()):
        array = np.load(FIXTURES / "tensors" / f"{row['id']}.npy")
        if row["dtype"] == "bfloat16":
            array = (array.astype(np.uint32) << 16).view(np.float32)
        array = array.astype(np.float32).astype(dtype)
        if array.size and np.isfinite(array.astype(np.float32)).all():
            yield row["id"], array


def failed(error):
    return "error=" + f"{type(error).__name__}: {error}".split("\n")[0][:80]
