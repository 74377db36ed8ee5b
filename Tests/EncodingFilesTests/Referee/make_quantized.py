"""The goldens of quantized tensors, made without qviz.

    make_quantized.py FIXTURES

`quantized.onnx` is what onnx.helper makes and protobuf serializes; `quantized.safetensors` is laid out here by the
format's specification and loaded by its own library. `ort-trt-table.flatbuffers` is written by the classes that
ONNX Runtime generated from its schema.
Needs onnx 1.23.2, onnxruntime 1.32.0, safetensors 0.8.0, flatbuffers and numpy.
"""

import json
import pathlib
import struct
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper

FOLDER = pathlib.Path(sys.argv[1])


def scheme(bits, lowest, symmetry, granularity, **more):
    return {
        "bits": bits, "levels": 2 ** bits, "signed": lowest < 0, "symmetry": symmetry,
        "quant_min": lowest, "quant_max": lowest + 2 ** bits - 1, "rounding": "half_even",
        "scaling": "divide", "granularity": granularity, **more}


# Name, role, type, shape, scheme, shape of the blocks, scales, zero-points, first code.
TENSORS = [
    ("w", "parameter", "int4", (2, 5), scheme(4, -8, "symmetric", "per_channel", axis=0), (2,), [0.5, 0.25],
     [0, 0]),
    ("g\u00e9", "parameter", "uint8", (2, 3),
     scheme(8, 0, "asymmetric", "per_group", axis=1, group_size=2), (2, 2), [1, 2, 3, 4], [0, 10, 20, 255]),
    ("x", "activation", "uint16", (3,), scheme(16, 0, "asymmetric", "per_tensor"), (), [0.125], [32768]),
]


def codes(place, shape, scheme):
    count = int(np.prod(shape))
    numbers = (np.arange(count) * 7 + 3 * place) % scheme["levels"] + scheme["quant_min"]
    return numbers.reshape(shape)


def onnx_model():
    kinds = {"int4": TensorProto.INT4, "uint8": TensorProto.UINT8, "uint16": TensorProto.UINT16}
    nodes, initializers, inputs, outputs = [], [], [], []
    for place, (name, role, kind, shape, words, blocks, scales, zero_points) in enumerate(TENSORS):
        parts = [f"{name}_quantized", f"{name}_scale", f"{name}_zero_point"]
        attributes = {"axis": words["axis"]} if "axis" in words else {}
        if "group_size" in words:
            attributes["block_size"] = words["group_size"]
        output = name if role == "parameter" else f"{name}_dequantized"
        packed = {}
        for part, numbers in ((0, codes(place, shape, words)), (2, np.array(zero_points))):
            flat = numbers.ravel()
            if kind == "int4":
                flat = np.append(flat, np.zeros(flat.size % 2, int)) & 15
                packed[part] = (flat[::2] | flat[1::2] << 4).astype(np.uint8).tobytes()
            else:
                packed[part] = flat.astype(kind).tobytes()
        if role == "parameter":
            initializers.append(helper.make_tensor(parts[0], kinds[kind], shape, packed[0], raw=True))
        else:
            nodes.append(helper.make_node("QuantizeLinear", [name] + parts[1:], [parts[0]], **attributes))
            inputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
        nodes.append(helper.make_node("DequantizeLinear", parts, [output], **attributes))
        outputs.append(helper.make_tensor_value_info(output, TensorProto.FLOAT, shape))
        initializers.append(helper.make_tensor(
            parts[1], TensorProto.FLOAT, blocks, np.array(scales, np.float32).tobytes(), raw=True))
        initializers.append(helper.make_tensor(parts[2], kinds[kind], blocks, packed[2], raw=True))
    graph = helper.make_graph(nodes, "quantized", inputs, outputs, initializers)
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10, producer_name="qviz",
        producer_version="0.1.0")
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString(deterministic=True)


def safetensors_file():
    entries, words = [], {"format": "pt", "producer": "qviz 0.1.0", "quantization": "qviz 1"}
    held = {"int4": ("I8", np.int8), "uint8": ("U8", np.uint8), "uint16": ("U16", np.uint16)}
    for place, (name, _, kind, shape, said, blocks, scales, zero_points) in enumerate(TENSORS):
        label, dtype = held[kind]
        words[name + ".scheme"] = json.dumps(said, sort_keys=True, separators=(",", ":"))
        entries.append((name + ".scale", "F32", blocks, np.array(scales, np.float32)))
        entries.append((name + ".zero_point", label, blocks, np.array(zero_points, dtype)))
        entries.append((name, label, shape, codes(place, shape, said).astype(dtype)))
    entries = [entry for width in (4, 2, 1) for entry in entries if entry[3].itemsize == width]
    header, position = {"__metadata__": words}, 0
    for name, label, shape, numbers in entries:
        header[name] = {"dtype": label, "shape": list(shape), "data_offsets": [position, position + numbers.nbytes]}
        position += numbers.nbytes
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    file = struct.pack("<Q", len(text)) + text + b"".join(numbers.tobytes() for *_, numbers in entries)
    from safetensors.numpy import load
    loaded = load(file)
    assert all(np.array_equal(loaded[name].ravel(), numbers.ravel()) for name, _, _, numbers in entries)
    return file


def table():
    import flatbuffers
    from onnxruntime.quantization.CalTableFlatBuffers import KeyValue, TrtTable
    builder = flatbuffers.Builder(64)
    pairs = []
    for name, amax in (("conv1", "2.27373"), ("x:0\u00e9", "1e-07")):
        key, value = builder.CreateString(name), builder.CreateString(amax)
        KeyValue.Start(builder)
        KeyValue.AddKey(builder, key)
        KeyValue.AddValue(builder, value)
        pairs.append(KeyValue.End(builder))
    TrtTable.StartDictVector(builder, len(pairs))
    for pair in reversed(pairs):
        builder.PrependUOffsetTRelative(pair)
    rows = builder.EndVector()
    TrtTable.Start(builder)
    TrtTable.AddDict(builder, rows)
    builder.Finish(TrtTable.End(builder))
    return bytes(builder.Output())


(FOLDER / "quantized.onnx").write_bytes(onnx_model())
(FOLDER / "quantized.safetensors").write_bytes(safetensors_file())
(FOLDER / "ort-trt-table.flatbuffers").write_bytes(table())
