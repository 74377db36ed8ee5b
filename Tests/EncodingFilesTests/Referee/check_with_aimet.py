"""Hands the golden .encodings files to AIMET's own reader; see README.md."""

import json
import pathlib
import sys
import warnings

warnings.filterwarnings("ignore")

import aimet_onnx
import numpy as np
from aimet_onnx.quantsim import (
    QuantizationSimModel,
    encodings_to_onnx_qdq,
    load_encodings_to_sim,
    set_blockwise_quantization_for_weights,
)
from onnx import TensorProto, helper, numpy_helper

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "Fixtures"
EXPECTED_VERSION = "2.42.0"
checked = 0


def model(tensors):
    """A network in which every tensor of a document has its role and its shape."""
    nodes, inputs, outputs, constants = [], [], [], []
    for index, tensor in enumerate(tensors):
        name, shape = tensor["name"], [int(size) for size in tensor["shape"]]
        output = f"out{index}"
        if tensor["role"] == "activation":
            inputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
            nodes.append(helper.make_node("Relu", [name], [output]))
            result = shape
        else:
            weights = np.linspace(-1, 1, int(np.prod(shape)), dtype=np.float32).reshape(shape)
            constants.append(numpy_helper.from_array(weights, name))
            operand = f"in{index}"
            if len(shape) == 4:
                inputs.append(
                    helper.make_tensor_value_info(operand, TensorProto.FLOAT, [1, shape[1], 8, 8])
                )
                nodes.append(helper.make_node("Conv", [operand, name], [output]))
                result = [1, shape[0], 9 - shape[2], 9 - shape[3]]
            else:
                inputs.append(
                    helper.make_tensor_value_info(operand, TensorProto.FLOAT, [2, shape[1]])
                )
                nodes.append(helper.make_node("Gemm", [operand, name], [output], transB=1))
                result = [2, shape[0]]
        outputs.append(helper.make_tensor_value_info(output, TensorProto.FLOAT, result))
    graph = helper.make_graph(nodes, "referee", inputs, outputs, constants)
    return helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10
    )


def quantize_nodes(graph):
    """For each quantized tensor: scales, type, zero-points and attributes in the ONNX file."""
    constants = {constant.name: constant for constant in graph.initializer}
    found = {}
    for node in graph.node:
        if node.op_type == "QuantizeLinear":
            zero = constants[node.input[2]]
            found[node.input[0]] = (
                numpy_helper.to_array(constants[node.input[1]]),
                TensorProto.DataType.Name(zero.data_type),
                numpy_helper.to_array(zero).astype(np.int64),
                {entry.name: helper.get_attribute_value(entry) for entry in node.attribute},
            )
    return found


def expect(claim, found, expected):
    global checked
    checked += 1
    if found != expected:
        sys.exit(f"{claim}: expected {expected}, found {found}")


def check(name, tensor, found):
    """Compares one tensor of the ONNX file with what qviz meant, code by code."""
    scale, kind, zero, attributes = found
    scheme = tensor["scheme"]
    levels = int(scheme["quant_max"] - scheme["quant_min"]) + 1
    bits = (levels - 1).bit_length()
    signed = kind.startswith("INT")
    lowest = -(2 ** (bits - 1)) if signed else 0
    meant = np.array(tensor["encodings"]["scale"], dtype=np.float64).astype(np.float32)
    below = scheme["quant_min"] - np.array(tensor["encodings"]["zero_point"], dtype=np.int64)

    expect(f"{name}: bits of the type", kind.replace("UINT", "").replace("INT", ""), str(bits))
    expect(f"{name}: scales", scale.reshape(-1).tobytes(), meant.tobytes())
    expect(f"{name}: codes below zero", (lowest - zero).reshape(-1).tolist(), below.tolist())
    if levels == 2**bits:
        above = scheme["quant_max"] - np.array(tensor["encodings"]["zero_point"], dtype=np.int64)
        highest = lowest + 2**bits - 1
        expect(f"{name}: codes above zero", (highest - zero).reshape(-1).tolist(), above.tolist())
    if len(meant) > 1:
        expect(f"{name}: axis", attributes["axis"], int(scheme["axis"]))
        expect(f"{name}: group size", attributes.get("block_size"), scheme.get("group_size"))
    print(f"  {name}: {kind}, {len(meant)} scales, zero-point {sorted(set(zero.reshape(-1).tolist()))}")


def exported(path, document):
    network = model(document["tensors"])
    groups = {t["scheme"].get("group_size") for t in document["tensors"]} - {None}
    if not groups:
        return encodings_to_onnx_qdq(network, str(path)).graph
    # The axis of blocks is not in a 1.0.0 file, so it must be in the model already.
    sim = QuantizationSimModel(network, param_type="int4", activation_type="int8")
    set_blockwise_quantization_for_weights(sim, ("Gemm",), 4, True, int(groups.pop()))
    load_encodings_to_sim(sim, str(path), strict=False)
    return sim.to_onnx_qdq().graph


def main():
    if aimet_onnx.__version__ != EXPECTED_VERSION:
        sys.exit(f"expected aimet-onnx {EXPECTED_VERSION}, found {aimet_onnx.__version__}")
    for path in sorted(FIXTURES.glob("*.encodings")):
        source = path.with_suffix(".qviz.json")
        if not source.exists():
            continue
        print(path.name)
        document = json.loads(source.read_text())
        found = quantize_nodes(exported(path, document))
        for tensor in document["tensors"]:
            check(tensor["name"], tensor, found[tensor["name"]])
    print(f"aimet-onnx {aimet_onnx.__version__} agrees: {checked} comparisons")


if __name__ == "__main__":
    main()
