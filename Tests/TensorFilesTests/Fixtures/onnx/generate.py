"""Writes ONNX files with the real library, and values.json: what onnx and ONNX Runtime read from them.

    python -m venv venv && venv/bin/pip install onnx==1.23.2 onnxruntime==1.32.0 ml_dtypes==0.6.0 numpy==2.4.6
    venv/bin/python generate.py

A checksum of values is SHA-256 over them as little-endian float32, or float64 where qviz has float64, in
row-major order, each NaN as the quiet one without a sign.
"""

import hashlib
import json
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import quantized

HERE = pathlib.Path(__file__).parent
FLOAT64 = {"float64", "int32", "uint32", "int64", "uint64"}
FILES = []


def checksum(values, kind):
    bits = np.asarray(values).astype(np.float64 if kind in FLOAT64 else np.float32).ravel()
    bits[np.isnan(bits)] = np.nan
    return hashlib.sha256(bits.tobytes()).hexdigest()


def entry(name, tensor, folder=HERE):
    values = numpy_helper.to_array(tensor, str(folder))
    kind = str(values.dtype)
    return {"name": name, "storedAs": kind, "shape": list(values.shape), "values": checksum(values, kind)}


def expect(file, tensors):
    FILES.append({"file": file, "tensors": tensors})


def model(graph, functions=()):
    return helper.make_model(
        graph, ir_version=11, producer_name="fixture", functions=list(functions),
        opset_imports=[helper.make_opsetid("", 23), helper.make_opsetid("made.up", 1)])


def graph(nodes, initializers, name="g"):
    return helper.make_graph(nodes, name, [], [], initializers)


TYPES = [number for name, number in TensorProto.DataType.items() if name not in ("UNDEFINED", "STRING", "COMPLEX64", "COMPLEX128")]


def array(random, number, shape):
    dtype = helper.tensor_dtype_to_np_dtype(number)
    count = int(np.prod(shape))
    name = TensorProto.DataType.Name(number)
    if name == "BOOL":
        return random.integers(0, 2, shape).astype(bool)
    bits = {"4": 4, "2": 2, "6": 6}.get({
        "UINT4": "4", "INT4": "4", "FLOAT4E2M1": "4", "UINT2": "2", "INT2": "2", "FLOAT6E2M3": "6",
        "FLOAT6E3M2": "6"}.get(name, ""), 0)
    if bits in (2, 4):
        codes = random.integers(0, 1 << bits, count, dtype=np.uint8)
        if name in ("INT4", "INT2"):
            return (codes.astype(np.int8) - (1 << bits - 1)).astype(dtype).reshape(shape)
        return codes.astype(dtype).reshape(shape) if name != "FLOAT4E2M1" else codes.view(dtype).reshape(shape)
    if bits == 6:
        return random.integers(0, 64, count, dtype=np.uint8).view(dtype).reshape(shape)
    # Any bits at all: subnormals, infinities and NaN among them.
    return np.frombuffer(random.bytes(count * np.dtype(dtype).itemsize), dtype).reshape(shape)


def types(random):
    """Every type in its typed field and as raw bytes; an odd number of elements leaves half a byte."""
    tensors = []
    for number in TYPES:
        name = TensorProto.DataType.Name(number).lower()
        values = array(random, number, (3, 5))
        raw = numpy_helper.from_array(values, f"raw.{name}")
        assert raw.HasField("raw_data")
        typed = TensorProto(name=f"typed.{name}", data_type=number, dims=values.shape)
        fill(typed, values, number)
        tensors += [raw, typed]
    for dims, name in [((), "scalar"), ((0, 4), "empty")]:
        tensors.append(numpy_helper.from_array(np.ones(dims, np.float32), name))
        typed = TensorProto(name=f"typed.{name}", data_type=TensorProto.INT64, dims=dims)
        typed.int64_data.extend([-(2**62)] * int(np.prod(dims)))
        tensors.append(typed)
    onnx.save(model(graph([], tensors)), HERE / "types.onnx")
    expect("types.onnx", [entry(t.name, t) for t in tensors])


def fill(tensor, values, number):
    """Puts values into the typed field, as the format says and helper.make_tensor does."""
    field = getattr(tensor, helper.tensor_dtype_to_field(number))
    size = values.dtype.itemsize
    name = TensorProto.DataType.Name(number)
    raw = numpy_helper.from_array(values).raw_data
    if name in ("FLOAT", "DOUBLE", "INT32", "INT64", "UINT32", "UINT64", "INT8", "INT16", "BOOL"):
        field.extend([number + 0 for number in values.ravel().tolist()])
    elif name.startswith("FLOAT6"):
        field.extend(values.ravel().view(np.uint8).tolist())
    else:
        # Bit patterns: of an element, or of a byte in which several are packed.
        field.extend(np.frombuffer(raw, np.uint16 if size == 2 else np.uint8).tolist())


def repeated(random):
    """Fields that are repeated without being packed, in several runs, and said twice."""
    def bytes_of(field, payload):
        return varint(field << 3 | 2) + bytes([len(payload)]) + payload

    floats = random.normal(size=6).astype("<f4")
    lone = b"".join(bytes([4 << 3 | 5]) + f.tobytes() for f in floats)
    runs = bytes_of(4, floats[:4].tobytes()) + bytes_of(4, floats[4:].tobytes())
    mixed = bytes_of(4, floats[:5].tobytes()) + bytes([4 << 3 | 5]) + floats[5:].tobytes()
    numbers = bytes([5 << 3, 1, 5 << 3, 0xFF, 1]) + bytes_of(5, bytes([7, 0x80, 2, 0, 3]))
    dims = bytes_of(1, bytes([2, 3]))
    heads = {
        "lone": dims + bytes([2 << 3, 1]) + lone, "runs": dims + bytes([2 << 3, 1]) + runs,
        "mixed": dims + bytes([2 << 3, 1]) + mixed, "numbers": dims + bytes([2 << 3, 3]) + numbers,
        "overlong": bytes([2 << 3, 2, 1 << 3, 0x82, 0x80, 0]) + bytes_of(5, b"\xc8\x81\x80\x80\x80\x80\x80\x80\x80\x00" + b"\x01"),
        "twice": bytes([2 << 3, 6, 2 << 3, 2, 1 << 3, 2]) + bytes_of(9, b"\x01") + bytes_of(9, b"\x05\x06"),
        "unknown": bytes_of(20, b"abc") + varint(21 << 3 | 3) + bytes([1 << 3, 1]) + varint(21 << 3 | 4) + bytes([2 << 3, 2, 1 << 3, 1]) + bytes_of(9, b"\x09"),
    }
    body = b""
    expected = []
    for name, payload in heads.items():
        payload += bytes_of(8, name.encode())
        body += bytes_of(5, payload)
        expected.append(entry(name, TensorProto.FromString(payload)))
    file = bytes([1 << 3, 11]) + bytes([7 << 3 | 2]) + varint(len(body)) + body
    (HERE / "repeated.onnx").write_bytes(file)
    assert len(onnx.load(HERE / "repeated.onnx").graph.initializer) == len(heads)
    expect("repeated.onnx", expected)


def varint(value):
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def external(random):
    """Values in files beside the model, with and without a length, in a folder too."""
    tensors = []
    blob = random.bytes(64)
    (HERE / "external.data").write_bytes(blob)
    (HERE / "weights").mkdir(exist_ok=True)
    (HERE / "weights" / "w.bin").write_bytes(random.bytes(24))
    places = [
        ("start", TensorProto.INT8, (16,), "external.data", {}),
        ("middle", TensorProto.FLOAT16, (2, 4), "external.data", {"offset": 16, "length": 16}),
        ("end", TensorProto.INT4, (63,), "external.data", {"offset": 32, "length": 32}),
        ("folder", TensorProto.INT64, (3,), "weights/w.bin", {"length": 24}),
    ]
    expected = []
    for name, kind, dims, location, numbers in places:
        tensor = TensorProto(name=name, data_type=kind, dims=dims, data_location=TensorProto.EXTERNAL)
        for key, value in [("location", location), *numbers.items()]:
            tensor.external_data.add(key=key, value=str(value))
        tensors.append(tensor)
        read = TensorProto()
        read.CopyFrom(tensor)
        if "length" not in numbers:
            read.external_data.add(key="length", value="16")
        expected.append(entry(name, read))
    onnx.save(model(graph([], tensors)), HERE / "external.onnx")
    expect("external.onnx", expected)


def constant(name, **value):
    return helper.make_node("Constant", [], [name], **value)


def scalars():
    """A Constant of each kind that holds real numbers."""
    nodes = [
        constant("float", value_float=-1.375), constant("int", value_int=-7),
        constant("floats", value_floats=[0.1, -2.5, 3e38]), constant("ints", value_ints=[1, -2, 300]),
        constant("tensor", value=numpy_helper.from_array(np.arange(6, dtype=np.int16).reshape(2, 3))),
    ]
    values = [np.float32(-1.375), np.int64(-7), np.array([0.1, -2.5, 3e38], np.float32), np.array([1, -2, 300]),
              np.arange(6, dtype=np.int16).reshape(2, 3)]
    return nodes, values


def graphs(random):
    """Initializers and constants in graphs within graphs and in functions, names that shadow each other."""
    nodes, values = scalars()
    w = [numpy_helper.from_array(random.normal(size=4).astype(np.float32), "w") for _ in range(4)]
    inner = graph([constant("c", value_float=2.0)], [w[3]], "inner")
    loop = helper.make_node("Loop", ["", ""], ["l"], body=inner)
    then, other = graph([loop], [w[1]], "then"), graph([constant("w", value_int=3)], [], "else")
    branch = helper.make_node("If", ["cond"], ["y"], then_branch=then, else_branch=other)
    function = helper.make_function(
        "made.up", "f", [], ["z"], [constant("z", value_floats=[1.0, 2.0])], [helper.make_opsetid("", 23)])
    call = helper.make_node("f", [], ["called"], domain="made.up")
    onnx.save(model(graph([*nodes, branch, call], [w[0]]), [function]), HERE / "graphs.onnx")

    def of(name, value):
        return entry(name, numpy_helper.from_array(np.asarray(value)))

    expected = [of(node.output[0], value) for node, value in zip(nodes, values)]
    # In the order of the fields of a node: inputs, outputs, then attributes, which are sorted by name.
    expected += [of("y/else_branch/w", np.int64(3))]
    expected += [of("y/then_branch/l/body/c", np.float32(2)), of("y/then_branch/l/body/w", numpy_helper.to_array(w[3]))]
    expected += [of("y/then_branch/w", numpy_helper.to_array(w[1]))]
    expected += [of("w", numpy_helper.to_array(w[0])), of("made.up/f/z", np.array([1, 2], np.float32))]
    expect("graphs.onnx", expected)


def alone(random):
    """A tensor in a file of its own, as test sets have them, with a name and without."""
    values = random.normal(size=(2, 3)).astype(np.float32)
    for file, name in [("input_0.pb", ""), ("output_0.pb", "y")]:
        tensor = numpy_helper.from_array(values, name)
        (HERE / file).write_bytes(tensor.SerializeToString())
        expect(file, [entry(name or "input_0", tensor)])


def main():
    random = np.random.default_rng(9)
    types(random)
    repeated(random)
    external(random)
    graphs(random)
    alone(random)
    quantized.write(random, HERE, expect, checksum)
    versions = {"onnx": onnx.__version__, "numpy": np.__version__, **quantized.VERSIONS}
    (HERE / "values.json").write_text(json.dumps({"versions": versions, "files": FILES}, indent=1) + "\n")


main()
