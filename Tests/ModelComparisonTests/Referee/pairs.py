"""Pairs of tensors out of real checkpoints, with what float64 NumPy says about each.

    pairs.py CHECKPOINTS OUTPUT

CHECKPOINTS holds cases with an `expected.json` each: originals, the files that real tools made of
them, and what the tools' own libraries read back. OUTPUT becomes `pairs.json` and `pairs.bin`: stored
bytes of both sides, and the numbers. NumPy 2, gguf 0.19, safetensors' layout read by hand.
"""

import hashlib
import json
import pathlib
import struct
import sys

import gguf
import numpy as np

CASES = [
    "trap_names", "trap_not_identical", "trap_bf16_to_f16", "trap_collapsed",
    "trap_gguf_q_not_permuted", "gguf_llama_q4_k_m_tied", "gguf_llama_all_types",
]
# Formats whose blocks this package decodes; the others of the case are left out.
BLOCKS = {
    "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K", "IQ4_NL",
    "IQ4_XS", "TQ1_0", "TQ2_0", "MXFP4", "NVFP4",
}
PLAIN = {"F32": "float32", "F16": "float16", "BF16": "bfloat16"}


def safetensors(path):
    raw = path.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    header.pop("__metadata__", None)
    return {
        name: (entry["dtype"], entry["shape"], raw[8 + length :][slice(*entry["data_offsets"])])
        for name, entry in header.items()
    }


def original(folder, record):
    path = folder / record["file"]
    if path.name.endswith("index.json"):
        path = path.parent / json.loads(path.read_text())["weight_map"][record["tensor"]]
    return safetensors(path)[record["tensor"]]


def float32(kind, raw):
    kind = kind.lower()
    if kind in ("bf16", "bfloat16"):
        return (np.frombuffer(raw, "<u2").astype(np.uint32) << 16).view(np.float32)
    if kind in ("f16", "float16"):
        return np.frombuffer(raw, "<f2").astype(np.float32)
    return np.frombuffer(raw, "<f4").copy()


def put_back(values, shape, heads):
    """Rows of each head from the interleaved order to the original's."""
    rows = values.reshape(heads, shape[0] // heads // 2, 2, -1)
    return np.ascontiguousarray(rows.swapaxes(1, 2)).reshape(-1)


def digest(values):
    bits = values.view(np.uint32).copy()
    bits[np.isnan(values)] = 0x7FC00000
    return hashlib.sha256(bits.astype("<u4").tobytes()).hexdigest()


def facts(x, y, shape):
    bits = (x.view(np.uint32) != y.view(np.uint32)) & ~(np.isnan(x) & np.isnan(y))
    changed = (x != y) & ~(np.isnan(x) & np.isnan(y))
    finite = np.isfinite(x) & np.isfinite(y)
    a, b = x[finite].astype(np.float64), y[finite].astype(np.float64)
    e = a - b
    weights = (np.arange(shape[-1]) % 7).astype(np.float64) + 1
    w = np.broadcast_to(weights, shape).reshape(-1)[finite]
    fact = {
        "count": int(finite.sum()),
        "relative_error": float(np.linalg.norm(e) / np.linalg.norm(a)),
        "mse": float((e * e).mean()),
        "cosine": float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b))) if b.any() else None,
        "best_factor": float(a @ b / (b @ b)) if b.any() else None,
        "relative_mean_error": float(e.mean() / np.sqrt((a * a).mean())),
        "max_abs_error": float(np.abs(e).max()),
        "max_index": int(np.flatnonzero(finite)[np.abs(e).argmax()]),
        "weighted": float(np.sqrt((w * e * e).sum() / (w * a * a).sum())),
        "changed_bits": int(bits.sum()),
        "changed_values": int(changed.sum()),
    }
    if len(shape) > 1:
        d = np.where(finite, x.astype(np.float64) - y, 0).reshape(shape[0], -1)
        s = np.where(finite, x.astype(np.float64), 0).reshape(shape[0], -1)
        row = np.sqrt((d * d).sum(1) / (s * s).sum(1))
        fact["worst_row"] = int(row.argmax())
        fact["worst_row_error"] = float(row.max())
    return fact


def main(checkpoints, output):
    blob, entries = bytearray(), []

    places = {}

    def store(raw):
        if raw not in places:
            places[raw] = [len(blob), len(raw)]
            blob.extend(raw)
        return places[raw]

    for case in CASES:
        folder = checkpoints / case
        for layer in json.loads((folder / "expected.json").read_text())["layers"]:
            o, q = layer["original"], layer["quantized"]
            kind, shape, raw = original(folder, o)
            x = float32(kind, raw)
            assert digest(x) == o["sha256_f32_le"], o["tensor"]
            path = folder / q["file"]
            if path.suffix == ".gguf":
                tensor = next(
                    t for t in gguf.GGUFReader(path).tensors if t.name == q["tensors"][0])
                stored = tensor.tensor_type.name
                data = bytes(np.ascontiguousarray(tensor.data).tobytes())
                if stored in PLAIN:
                    stored = PLAIN[stored]
                    y = float32(stored, data)
                elif stored in BLOCKS:
                    y = gguf.quants.dequantize(tensor.data, tensor.tensor_type).reshape(-1)
                    stored = "gguf-" + stored.lower()
                else:
                    continue
            else:
                parts = safetensors(path)
                kind_q, _, data = parts[q["tensors"][0]]
                if kind_q == "I8":
                    codes = np.frombuffer(data, np.int8).reshape(shape).astype(np.float32)
                    scale = float32(*[parts[q["tensors"][1]][i] for i in (0, 2)])
                    y = (codes * scale.reshape(-1, 1)).astype(np.float32).reshape(-1)
                    # The tool multiplies in bfloat16.
                    u = y.view(np.uint32)
                    y = (u + 0x7FFF + (u >> 16 & 1)) & 0xFFFF0000
                    y = y.astype(np.uint32).view(np.float32)
                    stored, data = "bfloat16", (y.view(np.uint32) >> 16).astype("<u2").tobytes()
                else:
                    stored = {"BF16": "bfloat16", "F16": "float16", "F32": "float32"}[kind_q]
                    y = float32(kind_q, data)
            y = y.astype(np.float32)
            entry = {
                "case": case, "name": o["tensor"], "counterpart": q["tensors"][0],
                "shape": shape, "original_type": o["dtype"], "stored": stored,
                "original": store(raw), "quantized": store(data), "bytes": q["bytes"],
            }
            if "transform" in layer:
                # expected.json counts the heads of all q or k rows; the trap's are 64 rows long.
                entry["heads"] = layer["heads"]
                entry["as_stored"] = layer["relative_error"]["as_stored"]
                y = put_back(y, shape, layer["heads"])
            elif "relative_error" in layer:
                entry["as_stored"] = layer["relative_error"]["as_stored"]
                entry["rows_put_back"] = layer["relative_error"]["rows_put_back"]
            assert digest(y) == layer["library"]["sha256_f32_le"], (case, o["tensor"], stored)
            entry["library_mse"] = layer["library"]["mse"]
            entry["expect"] = layer.get("expect")
            with np.errstate(all="ignore"):
                entry["facts"] = facts(x, y, shape)
            entries.append(entry)
    (output / "pairs.bin").write_bytes(bytes(blob))
    lines = ",\n".join(json.dumps(entry, sort_keys=True) for entry in entries)
    (output / "pairs.json").write_text("[\n" + lines + "\n]\n")
    print(len(entries), "pairs,", len(blob), "bytes")


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
