"""Writes safetensors_types.safetensors and what the real libraries read from it.

    python3 generate_safetensors.py        (safetensors 0.8.0, torch 2.13.0, ml_dtypes 0.6.0, numpy)

Every type of the format is there: saved by safetensors itself, but for F6_E2M3 and F6_E3M2, which it
reads and none of its front ends can save, and F8_E8M0, which its PyTorch front end cannot read back.
Their members are put into the header by hand, and safetensors' own reader is asked to accept the file.

The table has a line for each tensor: name, element type here, shape, the SHA-256 of the values as
little-endian float64 (every NaN as 7FF8000000000000), and the first four values as hexadecimal bits.
"""

import hashlib
import json
import pathlib
import struct

import ml_dtypes
import numpy
import safetensors
import safetensors.torch
import torch

HERE = pathlib.Path(__file__).parent
patterns = torch.arange(256, dtype=torch.int16).to(torch.uint8).reshape(16, 16)
gamma = torch.from_numpy(numpy.fromfile(HERE / "minilm_l3_ln_gamma.bin", "<f4").copy())
random = torch.Generator().manual_seed(8)


def bits(count, dtype, *shape):
    """Random bit patterns, the ends and both zeros among them."""
    raw = torch.randint(0, 256, (count * dtype.itemsize,), generator=random).to(torch.uint8)
    raw[: dtype.itemsize] = 0
    raw[dtype.itemsize : 2 * dtype.itemsize] = 255
    return raw.view(dtype).reshape(shape)


saved = {
    "bool": torch.tensor([True, False, True]),
    "uint8": patterns,
    "int8": patterns.view(torch.int8),
    "uint16": bits(24, torch.uint16, 2, 3, 4),
    "int16": bits(24, torch.int16, 24),
    "uint32": bits(24, torch.uint32, 24),
    "int32": bits(24, torch.int32, 24),
    "uint64": bits(24, torch.uint64, 24),
    "int64": bits(24, torch.int64, 24),
    "float16": bits(300, torch.float16, 300),
    "bfloat16": bits(300, torch.bfloat16, 300),
    "float32": bits(64, torch.float32, 4, 16),
    "float64": bits(64, torch.float64, 64),
    "complex64": bits(4, torch.complex64, 4),
    "float8_e4m3fn": patterns.view(torch.float8_e4m3fn),
    "float8_e5m2": patterns.view(torch.float8_e5m2),
    "float8_e4m3fnuz": patterns.view(torch.float8_e4m3fnuz),
    "float8_e5m2fnuz": patterns.view(torch.float8_e5m2fnuz),
    "float8_e8m0fnu": patterns.view(torch.float8_e8m0fnu),
    "float4_e2m1fn": patterns.view(torch.float4_e2m1fn_x2),
    "scalar": torch.tensor(-1.375),
    "empty": torch.zeros(0, 3),
    "gamma.float32": gamma,
    "gamma.float64": gamma.to(torch.float64),
    "gamma.float16": gamma.to(torch.float16),
    "gamma.bfloat16": gamma.to(torch.bfloat16),
    "gamma.float8_e4m3fn": gamma.to(torch.float8_e4m3fn),
    "gamma.float8_e5m2": gamma.to(torch.float8_e5m2),
    "caf\u00e9 \"\\\n\U0001f600": torch.tensor([1.0, 2.0]),
}
sixes = {"float6_e2m3fn": "F6_E2M3", "float6_e3m2fn": "F6_E3M2"}

# Copies, for two tensors over the same memory are refused.
copies = {name: tensor.clone() for name, tensor in saved.items()}
file = safetensors.torch.save(copies, {"format": "pt", "made by": "generate_safetensors.py"})
length = struct.unpack("<Q", file[:8])[0]
header, values = json.loads(file[8 : 8 + length]), file[8 + length :]
for name, dtype in sixes.items():
    packed = sum(element << 6 * element for element in range(64)).to_bytes(48, "little")
    header[name] = {
        "dtype": dtype, "shape": [4, 16], "data_offsets": [len(values), len(values) + 48]}
    values += packed
text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
text += b" " * (-len(text) % 8)
file = struct.pack("<Q", len(text)) + text + values
(HERE / "safetensors_types.safetensors").write_bytes(file)

read = dict(safetensors.deserialize(file))
assert read.keys() == saved.keys() | sixes.keys()


def elements(name, tensor):
    """The values as float64, and the shape, by the library that owns the type."""
    shape = tensor["shape"]
    raw = numpy.frombuffer(bytes(tensor["data"]), numpy.uint8)
    kind = str(saved[name].dtype).removeprefix("torch.") if name in saved else name
    if kind == "float4_e2m1fn_x2":
        kind = "float4_e2m1fn"
        raw = numpy.stack([raw & 15, raw >> 4], axis=1).reshape(-1)
    if name in sixes:
        number = int.from_bytes(raw.tobytes(), "little")
        raw = numpy.array([number >> 6 * i & 63 for i in range(64)], numpy.uint8)
    dtype = getattr(ml_dtypes, kind, None) or numpy.dtype(kind)
    result = raw.view(dtype).astype(numpy.float64)
    if kind.startswith("float8") and kind != "float8_e8m0fnu" or kind in ("float16", "bfloat16"):
        torchs = torch.from_numpy(raw.copy()).view(getattr(torch, kind)).to(torch.float64).numpy()
        assert numpy.array_equal(result, torchs, equal_nan=True), name
    return kind, shape, result


lines = []
for name in sorted(read):
    if name == "complex64":
        continue
    kind, shape, result = elements(name, read[name])
    pattern = result.astype("<f8").view("<u8").copy()
    pattern[numpy.isnan(result)] = 0x7FF8000000000000
    digest = hashlib.sha256(pattern.tobytes()).hexdigest()
    first = " ".join(f"{int(value):016x}" for value in pattern[:4])
    lines.append("\t".join([json.dumps(name), kind, str(list(shape)), digest, first]))
(HERE / "safetensors_types.tsv").write_text("\n".join(lines) + "\n")
