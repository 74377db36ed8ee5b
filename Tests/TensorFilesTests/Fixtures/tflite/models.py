"""Writes TensorFlow Lite models with the classes that LiteRT's own schema gives, and reads them with LiteRT."""

import dataclasses
import hashlib
import typing

import flatbuffers
import ml_dtypes
import numpy as np
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter, OpResolverType

Type = schema.TensorType
TYPES = {
    Type.FLOAT32: "float32", Type.FLOAT16: "float16", Type.INT32: "int32", Type.UINT8: "uint8",
    Type.INT64: "int64", Type.BOOL: "bool", Type.INT16: "int16", Type.INT8: "int8",
    Type.FLOAT64: "float64", Type.UINT64: "uint64", Type.UINT32: "uint32", Type.UINT16: "uint16",
    Type.INT4: "int4", Type.BFLOAT16: "bfloat16", Type.INT2: "int2", Type.UINT4: "uint4",
    Type.FLOAT8_E4M3FN: "float8_e4m3fn", Type.FLOAT8_E5M2: "float8_e5m2",
}
BITS = {"int4": 4, "uint4": 4, "int2": 2}
FLOAT64 = {"float64", "int32", "uint32", "int64", "uint64"}


@dataclasses.dataclass
class Constant:
    """A tensor and the bytes of its buffer; None for one that is made as the model runs."""

    name: str | bytes | None
    type: int
    shape: list
    contents: bytes | None
    quantization: typing.Any = None
    fields: dict = dataclasses.field(default_factory=dict)


def dtype(name):
    return np.dtype({"bool": np.uint8}.get(name) or getattr(ml_dtypes, name, None) or name)


def packed(patterns, bits):
    """Elements of fewer than 8 bits without gaps, the first in the lowest bits."""
    patterns = np.asarray(patterns).astype(np.int64).ravel() & (1 << bits) - 1
    spread = (patterns[:, None] >> np.arange(bits) & 1).astype(np.uint8).ravel()
    return np.packbits(spread, bitorder="little").tobytes()


def contents(array, type):
    name = TYPES[type]
    if name in BITS:
        return packed(array, BITS[name])
    return np.ascontiguousarray(array, dtype(name)).tobytes()


def quantization(scale=None, zero_point=None, axis=0, details=None):
    parameters = schema.QuantizationParametersT()
    parameters.scale, parameters.zeroPoint, parameters.quantizedDimension = scale, zero_point, axis
    if details is not None:
        kind = type(details).__name__.removesuffix("T")
        parameters.detailsType = getattr(schema.QuantizationDetails, kind)
        parameters.details = details
    return parameters


def blockwise(scales, size, zero_points=-1):
    details = schema.BlockwiseQuantizationT()
    details.scales, details.zeroPoints, details.blockSize = scales, zero_points, size
    return details


def model(subgraphs, external=(), version=3):
    """A model of graphs, each a name and its constants; and the object of it."""
    result = schema.ModelT()
    result.version, result.description, result.operatorCodes = version, b"fixture", []
    result.buffers, result.subgraphs = [schema.BufferT()], []
    for name, constants in subgraphs:
        graph = schema.SubGraphT()
        graph.name, graph.tensors = name and name.encode(), []
        graph.inputs, graph.outputs, graph.operators = [], [], []
        for constant in constants:
            tensor = schema.TensorT()
            tensor.name = constant.name.encode() if isinstance(constant.name, str) else constant.name
            tensor.type, tensor.shape = constant.type, constant.shape
            tensor.hasRank, tensor.quantization = True, constant.quantization
            if constant.contents is not None:
                buffer = schema.BufferT()
                buffer.data = np.frombuffer(constant.contents, np.uint8)
                tensor.buffer = len(result.buffers)
                result.buffers.append(buffer)
            for field, value in constant.fields.items():
                setattr(tensor, field, value)
            graph.tensors.append(tensor)
        result.subgraphs.append(graph)
    return result


def pack(model):
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), file_identifier=b"TFL3")
    return bytes(builder.Output())


def packed_outside(model):
    """The model with the bytes of its buffers behind the tree, as for those past 2 GB."""
    appended = []
    for buffer in model.buffers:
        if buffer.data is not None:
            appended.append((buffer, bytes(buffer.data)))
            buffer.data, buffer.offset, buffer.size = None, 2, len(appended[-1][1])
    # The numbers have 64 bits wherever they lie, so the second tree is as long as the first.
    place = len(pack(model))
    tail = b""
    for buffer, bytes_ in appended:
        padding = -(place + len(tail)) % 16
        buffer.offset = place + len(tail) + padding
        tail += bytes(padding) + bytes_
    tree = pack(model)
    assert len(tree) == place
    return tree + tail


def unpacked(bits, width):
    """Signed elements of fewer than 8 bits, one to a byte."""
    spread = np.unpackbits(bits, bitorder="little").reshape(-1, width)
    patterns = (spread << np.arange(width)).sum(1)
    return (patterns ^ 1 << width - 1) - (1 << width - 1)


def dequantized(constant):
    """What the reference kernel of LiteRT's own operator makes of a constant."""
    operator = schema.BuiltinOperator.DEQUANTIZE
    alone = Constant("codes", constant.type, constant.shape, constant.contents, constant.quantization)
    result = model([("main", [alone, Constant("values", Type.FLOAT32, constant.shape, None)])])
    code = schema.OperatorCodeT()
    code.builtinCode, code.deprecatedBuiltinCode, code.version = operator, operator, 6
    step = schema.OperatorT()
    step.opcodeIndex, step.inputs, step.outputs = 0, [0], [1]
    result.operatorCodes, result.subgraphs[0].operators = [code], [step]
    result.subgraphs[0].outputs = [1]
    interpreter = Interpreter(
        model_content=pack(result),
        experimental_op_resolver_type=OpResolverType.BUILTIN_REF)
    interpreter.allocate_tensors()
    interpreter.invoke()
    return interpreter.get_tensor(1)


def checksum(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def canonical(array):
    """float32 or float64, each NaN as the quiet one without a sign."""
    array = np.array(array)
    array[np.isnan(array)] = np.nan
    return array
