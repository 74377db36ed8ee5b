"""A set of files by the real writers: every type, order and container that qviz reads.

Values are random bit patterns from a seed, so that NaN, infinities, −0 and subnormals are among them.
A file that cannot say its type has it in FILE.json beside it.
"""

import json
import pathlib

import gguf
import ml_dtypes
import numpy
import safetensors.numpy
import safetensors.torch
import torch
from gguf import GGMLQuantizationType as Type

import model_files
from libraries import PACKED

SEED = 8
NUMPY = ["bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64",
         "float16", "float32", "float64"]
ML_DTYPES = [
    "bfloat16", "float8_e3m4", "float8_e4m3", "float8_e4m3b11fnuz", "float8_e4m3fn",
    "float8_e4m3fnuz", "float8_e5m2", "float8_e5m2fnuz", "float8_e8m0fnu", *PACKED]
TORCH = [
    "bool", "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float16",
    "bfloat16", "float32", "float64", "complex64", "float8_e4m3fn", "float8_e5m2",
    "float8_e4m3fnuz", "float8_e5m2fnuz", "float8_e8m0fnu", "float4_e2m1fn_x2"]
# What gguf-py can quantize; of the other types the blocks are random bytes.
QUANTIZED = [Type.Q4_0, Type.Q4_1, Type.Q5_0, Type.Q5_1, Type.Q8_0, Type.TQ1_0, Type.TQ2_0,
             Type.MXFP4]
# Its sizes of these are not those of ggml, or they are elements.
WITHOUT_BLOCKS = {Type.F32, Type.F16, Type.F64, Type.BF16, Type.I8, Type.I16, Type.I32, Type.I64,
                  Type.Q8_1}


class Files:
    """The folder that is filled, and where the values come from."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.random = numpy.random.default_rng(SEED)

    def path(self, name: str, **said) -> pathlib.Path:
        """The path of a file, with what it cannot say written beside it."""
        path = self.folder / name
        if said:
            path.with_name(name + ".json").write_text(json.dumps(said))
        return path

    def array(self, name: str, *shape: int) -> numpy.ndarray:
        """Random bit patterns of a type; small ones are counted through."""
        element = numpy.dtype(getattr(ml_dtypes, name, name))
        count = int(numpy.prod(shape))
        if name == "bool":
            return self.random.integers(0, 2, shape).astype(bool)
        if element.itemsize == 1:
            patterns = numpy.arange(count) % (1 << PACKED.get(name, 8))
            if name.startswith("int") and name in PACKED:
                patterns -= 1 << PACKED[name] - 1
                return patterns.astype("i1").astype(element).reshape(shape)
            return patterns.astype("u1").view(element).reshape(shape)
        raw = self.random.integers(0, 256, count * element.itemsize, dtype="u1")
        return raw.view(element).reshape(shape)

    def write(self):
        """All of them."""
        self.npy()
        self.npz()
        self.raw()
        self.safetensors()
        self.gguf()
        model_files.write(self.folder, {name: self.torch(name, 6, 8) for name in TORCH})

    def npy(self):
        """Every type; both orders of bytes and of elements; no dimensions, no elements, versions."""
        for name in NUMPY:
            numpy.save(self.path(f"{name}.npy"), self.array(name, 5, 7, 3))
            big = self.array(name, 4, 6).view(numpy.dtype(name).newbyteorder(">"))
            numpy.save(self.path(f"{name}_big_fortran.npy"), numpy.asfortranarray(big))
        for name in ML_DTYPES:
            # numpy says the types of these by their size only, but for two.
            said = {} if name in ("bfloat16", "float8_e5m2") else {"dtype": name}
            numpy.save(self.path(f"{name}.npy", **said), self.array(name, 16, 32))
            numpy.save(self.path(f"{name}_fortran.npy", **said),
                       numpy.asfortranarray(self.array(name, 3, 5, 7)))
        numpy.save(self.path("scalar.npy"), self.array("float32"))
        numpy.save(self.path("empty.npy"), self.array("float64", 3, 0, 2))
        numpy.save(self.path("flat.npy"), self.array("float32", 1 << 20))
        numpy.save(self.path("as_bfloat16.npy", dtype="bfloat16", shape=[6, 4]),
                   self.array("uint16", 24))
        for version in ((1, 0), (2, 0), (3, 0)):
            with open(self.path(f"version_{version[0]}.npy"), "wb") as file:
                numpy.lib.format.write_array(file, self.array("float32", 9), version)

    def npz(self):
        """Stored and deflated, with members that are larger than a buffer, and unusual names."""
        arrays = {name: self.array(name, 4, 9) for name in NUMPY}
        arrays |= {"bfloat16": self.array("bfloat16", 4, 9), "scalar": self.array("float32"),
                   "empty": self.array("int16", 0, 2), "layer/0.weight": self.array("float32", 8),
                   "große": self.array("float32", 2),
                   "fortran": numpy.asfortranarray(self.array("float32", 30, 40)),
                   "big": self.array("float64", 5).view(">f8"),
                   "flat": self.random.integers(0, 9, 1 << 19).astype("f4")}
        numpy.savez(self.path("stored.npz"), **arrays)
        numpy.savez_compressed(self.path("deflated.npz"), **arrays)
        for name in ("float8_e4m3fn", "int4"):
            numpy.savez_compressed(self.path(f"{name}.npz", dtype=name), a=self.array(name, 16, 16),
                                   b=self.array(name, 3, 5))

    def raw(self):
        """Headerless values of every type, in both orders; small ones without gaps."""
        for name in NUMPY + ML_DTYPES:
            shape = (3, 5, 8)
            array, width = self.array(name, *shape), PACKED.get(name, 8)
            bits = numpy.unpackbits(array.view("u1").reshape(-1, 1), axis=1, bitorder="little")
            packed = numpy.packbits(bits[:, :width].reshape(-1), bitorder="little")
            path = self.path(f"{name}.bin", dtype=name, shape=shape)
            (packed if name in PACKED else array).tofile(path)
            if array.itemsize > 1:
                array.tofile(self.path(
                    f"{name}_big.bin", dtype=name, shape=shape, byte_order="big"))

    def safetensors(self):
        """Every type of PyTorch and numpy that it saves, and an index with shards."""
        tensors = {name: self.torch(name, 8, 32) for name in TORCH}
        tensors |= {"scalar": torch.tensor(-1.375), "empty": torch.zeros(0, 3),
                    "flat": self.torch("bfloat16", 1 << 20), "große \"\\\n": torch.ones(2)}
        safetensors.torch.save_file(tensors, self.path("torch.safetensors"), {"format": "pt"})
        arrays = {name: self.array(name, 4, 9) for name in NUMPY}
        safetensors.numpy.save_file(arrays, self.path("numpy.safetensors"))
        weights, total = {}, 0
        (self.folder / "sharded").mkdir()
        for number in range(1, 4):
            shard = f"model-{number:05}-of-00003.safetensors"
            part = {f"model.layers.{number}.{name}": self.torch(name, 6, 16)
                    for name in ("float32", "bfloat16", "float8_e4m3fn", "float4_e2m1fn_x2")}
            safetensors.torch.save_file(part, self.folder / "sharded" / shard)
            weights |= dict.fromkeys(part, shard)
            total += sum(tensor.nbytes for tensor in part.values())
        (self.folder / "sharded" / "model.safetensors.index.json").write_text(
            json.dumps({"metadata": {"total_size": total}, "weight_map": weights}, indent=2))

    def torch(self, name: str, *shape: int) -> torch.Tensor:
        """Random bit patterns of one of PyTorch's types."""
        element = getattr(torch, name)
        if name == "bool":
            return torch.from_numpy(self.array("bool", *shape))
        count = int(numpy.prod(shape)) * element.itemsize
        raw = (self.array("uint8", count).copy() if element.itemsize == 1
               else self.random.integers(0, 256, count, "u1"))
        return torch.from_numpy(raw).view(element).reshape(shape)

    def gguf(self):
        """Every type of gguf-py, the other order of bytes, another alignment, parts."""
        everything = self.gguf_elements() | {
            kind.name.lower(): (self.blocks(kind, 4, 3 * gguf.GGML_QUANT_SIZES[kind][0]), kind)
            for kind in Type if kind not in WITHOUT_BLOCKS}
        weight = self.random.standard_normal((16, 512)).astype("f4")
        everything |= {"quantized." + kind.name.lower(): (gguf.quants.quantize(weight, kind), kind)
                       for kind in QUANTIZED}
        self.save_gguf("types.gguf", everything)
        self.save_gguf("aligned.gguf", everything, alignment=256)
        self.save_gguf("big.gguf", everything, endianess=gguf.GGUFEndian.BIG)
        self.save_gguf("split.gguf", everything, split_max_tensors=7)

    def gguf_elements(self) -> dict:
        """Tensors whose elements have bytes of their own."""
        names = ["float32", "float16", "float64", "int8", "int16", "int32", "int64"]
        tensors = {name: (self.array(name, 2, 3, 8), None) for name in names}
        return tensors | {"scalar": (numpy.array(-1.375, "f4"), None),
                          "empty": (numpy.zeros((0, 4), "f4"), None),
                          "bfloat16": (self.blocks(Type.BF16, 6, 8), Type.BF16)}

    def blocks(self, kind: Type, *shape: int) -> numpy.ndarray:
        """Random bytes that are blocks of a type."""
        size = gguf.quants.quant_shape_to_byte_shape(shape, kind)
        return self.random.integers(0, 256, size, dtype="u1")

    def save_gguf(self, name: str, tensors: dict, alignment: int | None = None, **options):
        """One file, or its parts."""
        writer = gguf.GGUFWriter(self.path(name), "llama", **options)
        if alignment:
            writer.add_custom_alignment(alignment)
        writer.add_array("tokenizer.ggml.tokens", ["<s>", "", "é"])
        for tensor, (array, kind) in tensors.items():
            writer.add_tensor(tensor, array.copy(), raw_dtype=kind)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
