"""Plans: compressed-tensors finds the modules and makes the error that was planned, AIMET the scales."""

import json

import numpy as np

from exports import FOLDER, RANDOM, check
from plans import plan

LAYERS = {
    "model.layers.0.mlp.up_proj": (24, 64), "model.layers.1.mlp.up_proj": (24, 64),
    "model.layers.0.mlp.down_proj": (64, 32), "model.layers.1.mlp.down_proj": (64, 32),
    "model.layers.0.self_attn.q_proj": (32, 64), "lm_head": (40, 64),
}


def weights():
    """A weight for each layer, of a width of its own."""
    return {name: (RANDOM.standard_t(4, shape) * 0.02 * (1 + place)).astype(np.float32)
            for place, (name, shape) in enumerate(LAYERS.items())}


def compressed_tensors():
    import torch
    from compressed_tensors.quantization import QuantizationConfig, apply_quantization_config
    from compressed_tensors.quantization.lifecycle.forward import fake_quantize
    from compressed_tensors.quantization.utils import calculate_qparams
    from safetensors.numpy import save_file
    arrays = weights()
    path, file = FOLDER / "plan.safetensors", FOLDER / "recipe.json"
    save_file({f"{name}.weight": array for name, array in arrays.items()}, path)
    names = {"model.layers.0.mlp.up_proj": "int4:g32:compressed-tensors",
             "model.layers.1.mlp.up_proj": "int4:g32:compressed-tensors",
             "model.layers.0.mlp.down_proj": "int8-asym:channel:compressed-tensors",
             "model.layers.1.mlp.down_proj": "fp8-e4m3:channel",
             "model.layers.0.self_attn.q_proj": "nvfp4", "lm_head": None}
    options = ["--bits-per-value", "24"]
    for name, number in names.items():
        options += ["--only", f"{name}.weight={number or ''}"]
    rows = plan(path, file, "compressed-tensors", *options, "--format",
                *sorted({number for number in names.values() if number}))
    configuration = QuantizationConfig.model_validate(
        json.loads(file.read_text())["quantization_config"])
    model = torch.nn.Module()
    for name, array in arrays.items():
        place = model
        for part in name.split(".")[:-1]:
            if not hasattr(place, part):
                place.add_module(part, torch.nn.Module())
            place = getattr(place, part)
        layer = torch.nn.Linear(array.shape[1], array.shape[0], bias=False)
        layer.weight.data = torch.from_numpy(array)
        place.add_module(name.split(".")[-1], layer)
    apply_quantization_config(model, configuration)
    good = True
    for name, number in names.items():
        layer = model.get_submodule(name)
        scheme = getattr(layer, "quantization_scheme", None)
        if number is None:
            good &= check(f"compressed-tensors, {name} as it is", [[scheme is None]], [[True]])
            continue
        arguments = scheme.weights
        found = [arguments.num_bits, arguments.type, arguments.strategy, arguments.group_size or 0]
        expected = {"int4:g32:compressed-tensors": [4, "int", "group", 32],
                    "int8-asym:channel:compressed-tensors": [8, "int", "channel", 0],
                    "fp8-e4m3:channel": [8, "float", "channel", 0],
                    "nvfp4": [4, "float", "tensor_group", 16]}[number]
        near = True
        if arguments.strategy in ("group", "channel"):
            weight = layer.weight.data
            width = arguments.group_size or weight.shape[1]
            parts = weight.reshape(weight.shape[0], -1, width)
            scale, zero = calculate_qparams(parts.amin(-1), parts.amax(-1), arguments)
            values = fake_quantize(weight, scale, zero, arguments)
            error = float(((weight - values).double() ** 2).mean())
            near = abs(error / rows[name + ".weight"]["mse"] - 1) < 1e-5
        good &= check(f"compressed-tensors, {name} {number}",
                      [[str(item) for item in found], [near]],
                      [[str(item) for item in expected], [True]])
    return good


def aimet():
    """Bit widths and scales of parameters in the model that AIMET makes of a plan."""
    import warnings
    warnings.filterwarnings("ignore")
    import onnx
    from aimet_onnx.quantsim import encodings_to_onnx_qdq
    from onnx import TensorProto, helper, numpy_helper
    arrays = {"plan_a": RANDOM.normal(0, 0.05, (6, 3, 3, 3)).astype(np.float32),
              "plan_b": RANDOM.normal(0, 0.2, (5, 6, 3, 3)).astype(np.float32)}
    graph = helper.make_graph(
        [helper.make_node("Conv", ["x", "plan_a"], ["y"]),
         helper.make_node("Conv", ["y", "plan_b"], ["z"])], "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3, 8, 8])],
        [helper.make_tensor_value_info("z", TensorProto.FLOAT, [1, 5, 4, 4])],
        [numpy_helper.from_array(array, name) for name, array in arrays.items()])
    model = FOLDER / "planned-convolutions.onnx"
    onnx.save(helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10), model)
    good = True
    for version in ("0.6.1", "1.0.0", "2.0.0"):
        file = FOLDER / f"plan-{version}.encodings"
        plan(model, file, f"aimet-{version}", "--bits-per-value", "12", "--only",
             "plan_a=int8:channel", "--only", "plan_b=int4:channel", "--format", "int8:channel",
             "int4:channel")
        made = encodings_to_onnx_qdq(str(model), str(file))
        made = getattr(made, "model", made)
        constants = {item.name: item for item in made.graph.initializer}
        found = {}
        for node in made.graph.node:
            if node.op_type == "DequantizeLinear":
                name = node.input[0].removesuffix("_q").removesuffix("_quantized")
                kind = TensorProto.DataType.Name(constants[node.input[2]].data_type)
                found[name] = [numpy_helper.to_array(constants[node.input[1]]).astype(np.float32), [kind]]
        for name, largest, kind in (("plan_a", 127, "INT8"), ("plan_b", 7, "INT4")):
            limits = np.abs(arrays[name]).reshape(len(arrays[name]), -1).max(1).astype(np.float64)
            good &= check(f"aimet-{version} of a plan, {name}", found.get(name, []),
                          [(limits / largest).astype(np.float32), [kind]])
    return good


TESTS = [compressed_tensors, aimet]
