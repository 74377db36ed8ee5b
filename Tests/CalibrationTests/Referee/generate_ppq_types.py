#!/usr/bin/env python3
"""Make golden/tools/ppq-types.tsv by asking PPQ about float16 and bfloat16 tensors.

    generate_ppq_types.py WHEEL

WHEEL is the wheel of ppq 0.6.6, imported as it is; torch 2.15.0, Python 3.11 on x86-64. What it wants of an
onnx of its own time is given as two empty tables. Every tensor is rounded to the type, half to even; those that
are empty or not finite then are left out. Lines are as `generate_tools.py` in `Tests/Fixtures` writes them.
Tests never run this.

    float16/symmetric                the min-max observer, codes of PPQLinearQuant_toInt, fake-quantized values
    float16/symmetric/axis0          the same for channels
"""
import contextlib
import io
import sys
import types

import numpy as np
import torch

sys.path.insert(0, sys.argv[1])
mapping = types.ModuleType("onnx.mapping")
mapping.TENSOR_TYPE_TO_NP_TYPE, mapping.NP_TYPE_TO_TENSOR_TYPE = {}, {}
import onnx  # noqa: E402

onnx.mapping = sys.modules["onnx.mapping"] = mapping
with contextlib.redirect_stdout(io.StringIO()):
    from ppq.core import (QuantizationPolicy, QuantizationProperty, RoundingPolicy,  # noqa: E402
                          TensorQuantizationConfig)
    from ppq.IR import Variable  # noqa: E402
    from ppq.quantization.observer.range import TorchMinMaxObserver  # noqa: E402
    from ppq.quantization.qfunction.linear import PPQLinearQuant_toInt, PPQLinearQuantFunction  # noqa: E402

from golden_words import FIXTURES, digest, failed, floats, tensors, whole  # noqa: E402

TYPES = {"float16": torch.float16, "bfloat16": torch.bfloat16}


def asked(tensor, symmetric, channels):
    has = QuantizationProperty
    policy = QuantizationPolicy(
        has.LINEAR + (has.SYMMETRICAL if symmetric else has.ASYMMETRICAL)
        + (has.PER_CHANNEL if channels else has.PER_TENSOR))
    config = TensorQuantizationConfig(
        policy=policy, num_of_bits=8, quant_min=-128 if symmetric else 0, quant_max=127 if symmetric else 255,
        observer_algorithm="minmax", rounding=RoundingPolicy.ROUND_HALF_EVEN, channel_axis=0 if channels else None)
    observer = TorchMinMaxObserver(Variable("x"), config)
    observer.observe(tensor)
    observer.render_quantization_config()
    codes = PPQLinearQuant_toInt(tensor, config)
    values = PPQLinearQuantFunction(tensor, config)
    return [f"zero_point={whole(config.offset.numpy())}", f"scale={floats(config.scale.numpy())}",
            f"q={digest(codes.numpy())}", f"dequantized={digest(values.float().numpy() + np.float32(0))}"]


def main():
    lines = []
    for type_name, dtype in TYPES.items():
        for name, array in tensors(np.float32):
            tensor = torch.from_numpy(array.copy()).to(dtype)
            if not torch.isfinite(tensor).all() or tensor.ndim == 0:
                continue
            for symmetric in (True, False):
                for channels in (False, True):
                    if channels and tensor.ndim < 2:
                        continue
                    kind = "symmetric" if symmetric else "asymmetric"
                    record = f"{type_name}/{kind}" + ("/axis0" if channels else "")
                    try:
                        with contextlib.redirect_stdout(io.StringIO()):
                            lines.append([name, record] + asked(tensor, symmetric, channels))
                    except Exception as error:
                        lines.append([name, record, failed(error)])
    head = f"# ppq 0.6.6, torch {torch.__version__}"
    target = FIXTURES / "golden" / "tools" / "ppq-types.tsv"
    target.write_text("\n".join([head] + ["\t".join(line) for line in lines]) + "\n")


if __name__ == "__main__":
    main()
