"""How the generators of PPQ's goldens ask it; its wheel is their argument and is imported as it is.

What PPQ 0.6.6 wants of an onnx of its own time is given as two empty tables.
"""
import contextlib
import io
import sys
import types

import numpy as np
import torch

from golden_words import FIXTURES, failed, tensors

sys.path.insert(0, sys.argv[1])
mapping = types.ModuleType("onnx.mapping")
mapping.TENSOR_TYPE_TO_NP_TYPE, mapping.NP_TYPE_TO_TENSOR_TYPE = {}, {}
import onnx  # noqa: E402

onnx.mapping = sys.modules["onnx.mapping"] = mapping
with contextlib.redirect_stdout(io.StringIO()):
    from ppq.core import (QuantizationPolicy, QuantizationProperty, RoundingPolicy,  # noqa: E402
                          TensorQuantizationConfig)


def config(symmetric, bits=8, channels=False):
    """Codes of so many bits, half to even, for the whole tensor or for the channels of axis 0."""
    has = QuantizationProperty
    policy = QuantizationPolicy(
        has.LINEAR + (has.SYMMETRICAL if symmetric else has.ASYMMETRICAL)
        + (has.PER_CHANNEL if channels else has.PER_TENSOR))
    half = 2 ** (bits - 1)
    return TensorQuantizationConfig(
        policy=policy, num_of_bits=bits, quant_min=-half if symmetric else 0,
        quant_max=half - 1 if symmetric else 2 * half - 1, observer_algorithm="minmax",
        rounding=RoundingPolicy.ROUND_HALF_EVEN, channel_axis=0 if channels else None)


def small_floats():
    """Each tensor rounded half to even to each type; none that is empty, scalar or not finite then."""
    for label, dtype in {"float16": torch.float16, "bfloat16": torch.bfloat16}.items():
        for name, array in tensors(np.float32):
            tensor = torch.from_numpy(array.copy()).to(dtype)
            if torch.isfinite(tensor).all() and tensor.ndim:
                yield label, name, tensor


def answer(ask):
    """What PPQ answers without what it prints, or how it failed."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return ask()
    except Exception as error:
        return [failed(error)]


def write(file, lines):
    head = f"# ppq 0.6.6, torch {torch.__version__.split('+')[0]}"
    text = "\n".join([head] + ["\t".join(line) for line in lines]) + "\n"
    (FIXTURES / "golden" / "tools" / file).write_text(text)
