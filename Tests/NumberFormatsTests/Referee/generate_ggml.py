#!/usr/bin/env python3
"""Make Fixtures/ggml.tsv by asking ggml's C code what blocks mean, with gguf-py as a second witness.

    generate_ggml.py GGML_SRC TENSORS GOLDENS

GGML_SRC is the folder `ggml/src` of ggml 0.25.3 (in the sdist of llama-cpp-python 0.3.36), TENSORS a folder with
the .npy tensors of `Tests/Fixtures`, GOLDENS a folder with what ggml answered for them (`<tensor>.json.gz`).
Versions: gcc 12.2 without FMA, gguf 0.19.0, numpy 2.4.6, Python 3.11 on x86-64. Tests never run this.

A line is: format, source, bytes in hexadecimal, values. The values are the big-endian hexadecimal bits of each
float32, or, of more than 256, the SHA-256 of their little-endian bits. A NaN has the bits 7fc00000, because what
a processor makes of one is its own affair. The sources are tensors as ggml quantizes them (its hashes are first
compared with the goldens), bytes at random, and bytes that are mostly extreme. What ggml quantizes with an
importance matrix only has one here, 1 + (7j mod 16) / 8 for value j of a row.

Of types with a grid, Fixtures/ggml-grids.tsv has more: format, seed, number of blocks, and the SHA-256 of the
values of so many blocks whose bytes are the lowest of the numbers of SplitMix64, which the tests make again.
"""
import ctypes
import gzip
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import gguf
import numpy as np

# name here, name in ggml's C functions, name in gguf-py and the goldens
TYPES = [
    ("q8_0", "q8_0", "Q8_0"), ("q4_0", "q4_0", "Q4_0"), ("q4_1", "q4_1", "Q4_1"), ("q5_0", "q5_0", "Q5_0"),
    ("q5_1", "q5_1", "Q5_1"), ("q2_k", "q2_K", "Q2_K"), ("q3_k", "q3_K", "Q3_K"), ("q4_k", "q4_K", "Q4_K"),
    ("q5_k", "q5_K", "Q5_K"), ("q6_k", "q6_K", "Q6_K"), ("iq4_nl", "iq4_nl", "IQ4_NL"),
    ("iq4_xs", "iq4_xs", "IQ4_XS"), ("tq1_0", "tq1_0", "TQ1_0"), ("tq2_0", "tq2_0", "TQ2_0"),
    ("mxfp4", "mxfp4", "MXFP4"), ("nvfp4", "nvfp4", "NVFP4"), ("q1_0", "q1_0", "Q1_0"), ("q2_0", "q2_0", "Q2_0")]
# Types with a grid, whose encoders ask for a preparation, and some for an importance matrix.
GRIDS = [(name.lower(), name.lower(), name) for name in (
    "IQ1_S", "IQ1_M", "IQ2_XXS", "IQ2_XS", "IQ2_S", "IQ3_XXS", "IQ3_S")]
# Values and bytes of a block of types that gguf-py does not know.
SIZES = {"Q2_0": (64, 18)}
WHOLE = ["minilm_l3_ln_gamma", "adv_range_1e38", "adv_denormal", "adv_ties_pow2"]
WHOLE_OF_GRIDS = ["minilm_l3_ln_gamma", "adv_tiny_normal", "adv_denormal", "adv_ties_pow2"]
BLOCKS_OF_GRIDS = 1024
MASK = (1 << 64) - 1
EXTREMES = np.array([0x00, 0xFF, 0x7F, 0x80, 0x7C, 0xFC, 0x7E, 0x01, 0x03, 0x8F], np.uint8)


def built(source):
    """ggml's code of blocks as a library; of the rest of ggml it asks for the size of one row, and ignores it."""
    folder = pathlib.Path(tempfile.mkdtemp())
    library, rest = folder / "libblocks.so", folder / "rest.c"
    rest.write_text("#include <stddef.h>\nsize_t ggml_row_size(int type, long long count) { return 0; }\n")
    subprocess.run(
        ["gcc", "-O2", "-mavx", "-mf16c", "-ffp-contract=off", "-fPIC", "-shared", "-D_GNU_SOURCE", "-DNDEBUG",
         "-I.", "-I../include", "ggml-quants.c", rest, "-o", library, "-lm"], cwd=source, check=True)
    return ctypes.CDLL(library, mode=os.RTLD_LAZY)


def pointer(array):
    return array.ctypes.data_as(ctypes.c_void_p)


def prepare(ggml):
    """What ggml works out once, before it encodes types with a grid."""
    for kind in ("IQ1_S", "IQ1_M", "IQ2_XXS", "IQ2_XS", "IQ2_S"):
        ggml.iq2xs_init_impl(ctypes.c_int(gguf.GGMLQuantizationType[kind].value))
    for size in (256, 512):
        ggml.iq3xs_init_impl(ctypes.c_int(size))


def quantized(ggml, name, values, blocks, size, weights=None):
    answer = np.zeros(blocks * size, np.uint8)
    getattr(ggml, f"quantize_{name}")(
        pointer(values), pointer(answer), ctypes.c_int64(1), ctypes.c_int64(values.size),
        None if weights is None else pointer(weights))
    return answer


def dequantized(ggml, name, stored, count):
    # Aligned as a C structure may ask for, and nothing behind the end.
    answer = np.zeros(count, np.float32)
    getattr(ggml, f"dequantize_row_{name}")(pointer(stored), pointer(answer), ctypes.c_int64(count))
    return answer


def canonical(values):
    bits = values.view(np.uint32).copy()
    bits[np.isnan(values)] = 0x7FC00000
    return bits


def sha256(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def second_witness(kind, stored, values):
    try:
        other = gguf.quants.dequantize(stored, kind).ravel()
    except (NotImplementedError, AttributeError):
        return "gguf-py has no such type"
    differing = np.flatnonzero(canonical(other) != canonical(values))
    if differing.size == 0:
        return None
    at = differing[0]
    return f"gguf-py differs in {differing.size} of {values.size}: {other[at]} for {values[at]} at {at}"


def importance(count):
    return (1 + (7 * np.arange(count) % 16) / 8).astype(np.float32)


def sources(ggml, function, label, count, size, tensors, goldens):
    has_grid = label in [grid for _, _, grid in GRIDS]
    is_weighed = label in ("IQ1_S", "IQ1_M", "IQ2_XXS", "IQ2_XS")
    real = np.load(tensors / "minilm_l0_query_w.npy").ravel()[:256]
    weights = importance(256) if is_weighed else None
    yield "minilm_l0_query_w, first 256", quantized(ggml, function, real, 256 // count, size, weights), None
    for tensor in WHOLE_OF_GRIDS if has_grid else WHOLE:
        records = json.load(gzip.open(goldens / f"{tensor}.json.gz"))["records"]
        record = records.get(label + "/imatrix" if is_weighed else label)
        if record is None or "error" in record:
            continue
        values = np.load(tensors / f"{tensor}.npy").ravel()[:record["n_used"]]
        weights = importance(values.size) if is_weighed else None
        stored = quantized(ggml, function, values, values.size // count, size, weights)
        assert sha256(stored) == record["bytes"]["sha256"], (label, tensor)
        yield tensor, stored, record["out_f32"]["sha256"]
    random = np.random.default_rng(8)
    length = 1024 // count * size
    yield "random", random.integers(0, 256, length, np.uint8), None
    mixed = np.where(random.random(length) < .7, random.choice(EXTREMES, length), random.integers(0, 256, length))
    yield "extreme", mixed.astype(np.uint8), None


def split_mix_bytes(seed, count):
    """The lowest byte of each number."""
    state, answer = seed, bytearray()
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = ((state ^ state >> 30) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ z >> 27) * 0x94D049BB133111EB) & MASK
        answer.append((z ^ z >> 31) & 255)
    return np.frombuffer(bytes(answer), np.uint8).copy()


def write_grids(ggml):
    lines = []
    for seed, (name, function, label) in enumerate(GRIDS):
        kind = gguf.GGMLQuantizationType[label]
        count, size = gguf.GGML_QUANT_SIZES[kind]
        stored = split_mix_bytes(seed, BLOCKS_OF_GRIDS * size)
        values = dequantized(ggml, function, stored, BLOCKS_OF_GRIDS * count)
        lines.append(f"gguf-{name}\t{seed}\t{BLOCKS_OF_GRIDS}\t{sha256(canonical(values))}\n")
        witness = second_witness(kind, stored, values)
        if witness:
            print(f"gguf-{name}, seed {seed}: {witness}")
    pathlib.Path(__file__).parent.parent.joinpath("Fixtures", "ggml-grids.tsv").write_text("".join(lines))


def main():
    np.seterr(invalid="ignore", over="ignore")
    ggml = built(sys.argv[1])
    prepare(ggml)
    write_grids(ggml)
    tensors, goldens = map(pathlib.Path, sys.argv[2:4])
    lines = []
    for name, function, label in TYPES + GRIDS:
        kind = getattr(gguf.GGMLQuantizationType, label, None)
        count, size = SIZES.get(label) or gguf.GGML_QUANT_SIZES[kind]
        for source, stored, expected in sources(ggml, function, label, count, size, tensors, goldens):
            values = dequantized(ggml, function, stored, stored.size // size * count)
            assert expected in (None, sha256(values)), (label, source)
            bits = canonical(values)
            text = sha256(bits) if bits.size > 256 else "".join(f"{value:08x}" for value in bits)
            lines.append(f"gguf-{name}\t{source}\t{stored.tobytes().hex()}\t{text}\n")
            witness = second_witness(kind, stored, values)
            if witness:
                print(f"gguf-{name}, {source}: {witness}")
    pathlib.Path(__file__).parent.parent.joinpath("Fixtures", "ggml.tsv").write_text("".join(lines))


main()
