"""PyTorch: the lines of Python that a file carries, run as they stand."""

import json

import numpy as np

from exports import ACTIVATION, FOLDER, WEIGHT, check


def torch_lines():
    import torch
    good = True
    for tensor in (ACTIVATION, WEIGHT):
        path, _ = tensor.export("torch")
        names = {"path": path}
        exec("\n".join(json.loads(path.read_text())["python"]), names)
        expected = FOLDER / "dequantized.npy"
        tensor.measure("--dequantized", str(expected))
        found = names["fake_quantize"](torch.from_numpy(tensor.values), names["entries"][tensor.name])
        # torch multiplies by the inverse of the scale, and so may part at a tie.
        good &= check(f"torch, {tensor.name}", [found.numpy()], [np.load(expected)])
    return good


TESTS = [torch_lines]
