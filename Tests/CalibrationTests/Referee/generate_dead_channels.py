#!/usr/bin/env python3
"""Make golden/tools/dead-channels.tsv by asking tools what they make of channels that were pruned.

    generate_dead_channels.py [TOOL…]

Versions: ai-edge-quantizer 0.10.0, tensorflow-cpu 2.21.0, ncnn 1.0.20261020, onnxruntime 1.31.1, torch 2.15.0,
torchao 0.18.0, compressed-tensors 0.20.0, numpy 2.4.6, Python 3.11 on x86-64. Not all of them can be installed
side by side, so the lines of tools that are not asked stay as they are.

Channels are the rows of small fixtures, some of them replaced: every seventh from the fourth on is nothing but
-0, every fifth from the third on nothing but 0, others are constant (see `pruned`). Lines are as
`generate_tools.py` in `Tests/Fixtures` writes them. Tests never run this.
"""
import os
import sys

os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

import numpy as np

HEAD = "channels that were pruned; the versions are in generate_dead_channels.py"
NAMES = ("adv_laplace", "adv_ch_scales", "adv_studentt3")


def pruned(array):
    array = array.copy()
    array[4::11] = 0.5
    array[7::8] = -0.25
    array[3::7] = -0.0
    array[2::5] = 0
    return array


def aeq(array):
    from ai_edge_quantizer import qtyping
    from ai_edge_quantizer.algorithms.uniform_quantize import mse, naive_min_max_quantize, octav
    name = qtyping.TFLOperationName.FULLY_CONNECTED
    for kind, module in (("minmax", naive_min_max_quantize), ("octav", octav), ("mse_rule", mse)):
        for num_bits in (8, 4):
            config = qtyping.TensorQuantizationConfig(
                num_bits=num_bits, symmetric=True, granularity=qtyping.QuantGranularity.CHANNELWISE)
            info = qtyping.OpInfo(None, name, 0, qtyping.OpQuantizationConfig(weight_tensor_config=config))
            with np.errstate(all="ignore"):
                found = module.get_tensor_quant_params(info, config, array, None)
            yield f"{kind}/{num_bits}", found.scale.ravel(), found.zero_point.ravel(), found.quantized_data


def tflite(array):
    """The quantizer of C++, `quantize_model.cc`, by way of the converter."""
    import tensorflow as tf

    class Model(tf.Module):
        def __init__(self):
            self.weights = tf.constant(array.T[None, None])

        @tf.function(input_signature=[tf.TensorSpec([1, 1, 1, array.shape[1]], tf.float32)])
        def run(self, x):
            return tf.nn.relu(tf.nn.conv2d(x, self.weights, 1, "SAME"))

    model = Model()
    converter = tf.lite.TFLiteConverter.from_concrete_functions([model.run.get_concrete_function()], model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    random = np.random.default_rng(0)
    converter.representative_dataset = lambda: (
        [random.normal(size=(1, 1, 1, array.shape[1])).astype(np.float32)] for _ in range(4))
    converter.experimental_new_quantizer = False
    interpreter = tf.lite.Interpreter(
        model_content=converter.convert(), experimental_op_resolver_type=tf.lite.experimental.OpResolverType.BUILTIN_REF)
    for tensor in interpreter.get_tensor_details():
        if tensor["dtype"] == np.int8 and len(tensor["shape"]) == 4 and tensor["shape"][0] == len(array):
            parameters = tensor["quantization_parameters"]
            codes = interpreter.get_tensor(tensor["index"]).reshape(array.shape)
            yield "minmax/8", parameters["scales"], parameters["zero_points"], codes


def tensorflow(array):
    import tensorflow as tf
    columns = np.ascontiguousarray(array.T)
    lower = np.minimum(array.min(1), 0)
    upper = np.maximum(array.max(1), 0)
    for num_bits, narrow in ((8, False), (4, True)):
        out = tf.quantization.fake_quant_with_min_max_vars_per_channel(
            columns, lower, upper, num_bits=num_bits, narrow_range=narrow)
        yield f"fake_quant_per_channel/{num_bits}" + ("/narrow" if narrow else ""), out.numpy().T
    for narrow in (False, True):
        out = tf.raw_ops.QuantizeAndDequantizeV2(
            input=array, input_min=0.0, input_max=0.0, signed_input=True, num_bits=8,
            range_given=False, round_mode="HALF_TO_EVEN", narrow_range=narrow, axis=0)
        yield "qdq/8" + ("/narrow" if narrow else ""), out.numpy() + np.float32(0)


def ncnn(array):
    """Its codes with the multipliers of `ncnn2table.cpp`, which divides 127 by the largest magnitude."""
    import ncnn
    with np.errstate(all="ignore"):
        scales = np.float32(127) / np.abs(array).max(1)
    codes = np.empty(array.shape, np.int8)
    for row, scale in enumerate(scales):
        # Seven at a time: the module's arrays of packed elements cannot be read.
        for start in range(0, array.shape[1], 7):
            values = np.ascontiguousarray(array[row, start:start + 7])
            found = ncnn.quantize_to_int8(
                ncnn.Mat(values).clone(), ncnn.Mat(np.array([scale], np.float32)).clone())
            codes[row, start:start + 7] = np.array(found).view(np.int8)[:len(values)]
    yield "multiplier/8", scales, codes


def torch(array):
    import torch
    from torch.ao.quantization.observer import PerChannelMinMaxObserver
    for scheme, dtype, kind in (
            (torch.per_channel_symmetric, torch.qint8, "symmetric"), (torch.per_channel_affine, torch.quint8, "asymmetric")):
        observer = PerChannelMinMaxObserver(ch_axis=0, dtype=dtype, qscheme=scheme)
        observer(torch.from_numpy(array))
        scale, zero_point = observer.calculate_qparams()
        codes = torch.quantize_per_channel(torch.from_numpy(array), scale, zero_point, 0, dtype)
        yield f"minmax/{kind}/8", scale.numpy(), zero_point.numpy(), codes.int_repr().numpy()


TOOLS = {tool.__name__: tool for tool in (aeq, tflite, tensorflow, ncnn, torch)}


def main():
    from generate_goldens import FIXTURES, bits, digest
    path = FIXTURES / "golden" / "tools" / "dead-channels.tsv"
    asked = sys.argv[1:] or list(TOOLS)
    kept = path.read_text().splitlines()[1:] if path.exists() else []
    lines = [line for line in kept if line.split("\t")[1].split("/")[0] not in asked]
    for name in NAMES:
        array = pruned(np.load(FIXTURES / "tensors" / f"{name}.npy").astype(np.float32))
        for tool in asked:
            for kind, *found in TOOLS[tool](array):
                members = [f"out={digest(found[0])}"] if len(found) == 1 else []
                if len(found) > 1:
                    members.append("scale=" + ",".join(bits(scale) for scale in found[0]))
                    members.append(f"q={digest(found[-1])}")
                if len(found) > 2:
                    members.append("zero_point=" + ",".join(str(int(zero)) for zero in found[1]))
                lines.append("\t".join([name, f"{tool}/{kind}"] + members))
    path.write_text("\n".join([f"# {HEAD}"] + sorted(lines)) + "\n")


if __name__ == "__main__":
    main()
