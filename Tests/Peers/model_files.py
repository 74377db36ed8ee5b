"""Files of models' formats by the real writers: every type in every form that it may have."""

import collections
import pathlib
import warnings

import numpy
import onnx
import torch
from onnx import numpy_helper
from onnx.backend.test.case.node import collect_testcases

import small_tflite

# How many of ONNX's own tensors of one kind are taken.
ENOUGH = 3
# The types that have a class of storages.
WITH_STORAGES = {"bool", "uint8", "int8", "int16", "int32", "int64", "float16", "bfloat16",
                 "float32", "float64", "complex64"}


def write(folder: pathlib.Path, arrays: dict[str, torch.Tensor]):
    """Fills a folder; `arrays` has a tensor of each type that PyTorch saves."""
    onnx_cases(folder / "onnx")
    torch_files(folder / "torch", arrays)
    (folder / "tflite").mkdir()
    (folder / "tflite" / "small.tflite").write_bytes(small_tflite.written())


def onnx_cases(folder: pathlib.Path):
    """Tensors of the cases by which ONNX tests its operators: raw and typed fields, empty ones."""
    with warnings.catch_warnings(action="ignore"):  # Cases divide by zero on purpose.
        cases = collect_testcases(None)
    folder.mkdir()
    kinds = collections.Counter()
    for case in cases:
        for inputs, outputs in case.data_sets or []:
            for number, value in enumerate([*inputs, *outputs]):
                if isinstance(value, (numpy.ndarray, numpy.generic)):
                    value = numpy_helper.from_array(numpy.asarray(value), "x")
                if not isinstance(value, onnx.TensorProto):
                    continue  # A sequence, or nothing.
                kind = (value.data_type, value.HasField("raw_data"), 0 in value.dims,
                        not value.dims)
                kinds[kind] += 1
                if kinds[kind] <= ENOUGH:
                    (folder / f"{case.name}_{number}.pb").write_bytes(value.SerializeToString())


def torch_files(folder: pathlib.Path, arrays: dict[str, torch.Tensor]):
    """Both forms of a checkpoint, with tensors that share, skip and turn round their storages."""
    folder.mkdir()
    matrix = torch.arange(24, dtype=torch.float32).reshape(4, 6)
    saved = {
        "types": arrays,
        "views": [matrix, matrix.T, matrix[1:, ::2], matrix.expand(2, 4, 6), matrix[0, 3]],
        "channels_last": torch.randn(2, 3, 4, 5).to(memory_format=torch.channels_last),
        "nested": {"layer": {0: torch.nn.Parameter(matrix), "empty": torch.zeros(0, 3)}},
        "sparse": matrix.to_sparse(), "step": 7, "name": "x"}
    torch.save(saved, folder / "zip.pt")
    # PyTorch does not read back the newer types in this form.
    saved["types"] = {name: array for name, array in arrays.items() if name in WITH_STORAGES}
    torch.save(saved, folder / "legacy.pth", _use_new_zipfile_serialization=False)
    torch.save(matrix, folder / "alone.pt")
    torch.jit.script(torch.nn.Linear(3, 2)).save(folder / "script.jit")
