"""Writes models whose codes stand for values, and has ONNX Runtime say for which."""

import ml_dtypes
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

VERSIONS = {"onnxruntime": onnxruntime.__version__, "ml_dtypes": ml_dtypes.__version__}


class Model:
    """A model with an output for each tensor of codes: what ONNX Runtime computes is its values."""

    def __init__(self, random):
        self.random = random
        self.nodes, self.initializers, self.outputs, self.expected = [], [], [], []

    def tensor(self, name, values, storedAs=None):
        """An initializer; one with `storedAs` is expected to be quantized and has an output to judge it."""
        self.initializers.append(numpy_helper.from_array(values, name))
        self.expected.append([name, storedAs or str(values.dtype), values, None])
        return name

    def judge(self, name, output, kind=TensorProto.FLOAT, shape=None, transposed=False):
        entry = next(e for e in self.expected if e[0] == name)
        entry[3] = (output, transposed, shape)
        self.outputs.append(helper.make_tensor_value_info(output, kind, None))

    def codes(self, kind, shape):
        """Random codes of a type, the smallest and the greatest among them."""
        dtype = np.dtype(getattr(ml_dtypes, kind, None) or kind)
        if kind.startswith("float"):
            bits = 4 if kind.startswith("float4") else 8
            return self.random.integers(0, 1 << bits, shape, dtype=np.uint8).view(dtype)
        if kind == "int32":
            return self.random.integers(-(2**31), 2**31, shape, dtype=np.int64).astype(dtype)
        low, high = {"int4": (-8, 8), "uint4": (0, 16), "int2": (-2, 2), "uint2": (0, 4)}.get(kind) or (
            np.iinfo(dtype).min, np.iinfo(dtype).max + 1)
        values = self.random.integers(low, high, shape)
        values.flat[0], values.flat[-1] = low, high - 1
        return values.astype(dtype)

    def scales(self, shape, dtype=np.float32):
        return (self.random.uniform(0.001, 0.1, shape) * self.random.choice([1, -1], shape)).astype(dtype)

    def linear(self, name, kind, shape, scale, stored, zero=True, scale_type=np.float32, judged=True, **attributes):
        """Codes with a DequantizeLinear behind them."""
        codes = self.tensor(name, self.codes(kind, shape), stored)
        inputs = [codes, self.tensor(f"{name}.scale", self.scales(scale, scale_type))]
        if zero:
            values = np.zeros(scale, self.codes(kind, (2,)).dtype) if kind.startswith("float") or kind == "int32" else self.codes(kind, scale if scale else (1,)).reshape(scale)
            inputs.append(self.tensor(f"{name}.zero", values))
        self.nodes.append(helper.make_node("DequantizeLinear", inputs, [f"{name}.y"], **attributes))
        if judged:
            kinds = {np.dtype(np.float32): TensorProto.FLOAT, np.dtype(np.float16): TensorProto.FLOAT16}
            self.judge(name, f"{name}.y", kinds[np.dtype(scale_type)])

    def write(self, path, expect, checksum, opset=21, inputs={}):
        shown = [
            helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(value.dtype), value.shape)
            for name, value in inputs.items()]
        graph = helper.make_graph(self.nodes, "g", shown, self.outputs, self.initializers)
        model = helper.make_model(
            graph, ir_version=11, producer_name="fixture",
            opset_imports=[helper.make_opsetid("", opset), helper.make_opsetid("com.microsoft", 1)])
        onnx.save(model, path)
        session = onnxruntime.InferenceSession(model.SerializeToString(), options(), providers=["CPUExecutionProvider"])
        names = [o.name for o in self.outputs]
        found = dict(zip(names, session.run(names, inputs))) if names else {}
        tensors = []
        for name, stored, values, judged in self.expected:
            if judged:
                output, transposed, shape = judged
                values = found[output].T if transposed else found[output]
                # A product with an identity matrix has no −0; with scales above 0 there is none.
                assert shape != "product" or not (np.signbit(values) & (values == 0)).any()
            kind = "float32" if judged else str(values.dtype)
            tensors.append({"name": name, "storedAs": stored, "shape": list(values.shape), "values": checksum(values, kind)})
        expect(path.name, tensors)


def options():
    """Nothing is folded or fused: each node is judged as it stands."""
    made = onnxruntime.SessionOptions()
    made.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    made.log_severity_level = 3
    return made


def linear(random, path, expect, checksum):
    """DequantizeLinear: types, granularities, axes counted from the end, types of scales."""
    model = Model(random)
    for kind in ["int8", "uint8", "int16", "uint16", "int4", "uint4", "int2", "uint2"]:
        model.linear(f"tensor.{kind}", kind, (3, 5), (), f"{kind} per_tensor")
        model.linear(f"one.{kind}", kind, (3, 5), (1,), f"{kind} per_tensor")
        model.linear(f"axis.{kind}", kind, (3, 5), (5,), f"{kind} per_channel axis 1", axis=-1)
        model.linear(f"none.{kind}", kind, (4, 3, 2), (4,), f"{kind} per_channel axis 0", zero=False, axis=0)
    for kind in ["int4", "uint4", "int8", "uint8"]:
        model.linear(f"group0.{kind}", kind, (70, 3), (3, 3), f"{kind} per_group axis 0 size 32", axis=0, block_size=32)
        model.linear(f"group1.{kind}", kind, (2, 33, 3), (2, 3, 3), f"{kind} per_group axis 1 size 16", axis=-2, block_size=16)
        model.linear(f"group2.{kind}", kind, (3, 40), (3, 3), f"{kind} per_group axis 1 size 16", zero=False, axis=1, block_size=16)
    model.linear("int32", "int32", (6,), (), "int32 per_tensor", zero=False)
    model.linear("int32.axis", "int32", (6,), (6,), "int32 per_channel axis 0", axis=0)
    for kind in ["float8_e4m3fn", "float8_e4m3fnuz", "float8_e5m2", "float8_e5m2fnuz"]:
        model.linear(kind, kind, (4, 16), (), f"{kind} per_tensor", zero=False)
    model.linear("half", "int8", (3, 5), (5,), "int8 per_channel axis 1", scale_type=np.float16)
    model.linear("half.group", "uint4", (3, 32), (3, 2), "uint4 per_group axis 1 size 16", scale_type=np.float16, block_size=16)
    model.write(path, expect, checksum, opset=25)


def blocks(random, path, expect, checksum):
    """MatMulNBits and GatherBlockQuantized, with rows that are no whole number of blocks."""
    model = Model(random)
    for bits in (2, 4, 8):
        for length, zero, dtype in [(64, None, np.float32), (64, "packed", np.float32), (40, "packed", np.float32),
                                    (80, "float", np.float32), (80, "packed", np.float16)]:
            if bits != 4 and (zero == "float" or dtype == np.float16):
                continue
            rows, size = 5, 32 if length != 80 else 16
            count = -(-length // size)
            name = f"n{bits}.{length}.{zero}.{np.dtype(dtype).name}"
            data = random.integers(0, 256, (rows, count, size * bits // 8), dtype=np.uint8)
            inputs = ["eye" if dtype == np.float32 else "eye16", model.tensor(name, data, f"uint{bits} per_group axis 1 size {size}")]
            inputs[0] += str(length)
            inputs.append(model.tensor(f"{name}.scales", abs(model.scales((rows, count), dtype))))
            if zero == "packed":
                shape = (rows, -(-count * bits // 8))
                inputs.append(model.tensor(f"{name}.zeros", random.integers(0, 256, shape, dtype=np.uint8)))
            elif zero == "float":
                inputs.append(model.tensor(f"{name}.zeros", random.uniform(0, 15, (rows, count)).astype(dtype)))
            model.nodes.append(helper.make_node(
                "MatMulNBits", inputs, [f"{name}.y"], domain="com.microsoft", K=length, N=rows, bits=bits, block_size=size,
                accuracy_level=1))
            model.judge(name, f"{name}.y", TensorProto.FLOAT if dtype == np.float32 else TensorProto.FLOAT16, "product", True)
    for kind, bits in [("uint4", 4), ("int4", 4), ("uint8", 4), ("uint8", 8)]:
        name = f"table.{kind}.{bits}"
        width = 64 if kind != "uint8" else 64 * bits // 8
        stored = kind if kind != "uint8" else f"uint{bits}"
        inputs = [model.tensor(name, model.codes(kind, (6, width)), f"{stored} per_group axis 1 size 16"), "rows"]
        inputs.append(model.tensor(f"{name}.scales", model.scales((6, 4))))
        if kind != "int4":
            inputs.append(model.tensor(f"{name}.zeros", model.codes(kind, (6, 4 if kind != "uint8" else 4 * bits // 8))))
        model.nodes.append(helper.make_node(
            "GatherBlockQuantized", inputs, [f"{name}.y"], domain="com.microsoft", block_size=16, gather_axis=0,
            quantize_axis=1, bits=bits))
        model.judge(name, f"{name}.y")
    identities = {f"eye{n}": np.eye(n, dtype=np.float32) for n in (64, 40, 80)}
    identities["eye1680"] = np.eye(80, dtype=np.float16)
    model.tensor("rows", np.arange(6))
    model.write(path, expect, checksum, inputs=identities)


def operators(random, path, expect, checksum):
    """Weights of integer operators, judged by a DequantizeLinear that is in no file, and what is no encoding."""
    model = Model(random)
    judge = Model(random)

    def weights(name, kind, shape, scale, axis, stored):
        codes, scales = model.codes(kind, shape), model.scales(scale)
        zero = model.codes(kind, scale or (1,)).reshape(scale)
        names = [model.tensor(name, codes, stored), model.tensor(f"{name}.scale", scales), model.tensor(f"{name}.zero", zero)]
        model.expected[-3][3] = (f"{name}.y", False, None)
        judge.initializers += [numpy_helper.from_array(v, n) for n, v in zip(names, (codes, scales, zero))]
        judge.nodes.append(helper.make_node("DequantizeLinear", names, [f"{name}.y"], axis=axis))
        judge.outputs.append(helper.make_tensor_value_info(f"{name}.y", TensorProto.FLOAT, None))
        return names

    def bias(name, shape, scales):
        """Codes of 32 bits whose scale is a product."""
        codes = model.codes("int32", shape)
        model.tensor(name, codes, f"int32 per_{'tensor' if scales.size == 1 else 'channel axis 0'}")
        model.expected[-1][3] = (f"{name}.y", False, None)
        judge.initializers += [numpy_helper.from_array(codes, name), numpy_helper.from_array(scales, f"{name}.scale")]
        judge.nodes.append(helper.make_node("DequantizeLinear", [name, f"{name}.scale"], [f"{name}.y"], axis=0))
        judge.outputs.append(helper.make_tensor_value_info(f"{name}.y", TensorProto.FLOAT, None))
        return name

    def values(name):
        return next(e[2] for e in model.expected if e[0] == name)

    s, z = model.tensor("s", np.float32(0.02) * np.ones((), np.float32)), model.tensor("z", np.uint8(7) * np.ones((), np.uint8))
    conv = weights("conv", "int8", (4, 2, 3, 3), (4,), 0, "int8 per_channel axis 0")
    conv_bias = bias("conv.bias", (4,), values("s") * values("conv.scale"))
    matmul = weights("matmul", "uint8", (5, 6), (6,), 1, "uint8 per_channel axis 1")
    gemm = weights("gemm", "int8", (6, 5), (6,), 0, "int8 per_channel axis 0")
    gemm_bias = bias("gemm.bias", (6,), values("s") * values("gemm.scale"))
    added = weights("added", "uint8", (5,), (), 0, "uint8 per_tensor")
    floating = weights("floating", "int8", (5, 6), (6,), 1, "int8 per_channel axis 1")
    dynamic = weights("dynamic", "int8", (5, 6), (), 0, "int8 per_tensor")
    integer = weights("integer", "int8", (5, 6), (6,), 1, "int8 per_channel axis 1")
    node = helper.make_node
    com = {"domain": "com.microsoft"}
    model.nodes += [
        node("QLinearConv", ["x4", s, z, *conv, s, z, conv_bias], ["c"]),
        node("QLinearMatMul", ["x2", s, z, *matmul, s, z], ["m"]),
        node("QGemm", ["x2", s, z, *gemm, gemm_bias, s, z], ["g"], transB=1, **com),
        node("QLinearAdd", ["x2", s, z, *added, s, z], ["a"], **com),
        node("MatMulIntegerToFloat", ["x2", floating[0], s, floating[1], z, floating[2]], ["f"], **com),
        node("DynamicQuantizeMatMul", ["x", *dynamic], ["d"], **com),
        node("DynamicQuantizeLinear", ["x"], ["q", "qs", "qz"]),
        node("Mul", ["qs", integer[1]], ["scales"]),
        node("MatMulInteger", ["q", integer[0], "qz", integer[2]], ["i32"]),
        node("Cast", ["i32"], ["i"], to=TensorProto.FLOAT),
        node("Mul", ["i", "scales"], ["product"]),
    ]
    # Nodes that do not agree, a scale that is computed, scales that do not fit: all stay codes.
    model.tensor("disputed", model.codes("int8", (5,)))
    model.tensor("computed", model.codes("int8", (5,)))
    model.tensor("other", np.float32([0.5]))
    model.nodes += [
        node("DequantizeLinear", ["disputed", s], ["d1"]), node("DequantizeLinear", ["disputed", "other"], ["d2"]),
        node("DequantizeLinear", ["computed", "qs"], ["d3"]),
    ]
    session = onnxruntime.InferenceSession(
        helper.make_model(
            helper.make_graph(judge.nodes, "g", [], judge.outputs, judge.initializers), ir_version=11,
            opset_imports=[helper.make_opsetid("", 21)]).SerializeToString(), options())
    found = dict(zip([o.name for o in judge.outputs], session.run(None, {})))
    graph = helper.make_graph(
        model.nodes, "g",
        [helper.make_tensor_value_info("x4", TensorProto.UINT8, [1, 2, 5, 5]),
         helper.make_tensor_value_info("x2", TensorProto.UINT8, [3, 5]),
         helper.make_tensor_value_info("x", TensorProto.FLOAT, [3, 5])],
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in ("product", "d3")], model.initializers)
    made = helper.make_model(
        graph, ir_version=11, producer_name="fixture",
        opset_imports=[helper.make_opsetid("", 21), helper.make_opsetid("com.microsoft", 1)])
    # It is a model that ONNX Runtime takes.
    onnxruntime.InferenceSession(made.SerializeToString(), options())
    onnx.save(made, path)
    tensors = []
    for name, stored, values, judged in model.expected:
        values = found[judged[0]] if judged else values
        kind = "float32" if judged else str(values.dtype)
        tensors.append({"name": name, "storedAs": stored, "shape": list(values.shape), "values": checksum(values, kind)})
    expect(path.name, tensors)


def write(random, here, expect, checksum):
    linear(random, here / "linear.onnx", expect, checksum)
    blocks(random, here / "blocks.onnx", expect, checksum)
    operators(random, here / "operators.onnx", expect, checksum)
