"""LiteRT: the constants of a TensorFlow Lite model, by the schema and interpreter that it ships.

The schema says what there is; the interpreter hands out the same arrays, where it can.
"""

import collections
import pathlib

import numpy
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter, OpResolverType

from libraries import PACKED, Tensor, scalar_type, tensor
from libraries.numpy_files import unpacked

Type = schema.TensorType
TYPES = {
    Type.FLOAT32: "float32", Type.FLOAT16: "float16", Type.INT32: "int32", Type.UINT8: "uint8",
    Type.INT64: "int64", Type.BOOL: "bool", Type.INT16: "int16", Type.INT8: "int8",
    Type.FLOAT64: "float64", Type.UINT64: "uint64", Type.UINT32: "uint32", Type.UINT16: "uint16",
    Type.INT4: "int4", Type.BFLOAT16: "bfloat16", Type.INT2: "int2", Type.UINT4: "uint4",
    Type.FLOAT8_E4M3FN: "float8_e4m3fn", Type.FLOAT8_E5M2: "float8_e5m2",
}
# What is listed and not read, by its word.
OTHERS = {Type.STRING: "string", Type.COMPLEX64: "complex64", Type.COMPLEX128: "complex128"}


def tensors(path: pathlib.Path) -> list[Tensor]:
    """The constants of all graphs."""
    raw = path.read_bytes()
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(raw, 0))
    constants = [
        (graph, number, index, part)
        for number, graph in enumerate(model.subgraphs)
        for index, part in enumerate(graph.tensors)
        if is_constant(part, buffer(model, part, raw))]
    names = named(constants)
    interpreter = opened(path)
    found = []
    for name, (graph, number, index, part) in zip(names, constants):
        read = constant(name, model, graph, part, buffer(model, part, raw))
        if number == 0:
            agree(interpreter, index, read)
        found.append(read)
    return found


def is_constant(part: schema.TensorT, contents: numpy.ndarray | None) -> bool:
    """Whether a tensor has a buffer with bytes, or an empty one and no elements."""
    has_elements = part.shape is None or 0 not in part.shape
    return contents is not None and (len(contents) > 0 or not has_elements)


def buffer(model: schema.ModelT, part: schema.TensorT, raw: bytes) -> numpy.ndarray | None:
    """The bytes of a tensor; None where it has none."""
    entry = model.buffers[part.buffer]
    if entry.offset > 1:
        return numpy.frombuffer(raw, "u1", entry.size, entry.offset)
    return None if entry.data is None else numpy.asarray(entry.data, "u1")


def named(constants: list[tuple]) -> list[str]:
    """The names of constants, those that several have told apart by graph and place."""
    def text(entry):
        return (entry[3].name or b"").decode()

    def repeated(names):
        counts = collections.Counter(names)
        return [place for place, name in enumerate(names) if counts[name] > 1]

    names = [text(entry) or f"#{entry[2]}" for entry in constants]
    for place in repeated(names):
        graph, number = constants[place][:2]
        names[place] = f"{(graph.name or b'').decode() or number}:{names[place]}"
    for place in repeated(names):
        if text(constants[place]):
            names[place] += f"#{constants[place][2]}"
    return names


def constant(name: str, model, graph, part: schema.TensorT, raw: numpy.ndarray) -> Tensor:
    """One tensor as the schema describes it."""
    shape = () if part.shape is None else tuple(int(size) for size in part.shape)
    if part.sparsity is not None:
        return Tensor(name, "", TYPES.get(part.type, "unknown") + " sparse", shape, None, None)
    if part.type not in TYPES:
        return Tensor(name, "", OTHERS[part.type], shape, None, None)
    element = scalar_type(TYPES[part.type])
    if element.name in PACKED:
        array = unpacked(raw, element, int(numpy.prod(shape))).reshape(shape)
    else:
        array = raw.view(element).reshape(shape)
    read = tensor(name, array)
    if part.quantization is None:
        return read
    if part.quantization.detailsType == schema.QuantizationDetails.BlockwiseQuantization:
        return blockwise(read, part.quantization.details, model, graph)
    scales = part.quantization.scale
    if scales is not None and len(scales) and read.dtype not in ("float32", "float16"):
        return quantized(read, part.quantization)
    return read


def quantized(codes: Tensor, by: schema.QuantizationParametersT) -> Tensor:
    """The values that codes stand for: one scale, or one for each index of an axis."""
    scales, zero_points = numpy.asarray(by.scale, "f4"), numpy.asarray(by.zeroPoint, "i8")
    stored_as = f"{codes.stored_as} per_tensor"
    if scales.size > 1:
        stored_as = f"{codes.stored_as} per_channel axis {by.quantizedDimension}"
        along = [1] * len(codes.shape)
        along[by.quantizedDimension] = -1
        scales = scales.reshape(along)
        zero_points = zero_points.reshape(along) if zero_points.size > 1 else zero_points
    return scaled(codes, stored_as, scales, zero_points)


def blockwise(codes: Tensor, by, model, graph) -> Tensor:
    """The values that codes stand for whose last axis is cut into blocks, each with a scale."""
    scales = schema_array(model, graph.tensors[by.scales])
    zero_points = numpy.zeros(1, "i8")
    if by.zeroPoints > 0:
        zero_points = numpy.repeat(schema_array(model, graph.tensors[by.zeroPoints]), by.blockSize,
                                   axis=-1).reshape(codes.shape)
    stored_as = (f"{codes.stored_as} per_group axis {len(codes.shape) - 1} "
                 f"size {by.blockSize}")
    scales = numpy.repeat(scales, by.blockSize, axis=-1).reshape(codes.shape)
    return scaled(codes, stored_as, scales.astype("f4"), zero_points)


def schema_array(model, part: schema.TensorT) -> numpy.ndarray:
    """The array of a tensor that lies in the tree."""
    raw = numpy.asarray(model.buffers[part.buffer].data, "u1")
    return raw.view(scalar_type(TYPES[part.type])).reshape(tuple(part.shape))


def scaled(codes: Tensor, stored_as: str, scales, zero_points) -> Tensor:
    """Codes minus zero-points, times scales, as LiteRT's kernels do: rounded once."""
    difference = codes.values.astype("f8") - zero_points.astype("f8")
    values = (difference * scales.astype("f8")).astype("f4")
    return Tensor(codes.name, "float32", stored_as, codes.shape, values, codes.codes)


def opened(path: pathlib.Path) -> Interpreter | None:
    """The model in the interpreter; None where it has operators that are not LiteRT's."""
    try:
        return Interpreter(
            str(path),
            experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES)
    except (ValueError, RuntimeError):
        return None


def agree(interpreter: Interpreter | None, index: int, read: Tensor):
    """Raises an error where the interpreter hands out something else than the schema says."""
    # It hands out no empty array, and none of less than a byte an element.
    if (interpreter is None or read.codes is None or read.codes.size == 0
            or read.stored_as.split()[0] in PACKED):
        return
    found = interpreter.get_tensor(index)
    if found.tobytes() != read.codes.tobytes() or found.shape != read.shape:
        raise ValueError(f"{read.name}: schema and interpreter disagree")
