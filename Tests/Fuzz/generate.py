"""Writes the first inputs of every target, small and valid, and the shards that an index may name.

    python -m venv venv && venv/bin/pip install numpy==2.4.6
    venv/bin/python Tests/Fuzz/generate.py .build-fuzz/corpus

The committed corpus grew out of these; a run goes on from the folder that is named. All values are made up.
"""

import io
import json
import pathlib
import struct
import sys
import zipfile

import numpy as np

HERE = pathlib.Path(__file__).parent


def npy(array):
    file = io.BytesIO()
    np.lib.format.write_array(file, array)
    return file.getvalue()


def npy_inputs():
    for descr in "<f4 >f4 <f2 >f8 |i1 <u2 >i4 <i8 |b1 |V2 <c8 |V1 |u1".split():
        yield npy(np.zeros((2, 3), descr))
    cube = np.arange(24).reshape(2, 3, 4)
    yield npy(np.asfortranarray(cube.astype("<f4")))
    yield npy(np.asfortranarray(cube.astype("i1")))
    yield npy(np.zeros((0, 3), "<f4"))
    yield npy(np.array(3.0))


class Pipe(io.RawIOBase):
    """What cannot seek, so that sizes are written behind the members."""

    def __init__(self):
        self.bytes = bytearray()

    def writable(self):
        return True

    def write(self, more):
        self.bytes += bytes(more)
        return len(more)


def npz_inputs():
    one = np.arange(6, dtype="<f4")
    for save in np.savez, np.savez_compressed:
        for arrays in {"a": one}, {"a": one, "b": np.asfortranarray(np.ones((3, 4), ">i2"))}:
            file = io.BytesIO()
            save(file, **arrays)
            yield file.getvalue()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        with archive.open("a.npy", "w", force_zip64=True) as member:
            member.write(npy(one))
        archive.writestr("é.npy", npy(one.astype("<f2")), zipfile.ZIP_DEFLATED)
        archive.writestr("readme", b"nothing")
        archive.writestr("plain", npy(one.astype("<f8")))
    yield file.getvalue()
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.npy", npy(one))
    yield bytes(pipe.bytes)


def safetensors(header, byte_count, padding=0):
    text = json.dumps(header).encode() + b" " * padding
    return struct.pack("<Q", len(text)) + text + bytes(range(byte_count))


def tensor(dtype, shape, start, end):
    return {"dtype": dtype, "shape": shape, "data_offsets": [start, end]}


def safetensors_inputs():
    types = {
        64: "F64 I64 U64 C64", 32: "F32 I32 U32", 16: "F16 BF16 I16 U16",
        8: "I8 U8 BOOL F8_E4M3 F8_E5M2 F8_E8M0 F8_E4M3FNUZ F8_E5M2FNUZ NEW", 6: "F6_E2M3 F6_E3M2", 4: "F4",
    }
    for bits, names in types.items():
        for name in names.split():
            yield safetensors({"a": tensor(name, [2, 4], 0, bits)}, bits)
    yield safetensors(
        {
            "__metadata__": {"format": "pt"}, "b": tensor("F32", [], 2, 6), "a": tensor("F16", [1], 0, 2),
            "e": tensor("F16", [0], 6, 6),
        }, 6, padding=3)


def shards():
    one = safetensors({"a": tensor("F32", [2], 0, 8), "b": tensor("BF16", [1, 2], 8, 12)}, 12)
    two = safetensors({"c": tensor("U8", [3], 0, 3), "d": tensor("C64", [1], 3, 11)}, 11)
    return {"one": one, "two": two, "broken": one[:-1]}


def index_inputs():
    one, two = "one.safetensors", "two.safetensors"
    yield json.dumps({"metadata": {"total_size": 23}, "weight_map": {"a": one, "b": one, "c": two, "d": two}}).encode()
    faulty = {"x": "broken.safetensors", "y": "absent.safetensors", "c": one, "é\x1b": "./" + two}
    yield json.dumps({"weight_map": faulty}).encode()
    yield json.dumps({"weight_map": {"a": "../Shards/" + one}}).encode()


# The number of each type of GGUF, and the values and bytes of a block; two are of no type.
GGUF_BLOCKS = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 10: (256, 84),
    11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 20: (32, 18), 23: (256, 136), 24: (1, 1),
    25: (1, 2), 26: (1, 4), 27: (1, 8), 28: (1, 8), 30: (1, 2), 34: (256, 54), 35: (256, 66), 39: (32, 17),
    40: (64, 36), 9: (32, 36), 16: (256, 66), 41: (128, 18), 4: (32, 20), 99: (1, 1),
}


def text(words):
    return struct.pack("<Q", len(words)) + words.encode()


def gguf(types, metadata=(), alignment=32, version=3):
    head = b"GGUF" + struct.pack("<IQQ", version, len(types), len(metadata)) + b"".join(metadata)
    data = b""
    for number in types:
        value_count, byte_count = GGUF_BLOCKS[number]
        head += text(f"t{number}") + struct.pack("<IQQIQ", 2, value_count, 1, number, len(data))
        data += bytes((7 * index + number) % 256 for index in range(byte_count))
        data += bytes(-len(data) % alignment)
    return head + bytes(-len(head) % alignment) + data


def gguf_inputs():
    for number in GGUF_BLOCKS:
        yield gguf([number])
    yield gguf([0, 8, 30, 2], version=2)
    yield gguf([0, 1], alignment=8, metadata=[
        text("general.alignment") + struct.pack("<II", 4, 8),
        text("words") + struct.pack("<IIQ", 9, 8, 2) + text("x") + text(""),
        text("nested") + struct.pack("<IIQIQI", 9, 9, 1, 4, 1, 5),
        text("float") + struct.pack("<If", 6, 1), text("bool") + struct.pack("<IB", 7, 1),
        text("word") + struct.pack("<I", 8) + text("v"),
    ])
    yield gguf([0], metadata=[
        text("split.no") + struct.pack("<IH", 2, 0), text("split.count") + struct.pack("<IH", 2, 3)])
    head = b"GGUF" + struct.pack(">IQQQ", 3, 1, 0, 1) + b"a" + struct.pack(">IQIQ", 1, 2, 0, 0)
    yield head + bytes(-len(head) % 32) + struct.pack(">ff", 1, 2)


def raw_inputs():
    """Type, order, number of dimensions, dimensions, values; see FileTargets.swift."""
    for number in range(29):
        yield bytes([number, number % 3, 255]) + bytes(range(24))
    yield bytes([2, 0, 2, 2, 3]) + bytes(24)
    yield bytes([5, 0, 2, 255]) + struct.pack("<q", 2) + bytes([3]) + bytes(6)
    yield bytes([5, 0, 1, 255]) + struct.pack("<q", -2) + bytes(6)


def block_inputs():
    """The number of a format and blocks of it; see BlockTarget.swift."""
    for number, size in enumerate([34, 18, 20, 22, 24, 84, 110, 144, 176, 210, 18, 136, 54, 66, 17, 36]):
        yield bytes([number]) + bytes((37 * index + number) % 256 for index in range(2 * size))
        yield bytes([number]) + b"\xff" * size


def sketch(values, element_type=3, is_rounded=0, name="w", excluded=(0, 0, 0)):
    """What stands behind the frame of a sketch; see TensorSketch+Bytes.swift."""

    def variable(number):
        groups = []
        while number >= 128:
            groups.append(number & 127 | 128)
            number >>= 7
        return bytes(groups + [number])

    def key(value):
        bits = struct.unpack("<I", struct.pack("<f", value))[0]
        return bits ^ 0xFFFFFFFF if bits >> 31 else bits | 0x80000000

    bins = {}
    for value in values:
        bins.setdefault(key(value) >> 10, []).append(key(value) & 1023)
    head = bytes([element_type, is_rounded, 0, 0]) + struct.pack("<IQ", len(name.encode()), len(bins))
    head += struct.pack("<QQQdd", *excluded, min(values, default=0), max(values, default=0)) + name.encode()
    place = 0
    for upper, lows in sorted(bins.items()):
        head += variable(upper - place) + variable(len(lows)) + variable(sum(lows))
        head += variable(sum(low * low for low in lows)) if len(lows) > 1 else b""
        place = upper + 1
    return head


def sketch_inputs():
    yield sketch([1, 1])
    yield sketch([], name="", excluded=(1, 2, 3))
    sevenths = [float(np.float32(number / 7)) for number in range(-9, 30)]
    yield sketch(sevenths + [1 + number * 2**-23 for number in range(0, 1000, 7)])
    wide = [float(np.float32(value)) for value in (1e-40, -3e38, 3e38, 0, -1e-45)]
    yield sketch(wide, element_type=0, is_rounded=1, name="é")


def fixtures(folder, *names):
    folder = HERE.parent / "TensorFilesTests" / "Fixtures" / folder
    return lambda: [(folder / name).read_bytes() for name in names]


def checkpoints(*names):
    return fixtures("torch", *names)


TARGETS = {
    "tflite": fixtures("tflite", "names.tflite", "blocks.tflite", "not_quantized.tflite", "types.tflite"),
    "onnx": fixtures("onnx", "graphs.onnx", "repeated.onnx", "external.onnx", "operators.onnx", "types.onnx"),
    "onnx-tensor": fixtures("onnx", "input_0.pb", "output_0.pb"),
    "torch": checkpoints(
        "single.pt", "views_zip.pth", "quantized_zip.pt", "script.pt", "deflated.pt", "big_endian.pt",
        "module_zip.bin", "unread.pt",
    ),
    "torch-legacy": checkpoints(
        "types_legacy.pt", "views_legacy.pth", "checkpoint_legacy.ckpt", "quantized_legacy.pt",
        "module_legacy.bin", "protocol_4_legacy",
    ),
    "npy": npy_inputs, "npz": npz_inputs, "safetensors": safetensors_inputs, "safetensors-index": index_inputs,
    "gguf": gguf_inputs, "raw": raw_inputs, "blocks": block_inputs, "sketch": sketch_inputs,
}

for shard, content in shards().items():
    (HERE / "Shards" / f"{shard}.safetensors").write_bytes(content)
for target, inputs in TARGETS.items():
    folder = pathlib.Path(sys.argv[1]) / target
    folder.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(inputs()):
        (folder / f"first-{number}").write_bytes(content)
