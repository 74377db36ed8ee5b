#!/usr/bin/env python3
"""Make the fixtures of this folder from a folder of golden vectors.

    generate.py VECTORS

VECTORS holds manifest.json, tensors/*.npy and golden/<tool>/<tensor>.json.gz, as recorded from the
real tools. Nothing is computed here: numbers are picked, never changed. Tests never run this.

What is written beside this script:

    manifest.json              id, dtype, shape, size, SHA-256 of the little-endian bytes, licence, source
    tensors/<id>.npy           the tensors, byte for byte
    golden/ref/<id>.json       float64 NumPy: scale, zero-point, codes, metrics, split, KL, JS, statistics,
                               and PyTorch's fake_quantize
    golden/ref/_kl_given_histograms.json   SciPy's entropy of explicit count vectors
    golden/ort/<id>.json       ONNX Runtime's CPU QuantizeLinear and DequantizeLinear
    golden/float8/<id>.json    PyTorch's cast to float8_e4m3fn

Floats keep every bit. A float32 is its eight hexadecimal digits; a float64 is the shortest decimal
that reads back as the same number, or the string "NaN", "Infinity" or "-Infinity". Arrays of codes
and of dequantized values are the SHA-256 of their little-endian bytes.
"""
import gzip
import json
import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent


def golden(vectors, tool, tensor):
    path = vectors / "golden" / tool / f"{tensor}.json.gz"
    with gzip.open(path) as file:
        return json.load(file)


def write(path, document):
    """One record a line, so that a change of one record is a change of one line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    records = document.pop("records")
    head = json.dumps(document, separators=(",", ":"))[:-1]
    lines = [
        f"{json.dumps(name)}:{json.dumps(record, separators=(',', ':'))}"
        for name, record in records.items()
    ]
    path.write_text(head + ',"records":{\n' + ",\n".join(lines) + "\n}}\n")


def f32(scalar):
    return scalar["f32hex"]


def f64(scalar):
    return scalar["f64"]


def metrics(record):
    """All of them, or none for an empty tensor."""
    names = ("mse", "mae", "max_abs_err", "sqnr_db", "cosine")
    return {key: record[key] for key in names if key in record}


def reference_record(record):
    result = {
        "clip_min": f64(record["clip_min"]),
        "clip_max": f64(record["clip_max"]),
        "bits": record["bits"],
        "scheme": record["scheme"],
    }
    if record.get("degenerate"):
        return result | {"degenerate": True}
    exact, torch = record["f64"], record["f32_torch_fake_quantize"]
    result |= {
        "scale": f64(record["scale"]),
        "scale_float32": f32(record["scale"]),
        "zero_point": record["zero_point"],
        "quant_min": record["qmin"],
        "quant_max": record["qmax"],
        "nudged_min": f64(record["nudged_min"]),
        "nudged_max": f64(record["nudged_max"]),
        "metrics": metrics(exact["metrics"]),
        "clipped_low": exact["clipped_low"],
        "clipped_high": exact["clipped_high"],
        "fake_quantize_sha256": torch["out_f32"]["sha256"],
        "fake_quantize_metrics": metrics(torch["metrics"]),
    }
    if "q" in exact:
        result |= {
            "container": exact["q"]["container"],
            "codes_sha256": exact["q"]["sha256"],
            "codes_used": exact["q"]["distinct"],
            "mse_rounding": exact["mse_split"]["rounding"],
            "mse_clipping": exact["mse_split"]["clipping"],
        }
    if "kl_nats" in record:
        result["kl_level_expanded"] = record["kl_nats"]["level_expanded"]
        result["js"] = record["kl_nats"]["js_sq"]
    return result


def reference(document):
    stats = document["stats"]
    statistics = {
        key: f64(stats[key])
        for key in ("finite_min", "finite_max", "mean", "std_pop", "absmax")
        if key in stats
    }
    for key in ("n", "n_nan", "n_posinf", "n_neginf", "n_zero", "n_negzero", "n_subnormal"):
        statistics[key] = stats.get(key, 0)
    statistics["percentiles"] = {
        percent: f64(value) for percent, value in stats.get("percentiles_linear", {}).items()
    }
    result = {"versions": document["versions"], "statistics": statistics}
    if "histogram2048" in document:
        result["histogram2048_sha256"] = document["histogram2048"]["counts_sha256_int64"]["sha256"]
    result["records"] = {
        name: reference_record(record) for name, record in document["records"].items()
    }
    return result


def kernels(document):
    """The records in which the real kernels ran with a finite scale."""
    records = {}
    for name, record in document["records"].items():
        kernel = record.get("ort_cpu_kernel")
        if kernel is None or f64(record["scale"]) == "Infinity":
            continue
        records[name] = {
            "scale_float32": f32(record["scale"]),
            "zero_point": record["zero_point"],
            "container": kernel["QuantizeLinear"]["container"],
            "codes_sha256": kernel["QuantizeLinear"]["sha256"],
            "dequantized_sha256": kernel["dequantized_f32"]["sha256"],
            "metrics": metrics(kernel["metrics"]),
        }
    return {"versions": document["versions"], "records": records}


def float8(document):
    """Both casts by PyTorch: as it is, and scaled by the absolute maximum."""
    records = {}
    for name in ("direct_cast", "amax_scaled"):
        record = document["records"].get(f"torch/float8_e4m3fn/{name}")
        if record is None or "error" in record:
            continue
        records[name] = {
            "scale_float32": f32(record["scale"]),
            "bytes_sha256": record["bytes"]["sha256"],
            "metrics": metrics(record["metrics"]),
        }
    return {"versions": document["versions"], "records": records}


def main():
    vectors = pathlib.Path(sys.argv[1])
    kept = ("id", "dtype", "shape", "size", "sha256_raw_le", "kind", "licence", "source_package", "tensor_name")
    manifest = json.loads((vectors / "manifest.json").read_text())
    (HERE / "tensors").mkdir(exist_ok=True)
    for tensor in manifest:
        shutil.copyfile(vectors / tensor["file"], HERE / "tensors" / f"{tensor['id']}.npy")
        name = tensor["id"]
        write(HERE / "golden" / "ref" / f"{name}.json", reference(golden(vectors, "ref", name)))
        write(HERE / "golden" / "ort" / f"{name}.json", kernels(golden(vectors, "ort", name)))
        write(HERE / "golden" / "float8" / f"{name}.json", float8(golden(vectors, "lowprec", name)))
    rows = [json.dumps({key: tensor.get(key) for key in kept}) for tensor in manifest]
    (HERE / "manifest.json").write_text("[\n" + ",\n".join(rows) + "\n]\n")
    given = json.loads((vectors / "golden" / "ref" / "_kl_given_histograms.json").read_text())
    wanted = ("P", "Q", "kl_nats", "js_divergence_nats")
    rows = [json.dumps({key: row[key] for key in wanted}) for row in given["rows"]]
    (HERE / "golden" / "ref" / "_kl_given_histograms.json").write_text(
        "[\n" + ",\n".join(rows) + "\n]\n")


if __name__ == "__main__":
    main()
