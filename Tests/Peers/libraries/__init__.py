"""What the real libraries read from a file, as `qviz` should list and extract it."""

import dataclasses
import importlib
import json
import pathlib

import ml_dtypes
import numpy

# Of these a float32 does not hold every value.
WIDE = {"float64", "int32", "uint32", "int64", "uint64"}
# How many bits an element takes where it has no byte of its own.
PACKED = {"int2": 2, "uint2": 2, "int4": 4, "uint4": 4, "float4_e2m1fn": 4,
          "float6_e2m3fn": 6, "float6_e3m2fn": 6}
# Which module reads the files of a suffix.
SUFFIXES = {
    ".npy": "numpy_files", ".npz": "numpy_files", ".safetensors": "safetensors_files",
    ".gguf": "gguf_files", ".onnx": "onnx_files", ".pb": "onnx_files", ".tflite": "tflite_files",
    ".pt": "torch_files", ".pth": "torch_files", ".jit": "torch_files", ".ckpt": "torch_files",
}
# Files of such a suffix that are something else: TensorFlow's own models.
OTHERS = {"saved_model.pb"}


@dataclasses.dataclass
class Tensor:
    """A tensor as a library reads it."""

    name: str
    dtype: str
    stored_as: str
    shape: tuple[int, ...]
    # What `qviz extract` writes; None where qviz lists the tensor only, and says why.
    values: numpy.ndarray | None
    # What `qviz extract --codes` writes.
    codes: numpy.ndarray | None


@dataclasses.dataclass
class Case:
    """A file, and what a person has to say about it."""

    path: pathlib.Path
    # The module that reads it.
    library: str
    arguments: list[str]

    def tensors(self) -> list[Tensor]:
        """What the library of its format reads."""
        # So that a library is needed where there are files of it only.
        return importlib.import_module("libraries." + self.library).tensors(self.path)


def sidecar(path: pathlib.Path) -> dict:
    """What FILE.json says about a file: `dtype`, `shape` and `byte_order`, where the file cannot."""
    beside = path.with_name(path.name + ".json")
    return json.loads(beside.read_text()) if beside.exists() else {}


def case(path: pathlib.Path) -> Case | None:
    """The case of a file; None for one of a format that is not compared."""
    said = sidecar(path)
    library = "numpy_files" if "shape" in said else SUFFIXES.get(path.suffix)
    if path.name.endswith(".safetensors.index.json"):
        library = "safetensors_files"
    if library is None or path.name in OTHERS:
        return None
    arguments = []
    if "dtype" in said:
        order = ">" if said.get("byte_order") == "big" else ""
        arguments.append("--dtype=" + order + said["dtype"])
    if "shape" in said:
        arguments.append("--shape=" + ",".join(map(str, said["shape"])))
    return Case(path, library, arguments)


def scalar_type(name: str) -> numpy.dtype:
    """The type of a name, numpy's or ml_dtypes'."""
    return numpy.dtype(getattr(ml_dtypes, name, name))


def tensor(name: str, array: numpy.ndarray, stored_as: str | None = None) -> Tensor:
    """A tensor whose elements numpy knows, perhaps by ml_dtypes."""
    kind = array.dtype.name
    with numpy.errstate(all="ignore"):  # A signalling NaN is no reason to warn.
        values = array.astype("float64" if kind in WIDE else "float32")
    return Tensor(name, kind, stored_as or kind, array.shape, values, codes(array))


def codes(array: numpy.ndarray) -> numpy.ndarray:
    """The elements as they are stored; bit patterns where numpy alone has no name for the type."""
    kind = array.dtype.name
    if kind in ("int2", "int4"):
        return array.astype("int8")
    if kind in ("uint2", "uint4"):
        return array.astype("uint8")
    if array.dtype.kind in "biu" or kind in ("float32", "float64"):
        return array
    bits = array.view(f"u{array.dtype.itemsize}")
    return bits.view(bits.dtype.newbyteorder(array.dtype.byteorder))
