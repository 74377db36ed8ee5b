"""gguf-py: the tensors of a file or of all parts of a split one."""

import pathlib
import re

import gguf
import numpy
from gguf import GGMLQuantizationType as Type

from libraries import WIDE, Tensor, scalar_type

ELEMENTS = {
    Type.F32: "float32", Type.F16: "float16", Type.F64: "float64", Type.BF16: "bfloat16",
    Type.I8: "int8", Type.I16: "int16", Type.I32: "int32", Type.I64: "int64",
}
# What is listed and not decoded, as Sources/TensorFiles/README.md says.
UNDECODED = {Type.Q8_1, Type.Q8_K}
PART = re.compile(r"(.*)-00001-of-(\d{5})\.gguf")


def tensors(path: pathlib.Path) -> list[Tensor]:
    """The tensors of a file; the first part stands for all."""
    split = PART.fullmatch(path.name)
    count = int(split[2]) if split else 1
    parts = [
        path.with_name(f"{split[1]}-{part + 1:05}-of-{count:05}.gguf") if split else path
        for part in range(count)]
    return [tensor for part in parts for tensor in part_tensors(part)]


def part_tensors(path: pathlib.Path) -> list[Tensor]:
    """The tensors of one file."""
    reader = gguf.GGUFReader(path)
    return [read(tensor, reader.byte_order == "S") for tensor in reader.tensors]


def signs(data) -> numpy.ndarray:
    """Values of Q1_0, which gguf-py does not decode: a float16 and 128 bits, 1 for it, 0 for its negative."""
    stored = data.reshape(-1, 18)
    scales = stored[:, :2].copy().view("<f2").astype("float32")
    bits = numpy.unpackbits(stored[:, 2:], axis=1, bitorder="little")
    return numpy.where(bits == 1, scales, -scales)


def read(tensor, is_swapped: bool) -> Tensor:
    """One tensor: its bytes as gguf-py has them, its values as gguf-py dequantizes them, or `signs`."""
    kind = tensor.tensor_type
    shape = tuple(int(size) for size in reversed(tensor.shape))
    element = ELEMENTS.get(kind)
    stored_as = element or "gguf-" + kind.name.lower()
    # Which half of these comes first in a file of the other byte order depends on its writer.
    if kind in UNDECODED or is_swapped and (element is None or kind == Type.BF16):
        return Tensor(tensor.name, element or "float32", stored_as, shape, None, None)
    if kind == Type.Q1_0:
        values = signs(tensor.data)
    elif element is None or kind == Type.BF16:
        with numpy.errstate(all="ignore"):  # Scales of random blocks may be infinite.
            values = gguf.quants.dequantize(tensor.data, kind)
    else:
        values = tensor.data.astype("float64" if element in WIDE else "float32")
    codes = numpy.asarray(tensor.data)
    if element in ("float16", "bfloat16"):
        order = codes.dtype.byteorder
        codes = codes.view("u2").reshape(shape)
        codes = codes.view(codes.dtype.newbyteorder(order)) if element == "float16" else codes
    return Tensor(
        tensor.name, element or "float32", stored_as, shape, values.reshape(shape), codes)
