"""Samples of models: what no library at hand writes, put together by its description, and Core ML's."""

import struct

import google_crc32c
from coremltools.proto import Model_pb2


def varint(number):
    number &= (1 << 64) - 1
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def field(number, contents):
    if isinstance(contents, int):
        return varint(number << 3) + varint(contents)
    return varint(number << 3 | 2) + varint(len(contents)) + contents


def write(put, values):
    """Hands each sample to `put`, with its name and what it must be recognised as."""
    node = lambda name, op: field(1, field(1, name) + field(2, op))
    graph = node(b"input", b"Placeholder") + node(b"conv1/weights", b"Const") + node(b"output", b"Identity")
    put("frozen.pb", graph, "a TensorFlow graph")
    put("saved_model.pb", field(1, 1) + field(2, field(1, field(5, b"serve")) + field(2, graph)), "a TensorFlow SavedModel")
    layer = field(1, b"conv1") + field(2, b"Convolution") + field(7, field(5, values.tobytes()))
    put("net.caffemodel", field(1, b"LeNet") + field(100, layer), "a Caffe model")
    put("program.pdmodel", field(1, field(1, 0) + field(2, -1) + field(3, field(1, b"w"))), "a PaddlePaddle program")
    tensor = field(1, 5) + field(2, 4)
    put("weights.pdiparams", struct.pack("<IQI", 0, 0, 0) + struct.pack("<i", len(tensor)) + tensor + values[0].tobytes(),
        "the parameters of a PaddlePaddle model")
    put("weights.params", struct.pack("<QQQ", 0x112, 0, 1) + struct.pack("<Ii", 0xF993FAC9, 0) + bytes(32),
        "the parameters of an MXNet model")
    record = b"a record of some bytes"

    def masked(bytes_):
        crc = google_crc32c.value(bytes_)
        return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)

    length = struct.pack("<Q", len(record))
    put("examples.tfrecord", length + masked(length) + record + masked(record), "a TFRecord file")
    put("model.ckpt.index", bytes(40) + struct.pack("<Q", 0xDB4775248B80FB57), "the index of a TensorFlow checkpoint")
    put("imatrix.dat", struct.pack("<ii", 1, 19) + b"blk.0.attn_q.weight" + struct.pack("<ii", 5, 12) + values[:3].tobytes(),
        "an importance matrix of llama.cpp")
    put("old.ggml", b"tjgg" + struct.pack("<iiiiiiii", 3, 32000, 4096, 256, 32, 32, 128, 2),
        "a file of ggml from before GGUF")
    put("program.pte", struct.pack("<I", 48) + b"ET12" + b"eh00" + bytes(52), "an ExecuTorch program")
    put("model.ort", struct.pack("<I", 24) + b"ORTM" + bytes(56), "an ONNX Runtime model")
    put("model.rknn", b"RKNN" + bytes(4) + struct.pack("<QQ", 6, 1000) + bytes(8), "an RKNN model")
    put("model.engine", b"ftrt" + bytes(60), "a TensorRT engine")
    put("model.plan", b"ptrt" + bytes(60), "a TensorRT engine")
    put("graph.param.bin", struct.pack("<iii", 7767517, 2, 2) + bytes(32), "a binary ncnn graph")
    put("words.ftz", struct.pack("<ii", 793712314, 12) + bytes(56), "a fastText model")
    put("matrix.ark", b"\x00BFM \x04" + struct.pack("<i", 2) + b"\x04" + struct.pack("<i", 2) + values[0].tobytes(), "a Kaldi matrix")

    model = Model_pb2.Model(specificationVersion=4)
    model.description.input.add().name = "x"
    model.neuralNetwork.layers.add().name = "y"
    put("model.mlmodel", model.SerializeToString(), "a Core ML model")
