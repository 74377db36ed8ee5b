"""A small TensorFlow Lite model, written with the schema that LiteRT ships.

    x -> FULLY_CONNECTED (float) -> QUANTIZE (uint8) -> FULLY_CONNECTED (uint8) -> DEQUANTIZE

Tensors 1 to 4 are what its operators make; a variable is among the others' outputs.
"""

import flatbuffers
import numpy
from ai_edge_litert import schema_py_generated as schema

ROWS, WIDTH, SEED = 3, 8, 9
# What an operator makes: its name, and by which scale and zero-point its codes are reals.
MADE = {1: ("dense", 0, 0), 2: ("codes", 0.0625, 131), 3: ("dense_1", 0.125, 3),
        4: ("output", 0, 0)}
# The codes of the last layer.
CODES = 3
TYPE, OPERATOR = schema.TensorType, schema.BuiltinOperator


def written(last: int = 4) -> bytes:
    """The model, or as much of it as makes one tensor."""
    model = schema.ModelT()
    model.version, model.description = 3, "small"
    model.buffers = [schema.BufferT()]
    graph = schema.SubGraphT()
    graph.tensors = tensors(model)
    graph.inputs, graph.outputs = [0], [last]
    graph.operators = operators(model)[:last] + ([handle(model)] if last == 4 else [])
    model.subgraphs = [graph]
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def tensors(model: schema.ModelT) -> list[schema.TensorT]:
    """The tensors: the input, what is made, the constants, a variable."""
    random = numpy.random.default_rng(SEED)
    weights = random.normal(size=(6, WIDTH)).astype("f4")
    bias = random.normal(size=6).astype("f4")
    codes = random.integers(0, 256, (5, 6)).astype("u1")
    return [
        tensor("x", TYPE.FLOAT32, (ROWS, WIDTH)), tensor("dense", TYPE.FLOAT32, (ROWS, 6)),
        tensor("codes", TYPE.UINT8, (ROWS, 6), MADE[2][1:]),
        tensor("dense_1", TYPE.UINT8, (ROWS, 5), MADE[3][1:]),
        tensor("output", TYPE.FLOAT32, (ROWS, 5)),
        constant(model, "dense/kernel", TYPE.FLOAT32, weights),
        constant(model, "dense/bias", TYPE.FLOAT32, bias),
        constant(model, "dense_1/kernel", TYPE.UINT8, codes, (0.03125, 119)),
        constant(model, "dense_1/bias", TYPE.INT32, numpy.arange(-2, 3, dtype="i4") * 100,
                 (0.0625 * 0.03125, 0)),
        tensor("state", TYPE.RESOURCE, ())]


def tensor(name: str, kind: int, shape: tuple, encoding: tuple | None = None) -> schema.TensorT:
    """A tensor without values."""
    made = schema.TensorT()
    made.name, made.type, made.shape = name, kind, list(shape)
    if encoding:
        made.quantization = schema.QuantizationParametersT()
        made.quantization.scale, made.quantization.zeroPoint = [encoding[0]], [encoding[1]]
    return made


def constant(model, name: str, kind: int, values: numpy.ndarray, encoding=None) -> schema.TensorT:
    """A tensor with values."""
    made = tensor(name, kind, values.shape, encoding)
    buffer = schema.BufferT()
    buffer.data = numpy.frombuffer(values.tobytes(), "u1")
    model.buffers.append(buffer)
    made.buffer = len(model.buffers) - 1
    return made


def operators(model: schema.ModelT) -> list[schema.OperatorT]:
    """The steps, each of which makes one tensor."""
    dense = schema.FullyConnectedOptionsT()
    options = schema.BuiltinOptions
    return [
        operator(model, OPERATOR.FULLY_CONNECTED, [0, 5, 6], 1, options.FullyConnectedOptions,
                 dense),
        operator(model, OPERATOR.QUANTIZE, [1], 2, options.QuantizeOptions,
                 schema.QuantizeOptionsT()),
        operator(model, OPERATOR.FULLY_CONNECTED, [2, 7, 8], 3, options.FullyConnectedOptions,
                 dense),
        operator(model, OPERATOR.DEQUANTIZE, [3], 4, options.DequantizeOptions,
                 schema.DequantizeOptionsT())]


def handle(model: schema.ModelT) -> schema.OperatorT:
    """The step that makes a variable, of which no values can be had."""
    named = schema.VarHandleOptionsT()
    named.container, named.sharedName = "", "state"
    return operator(model, OPERATOR.VAR_HANDLE, [], 9, schema.BuiltinOptions.VarHandleOptions,
                    named)


def operator(model, code: int, inputs: list[int], output: int, kind: int, options):
    """One step."""
    entry = schema.OperatorCodeT()
    entry.builtinCode, entry.deprecatedBuiltinCode, entry.version = code, min(code, 127), 1
    model.operatorCodes = (model.operatorCodes or []) + [entry]
    made = schema.OperatorT()
    made.opcodeIndex = len(model.operatorCodes) - 1
    made.inputs, made.outputs = inputs, [output]
    made.builtinOptionsType, made.builtinOptions = kind, options
    return made
