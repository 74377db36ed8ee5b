#!/usr/bin/env python3
"""Make Fixtures/ggml-encodings.tsv: what ggml and gguf-py make of the tensors of Tests/Fixtures.

    generate_ggml_encodings.py GGML_SRC TENSORS GOLDENS

GGML_SRC is the folder `ggml/src` of ggml 0.25.3 (in the sdist of llama-cpp-python 0.3.36), TENSORS a folder with
the .npy tensors of `Tests/Fixtures` and their `manifest.json` beside it, GOLDENS a folder with the folders `ggml`
(ggml 0.25.3, gcc 12.2 without FMA), `extra` (ggml as gpt4all 2.8.2 was built with it, records `ggml_c/…`) and
`lowprec` (gguf-py 0.19.0, records `gguf/…`) of `<tensor>.json.gz`. Tests never run this.

A line is: tool, format, tensor, `importance` or `-`, count of values, digest of the bytes, digest of the values
that they stand for or `-`. A digest is the first 16 digits of the SHA-256 in hexadecimal. The values are one row
of so many from the beginning of the tensor; the importance of value j is float32(1 + ((7j) mod 16) / 8).

Tensors with NaN and infinities have no golden of ggml: the tool `ggml-not-finite` is the same ggml, built here
with the same flags and first held to the goldens of every format. Its asserts are off, as in a release.

Where gguf-py says that rows are not whole blocks, the digest is `refused`. Formats that it has no quantizer for
(Q4_K, Q6_K, IQ4_NL) and its F16 and BF16, which are no blocks, are left out.
"""
import ctypes
import gzip
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy as np

# format, name in ggml's C functions, values and bytes of a block
TYPES = {
    "q1_0": ("q1_0", 128, 18), "q2_0": ("q2_0", 64, 18), "q8_0": ("q8_0", 32, 34), "q4_0": ("q4_0", 32, 18),
    "q4_1": ("q4_1", 32, 20), "q5_0": ("q5_0", 32, 22), "q5_1": ("q5_1", 32, 24), "q2_k": ("q2_K", 256, 84),
    "q3_k": ("q3_K", 256, 110), "q4_k": ("q4_K", 256, 144), "q5_k": ("q5_K", 256, 176), "q6_k": ("q6_K", 256, 210),
    "iq4_nl": ("iq4_nl", 32, 18), "iq4_xs": ("iq4_xs", 256, 136), "tq1_0": ("tq1_0", 256, 54),
    "tq2_0": ("tq2_0", 256, 66), "mxfp4": ("mxfp4", 32, 17), "nvfp4": ("nvfp4", 64, 36)}
IMPORTANCE = {"q4_0", "q4_1", "q5_0", "q5_1", "q2_k", "q3_k", "q4_k", "q5_k", "q6_k", "iq4_nl", "iq4_xs"}
NOT_FINITE = ["adv_nan", "adv_inf", "adv_posinf_nan", "adv_f16_wide"]
SOURCES = [("ggml", "ggml", ""), ("ggml-gpt4all", "extra", "ggml_c/"), ("gguf-py", "lowprec", "gguf/")]


def built(source):
    folder = pathlib.Path(tempfile.mkdtemp())
    library, rest = folder / "libblocks.so", folder / "rest.c"
    rest.write_text("#include <stddef.h>\nsize_t ggml_row_size(int type, long long count) { return 0; }\n")
    subprocess.run(
        ["gcc", "-O3", "-mavx", "-mf16c", "-ffp-contract=off", "-fPIC", "-shared", "-D_GNU_SOURCE", "-DNDEBUG",
         "-I.", "-I../include", "ggml-quants.c", rest, "-o", library, "-lm"], cwd=source, check=True)
    return ctypes.CDLL(library, mode=os.RTLD_LAZY)


def pointer(array):
    return array.ctypes.data_as(ctypes.c_void_p)


def quantized(ggml, kind, values, weighed):
    name, count, size = TYPES[kind]
    answer = np.zeros(values.size // count * size, np.uint8)
    importance = (1 + ((7 * np.arange(values.size)) % 16) / 8).astype(np.float32)
    getattr(ggml, f"quantize_{name}")(
        pointer(values), pointer(answer), ctypes.c_int64(1), ctypes.c_int64(values.size),
        pointer(importance) if weighed else None)
    return answer


def digest(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()[:16]


def tensor(folder, name):
    types = {row["id"]: row["dtype"] for row in json.load(open(folder.parent / "manifest.json"))}
    values = np.load(folder / f"{name}.npy").ravel()
    if types[name] == "bfloat16":
        return (values.astype(np.uint32) << 16).view(np.float32)
    return values.astype(np.float32)


def recorded(goldens, tensors, ggml):
    for tool, folder, prefix in SOURCES:
        for file in sorted((goldens / folder).glob("*.json.gz")):
            golden = json.load(gzip.open(file))
            for name, record in golden["records"].items():
                kind, _, weighed = name.removeprefix(prefix).lower().partition("/")
                if not name.startswith(prefix) or kind not in TYPES or weighed not in ("", "imatrix"):
                    continue
                flag = "importance" if weighed else "-"
                shape = re.search(r"Can't quantize tensor with shape \(1, (\d+)\)", record.get("error", ""))
                if shape and kind == "tq2_0":
                    yield tool, kind, golden["tensor"], flag, shape[1], "refused", "-"
                if "error" in record:
                    continue
                count, bytes_digest = record["n_used"], record["bytes"]["sha256"][:16]
                if tool == "ggml":
                    ours = quantized(ggml, kind, tensor(tensors, golden["tensor"])[:count].copy(), bool(weighed))
                    assert digest(ours) == bytes_digest, (golden["tensor"], name)
                values = record["out_f32"]["sha256"][:16] if "out_f32" in record else "-"
                yield tool, kind, golden["tensor"], flag, count, bytes_digest, values


def not_finite(tensors, ggml):
    for name in NOT_FINITE:
        values = tensor(tensors, name)
        for kind, (_, count, _) in TYPES.items():
            used = values[:values.size // count * count].copy()
            for flag in ["-", "importance"] if kind in IMPORTANCE else ["-"]:
                answer = quantized(ggml, kind, used, flag != "-")
                yield "ggml-not-finite", kind, name, flag, used.size, digest(answer), "-"


def main():
    ggml = built(sys.argv[1])
    tensors, goldens = map(pathlib.Path, sys.argv[2:4])
    lines = [*recorded(goldens, tensors, ggml), *not_finite(tensors, ggml)]
    text = "".join("\t".join([line[0], f"gguf-{line[1]}", *map(str, line[2:])]) + "\n" for line in lines)
    pathlib.Path(__file__).parent.parent.joinpath("Fixtures", "ggml-encodings.tsv").write_text(text)


main()
