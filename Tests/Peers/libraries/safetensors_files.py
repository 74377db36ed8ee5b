"""safetensors through its PyTorch front end, bits through ml_dtypes, values through both."""

import json
import pathlib

import numpy
import safetensors
import torch

from libraries import PACKED, WIDE, Tensor, scalar_type, tensor

TYPES = {
    "BOOL": "bool", "F4": "float4_e2m1fn", "F6_E2M3": "float6_e2m3fn", "F6_E3M2": "float6_e3m2fn",
    "U8": "uint8", "I8": "int8", "F8_E5M2": "float8_e5m2", "F8_E4M3": "float8_e4m3fn",
    "F8_E8M0": "float8_e8m0fnu", "F8_E4M3FNUZ": "float8_e4m3fnuz",
    "F8_E5M2FNUZ": "float8_e5m2fnuz", "I16": "int16", "U16": "uint16", "F16": "float16",
    "BF16": "bfloat16", "I32": "int32", "U32": "uint32", "F32": "float32", "F64": "float64",
    "I64": "int64", "U64": "uint64",
}


def tensors(path: pathlib.Path) -> list[Tensor]:
    """The tensors of a file or of the shards of an index."""
    return shards(path) if path.suffix == ".json" else stored(path)


def stored(path: pathlib.Path, names: set[str] | None = None) -> list[Tensor]:
    """The tensors of a file, or those of them that are named."""
    with safetensors.safe_open(path, "pt") as file:
        wanted = [name for name in file.keys() if names is None or name in names]
        return [read(path, file, name) for name in wanted]


def read(path: pathlib.Path, file, name: str) -> Tensor:
    """One tensor; by the library's core where its front end knows no type for it."""
    entry = file.get_slice(name)
    kind, shape = entry.get_dtype(), tuple(entry.get_shape())
    if kind not in TYPES:
        return Tensor(name, "", kind, shape, None, None)
    torchs = None
    try:
        torchs = file.get_tensor(name)
        raw = torchs.contiguous().reshape(-1).view(torch.uint8).numpy()
    except (safetensors.SafetensorError, KeyError, RuntimeError, AttributeError):
        entries = dict(safetensors.deserialize(path.read_bytes()))
        raw = numpy.frombuffer(bytes(entries[name]["data"]), "u1")
    found = tensor(name, elements(raw, kind).reshape(shape))
    if torchs is not None and found.dtype not in PACKED:
        wide = torch.float64 if found.dtype in WIDE else torch.float32
        values = torchs.to(wide).numpy()
        if not numpy.array_equal(values, found.values, equal_nan=True):
            raise ValueError(f"{path}: {name}: torch and ml_dtypes disagree")
        found.values = values
    return found


def elements(raw: numpy.ndarray, kind: str) -> numpy.ndarray:
    """The elements in some bytes of a file."""
    width = PACKED.get(TYPES[kind])
    if width is None:
        return raw.view(scalar_type(TYPES[kind]))
    bits = numpy.unpackbits(raw, bitorder="little")
    apart = numpy.packbits(bits.reshape(-1, width), axis=1, bitorder="little").reshape(-1)
    return apart.view(scalar_type(TYPES[kind]))


def shards(path: pathlib.Path) -> list[Tensor]:
    """The tensors that an index names, each from its shard."""
    places = json.loads(path.read_text())["weight_map"]
    found = {}
    for shard in sorted(set(places.values())):
        names = {name for name in places if places[name] == shard}
        found |= {part.name: part for part in stored(path.parent / shard, names)}
    return [found[name] for name in places]

