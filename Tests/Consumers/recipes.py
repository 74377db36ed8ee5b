"""Recipes of plans: compressed-tensors finds the modules, and makes the error that was planned."""

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


TESTS = [compressed_tensors]
