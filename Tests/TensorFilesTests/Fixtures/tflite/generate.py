"""Writes models with LiteRT's own schema, and values.json: what LiteRT reads from all of them.

    python -m venv venv && venv/bin/pip install ai-edge-litert==2.3.0 flatbuffers==25.12.19 \\
        numpy==2.4.6 ml_dtypes==0.6.0 absl-py immutabledict scipy
    venv/bin/pip install --no-deps ai-edge-quantizer==0.10.0
    venv/bin/python generate.py

A checksum of codes is SHA-256 over what `Interpreter.get_tensor` returns, the bits of float16, bfloat16
and float8 as they are; a checksum of values is over them as little-endian float32, or float64 where qviz
has float64, each NaN as the quiet one without a sign.

Values of codes are what the reference kernel of LiteRT's own DEQUANTIZE makes of them. (The optimized one
computes S*q - S*Z for a whole tensor with a zero-point, and is off by an ulp or so in many of them.) It has none
for uint16, int32, int64, blocks, and zero-points of int16: theirs are what ai-edge-quantizer makes of them, in
float64, rounded to float32.
"""

import json
import pathlib

import numpy as np
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter
from ai_edge_quantizer import qtyping
from ai_edge_quantizer.algorithms.uniform_quantize import uniform_quantize_tensor
from models import (BITS, FLOAT64, TYPES, Constant, Type, blockwise, canonical, checksum, contents, dequantized, dtype,
                    model, pack, packed_outside, quantization, unpacked)

HERE = pathlib.Path(__file__).parent


def patterns(random, type, shape):
    """Random bits of a type, or every pattern of a small one."""
    name = TYPES[type]
    count = int(np.prod(shape))
    if name in BITS:
        return random.integers(0, 1 << BITS[name], count)
    bits = random.integers(0, 256, count * dtype(name).itemsize, dtype=np.uint8)
    if name == "bool":
        bits %= 2
    return bits.view(dtype(name)).reshape(shape)


def of_type(random, type, name, shape):
    return Constant(name, type, shape, contents(patterns(random, type, shape), type))


def types(random):
    constants = [of_type(random, type, name, [3, 5, 7]) for type, name in TYPES.items()]
    constants += [
        of_type(random, Type.FLOAT32, "scalar", []),
        of_type(random, Type.FLOAT32, "five_dimensions", [2, 1, 3, 1, 2]),
        Constant("made_while_running", Type.FLOAT32, [4, 4], None),
        of_type(random, Type.INT4, "odd_int4", [3]),
        of_type(random, Type.INT2, "odd_int2", [5]),
    ]
    return model([("main", constants)])


def names(random):
    def values(name):
        return of_type(random, Type.INT16, name, [3])

    return model([
        ("main", [values("weights"), values("bias"), values("same"), values("grüße"), values("")]),
        ("decoder", [values("weights"), values("same"), values("same"), values("main:bias")]),
        (None, [values("weights")]),
    ])


def scales(random, count):
    return (random.uniform(0.001, 0.1, count) * random.choice([1, 2.0**-20, 2.0**20], count)).astype(np.float32)


def quantized(random):
    constants = []

    def add(name, type, shape, count, zero_points, axis=0, scale=None, **fields):
        scale = list(scales(random, count) if scale is None else np.array(scale, np.float32))
        constant = of_type(random, type, name, shape)
        constant.quantization = quantization(scale, list(zero_points), axis)
        constant.fields = fields
        constants.append(constant)

    every = {
        Type.INT8: (-128, 127), Type.UINT8: (0, 255), Type.INT16: (-(2**15), 2**15 - 1), Type.UINT16: (0, 2**16 - 1),
        Type.INT4: (-8, 7), Type.UINT4: (0, 15), Type.INT2: (-2, 1),
    }
    for type, (lowest, highest) in every.items():
        name = TYPES[type]
        add(f"{name}/tensor", type, [4, 33], 1, [int(random.integers(lowest, highest + 1))])
        add(f"{name}/symmetric", type, [5, 3, 7], 1, [0])
        if type in (Type.INT16, Type.UINT16):  # by channel LiteRT does not make values of them
            continue
        for axis, count in enumerate([3, 4, 5]):
            add(f"{name}/axis_{axis}", type, [3, 4, 5], count, random.integers(lowest, highest + 1, count), axis)
    add("int8/scalar", Type.INT8, [], 1, [-7])
    add("int8/dead_channel", Type.INT8, [3, 50], 3, [0, 0, 0], scale=[0.5, 0, 0.25])
    add("int8/odd_scales", Type.INT8, [6, 50], 6, [1] * 6, scale=[-0.5, 1e-45, 3e38, np.inf, -np.inf, np.nan])
    for type in (Type.INT32, Type.INT64):
        name = TYPES[type]
        add(f"{name}/tensor", type, [40], 1, [0])
        add(f"{name}/axis_0", type, [40], 40, [0] * 40)
    add("int32/zero_point", Type.INT32, [40], 1, [-(2**24)])
    return model([("main", constants)])


def in_blocks(random):
    """Blocks along the last axis, as ai-edge-quantizer writes them."""

    def add(name, type, shape, quantization=None):
        constants.append(of_type(random, type, name, shape))
        constants[-1].quantization = quantization

    def add_scales(name, type, shape):
        constants.append(Constant(name, type, shape, contents(scales(random, int(np.prod(shape))).reshape(shape), type)))

    constants = []
    add("int4/blocks", Type.INT4, [6, 64], quantization(details=blockwise(1, 32)))
    add_scales("int4/blocks_scales", Type.FLOAT16, [6, 2])
    add("int8/blocks", Type.INT8, [3, 128], quantization(details=blockwise(3, 64)))
    add_scales("int8/blocks_scales", Type.FLOAT32, [3, 2])
    add("int2/blocks", Type.INT2, [4, 64], quantization(details=blockwise(5, 32, 6)))
    add_scales("int2/blocks_scales", Type.FLOAT16, [4, 2])
    add("int2/blocks_zero_points", Type.INT2, [4, 2])
    return model([("main", constants)])


def not_read_as_values(random):
    """Integers whose model says nothing, or nothing that is known here, of what they stand for."""
    custom, axes = schema.CustomQuantizationT(), schema.MultiAxisQuantizationT()
    custom.custom = np.arange(5, dtype=np.uint8)
    axes.scales, axes.zeroPoints, axes.quantizedDimensions = 0, -1, [0, 1]
    constants = [of_type(random, Type.INT8, name, [4, 4]) for name in ("custom", "multi_axis", "no_scale", "zero_scale")]
    constants += [of_type(random, Type.FLOAT16, "float", [4, 4]), of_type(random, Type.BOOL, "bool", [4, 4])]
    how = [quantization(details=custom), quantization(details=axes), quantization([], [], 3),
           quantization([0.0], [0], 0), quantization([2.0], [0], 0), quantization([2.0], [0], 0)]
    for constant, parameters in zip(constants, how):
        constant.quantization = parameters
    return model([("main", constants)])


def encoding(object, tensor, codes):
    """How the list calls an encoding, its scales and zero-points, and the values; None where there is none."""
    parameters = tensor.quantization
    if parameters is None or TYPES[tensor.type].startswith(("float", "bfloat", "bool")):
        return None
    word = TYPES[tensor.type]
    shape = list(tensor.shape)
    if parameters.detailsType == schema.QuantizationDetails.BlockwiseQuantization:
        details = parameters.details

        def values(index):
            other = object.subgraphs[0].tensors[index]
            bits = np.frombuffer(bytes(object.buffers[other.buffer].data), np.uint8)
            if TYPES[other.type] == "int2":
                return unpacked(bits, 2)[:int(np.prod(other.shape))].reshape(other.shape)
            return bits.view(dtype(TYPES[other.type])).reshape(other.shape)

        scale = values(details.scales)
        zero_point = np.zeros_like(scale, np.int64) if details.zeroPoints < 0 else values(details.zeroPoints)
        arguments = qtyping.UniformQuantParams(
            num_bits=BITS.get(word, 8), quantized_dimension=0, scale=scale.astype(np.float64), symmetric=True,
            zero_point=zero_point.astype(np.int64), block_size=details.blockSize)
        by_library = uniform_quantize_tensor.uniform_dequantize(codes.astype(np.int64), arguments)
        spread = np.repeat(scale.astype(np.float64), details.blockSize, 1)
        by_hand = (codes.astype(np.float64) - np.repeat(zero_point, details.blockSize, 1)) * spread
        assert details.zeroPoints >= 0 or np.array_equal(by_library, by_hand)
        return f"{word} per_group axis 1 size {details.blockSize}", scale, zero_point, by_hand.astype(np.float32)
    if parameters.detailsType or not len(parameters.scale) or list(parameters.scale) == [0]:
        return None
    scale, zero_point = np.array(parameters.scale, np.float32), np.array(parameters.zeroPoint, np.int64)
    axis = parameters.quantizedDimension
    if word in ("uint16", "int32", "int64") or word == "int16" and zero_point.any():
        arguments = qtyping.UniformQuantParams(
            num_bits=32, quantized_dimension=axis, scale=scale.astype(np.float64), symmetric=True,
            zero_point=zero_point)
        values = uniform_quantize_tensor.uniform_dequantize(codes.astype(np.int64), arguments).astype(np.float32)
    else:
        alone = Constant("", tensor.type, shape, bytes(object.buffers[tensor.buffer].data), parameters)
        values = dequantized(alone)
    kind = "per_tensor" if len(scale) == 1 else f"per_channel axis {axis}"
    return f"{word} {kind}", scale, zero_point, values


def read(path, object, name, index, subgraph):
    """What LiteRT has of one constant."""
    tensor = object.subgraphs[subgraph].tensors[index]
    shape = [int(dimension) for dimension in tensor.shape]
    interpreter = Interpreter(model_path=str(HERE / path))
    bits = interpreter.get_tensor(index, subgraph)
    word = TYPES[tensor.type]
    codes = bits.view(dtype(word)) if word in ("bfloat16", "float8_e4m3fn", "float8_e5m2") else bits
    size = -(-int(np.prod(shape)) * BITS[word] // 8) if word in BITS else codes.nbytes
    result = {"name": name, "storedAs": word, "shape": shape, "byteCount": size, "codes": checksum(codes)}
    known = encoding(object, tensor, codes)
    if known is None:
        values = codes.astype(np.float64 if word in FLOAT64 else np.float32)
        unknown = tensor.quantization and {1: " custom", 3: " multi_axis"}.get(tensor.quantization.detailsType)
        result["storedAs"] += unknown or ""
    else:
        result["storedAs"], scale, zero_point, values = known
        result["scales"] = checksum(canonical(scale.astype(np.float32)))
        result["zeroPoints"] = checksum(zero_point.astype(np.float32))
    return result | {"values": checksum(canonical(values))}


def listed(path, object, naming=lambda graph, index, name: name):
    tensors = []
    for number, graph in enumerate(object.subgraphs):
        for index, tensor in enumerate(graph.tensors):
            if tensor.buffer:
                name = naming(number, index, tensor.name.decode())
                tensors.append(read(path, object, name, index, number))
    return {"file": path, "tensors": tensors}


def told_apart(graph, index, name):
    """The names of `names.tflite` by hand."""
    return {
        (0, 0): "main:weights", (0, 2): "main:same", (0, 4): "#4", (1, 0): "decoder:weights",
        (1, 1): "decoder:same#1", (1, 2): "decoder:same#2", (2, 0): "2:weights",
    }.get((graph, index), name)


def main():
    files = []

    def write(path, object, bytes=pack, naming=lambda graph, index, name: name):
        (HERE / path).write_bytes(bytes(object))
        files.append(listed(path, object, naming))

    write("types.tflite", types(np.random.default_rng(1)))
    write("outside.tflite", types(np.random.default_rng(2)), packed_outside)
    write("names.tflite", names(np.random.default_rng(3)), naming=told_apart)
    write("quantized.tflite", quantized(np.random.default_rng(4)))
    write("blocks.tflite", in_blocks(np.random.default_rng(5)))
    write("not_quantized.tflite", not_read_as_values(np.random.default_rng(6)))
    lines = ",\n".join(
        '{"file": %s, "tensors": [\n  %s\n]}' % (
            json.dumps(file["file"]),
            ",\n  ".join(json.dumps(tensor, ensure_ascii=False) for tensor in file["tensors"]))
        for file in files)
    (HERE / "values.json").write_text('{"files": [\n' + lines + "\n]}\n")


main()
