#!/usr/bin/env python3
"""Make golden/tools/litert-mse.tsv by asking ai-edge-quantizer's MSE algorithm about float16 weights.

Versions: ai-edge-quantizer 0.10.0, numpy 2.4.6, Python 3.11 on x86-64. Every tensor is rounded to float16, half
to even; those that are empty or not finite then are left out. Of bfloat16 it is not asked, for there NumPy adds
in bfloat16, one value after another, and the answer is that of their order. Lines are as `generate_tools.py` in
`Tests/Fixtures` writes them. Tests never run this.

    float16/symmetric/8              get_tensor_quant_params of a fully connected layer: scale, codes
    float16/symmetric/8/axis0        the same for channels
"""
import warnings

import numpy as np
from ai_edge_quantizer import qtyping
from ai_edge_quantizer.algorithms.uniform_quantize import mse

from golden_words import FIXTURES, digest, failed, floats, tensors, whole

GRANULARITIES = {"": qtyping.QuantGranularity.TENSORWISE, "/axis0": qtyping.QuantGranularity.CHANNELWISE}


def asked(array, bits, granularity):
    layer = qtyping.OpInfo(
        op=None, op_name=qtyping.TFLOperationName.FULLY_CONNECTED, subgraph_op_index=0,
        op_quant_config=qtyping.OpQuantizationConfig())
    config = qtyping.TensorQuantizationConfig(num_bits=bits, symmetric=True, granularity=granularity)
    found = mse.get_tensor_quant_params(layer, config, array, {"min": array.min(), "max": array.max()})
    if not np.isfinite(found.scale).all():
        return [f"scale={floats(found.scale)}"]
    return [f"zero_point={whole(found.zero_point)}", f"scale={floats(found.scale)}",
            f"q={digest(found.quantized_data)}"]


def main():
    lines = []
    for name, array in tensors(np.float16):
        for bits in (8, 4):
            for suffix, granularity in GRANULARITIES.items():
                if suffix and array.ndim < 2:
                    continue
                record = f"float16/symmetric/{bits}{suffix}"
                try:
                    with warnings.catch_warnings():
                        warnings.simplefilter("ignore")
                        lines.append([name, record] + asked(array, bits, granularity))
                except Exception as error:
                    lines.append([name, record, failed(error)])
    head = f"# ai-edge-quantizer 0.10.0, numpy {np.__version__}"
    target = FIXTURES / "golden" / "tools" / "litert-mse.tsv"
    target.write_text("\n".join([head] + ["\t".join(line) for line in lines]) + "\n")


if __name__ == "__main__":
    main()
