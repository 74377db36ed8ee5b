"""What codes in an ONNX model stand for, as ONNX Runtime's DequantizeLinear and MatMulNBits say."""

import dataclasses

import numpy
import onnx
import onnxruntime
from onnx import helper, numpy_helper

from libraries import Tensor, tensor

# Where codes go into an operator, their scales and zero-points, and the axis of several scales.
CONV = [(0, 1, 2, 0), (3, 4, 5, 0)]
OPERATORS = {
    "QLinearConv": CONV, "QLinearMatMul": [(0, 1, 2, -2), (3, 4, 5, -1)], "QGemm": CONV,
    "QLinearAdd": CONV, "QLinearMul": CONV, "DynamicQuantizeMatMul": [(1, 2, 3, -1)],
    "MatMulIntegerToFloat": [(0, 2, 4, 0), (1, 3, 5, -1)], "QAttention": [(1, 4, 7, -1)]}
# Where a bias of 32 bits goes in, whose scale is the product of the two others.
BIASES = {"QLinearConv": 8, "QGemm": 6}


@dataclasses.dataclass
class Codes:
    """The codes that the nodes of a graph read."""

    # What names mean: the name in the list, and the array.
    known: dict[str, tuple[str, numpy.ndarray]]

    def tensors(self, graph) -> dict[str, Tensor]:
        """The tensors of codes as the values that they stand for, by their names in the list."""
        found = {}
        for node in graph.node:
            for part in self.read(node, graph):
                found[part.name] = part
        return found

    def array(self, name: str) -> numpy.ndarray | None:
        """The array of a name; None where it is computed, or left out."""
        return self.known[name][1] if name in self.known else None

    def read(self, node: onnx.NodeProto, graph):
        """What a node says of the codes that it reads."""
        names = list(node.input) + [""] * 9
        said = attributes(node)
        if node.op_type == "DequantizeLinear":
            yield from self.values(*names[:3], said.get("axis", 1), said.get("block_size", 0))
        elif node.op_type == "MatMulNBits" and names[1] in self.known and names[2] in self.known:
            yield matrix(self.known[names[1]][0], said, [self.array(name) for name in names], self)
        elif node.op_type in ("MatMulInteger", "ConvInteger"):
            if scale := multiplied(node, graph, self.known):
                axis = -1 if node.op_type == "MatMulInteger" else 0
                yield from self.values(names[1], scale, names[3], axis)
        for codes, scale, zero_point, axis in OPERATORS.get(node.op_type, []):
            if node.op_type == "QGemm" and codes == 3:
                axis = 0 if said.get("transB", 0) else -1
            yield from self.values(names[codes], names[scale], names[zero_point], axis)
        bias = names[BIASES.get(node.op_type, -1)]
        scales = [self.array(names[place]) for place in (1, 4)]
        if bias in self.known and all(scale is not None for scale in scales):
            yield from self.values(bias, scales[0].reshape(-1) * scales[1].reshape(-1), "", 0)

    def values(self, codes: str, scale, zero_point: str, axis: int, size: int = 0):
        """Codes as ONNX Runtime's DequantizeLinear makes values of them."""
        scales = self.array(scale) if isinstance(scale, str) else scale
        if codes not in self.known or scales is None:
            return
        name, array = self.known[codes]
        axis %= max(array.ndim, 1)
        stored = tensor(name, array)
        if size:
            granularity = f"per_group axis {axis} size {size}"
        else:
            granularity = "per_tensor" if scales.size == 1 else f"per_channel axis {axis}"
            scales = scales.reshape(-1) if scales.size > 1 else scales.reshape(())
        inputs = [array, scales]
        if (zero_points := self.array(zero_point)) is not None:
            inputs.append(zero_points.reshape(scales.shape if not size else zero_points.shape))
        node = helper.make_node("DequantizeLinear", ["codes", "scales", "zeros"][:len(inputs)],
                                ["y"], axis=axis, **({"block_size": size} if size else {}))
        values = self.run(node, inputs).astype("f4")
        yield Tensor(name, "float32", f"{stored.stored_as} {granularity}", array.shape, values,
                     stored.codes)

    def run(self, node: onnx.NodeProto, arrays: list) -> numpy.ndarray:
        """What ONNX Runtime makes of a node alone."""
        parts = [numpy_helper.from_array(array, name)
                 for name, array in zip(node.input, arrays) if array is not None]
        graph = helper.make_graph(
            [node], "alone", [], [onnx.ValueInfoProto(name=node.output[0])], parts)
        model = helper.make_model(
            graph, ir_version=10, opset_imports=[
                helper.make_opsetid("", 21), helper.make_opsetid("com.microsoft", 1)])
        return onnxruntime.InferenceSession(model.SerializeToString()).run(None, {})[0]


def attributes(node: onnx.NodeProto) -> dict:
    """The attributes of a node by their names."""
    return {part.name: helper.get_attribute_value(part) for part in node.attribute}


def multiplied(node: onnx.NodeProto, graph, known: dict) -> str | None:
    """The scale of the model by which a product of integers is multiplied after its cast."""
    def after(name, op):
        return [user for user in graph.node if user.op_type == op and name in user.input]

    for cast in after(node.output[0], "Cast"):
        for product in after(cast.output[0], "Mul"):
            other = next(name for name in product.input if name != cast.output[0])
            for maker in graph.node:
                if other in maker.output and maker.op_type == "Mul":
                    return next((name for name in maker.input if name in known), None)
    return None


def matrix(name: str, said: dict, inputs: list, codes: Codes) -> Tensor:
    """The matrix of MatMulNBits, [N, K], whose rows are cut into blocks of packed codes.

    ONNX Runtime multiplies by it only; times an identity matrix it must give the same, but for the
    sign of zeros.
    """
    bits, size, rows, columns = said.get("bits", 4), said["block_size"], said["N"], said["K"]
    apart = unpacked(inputs[1], bits).reshape(rows, -1)[:, :columns]
    blocks = -(-columns // size)
    scales = inputs[2].reshape(rows, blocks)
    zero_points = numpy.full((rows, blocks), float(1 << bits - 1), "f4")
    if inputs[3] is not None:
        stored = inputs[3]
        if stored.dtype == numpy.uint8:
            stored = unpacked(stored.reshape(rows, -1), bits)[:, :blocks]
        zero_points = stored.reshape(rows, blocks).astype("f4")
    scales, zero_points = (numpy.repeat(part.astype("f4"), size, 1)[:, :columns]
                           for part in (scales, zero_points))
    values = ((apart.astype("f4") - zero_points) * scales).astype(inputs[2].dtype).astype("f4")
    names = ["x", "codes", "scales", "zeros"][: 3 if inputs[3] is None else 4]
    node = helper.make_node("MatMulNBits", names, ["y"], domain="com.microsoft", **said)
    product = codes.run(node, [numpy.eye(columns, dtype=inputs[2].dtype), *inputs[1:4]])
    if not numpy.array_equal(product.astype("f4"), values.T):
        raise ValueError(f"{name}: ONNX Runtime multiplies by another matrix")
    return Tensor(name, "float32", f"uint{bits} per_group axis 1 size {size}", (rows, columns),
                  values, apart)


def unpacked(raw: numpy.ndarray, bits: int) -> numpy.ndarray:
    """Codes from bytes, the first in the lowest bits, along the last axis."""
    apart = numpy.unpackbits(raw, axis=-1, bitorder="little")
    apart = apart.reshape(*raw.shape[:-1], -1, bits)
    return numpy.packbits(apart, axis=-1, bitorder="little")[..., 0]
