"""Writes the checkpoints of this folder with PyTorch, and what PyTorch reads from them.

    python3 generate.py        (torch 2.15.0, numpy)

values.json has a line for each file: its tensors by their names, with what they are stored as, their
shape, and the SHA-256 of the values as little-endian float64 (every NaN as 7FF8000000000000), or null
where they are not read. The names follow from walking through what torch.load returns.
"""

import argparse
import collections
import io
import json
import pathlib
import zipfile

import numpy
import torch

from expectations import flattened, line

HERE = pathlib.Path(__file__).parent
random = torch.Generator().manual_seed(9)
torch.manual_seed(9)


def bits(dtype, *shape):
    """Random bit patterns, the ends among them."""
    count = 1
    for dimension in shape:
        count *= dimension
    raw = torch.randint(0, 256, (count * dtype.itemsize,), generator=random).to(torch.uint8)
    raw[: dtype.itemsize] = 0
    raw[dtype.itemsize : 2 * dtype.itemsize] = 255
    return raw.view(dtype).reshape(shape)


def normal(*shape):
    return torch.randn(shape, generator=random)


TYPES = [
    torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32,
    torch.int16, torch.int8, torch.uint64, torch.uint32, torch.uint16, torch.uint8,
    torch.float8_e4m3fn, torch.float8_e5m2, torch.float8_e4m3fnuz, torch.float8_e5m2fnuz,
    torch.float8_e8m0fnu, torch.float4_e2m1fn_x2, torch.complex32, torch.complex64,
    torch.complex128,
]  # fmt: skip


# What has no class of storages; PyTorch writes it in the legacy form, too, and cannot read it there.
NEWER = {t for t in TYPES if t.itemsize == 1 and t.is_floating_point} | {
    torch.uint64, torch.uint32, torch.uint16, torch.complex32,
}  # fmt: skip


def types(form="zip"):
    kinds = [t for t in TYPES if form == "zip" or t not in NEWER]
    tensors = {str(t).split(".")[1]: bits(t, 3, 8) for t in kinds}
    tensors["bool"] = torch.tensor([True, False, True])
    tensors["scalar"] = torch.tensor(-1.375)
    tensors["empty"] = torch.zeros(0, 3)
    tensors["caf\u00e9 \"\\\n\U0001F600"] = normal(2)
    return tensors


def views():
    base = normal(6, 8)
    cube = normal(3, 4, 5)
    return {
        "base": base,
        "rows": base[2:4],
        "transposed": base.t(),
        "columns": base[:, 1:7:3],
        "one_column": base[:, 5],
        "permuted": cube.permute(1, 2, 0),
        "reversed_axes": cube.permute(2, 1, 0),
        "channels_last": normal(2, 3, 4, 5).to(memory_format=torch.channels_last),
        "expanded": torch.tensor([1.5, -2.5]).reshape(2, 1).expand(2, 5),
        "expanded_scalar": torch.tensor(7.0).expand(3, 4),
        "windows": torch.arange(8, dtype=torch.int16).unfold(0, 4, 2),
        "diagonal": cube[0].diagonal(),
        "half_columns": normal(4, 6).half()[:, ::2],
        "byte_columns": bits(torch.uint8, 4, 6)[:, ::2],
        "ones_between": base.reshape(6, 1, 8)[:, :, :5],
        "empty_view": base[:, 3:3],
    }


class Options:
    """A class that no reader can know."""

    def __init__(self, **fields):
        self.__dict__.update(fields)


def checkpoint():
    model = torch.nn.Sequential(
        torch.nn.Conv2d(2, 3, 3), torch.nn.BatchNorm2d(3), torch.nn.Flatten(), torch.nn.Linear(12, 2)
    )
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    model(normal(2, 2, 4, 4)).sum().backward()
    optimizer.step()
    return {
        "epoch": 3,
        "state_dict": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "list": [normal(2), (normal(1, 2), {"deep": normal(3)})],
        "parameter": torch.nn.Parameter(normal(4)),
        "shared": [model[3].weight, model[3].weight],
        "args": argparse.Namespace(lr=0.1, mean=normal(3)),
        "options": Options(name="x", std=normal(3), nested=Options(low=normal(1))),
        "counts": collections.defaultdict(dict, a={"b": normal(1)}),
        "numbers": {"pi": 3.25, "big": 1 << 40, "huge": 1 << 200, "none": None, "set": {1, 2}},
        "numpy": numpy.float64(1.5),
        "array": numpy.arange(3.0),
        "dtype": torch.float16,
        "device": torch.device("cpu"),
        "size": torch.Size([2, 3]),
        "bytes": b"\x00\xff",
        "rng": torch.get_rng_state()[:16].clone(),
    }


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.first = torch.nn.Linear(3, 2)
        self.body = torch.nn.ModuleList([torch.nn.Conv1d(2, 2, 1), torch.nn.ReLU()])
        self.register_buffer("mean", normal(2))

    def forward(self, x):
        return self.first(x) + self.mean


def quantized():
    weight = normal(4, 2, 3, 3)
    scales = torch.rand(4, generator=random, dtype=torch.float64) / 50 + 0.01
    zero_points = torch.tensor([0, 3, -4, 7])
    return {
        "quint8": torch.quantize_per_tensor(normal(3, 5), 0.0173, 121, torch.quint8),
        "qint8": torch.quantize_per_tensor(normal(3, 5), 0.0173, -3, torch.qint8),
        "qint32": torch.quantize_per_tensor(normal(3, 5), 1e-6, 5, torch.qint32),
        "channel": torch.quantize_per_channel(weight, scales, zero_points, 0, torch.qint8),
        "channel_1": torch.quantize_per_channel(
            weight, scales[:2], zero_points[:2], 1, torch.qint8
        ),
        "channels_last": torch.quantize_per_channel(
            weight, scales, zero_points, 0, torch.qint8
        ).contiguous(memory_format=torch.channels_last),
        "float_qparams": torch.quantize_per_channel(
            normal(4, 6), scales.float(), torch.rand(4, generator=random),
            0, torch.quint8,
        ),
        "quint4x2": torch.quantize_per_channel(
            normal(4, 6), scales.float(), torch.rand(4, generator=random), 0, torch.quint4x2
        ),
        "quint4x2_odd": torch.quantize_per_channel(
            normal(3, 5), scales[:3].float(), torch.rand(3, generator=random), 0, torch.quint4x2
        ),
    }  # fmt: skip


def unread():
    coordinates = torch.tensor([[0, 1], [1, 0]])
    return {
        "plain": normal(2),
        "coo": torch.sparse_coo_tensor(coordinates, normal(2), (2, 2)),
        "csr": normal(3, 3).to_sparse_csr(),
        "meta": torch.empty(3, 4, device="meta"),
        "negated": torch.conj(torch.complex(normal(2), normal(2))).imag,
    }


def repacked(source, target, change):
    """Writes an archive anew, each member as `change` gives it, with its way of packing."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.infolist():
            # It has the paths of the machine that wrote it.
            if member.filename.endswith(".debug_pkl"):
                continue
            contents, method = change(member.filename, old.read(member))
            new.writestr(zipfile.ZipInfo(member.filename), contents, method)


def saved(name, value, **options):
    torch.save(value, HERE / name, **options)
    return name


# The legacy form has the source of every class of modules in it; a line is enough.
torch.serialization.get_source_lines_and_file = lambda _: (["class Module: ...\n"], 1, "net.py")
names = []
for form, options in [("zip", {}), ("legacy", {"_use_new_zipfile_serialization": False})]:
    names.append(saved(f"types_{form}.pt", types(form), **options))
    names.append(saved(f"views_{form}.pth", views(), **options))
    names.append(saved(f"checkpoint_{form}.ckpt", checkpoint(), **options))
    names.append(saved(f"quantized_{form}.pt", quantized(), **options))
    names.append(saved(f"module_{form}.bin", Net(), **options))
    names.append(saved(f"protocol_4_{form}", checkpoint(), pickle_protocol=4, **options))
names.append(saved("protocol_5.pt", types(), pickle_protocol=5))
names.append(saved("single.pt", normal(5)))
names.append(saved("parameter.pt", torch.nn.Parameter(normal(5))))
names.append(saved("unread.pt", unread()))

# Another machine's order of bytes: PyTorch reads it and cannot write it.
swapped = {"a": normal(3, 4), "b": bits(torch.bfloat16, 5), "c": bits(torch.int64, 3)}
torch.save(swapped, HERE / "big_endian.pt")
sizes = {"0": 4, "1": 2, "2": 8}


def change(member, contents):
    if member.endswith("/byteorder"):
        return b"big", zipfile.ZIP_STORED
    if "/data/" in member:
        size = sizes[member.rsplit("/")[-1]]
        words = numpy.frombuffer(contents, numpy.uint8).reshape(-1, size)[:, ::-1]
        return words.tobytes(), zipfile.ZIP_STORED
    return contents, zipfile.ZIP_STORED


original = (HERE / "big_endian.pt").read_bytes()
repacked(io.BytesIO(original), HERE / "big_endian.pt", change)
names.append("big_endian.pt")

original = (HERE / "views_zip.pth").read_bytes()
repacked(
    io.BytesIO(original), HERE / "deflated.pt", lambda _, contents: (contents, zipfile.ZIP_DEFLATED)
)
names.append("deflated.pt")

script = torch.jit.script(Net().eval())
buffer = io.BytesIO()
torch.jit.save(script, buffer)
buffer.seek(0)
repacked(buffer, HERE / "script.pt", lambda _, contents: (contents, zipfile.ZIP_STORED))

expectations = []
for name in names:
    loaded = torch.load(HERE / name, weights_only=False, map_location=None)
    tensors = [line(key, tensor) for key, tensor in flattened(loaded)]
    expectations.append({"file": name, "tensors": tensors})
state = torch.jit.load(HERE / "script.pt").state_dict()
expectations.append(
    {"file": "script.pt", "tensors": [line(key, tensor) for key, tensor in state.items()]}
)
lines = ",\n".join(
    json.dumps({"file": file["file"]})[:-1]
    + ', "tensors": [\n'
    + ",\n".join("  " + json.dumps(tensor) for tensor in file["tensors"])
    + "\n]}"
    for file in expectations
)
(HERE / "values.json").write_text('{"files": [\n' + lines + "\n]}\n")
