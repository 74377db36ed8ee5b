#!/usr/bin/env python3
"""Make golden/tools/ppq-types.tsv by asking PPQ about float16 and bfloat16 tensors.

    generate_ppq_types.py WHEEL

WHEEL is the wheel of ppq 0.6.6; torch 2.15.0, Python 3.11 on x86-64. Lines are as `generate_tools.py` in
`Tests/Fixtures` writes them. Tests never run this.

    float16/symmetric                the min-max observer, codes of PPQLinearQuant_toInt, fake-quantized values
    float16/symmetric/axis0          the same for channels
"""
import numpy as np

import golden_ppq
from golden_words import digest, floats, whole
from ppq.IR import Variable
from ppq.quantization.observer.range import TorchMinMaxObserver
from ppq.quantization.qfunction.linear import PPQLinearQuant_toInt, PPQLinearQuantFunction


def asked(tensor, symmetric, channels):
    config = golden_ppq.config(symmetric, channels=channels)
    observer = TorchMinMaxObserver(Variable("x"), config)
    observer.observe(tensor)
    observer.render_quantization_config()
    codes = PPQLinearQuant_toInt(tensor, config)
    values = PPQLinearQuantFunction(tensor, config)
    return [f"zero_point={whole(config.offset.numpy())}", f"scale={floats(config.scale.numpy())}",
            f"q={digest(codes.numpy())}", f"dequantized={digest(values.float().numpy() + np.float32(0))}"]


def main():
    lines = []
    for type_name, name, tensor in golden_ppq.small_floats():
        for symmetric in (True, False):
            for channels in (False, True) if tensor.ndim >= 2 else (False,):
                kind = "symmetric" if symmetric else "asymmetric"
                record = f"{type_name}/{kind}" + ("/axis0" if channels else "")
                lines.append([name, record] + golden_ppq.answer(lambda: asked(tensor, symmetric, channels)))
    golden_ppq.write("ppq-types.tsv", lines)


if __name__ == "__main__":
    main()
