#!/usr/bin/env python3
"""Make golden/tools/ppq-histograms.tsv by asking PPQ's searches over histograms about small floats.

    generate_ppq_histograms.py WHEEL

WHEEL is the wheel of ppq 0.6.6; torch 2.15.0, Python 3.11 on x86-64. Lines are as `generate_tools.py` in
`Tests/Fixtures` writes them. One thread counts, for counts stop at 2048 or 256 a thread. Tests never run this.

    float16/kl/symmetric/8           TorchHistObserver: scale and zero-point
    float16/mse/asymmetric/8         TorchMSEObserver
"""
import torch

import golden_ppq
from golden_words import floats, whole
from ppq.IR import Variable
from ppq.quantization.observer.range import TorchHistObserver, TorchMSEObserver

SEARCHES = [("kl", TorchHistObserver, True, 8), ("kl", TorchHistObserver, True, 6),
            ("mse", TorchMSEObserver, True, 8), ("mse", TorchMSEObserver, False, 8),
            ("mse", TorchMSEObserver, True, 4)]


def asked(tensor, observer, symmetric, bits):
    config = golden_ppq.config(symmetric, bits)
    watch = observer(Variable("x"), config)
    for _ in range(2):
        watch.observe(tensor)
        watch.render_quantization_config()
    return [f"zero_point={whole(config.offset.numpy())}", f"scale={floats(config.scale.numpy())}"]


def main():
    torch.set_num_threads(1)
    lines = []
    for type_name, name, tensor in golden_ppq.small_floats():
        for label, observer, symmetric, bits in SEARCHES:
            record = f"{type_name}/{label}/{'symmetric' if symmetric else 'asymmetric'}/{bits}"
            answer = golden_ppq.answer(lambda: asked(tensor, observer, symmetric, bits))
            lines.append([name, record] + answer)
    golden_ppq.write("ppq-histograms.tsv", lines)


if __name__ == "__main__":
    main()
