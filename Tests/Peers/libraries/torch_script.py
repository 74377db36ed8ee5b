"""TorchScript archives: all tensors of the objects in them, and the constants of their code.

`torch.jit.load` hands out parameters and buffers; other attributes are found by unpickling, with an
object for every class of the archive's code, which is not run. Both must agree on what both have.
"""

import io
import pathlib
import pickle
import zipfile

import torch

# Whose names may be called besides the archive's own classes, which become objects.
CALLED = {"torch", "torch._utils", "torch.jit._pickle", "collections"}


class Attributes:
    """An object of a class of the archive."""

    def __setstate__(self, state):
        self.state = state


class Archive(pickle.Unpickler):
    """A pickle of an archive, with its storages in a folder."""

    def __init__(self, reader, name: str):
        super().__init__(io.BytesIO(reader.get_record(name + ".pkl")))
        self.reader, self.folder = reader, name

    def find_class(self, module: str, name: str):
        """A class, or a function that makes a tensor."""
        if module.startswith("__torch__"):
            return type(name, (Attributes,), {})
        if module not in CALLED:
            raise pickle.UnpicklingError(f"{module}.{name} is called")
        return super().find_class(module, name)

    def persistent_load(self, place: tuple):
        """The storage of a tensor."""
        _, kind, key, _, count = place
        dtype = kind._dtype
        size = count * torch._utils._element_size(dtype)
        raw = self.reader.get_storage_from_record(
            f"{self.folder}/{key}", size, torch.UntypedStorage)._typed_storage()._untyped_storage
        return torch.storage.TypedStorage(wrap_storage=raw, dtype=dtype, _internal=True)


def is_script(path: pathlib.Path) -> bool:
    """Whether a file is an archive with code."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return any(name.endswith("/constants.pkl") for name in archive.namelist())


def saved(path: pathlib.Path) -> dict:
    """The attributes of the archive's object, objects as dictionaries, and its constants."""
    reader = torch._C.PyTorchFileReader(str(path))
    found = plain(Archive(reader, "data").load())
    for name, expected in torch.jit.load(path, map_location="cpu").state_dict().items():
        part = found
        for key in name.split("."):
            part = part[key]
        if not torch.equal(part, expected):
            raise ValueError(f"{name}: the pickle and torch.jit.load disagree")
    constants = Archive(reader, "constants").load()
    return found | ({"constants": constants} if constants else {})


def plain(value):
    """A value with dictionaries in place of objects."""
    if isinstance(value, Attributes):
        return plain(value.state)
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value
