"""What PyTorch reads from a checkpoint, as values.json of this folder says it."""

import hashlib

import numpy
import torch


def flattened(value, name=""):
    """The tensors of a value by their names."""
    if isinstance(value, torch.Tensor):
        yield name, value
    elif isinstance(value, torch.nn.Module):
        for key, tensor in value.state_dict(prefix=name and name + ".").items():
            yield key, tensor
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from flattened(item, f"{name}.{key}" if name else str(key))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from flattened(item, f"{name}.{index}" if name else str(index))
    elif type(value).__name__ in ("Namespace", "Options"):
        yield from flattened(vars(value), name)


def stored_as(tensor):
    name = str(tensor.dtype).split(".")[1]
    if not tensor.is_quantized:
        return "float4_e2m1fn" if name == "float4_e2m1fn_x2" else name
    codes = {"qint8": "int8", "quint8": "uint8", "qint32": "int32", "quint4x2": "uint4"}[name]
    if tensor.qscheme() == torch.per_tensor_affine:
        return f"{codes} per_tensor"
    return f"{codes} per_channel axis {tensor.q_per_channel_axis()}"


def numbers(tensor):
    """The values as float64, or None where they are not read."""
    if tensor.is_complex() or tensor.layout != torch.strided or tensor.device.type == "meta":
        return None
    if tensor.is_neg():
        return None
    if tensor.is_quantized:
        return tensor.dequantize().contiguous().double().numpy()
    if tensor.dtype == torch.float4_e2m1fn_x2:
        table = [0, 0.5, 1, 1.5, 2, 3, 4, 6, -0.0, -0.5, -1, -1.5, -2, -3, -4, -6]
        pairs = tensor.view(torch.uint8)
        codes = torch.stack([pairs & 15, pairs >> 4], -1).flatten(-2)
        return torch.tensor(table, dtype=torch.float64)[codes.long()].numpy()
    if tensor.dtype in (torch.uint64, torch.uint32, torch.uint16):
        return tensor.contiguous().numpy().astype(numpy.float64)
    if tensor.dtype == torch.float8_e8m0fnu:
        # As float32 the smallest would be rounded by some versions.
        exponents = tensor.view(torch.uint8).double().numpy()
        return numpy.where(exponents == 255, numpy.nan, numpy.exp2(exponents - 127))
    if tensor.dtype.is_floating_point and tensor.dtype.itemsize == 1:
        return tensor.float().double().contiguous().numpy()
    return tensor.detach().double().contiguous().numpy()


def line(name, tensor):
    shape = list(tensor.shape)
    if tensor.dtype == torch.float4_e2m1fn_x2:
        shape[-1] *= 2
    values = numbers(tensor)
    digest = None
    if values is not None:
        words = numpy.ascontiguousarray(values).reshape(-1).view(numpy.uint64).copy()
        words[numpy.isnan(values).reshape(-1)] = 0x7FF8000000000000
        digest = hashlib.sha256(words.astype("<u8").tobytes()).hexdigest()
    return {"name": name, "storedAs": stored_as(tensor), "shape": shape, "sha256": digest}
