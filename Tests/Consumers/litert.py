"""ai-edge-quantizer: a model quantized by a recipe and calibration results that qviz wrote."""

import contextlib
import io
import json

import numpy as np

from exports import FOLDER, RANDOM, Tensor, check, encodings

INPUT = Tensor(
    "fc_x", RANDOM.gamma(2, 1, (1, 64)).astype(np.float32) - 1, "--min", "-0.9", "--max", "4.75")
OUTPUT = Tensor("fc_z", RANDOM.normal(-3, 1, (1, 8)).astype(np.float32), "--calibrator", "mse")
INPUT16 = Tensor("fc_x", INPUT.values, "--bits", "16", "--symmetric", "--max", "4.75")
OUTPUT16 = Tensor("fc_z", OUTPUT.values, "--bits", "16", "--symmetric")
VALUES = RANDOM.normal(0, 0.05, (8, 64)).astype(np.float32)


def weight(*options):
    return Tensor("fc_w", VALUES, *options)


def network():
    """One fully connected operator, z = x · wᵀ."""
    from ai_edge_litert.tools import flatbuffer_utils as flatbuffers
    schema = flatbuffers.schema_fb

    def tensor(name, shape, buffer):
        made = schema.TensorT()
        made.name, made.shape, made.buffer = name.encode(), list(shape), buffer
        made.type, made.hasRank = schema.TensorType.FLOAT32, True
        return made

    operation = schema.OperatorT()
    operation.inputs, operation.outputs = [0, 1, -1], [2]
    operation.builtinOptionsType = schema.BuiltinOptions.FullyConnectedOptions
    operation.builtinOptions = schema.FullyConnectedOptionsT()
    graph = schema.SubGraphT()
    graph.tensors = [
        tensor("fc_x", (1, 64), 1), tensor("fc_w", VALUES.shape, 2), tensor("fc_z", (1, 8), 3)]
    graph.inputs, graph.outputs, graph.operators, graph.name = [0], [2], [operation], b"main"
    code = schema.OperatorCodeT()
    code.builtinCode = code.deprecatedBuiltinCode = schema.BuiltinOperator.FULLY_CONNECTED
    code.version = 1
    buffers = [schema.BufferT() for _ in range(4)]
    buffers[2].data = np.frombuffer(VALUES.tobytes(), np.uint8)
    names = []
    for name, place in (("fc_x", 0), ("fc_z", 2)):
        names.append(schema.TensorMapT())
        names[-1].name, names[-1].tensorIndex = name.encode(), place
    signature = schema.SignatureDefT()
    signature.signatureKey, signature.subgraphIndex = b"serving_default", 0
    signature.inputs, signature.outputs = names[:1], names[1:]
    model = schema.ModelT()
    model.version, model.subgraphs, model.operatorCodes, model.buffers = 3, [graph], [code], buffers
    model.signatureDefs = [signature]
    path = FOLDER / "fc.tflite"
    path.write_bytes(flatbuffers.convert_object_to_bytearray(model))
    return path


def quantized(model, recipe, results, name=None):
    """Scales, zero-points and integers of what the quantizer makes, by name; of one tensor its type alone."""
    from ai_edge_litert.tools import flatbuffer_utils as flatbuffers
    from ai_edge_quantizer import quantizer
    from ai_edge_quantizer.utils import calibration_utils
    both = FOLDER / "all.qsv.json"
    ranges = {}
    for path in results:
        ranges |= json.loads(path.read_text())["model_qsvs"]
    both.write_text(json.dumps({"model_qsvs": ranges}))
    qsvs, _ = calibration_utils.load_calibration_results(str(both))
    # It prints how much smaller the model is.
    with contextlib.redirect_stdout(io.StringIO()):
        tool = quantizer.Quantizer(str(model))
        tool.load_quantization_recipe(str(recipe))
        made = tool.quantize(qsvs)
    graph = flatbuffers.read_model_from_bytearray(bytearray(made.quantized_model))
    found = {}
    for tensor in graph.subgraphs[0].tensors:
        if name is not None and tensor.name.decode() == name:
            return tensor.type
        said = tensor.quantization
        if said is None or said.scale is None:
            continue
        data = graph.buffers[tensor.buffer].data
        found[tensor.name.decode()] = (
            np.array(said.scale, np.float32), np.array(said.zeroPoint),
            None if data is None else np.frombuffer(bytes(data), np.int8))
    return found


def signed(report, offset):
    """Scales, and zero-points as codes from below zero have them."""
    scale, zero_point = encodings(report)
    return scale, zero_point - offset


def weights_alone():
    good = True
    model = network()
    for title, options in (
            ("int8 channels", ["--granularity", "channel", "--axis", "0"]),
            ("int8 tensor", ["--calibrator", "mse"]),
            ("int4 channels", ["--bits", "4", "--granularity", "channel", "--axis", "0"])):
        tensor = weight("--restricted-symmetric", *options)
        recipe, report = tensor.export("litert-recipe")
        results, _ = tensor.export("litert-calibration")
        codes = FOLDER / "codes.npy"
        tensor.measure("--codes", str(codes))
        found = quantized(model, recipe, [results])
        scale, zero_point, data = found["fc_w"]
        made = np.load(codes).ravel()
        if data.size < made.size:
            data = np.stack([(data << 4).astype(np.int8) >> 4, data >> 4], 1).ravel()
        good &= check(
            f"litert-recipe, {title}", [scale, zero_point, data], [*signed(report, 0), made])
    return good


def activations():
    good = True
    model = network()
    for title, x, z, offset in (("int8", INPUT, OUTPUT, 128), ("int16", INPUT16, OUTPUT16, 0)):
        x_recipe, x_report = x.export("litert-recipe", "--role", "activation")
        x_results, _ = x.export("litert-calibration")
        z_results, z_report = z.export("litert-calibration")
        w = weight("--restricted-symmetric", "--granularity", "channel", "--axis", "0")
        w_results, w_report = w.export("litert-calibration")
        found = quantized(model, x_recipe, [x_results, z_results, w_results])
        for name, report, away in (
                ("fc_x", x_report, offset), ("fc_z", z_report, offset), ("fc_w", w_report, 0)):
            scale, zero_point, _ = found.get(name) or found[name + "_quantized"]
            good &= check(f"litert-calibration, {title} {name}", [scale, zero_point],
                          signed(report, away))
    return good


def groups():
    """Weights in groups and of 2 bits, for which calibration results have no words."""
    from ai_edge_litert.tools import flatbuffer_utils as flatbuffers
    good = True
    model = network()
    types = flatbuffers.schema_fb.TensorType
    for title, kind, options in (
            ("int4 groups", types.INT4, ["--bits", "4", "--granularity", "group", "--group-size", "32"]),
            ("int2 groups", types.INT2, ["--bits", "2", "--granularity", "group", "--group-size", "64"]),
            ("int2 tensor", types.INT2, ["--bits", "2"])):
        recipe, _ = weight("--restricted-symmetric", *options).export("litert-recipe")
        made = quantized(model, recipe, [], "fc_w")
        good &= check(f"litert-recipe, {title}", [[made]], [[kind]])
    return good


TESTS = [weights_alone, activations, groups]
