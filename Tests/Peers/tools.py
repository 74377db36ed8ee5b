"""What people do today, each as a function of one numpy array, from their own packages.

Every tool runs as it comes: with its own number of threads, on an array that is in memory already.
"""

import contextlib
import dataclasses
import io
from typing import Callable

import numpy
import torch
from modelopt.torch.quantization.calib import HistogramCalibrator
from onnxruntime.quantization.calibrate import HistogramCollector
from torch.ao.quantization import HistogramObserver


@dataclasses.dataclass
class Tool:
    """A computation of a tool, and what qviz computes instead."""

    package: str
    what: str
    run: Callable[[numpy.ndarray], object]
    # The first of these that qviz has is timed; those of its own after those of the tool.
    tasks: list[str]
    # Whether the tool's answer and qviz's, in this order, are the same.
    agrees: Callable[[object, list[float]], bool]
    # A tool that takes very long on a large tensor gets fewer turns.
    turns: int = 7


def close(theirs: float, ours: float, tolerance: float) -> bool:
    """Whether two numbers differ by no more than a share of the first."""
    return abs(theirs - ours) <= tolerance * abs(theirs)


# numpy and torch add float32 numbers up; qviz's sums are good to fifteen digits.
SAME_SUM = 1e-5
# The ends of a range are float32 numbers.
SAME_END = 1e-6


def same_error(theirs: float, ours: list[float]) -> bool:
    """Both are mean squared errors."""
    return close(theirs, ours[0], SAME_SUM)


def same_ends(theirs: list[float], ours: list[float]) -> bool:
    """Both are ranges."""
    return all(close(a, b, SAME_END) for a, b in zip(theirs, ours))


def same_scale(theirs: list[float], ours: list[float]) -> bool:
    """The tool says its scale and zero-point, qviz the range that makes them."""
    return close(theirs[0], (ours[1] - ours[0]) / 255, SAME_END)


def same_magnitude(theirs: float, ours: list[float]) -> bool:
    """The tool says the largest magnitude that is kept."""
    return close(theirs, ours[1], SAME_END)


def setting(lower: float, upper: float) -> tuple[float, int]:
    """The scale and the zero-point of uint8 over a range that contains zero."""
    scale = numpy.float32((upper - lower) / 255)
    return scale, int(numpy.rint(-lower / numpy.float64(scale)))


def clip_round(values: numpy.ndarray, scale: float, zero_point: int, dtype: type) -> float:
    """The mean squared error of one setting, the way a notebook works it out."""
    values = values.astype(dtype, copy=False)
    scale = dtype(scale)
    codes = numpy.clip(numpy.rint(values / scale) + zero_point, 0, 255)
    return float(numpy.mean((values - (codes - zero_point) * scale) ** 2))


def torch_fake_quantize(values: numpy.ndarray, scale: float, zero_point: int) -> float:
    """The same with the kernel that quantization-aware training uses."""
    tensor = torch.from_numpy(values)
    fake = torch.fake_quantize_per_tensor_affine(tensor, float(scale), zero_point, 0, 255)
    return float(torch.nn.functional.mse_loss(fake, tensor))


def torch_histogram(values: numpy.ndarray) -> list[float]:
    """PyTorch's default observer for activations."""
    observer = HistogramObserver()
    observer(torch.from_numpy(values))
    scale, zero_point = observer.calculate_qparams()
    return [float(scale), int(zero_point)]


def ort(values: numpy.ndarray, method: str, bins: int) -> list[float]:
    """ONNX Runtime's calibration of one tensor, with the options of its create_calibrator."""
    collector = HistogramCollector(
        method=method, symmetric=method == "percentile", num_bins=bins, num_quantized_bins=128,
        percentile=99.999, scenario="same")
    # It prints what it does.
    with contextlib.redirect_stdout(io.StringIO()):
        collector.collect({"tensor": [values]})
        found = collector.compute_collection_result()["tensor"]
    return [float(found[0]), float(found[1])]


def modelopt(values: numpy.ndarray, method: str) -> float:
    """NVIDIA ModelOpt's calibration of one tensor."""
    calibrator = HistogramCalibrator(num_bits=8, axis=None, unsigned=False)
    calibrator.collect(torch.from_numpy(values))
    return float(calibrator.compute_amax(method))


def all_tools(lower: float, upper: float) -> list[Tool]:
    """Every computation that is compared."""
    scale, zero_point = setting(lower, upper)
    return [
        Tool("numpy", "clip, round, MSE of one setting, float32",
             lambda x: clip_round(x, scale, zero_point, numpy.float32), ["mse"], same_error),
        Tool("numpy", "clip, round, MSE of one setting, float64",
             lambda x: clip_round(x, scale, zero_point, numpy.float64), ["mse"], same_error),
        Tool("torch", "fake-quantize and MSE of one setting",
             lambda x: torch_fake_quantize(x, scale, zero_point), ["mse"], same_error),
        Tool("torch", "HistogramObserver", torch_histogram,
             ["torch-histogram/asymmetric", "mse/asymmetric"], same_scale),
        Tool("onnxruntime", "entropy calibration, its default of 128 bins",
             lambda x: ort(x, "entropy", 128),
             ["ort-entropy/asymmetric", "entropy/asymmetric"], same_ends),
        Tool("onnxruntime", "entropy calibration, 2048 bins",
             lambda x: ort(x, "entropy", 2048),
             ["ort-entropy-2048/asymmetric", "entropy/asymmetric"], same_ends),
        Tool("onnxruntime", "percentile calibration, 99.999 %",
             lambda x: ort(x, "percentile", 2048),
             ["ort-percentile/asymmetric", "percentile/asymmetric"], same_ends),
        Tool("nvidia-modelopt", "entropy calibration",
             lambda x: modelopt(x, "entropy"),
             ["tensorrt-entropy/restricted", "entropy/restricted"], same_magnitude, turns=3),
        Tool("nvidia-modelopt", "MSE calibration, as shipped",
             lambda x: modelopt(x, "mse"),
             ["modelopt-mse/restricted", "mse/restricted"], same_magnitude),
    ]
