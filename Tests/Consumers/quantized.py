"""Quantized tensors: codes with their scales, as safetensors and as models of ONNX."""

import json
import subprocess

import numpy as np

from exports import FOLDER, QVIZ, RANDOM, Tensor, check


def laplace(*shape):
    return RANDOM.laplace(0, 0.05, shape).astype(np.float32)


# Every type of codes, every granularity, groups that do not divide the axis, rows of an odd number of codes.
PARAMETERS = [
    Tensor("p8", laplace(5, 7)),
    Tensor("p8s", laplace(5, 7, 3), "--symmetric", "--granularity", "channel", "--axis", "1"),
    Tensor("p8r", laplace(6, 4), "--restricted-symmetric", "--granularity", "group", "--group-size", "2"),
    Tensor("p4", laplace(7, 9), "--bits", "4"),
    Tensor("p4s", laplace(3, 50), "--bits", "4", "--symmetric", "--granularity", "group"),
    Tensor("p4g", laplace(9, 5), "--bits", "4", "--granularity", "group", "--axis", "0", "--group-size", "4"),
    Tensor("p4c", laplace(3, 5), "--bits", "4", "--granularity", "channel", "--axis", "0"),
    Tensor("p4l", laplace(2, 5), "--bits", "4", "--granularity", "group", "--group-size", "128"),
    Tensor("p3", laplace(11), "--bits", "3", "--symmetric"),
    Tensor("p2", laplace(3, 7), "--bits", "2", "--granularity", "channel", "--axis", "0"),
    Tensor("p2s", laplace(3, 7), "--bits", "2", "--symmetric"),
    Tensor("p9", laplace(4, 4), "--levels", "9"),
    Tensor("p12", laplace(4, 4), "--bits", "12", "--symmetric"),
    Tensor("p16", laplace(3, 3), "--bits", "16", "--granularity", "channel"),
    Tensor("p16s", laplace(3, 3), "--bits", "16", "--symmetric"),
    Tensor("scalar", np.float32(0.7)),
    Tensor("empty", np.zeros((0, 4), np.float32)),
    Tensor("large", laplace(1000, 601), "--bits", "4", "--granularity", "group"),
]
ACTIVATIONS = [
    Tensor("a8", laplace(2, 9), "--min", "-0.1", "--max", "0.2"),
    Tensor("a8s", laplace(2, 9), "--symmetric"),
    Tensor("a16", laplace(2, 9), "--bits", "16"),
    Tensor("a4", laplace(2, 9), "--bits", "4"),
    Tensor("a2", laplace(2, 9), "--bits", "2", "--signed"),
    Tensor("a8c", laplace(4, 9), "--granularity", "channel", "--axis", "0"),
]


def written(tensor, to, role):
    """A file, the codes and the dequantized values that qviz writes apart, and its report."""
    output = FOLDER / f"{tensor.name}.{to}"
    codes, values = FOLDER / "codes.npy", FOLDER / "values.npy"
    report = tensor.measure(
        "-o", str(output), "--to", to, "--role", role, "--codes", str(codes), "--dequantized",
        str(values))
    return output, np.load(codes), np.load(values), report


def spread(numbers, codes, scheme):
    """A number of each block at each element of it."""
    if scheme["granularity"] == "per_tensor":
        return numbers
    axis = scheme["axis"]
    if scheme["granularity"] == "per_channel":
        return numbers.reshape([-1 if k == axis else 1 for k in range(codes.ndim)])
    repeated = np.repeat(numbers, scheme["group_size"], axis)
    return repeated.take(range(codes.shape[axis]), axis)


def reopened(path, name):
    """The values of a tensor as qviz reads its own file."""
    output = FOLDER / "reopened.npy"
    subprocess.run(
        [QVIZ, "extract", str(path), "--tensor", name, "-o", str(output)], check=True)
    return np.load(output)


def values_of(loaded, metadata, name):
    scheme = json.loads(metadata[name + ".scheme"])
    codes = loaded[name]
    assert codes.size == 0 or scheme["quant_min"] <= codes.min() <= codes.max() <= scheme["quant_max"]
    steps = codes.astype(np.float32) - spread(loaded[name + ".zero_point"], codes, scheme).astype(np.float32)
    return steps * spread(loaded[name + ".scale"], codes, scheme)


def safetensors():
    from safetensors import safe_open
    from safetensors.numpy import load_file
    good = True
    for tensor in PARAMETERS:
        path, codes, values, _ = written(tensor, "safetensors", "parameter")
        loaded = load_file(path)
        with safe_open(path, "numpy") as file:
            metadata = file.metadata()
        good &= check(
            f"safetensors, {tensor.name}",
            [loaded[tensor.name], values_of(loaded, metadata, tensor.name), reopened(path, tensor.name)],
            [codes, values, values])
    return good


def onnx_qdq():
    import onnx
    import onnxruntime
    good = True
    for role, tensors in (("parameter", PARAMETERS), ("activation", ACTIVATIONS)):
        for tensor in tensors:
            path, codes, values, _ = written(tensor, "onnx-qdq", role)
            model = onnx.load(path)
            onnx.checker.check_model(model, full_check=True)
            same = model.SerializeToString() == path.read_bytes()
            given = {tensor.name: tensor.values} if role == "activation" else {}
            found = onnxruntime.InferenceSession(path).run(None, given)[0]
            name = f"{tensor.name}_quantized"
            back = [] if role == "activation" else [reopened(path, name)]
            good &= check(f"onnx-qdq, {role} {tensor.name}", [[same], found] + back,
                          [[True], values] + [values] * len(back))
    return good


def model():
    """All tensors of a model in one file."""
    import onnxruntime
    from safetensors import safe_open
    from safetensors.numpy import load_file, save_file
    source = FOLDER / "model.safetensors"
    tensors = {f"layer.{k}.weight": laplace(16, 24) for k in range(20)}
    tensors["norm"] = laplace(24)
    save_file(tensors, source)
    options = ["--all", "--bits", "4", "--symmetric", "--granularity", "group", "--group-size", "8"]
    good = True
    files = {}
    for to in ("safetensors", "onnx-qdq"):
        files[to] = FOLDER / f"all.{to}"
        subprocess.run(
            [QVIZ, "measure", str(source), *options, "--role", "parameter", "-o", str(files[to]),
             "--to", to], check=True, capture_output=True)
    loaded = load_file(files["safetensors"])
    with safe_open(files["safetensors"], "numpy") as file:
        metadata = file.metadata()
    session = onnxruntime.InferenceSession(files["onnx-qdq"])
    outputs = dict(zip([item.name for item in session.get_outputs()], session.run(None, {})))
    same = [np.array_equal(values_of(loaded, metadata, name), outputs[name]) for name in tensors]
    good &= check("a model in both", [same], [[True] * len(tensors)])
    return good


TESTS = [safetensors, onnx_qdq, model]
