"""Writes the GGUF files with gguf-py's own writer, and values.json: what gguf-py reads from all of them.

    python -m venv venv && venv/bin/pip install gguf==0.19.0 numpy==2.4.6
    venv/bin/python generate.py

Only `multi.gguf` and `llama_all_types.gguf` are not made here; the README of the folder above says where they
are from.

A checksum of values is SHA-256 over them as little-endian float32, or float64 where qviz has float64, in
row-major order, each NaN as the quiet one without a sign; a checksum of codes is SHA-256 over the bytes of
`reader.tensors[i].data`.
"""

import hashlib
import json
import pathlib

import gguf
import numpy as np
from gguf import GGMLQuantizationType as Type

HERE = pathlib.Path(__file__).parent
ELEMENTS = {
    Type.F32: "float32", Type.F16: "float16", Type.F64: "float64", Type.BF16: "bfloat16",
    Type.I8: "int8", Type.I16: "int16", Type.I32: "int32", Type.I64: "int64",
}
FLOAT64 = {Type.F64, Type.I32, Type.I64}
# What qviz lists and does not decode; of the other types gguf-py has the values, or `signs`.
UNDECODED = {Type.Q8_1, Type.Q8_K}
# ggml's block_q8_1 has 36 bytes; gguf-py still counts 40, as long ago. No file has it.
UNWRITTEN = {Type.Q8_1}


def blocks(random, kind, shape):
    """Blocks of random bytes, some of whose scales are infinite or NaN."""
    rows = gguf.quants.quant_shape_to_byte_shape(shape, kind)
    return random.integers(0, 256, rows, dtype=np.uint8)


def metadata(writer):
    """Metadata of every type, with the arrays of a vocabulary."""
    writer.add_uint8("test.uint8", 200)
    writer.add_int8("test.int8", -100)
    writer.add_uint16("test.uint16", 60000)
    writer.add_int16("test.int16", -30000)
    writer.add_uint32("test.uint32", 4_000_000_000)
    writer.add_int32("test.int32", -2_000_000_000)
    writer.add_uint64("test.uint64", 2**63)
    writer.add_int64("test.int64", -(2**62))
    writer.add_float32("test.float32", 0.1)
    writer.add_float64("test.float64", 0.1)
    writer.add_bool("test.bool", True)
    writer.add_string("test.string", "grüße \x1b[2J")
    writer.add_array("tokenizer.ggml.tokens", ["<s>", "", "é", "word"])
    writer.add_array("tokenizer.ggml.scores", [0.0, -1.5, 2.25])
    writer.add_array("test.flags", [True, False, True])
    writer.add_array("test.nested", [[1, 2, 3], [4]])


def write(path, tensors, **options):
    alignment = options.pop("alignment", None)
    writer = gguf.GGUFWriter(path, "llama", **options)
    if alignment:
        writer.add_custom_alignment(alignment)
    metadata(writer)
    for name, (array, kind) in tensors.items():
        writer.add_tensor(name, array, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def elements(random):
    return {
        "f32": (random.standard_normal((2, 3, 2, 5)).astype(np.float32), None),
        "f16": (random.standard_normal((7, 5)).astype(np.float16), None),
        "f64": (random.standard_normal((3, 3)), None),
        "i8": (np.arange(-128, 128).astype(np.int8), None),
        "i16": (random.integers(-(2**15), 2**15, (4, 5)).astype(np.int16), None),
        "i32": (random.integers(-(2**31), 2**31, 9).astype(np.int32), None),
        "i64": (random.integers(-(2**63), 2**63 - 1, 11), None),
        "scalar": (np.array(-1.375, np.float32), None),
        "empty": (np.zeros((0, 4), np.float32), None),
    }


def all_types(random):
    tensors = elements(random)
    tensors["bf16"] = (blocks(random, Type.BF16, (6, 3)), Type.BF16)
    for kind in Type:
        if kind in ELEMENTS or kind in UNWRITTEN:
            continue
        values = gguf.GGML_QUANT_SIZES[kind][0]
        name = kind.name.lower()
        tensors[name] = (blocks(random, kind, (2, 3, values)), kind)
    tensors["row_of_blocks"] = (blocks(random, Type.Q4_K, (512,)), Type.Q4_K)
    tensors["no_blocks"] = (blocks(random, Type.Q8_0, (0, 64)), Type.Q8_0)
    weight = random.standard_normal((4, 64)).astype(np.float32)
    tensors["real_q5_0"] = (gguf.quants.quantize(weight, Type.Q5_0), Type.Q5_0)
    return tensors


def swapped(random):
    tensors = elements(random)
    tensors["bf16"] = (blocks(random, Type.BF16, (6, 3)), Type.BF16)
    tensors["q8_0"] = (blocks(random, Type.Q8_0, (2, 32)), Type.Q8_0)
    return tensors


def signs(data):
    """Values of Q1_0, which gguf-py does not decode: a float16 and 128 bits, 1 for it and 0 for its negative."""
    stored = data.reshape(-1, 18)
    scales = stored[:, :2].copy().view("<f2").astype(np.float32)
    bits = np.unpackbits(stored[:, 2:], axis=1, bitorder="little")
    return np.where(bits == 1, scales, -scales)


def checksum(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def values(tensor):
    if tensor.tensor_type in ELEMENTS and tensor.tensor_type != Type.BF16:
        array = tensor.data.astype(np.float64 if tensor.tensor_type in FLOAT64 else np.float32)
    elif tensor.tensor_type == Type.Q1_0:
        array = signs(tensor.data)
    else:
        array = gguf.quants.dequantize(tensor.data, tensor.tensor_type)
    array = array.astype(array.dtype.newbyteorder("<"))
    return np.where(np.isnan(array), array.dtype.type("nan"), array).astype(array.dtype)


def entry(tensor, is_swapped):
    kind = tensor.tensor_type
    # Which half of these comes first in a big-endian file depends on the writer.
    is_read = kind not in UNDECODED and not (is_swapped and (kind not in ELEMENTS or kind == Type.BF16))
    return {
        "name": tensor.name,
        "storedAs": ELEMENTS.get(kind, "gguf-" + kind.name.lower()),
        "shape": [int(n) for n in reversed(tensor.shape)],
        "byteCount": int(tensor.n_bytes),
        "codesShape": list(tensor.data.shape),
        "codes": checksum(tensor.data),
        "values": checksum(values(tensor)) if is_read else None,
    }


def main():
    random = np.random.default_rng(20)
    with np.errstate(all="ignore"):
        write(HERE / "types.gguf", all_types(random))
        write(HERE / "alignment_64.gguf", elements(random), alignment=64)
        write(HERE / "big_endian.gguf", swapped(random), endianess=gguf.GGUFEndian.BIG)
        write(HERE / "model.gguf", elements(random), split_max_tensors=4)
        # The layout of version 2 is that of version 3.
        gguf.gguf_writer.GGUF_VERSION = 2
        write(HERE / "version_2.gguf", elements(random))
        files = []
        for path in sorted(HERE.glob("*.gguf")):
            reader = gguf.GGUFReader(path)
            is_swapped = reader.byte_order == "S"
            files.append({"file": path.name, "tensors": [entry(t, is_swapped) for t in reader.tensors]})
    text = ",\n".join(
        '{"file": ' + json.dumps(file["file"]) + ', "tensors": [\n'
        + ",\n".join("  " + json.dumps(tensor) for tensor in file["tensors"]) + "\n]}"
        for file in files
    )
    (HERE / "values.json").write_text('{"files": [\n' + text + "\n]}\n")


main()
