"""onnx: the constants of a model, or the tensor of a TensorProto file.

What codes stand for is in `onnx_codes.py`.
"""

import pathlib

import numpy
import onnx
from onnx import numpy_helper

from libraries import Tensor, onnx_codes, tensor

Type = onnx.TensorProto
# What is listed and not read.
UNREAD = {Type.STRING: "string", Type.COMPLEX64: "complex64", Type.COMPLEX128: "complex128"}


def tensors(path: pathlib.Path) -> list[Tensor]:
    """The constants of a model, of the graphs within its graphs and of its functions too."""
    if path.suffix == ".pb":
        part = Type.FromString(path.read_bytes())
        return [read(part, part.name or path.stem, path.parent)]
    model = onnx.load(path, load_external_data=False)
    found = Model(path.parent)
    found.walk(model.graph, "", {})
    for function in model.functions:
        way = "/".join(filter(None, (function.domain, function.name, function.overload)))
        found.walk(function, way + "/", {})
    return list(found.tensors.values())


def read(part: Type, name: str, folder: pathlib.Path) -> Tensor:
    """One tensor as it is stored."""
    if part.data_type in UNREAD:
        return Tensor(name, "", UNREAD[part.data_type], tuple(part.dims), None, None)
    return tensor(name, numpy_helper.to_array(part, str(folder)))


class Model:
    """The constants of a model, by the names that qviz lists.

    Those of the main graph have their own; any other has the way to its graph before it: the first
    output of the node that has the graph, and the attribute that it is.
    """

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.tensors: dict[str, Tensor] = {}

    def walk(self, graph, way: str, around: dict):
        """Adds those of a graph or function; around it names mean a listed name and an array."""
        here = dict(around)
        parts = {part.name: part for part in getattr(graph, "initializer", [])}
        for node in graph.node:
            if node.op_type == "Constant":
                parts |= {node.output[0]: part for part in constant(node)}
        for name, part in parts.items():
            self.tensors[way + name] = read(part, way + name, self.folder)
            if part.data_type not in UNREAD:
                here[name] = (way + name, numpy_helper.to_array(part, str(self.folder)))
        for node in graph.node:
            for attribute in node.attribute:
                if attribute.HasField("g"):
                    self.walk(attribute.g, f"{way}{node.output[0]}/{attribute.name}/", here)
                for number, inner in enumerate(attribute.graphs):
                    place = f"[{number}]" if len(attribute.graphs) > 1 else ""
                    self.walk(inner, f"{way}{node.output[0]}/{attribute.name}{place}/", here)
        self.tensors |= onnx_codes.Codes(here).tensors(graph)


def constant(node: onnx.NodeProto) -> list[Type]:
    """What a Constant gives, if it is a tensor or numbers."""
    for attribute in node.attribute:
        value = onnx.helper.get_attribute_value(attribute)
        if attribute.name == "value":
            return [value]
        if attribute.name in ("value_float", "value_floats"):
            return [numpy_helper.from_array(numpy.array(value, "f4"))]
        if attribute.name in ("value_int", "value_ints"):
            return [numpy_helper.from_array(numpy.array(value, "i8"))]
    return []
