"""numpy, with the types of ml_dtypes: .npy, .npz and headerless values."""

import io
import pathlib

import numpy

from libraries import PACKED, Tensor, scalar_type, sidecar, tensor


def tensors(path: pathlib.Path) -> list[Tensor]:
    """The tensors of a file."""
    return {".npy": npy, ".npz": npz}.get(path.suffix, raw)(path)


def loaded(file: io.BytesIO, asked: str | None) -> numpy.ndarray:
    """The array of an .npy file, its untyped bytes being of the type that is asked for."""
    raw = file.read()
    # That is how ml_dtypes has numpy write float8_e5m2, and numpy does not read it back.
    if b"'descr': '<f1'" in raw[:128]:
        raw, asked = raw.replace(b"'<f1'", b"'|V1'", 1), "float8_e5m2"
    array = numpy.load(io.BytesIO(raw))
    if array.dtype == numpy.dtype("V2") and asked is None:
        asked = "bfloat16"
    if asked and array.dtype.itemsize == scalar_type(asked).itemsize:
        array = array.view(scalar_type(asked))
    return array


def npy(path: pathlib.Path) -> list[Tensor]:
    """The one tensor of an .npy file."""
    said = sidecar(path)
    array = loaded(io.BytesIO(path.read_bytes()), said.get("dtype"))
    return [tensor(path.stem, array.reshape(said.get("shape", array.shape)))]


def npz(path: pathlib.Path) -> list[Tensor]:
    """The arrays of an archive, which numpy opens."""
    asked = sidecar(path).get("dtype")
    with numpy.load(path) as archive:
        return [
            tensor(name, loaded(archive.zip.open(name + ".npy"), asked))
            for name in archive.files if name + ".npy" in archive.zip.namelist()]


def raw(path: pathlib.Path) -> list[Tensor]:
    """Headerless values; those of fewer than 8 bits without gaps, the first in the lowest bits."""
    said = sidecar(path)
    element = scalar_type(said["dtype"])
    if element.name in PACKED:
        array = unpacked(numpy.fromfile(path, "u1"), element, int(numpy.prod(said["shape"])))
        return [tensor(path.stem, array.reshape(said["shape"]))]
    array = numpy.fromfile(path, element).reshape(said["shape"])
    if said.get("byte_order") != "big":
        return [tensor(path.stem, array)]
    if element.name != "bfloat16":
        return [tensor(path.stem, array.view(element.newbyteorder(">")))]
    # The type of ml_dtypes has no order.
    found = tensor(path.stem, array.view("u2").byteswap().view(element))
    found.codes = array.view(">u2")
    return [found]


def unpacked(raw: numpy.ndarray, element: numpy.dtype, count: int) -> numpy.ndarray:
    """So many elements, each from its part of the bytes."""
    width = PACKED[element.name]
    bits = numpy.unpackbits(raw, bitorder="little")[: count * width]
    patterns = numpy.packbits(bits.reshape(count, width), axis=1, bitorder="little").reshape(-1)
    if element.name.startswith("int"):  # ml_dtypes wants the sign above the bits, too.
        patterns = patterns.astype("i1") << (8 - width) >> (8 - width)
    return patterns.astype("i1").view(element)
