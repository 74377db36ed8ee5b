"""AIMET: encodings of each version, put into a model by its own export."""

import json
import warnings

import numpy as np

from exports import FOLDER, RANDOM, Tensor, check, encodings

X = Tensor(
    "conv_x", RANDOM.gamma(2, 1, (1, 3, 8, 8)).astype(np.float32) - 1, "--min", "-0.9", "--max", "4.75")
W = Tensor(
    "conv_w", RANDOM.normal(0, 0.05, (6, 3, 3, 3)).astype(np.float32), "--symmetric", "--granularity",
    "channel", "--axis", "0", "--calibrator", "mse")


def network(path):
    """One convolution."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper
    graph = helper.make_graph(
        [helper.make_node("Conv", ["conv_x", "conv_w"], ["conv_z"])], "g",
        [helper.make_tensor_value_info("conv_x", TensorProto.FLOAT, [1, 3, 8, 8])],
        [helper.make_tensor_value_info("conv_z", TensorProto.FLOAT, [1, 6, 6, 6])],
        [numpy_helper.from_array(W.values, "conv_w")])
    onnx.save(helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10), path)


def merged(version, files):
    """One document of the encodings of two, as a person makes it by hand."""
    documents = [json.loads(path.read_text()) for path in files]
    whole = documents[0]
    for key in ("activation_encodings", "param_encodings", "encodings"):
        for document in documents[1:]:
            if key in document:
                whole[key] = {**whole[key], **document[key]} if version == "0.6.1" else whole[key] + document[key]
    path = FOLDER / f"both-{version}.encodings"
    path.write_text(json.dumps(whole))
    return path


def export_to_onnx_qdq():
    warnings.filterwarnings("ignore")
    import onnx
    from aimet_onnx.quantsim import encodings_to_onnx_qdq
    from onnx import numpy_helper
    good = True
    model = FOLDER / "conv.onnx"
    network(model)
    for version in ("0.6.1", "1.0.0", "2.0.0"):
        x_path, x_report = X.export(f"aimet-{version}", "--role", "activation")
        w_path, w_report = W.export(f"aimet-{version}", "--role", "parameter")
        made = encodings_to_onnx_qdq(str(model), str(merged(version, [x_path, w_path])))
        made = getattr(made, "model", made)
        constants = {item.name: numpy_helper.to_array(item) for item in made.graph.initializer}
        found = {}
        for node in made.graph.node:
            if node.op_type in ("QuantizeLinear", "DequantizeLinear"):
                name = node.input[0].removesuffix("_q").removesuffix("_quantized")
                found.setdefault(name, [constants[part].astype(float) for part in node.input[1:3]])
        for name, report in (("conv_x", x_report), ("conv_w", w_report)):
            scale, zero_point = encodings(report)
            good &= check(f"aimet-{version}, {name}", found.get(name, []),
                          [scale.astype(float), zero_point])
    return good


TESTS = [export_to_onnx_qdq]
