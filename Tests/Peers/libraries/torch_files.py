"""PyTorch: `torch.load`, which executes nothing here, and TorchScript archives."""

import pathlib

import numpy
import torch

from libraries import torch_script
from libraries import WIDE, Tensor, scalar_type, tensor
from libraries.numpy_files import unpacked

# What is listed and not read, as Sources/TensorFiles/README.md says.
UNREAD = {torch.complex32, torch.complex64, torch.complex128}


def tensors(path: pathlib.Path) -> list[Tensor]:
    """The tensors of what was saved, named by the keys and places that lead to them."""
    if torch_script.is_script(path):
        saved = torch_script.saved(path)
    else:
        saved = torch.load(path, map_location="cpu", weights_only=True)
    return [read(name or path.stem, value) for name, value in parts(saved)]


def parts(saved, name: str = ""):
    """The tensors in a value, each with the way to it."""
    if torch.is_tensor(saved):
        yield name, saved
    elif isinstance(saved, dict):
        for key, part in saved.items():
            yield from parts(part, f"{name}.{key}" if name else str(key))
    elif isinstance(saved, (list, tuple)):
        for number, part in enumerate(saved):
            yield from parts(part, f"{name}.{number}" if name else str(number))


def read(name: str, found: torch.Tensor) -> Tensor:
    """One tensor: its bits by ml_dtypes, its values by both."""
    found = found.detach()
    shape = tuple(found.shape)
    kind = str(found.dtype).removeprefix("torch.")
    if found.layout != torch.strided:
        return Tensor(name, "", "unknown", (0,), None, None)
    if found.dtype in UNREAD:
        return Tensor(name, "", kind, shape, None, None)
    if found.is_quantized:
        return quantized(name, found)
    raw = found.contiguous().reshape(-1).view(torch.uint8).numpy()
    if found.dtype == torch.float4_e2m1fn_x2:  # Whose shape counts pairs.
        shape = (*shape[:-1], 2 * shape[-1])
        element = scalar_type("float4_e2m1fn")
        return tensor(name, unpacked(raw, element, 2 * raw.size).reshape(shape))
    read = tensor(name, raw.view(scalar_type(kind)).reshape(shape))
    values = found.to(torch.float64 if kind in WIDE else torch.float32).numpy()
    if not numpy.array_equal(values, read.values, equal_nan=True):
        raise ValueError(f"{name}: torch and ml_dtypes disagree")
    return read


def quantized(name: str, found: torch.Tensor) -> Tensor:
    """A tensor of codes, with the scales that PyTorch keeps beside it."""
    codes = found.int_repr().numpy()
    stored_as = f"{codes.dtype.name} per_tensor"
    if found.qscheme() not in (torch.per_tensor_affine, torch.per_tensor_symmetric):
        stored_as = f"{codes.dtype.name} per_channel axis {found.q_per_channel_axis()}"
    return Tensor(name, "float32", stored_as, codes.shape, found.dequantize().numpy(), codes)
