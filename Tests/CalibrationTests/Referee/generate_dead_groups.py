#!/usr/bin/env python3
"""Make golden/tools/dead-groups.tsv by asking tools what they make of groups that were pruned.

    generate_dead_groups.py [TOOL…]

Versions: torchao 0.18.0, compressed-tensors 0.20.0, onnxruntime 1.31.1, ai-edge-quantizer 0.10.0, aimet-torch
2.42.0, torch 2.13.0, numpy 2.4.6, ml_dtypes 0.6.0, Python 3.11 on x86-64. Lines of tools that are not asked stay
as they are. Groups are runs of 32 of two fixtures, some of them replaced: zeros, minus zeros, constants, and values
so small that a scale stored in a narrow type becomes 0 (see `pruned`). Tests never run this.

    torchao/SYMMETRIC/-8_7/float16            scale, zero-points, codes
    compressed-tensors/symmetric/4/float16    the same
    ort/INT4/symmetric/float16                compute_scale_zp_blocked: scale, zero-points
    aeq/symmetric/4/float16                   BLOCKWISE_32: scale, zero-points, codes
    aimet-torch/symmetric/4/float16           QuantizeDequantize: scale, zero-points, dequantized values
"""
import sys
import warnings

import numpy as np
from golden_words import FIXTURES, digest, failed, floats, whole

HEAD = "groups that were pruned; the versions are in generate_dead_groups.py"
NAMES = ("adv_laplace", "adv_studentt3")
TYPES = ("float32", "float16", "bfloat16")
warnings.filterwarnings("ignore")


def pruned(name):
    array = np.load(FIXTURES / "tensors" / f"{name}.npy").astype(np.float32)
    groups = array.reshape(-1, 32)
    groups[6::13] *= np.float32(1e-8)
    groups[4::11] = 0.5
    groups[7::8] = -0.25
    groups[3::7] = -0.0
    groups[2::5] = 0
    return array


def cells(scale, zero, codes=None):
    return [f"scale={floats(scale)}", f"zero_point={whole(zero)}"] + ([] if codes is None else [f"q={digest(codes)}"])


def of_torch(array, type_name):
    import torch
    return torch.from_numpy(array.copy()).to(getattr(torch, type_name))


def torchao(array, type_name):
    import torch
    from torchao.quantization.quant_primitives import MappingType, choose_qparams_affine, quantize_affine
    x = of_torch(array, type_name)
    for mapping, lowest, highest in (
            (MappingType.SYMMETRIC, -8, 7), (MappingType.SYMMETRIC_NO_CLIPPING_ERR, -8, 7),
            (MappingType.ASYMMETRIC, 0, 15), (MappingType.SYMMETRIC, -128, 127)):
        container = torch.int8 if lowest < 0 else torch.uint8
        scale, zero = choose_qparams_affine(x, mapping, (1, 32), container, lowest, highest)
        codes = quantize_affine(x, (1, 32), scale, zero, container, lowest, highest)
        yield f"{mapping.name}/{lowest}_{highest}", cells(scale.float().numpy(), zero.numpy(), codes.numpy())


def compressed_tensors(array, type_name):
    import torch
    from compressed_tensors.quantization import QuantizationArgs
    from compressed_tensors.quantization.lifecycle.forward import quantize
    from compressed_tensors.quantization.utils.helpers import calculate_qparams
    x = of_torch(array, type_name)
    groups = x.unflatten(-1, (-1, 32))
    for num_bits in (4, 8):
        for symmetric in (True, False):
            args = QuantizationArgs(num_bits=num_bits, symmetric=symmetric, strategy="group", group_size=32)
            scale, zero = calculate_qparams(groups.amin(-1), groups.amax(-1), args)
            codes = quantize(x, scale, zero, args, dtype=torch.int8)
            yield (f"{'symmetric' if symmetric else 'asymmetric'}/{num_bits}",
                   cells(scale.float().numpy(), zero.numpy(), codes.numpy()))


def ort(array, type_name):
    from onnx import TensorProto
    from onnxruntime.quantization.quant_utils import compute_scale_zp_blocked
    if type_name == "bfloat16":
        return
    x = array.astype(type_name)
    for label, kind, symmetric in (
            ("INT4/symmetric", TensorProto.INT4, True), ("UINT4/asymmetric", TensorProto.UINT4, False),
            ("INT8/symmetric", TensorProto.INT8, True)):
        zero, scale = compute_scale_zp_blocked(x, kind, 1, 32, symmetric)
        yield label, cells(scale, zero)


def aeq(array, type_name):
    import ml_dtypes
    from ai_edge_quantizer import qtyping
    from generate_litert_types import asked
    x = array.astype(getattr(ml_dtypes, "bfloat16") if type_name == "bfloat16" else type_name)
    for num_bits in (4, 8):
        for symmetric in (True, False):
            with np.errstate(all="ignore"):
                found = asked(x, num_bits, symmetric, qtyping.QuantGranularity.BLOCKWISE_32)
            yield f"{'symmetric' if symmetric else 'asymmetric'}/{num_bits}", found


def aimet(array, type_name):
    from generate_aimet_types import asked, schemes
    x = of_torch(array, type_name)
    for label, lowest, highest, symmetric in schemes((4, 8)):
        scale, zero, output = asked(x, (x.shape[0], x.shape[1] // 32), (1, 32), lowest, highest, symmetric)
        yield (label, cells(scale.detach().float().numpy(), zero.detach().numpy())
               + [f"dequantized={digest(output.numpy())}"])


TOOLS = {"torchao": torchao, "compressed-tensors": compressed_tensors, "ort": ort, "aeq": aeq, "aimet-torch": aimet}


def main():
    path = FIXTURES / "golden" / "tools" / "dead-groups.tsv"
    asked = sys.argv[1:] or list(TOOLS)
    kept = path.read_text().splitlines()[1:] if path.exists() else []
    lines = [line for line in kept if line.split("\t")[1].split("/")[0] not in asked]
    for name in NAMES:
        for tool in asked:
            for type_name in TYPES:
                try:
                    for record, members in TOOLS[tool](pruned(name), type_name):
                        lines.append("\t".join([name, f"{tool}/{record}/{type_name}"] + members))
                except Exception as error:
                    lines.append("\t".join([name, f"{tool}/fails/{type_name}", failed(error)]))
    path.write_text("\n".join([f"# {HEAD}"] + sorted(lines)) + "\n")


if __name__ == "__main__":
    main()
