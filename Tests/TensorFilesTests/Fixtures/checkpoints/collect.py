#!/usr/bin/env python3
"""Copies the quantized halves of real checkpoints here, and writes values.json.

    collect.py VECTORS

VECTORS is a folder of cases, each with an expected.json, the original and the quantized files (see
README.md beside this script for the tools that made them). Of each layer values.json keeps its name, its
shape, how many bytes and bits a value takes, and the hashes and first values of what the tool's own
library reads.
"""

import json
import pathlib
import shutil
import struct
import sys

HERE = pathlib.Path(__file__).parent
# The same file is among the fixtures of GGUF.
ELSEWHERE = {"gguf_llama_all_types/quantized/model.gguf": "../gguf/llama_all_types.gguf"}


def copied(case, name):
    if (there := ELSEWHERE.get(f"{case.name}/{name}")):
        return there
    source, target = case / name, HERE / case.name / name
    target.parent.mkdir(parents=True, exist_ok=True)
    for file in [source] + sorted(source.parent.glob("*.json")):
        if file.name != "expected.json":
            target.with_name(file.name).write_bytes(file.read_bytes())
    return f"{case.name}/{name}"


def bfloat16s(path, name):
    """The values of a tensor of bfloat16 in a safetensors file."""
    data = path.read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    begin, end = json.loads(data[8 : 8 + length])[name]["data_offsets"]
    bits = struct.unpack_from(f"<{(end - begin) // 2}H", data, 8 + length + begin)
    return [struct.unpack("<f", struct.pack("<I", word << 16))[0] for word in bits]


def layer(case, entry):
    quantized, library = entry["quantized"], entry["library"]
    kept = {
        "file": copied(case, quantized["file"]),
        "original": entry["original"]["tensor"],
        "tensors": quantized["tensors"],
        "shape": entry["original"]["shape"],
        "bytes": quantized["bytes"],
        "bits_per_value": entry["bits_per_value"],
        "library": {key: library[key] for key in ("by", "dtype", "sha256_f32_le", "first8")},
    }
    if "float32" in entry:
        kept["float32"] = entry["float32"]["sha256_f32_le"]
    if "heads" in entry:
        kept["heads"] = entry["heads"]
    if "folded_into" in entry:
        norm = entry["folded_into"]
        kept["norm"] = {"name": norm, "original": bfloat16s(case / entry["original"]["file"], norm)}
    return kept


def main():
    for old in HERE.iterdir():
        if old.is_dir():
            shutil.rmtree(old)
    cases = []
    for file in sorted(pathlib.Path(sys.argv[1]).glob("*/expected.json")):
        expected = json.loads(file.read_text())
        layers = [layer(file.parent, entry) for entry in expected["layers"]]
        if layers:
            cases.append({"case": expected["case"], "tool": expected["tool"], "layers": layers})
    lines = ",\n".join(json.dumps(case) for case in cases)
    (HERE / "values.json").write_text('{"cases": [\n' + lines + "\n]}\n")


main()
