#!/usr/bin/env python3
"""Make golden/tools/ppq-histograms.tsv by asking PPQ's searches over histograms about small floats.

    generate_ppq_histograms.py WHEEL

WHEEL is the wheel of ppq 0.6.6, imported as it is; torch 2.15.0, Python 3.11 on x86-64. Tensors are rounded and
lines written as by `generate_ppq_types.py`. One thread counts, for counts stop at 2048 or 256 a thread. Tests
never run this.

    float16/kl/symmetric/8           TorchHistObserver: scale and zero-point
    float16/mse/asymmetric/8         TorchMSEObserver
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
    from ppq.quantization.observer.range import TorchHistObserver, TorchMSEObserver  # noqa: E402

from golden_words import FIXTURES, failed, floats, tensors, whole  # noqa: E402

TYPES = {"float16": torch.float16, "bfloat16": torch.bfloat16}
SEARCHES = [("kl", TorchHistObserver, True, 8), ("kl", TorchHistObserver, True, 6),
            ("mse", TorchMSEObserver, True, 8), ("mse", TorchMSEObserver, False, 8),
            ("mse", TorchMSEObserver, True, 4)]


def asked(tensor, observer, symmetric, bits):
    has = QuantizationProperty
    policy = QuantizationPolicy(
        has.LINEAR + (has.SYMMETRICAL if symmetric else has.ASYMMETRICAL) + has.PER_TENSOR)
    half = 2 ** (bits - 1)
    config = TensorQuantizationConfig(
        policy=policy, num_of_bits=bits, quant_min=-half if symmetric else 0,
        quant_max=half - 1 if symmetric else 2 * half - 1, observer_algorithm="minmax",
        rounding=RoundingPolicy.ROUND_HALF_EVEN, channel_axis=None)
    watch = observer(Variable("x"), config)
    for _ in range(2):
        watch.observe(tensor)
        watch.render_quantization_config()
    return [f"zero_point={whole(config.offset.numpy())}", f"scale={floats(config.scale.numpy())}"]


def main():
    torch.set_num_threads(1)
    lines = []
    for type_name, dtype in TYPES.items():
        for name, array in tensors(np.float32):
            tensor = torch.from_numpy(array.copy()).to(dtype)
            if not torch.isfinite(tensor).all() or tensor.ndim == 0:
                continue
            for label, observer, symmetric, bits in SEARCHES:
                record = f"{type_name}/{label}/{'symmetric' if symmetric else 'asymmetric'}/{bits}"
                try:
                    with contextlib.redirect_stdout(io.StringIO()):
                        lines.append([name, record] + asked(tensor, observer, symmetric, bits))
                except Exception as error:
                    lines.append([name, record, failed(error)])
    head = f"# ppq 0.6.6, torch {torch.__version__.split('+')[0]}"
    target = FIXTURES / "golden" / "tools" / "ppq-histograms.tsv"
    target.write_text("\n".join([head] + ["\t".join(line) for line in lines]) + "\n")


if __name__ == "__main__":
    main()
