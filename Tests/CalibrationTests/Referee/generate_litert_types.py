#!/usr/bin/env python3
"""Make golden/tools/litert-types.tsv by asking ai-edge-quantizer about groups, float16 and bfloat16 tensors.

Versions: ai-edge-quantizer 0.10.0, ml_dtypes 0.6.0, numpy 2.4.6, Python 3.11 on x86-64. Every tensor is
rounded to the type, half to even; those that are empty, or not finite then, are left out, and groups are of
matrices whose last axis 32 divides. Lines are as `generate_tools.py` in `Tests/Fixtures` writes them. Tests
never run this.

    {float32,float16,bfloat16}/{symmetric,asymmetric}/{8,4}            scale, zero-points, codes
    {float32,float16,bfloat16}/{symmetric,asymmetric}/{8,4}/axis0      the same for channels
    {float32,float16,bfloat16}/{symmetric,asymmetric}/{8,4}/group32    the same for BLOCKWISE_32
"""
import warnings

import ml_dtypes
import numpy as np
from ai_edge_quantizer import qtyping
from ai_edge_quantizer.algorithms.uniform_quantize import uniform_quantize_tensor as uniform

from golden_words import FIXTURES, digest, failed, floats, tensors, whole

TYPES = {"float32": np.float32, "float16": np.float16, "bfloat16": ml_dtypes.bfloat16}
GRANULARITIES = {"": qtyping.QuantGranularity.TENSORWISE, "/axis0": qtyping.QuantGranularity.CHANNELWISE,
                 "/group32": qtyping.QuantGranularity.BLOCKWISE_32}


def asked(array, bits, symmetric, granularity):
    blocked = uniform.is_blockwise(granularity)
    if blocked:
        parts, axes, dimension = array.reshape(array.shape[0], -1, 32), 2, 1
    elif granularity == qtyping.QuantGranularity.CHANNELWISE:
        parts, axes, dimension = array, tuple(range(1, array.ndim)), 0
    else:
        parts, axes, dimension = array, None, None
    lowest = np.min(parts, axis=axes, keepdims=not blocked)
    highest = np.max(parts, axis=axes, keepdims=not blocked)
    zero, scale = uniform.tensor_zp_scale_from_min_max(lowest, highest, bits, symmetric, granularity)
    parameters = qtyping.UniformQuantParams(
        num_bits=bits, quantized_dimension=dimension, scale=scale, zero_point=zero, symmetric=symmetric,
        block_size=32 if blocked else 0)
    codes = uniform.uniform_quantize(array, parameters, blocked)
    return [f"zero_point={whole(zero)}", f"scale={floats(scale)}", f"zeros={int(np.sum(scale == 0))}",
            f"q={digest(codes)}"]


def main():
    lines = []
    for type_name, dtype in TYPES.items():
        for name, array in tensors(dtype):
            for symmetric in (True, False):
                for bits in (8, 4):
                    for suffix, granularity in GRANULARITIES.items():
                        if suffix == "/axis0" and array.ndim < 2 or type_name == "float32" and not suffix:
                            continue
                        if suffix == "/group32" and (array.ndim != 2 or array.shape[1] % 32):
                            continue
                        kind = "symmetric" if symmetric else "asymmetric"
                        record = f"{type_name}/{kind}/{bits}{suffix}"
                        try:
                            with warnings.catch_warnings():
                                warnings.simplefilter("ignore")
                                lines.append([name, record] + asked(array, bits, symmetric, granularity))
                        except Exception as error:
                            lines.append([name, record, failed(error)])
    head = f"# ai-edge-quantizer 0.10.0, ml_dtypes {ml_dtypes.__version__}, numpy {np.__version__}"
    target = FIXTURES / "golden" / "tools" / "litert-types.tsv"
    target.write_text("\n".join([head] + ["\t".join(line) for line in lines]) + "\n")


if __name__ == "__main__":
    main()
