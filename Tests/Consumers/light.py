"""The tools that are small: ONNX, ONNX Runtime, safetensors, NumPy, a C compiler."""

import csv
import json
import subprocess
import sys

import numpy as np

from exports import ACTIVATION, AMAX, FOLDER, GROUPS, LOPSIDED, QVIZ, WEIGHT, check, encodings


def network(path):
    """One matrix product, x · w."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["x", "w"], ["z"])], "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 16])],
        [helper.make_tensor_value_info("z", TensorProto.FLOAT, [1, 8])],
        [numpy_helper.from_array(WEIGHT.values, "w")])
    onnx.save(helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10), path)


def constants(path):
    """The initializers of a model by name."""
    import onnx
    from onnx import numpy_helper
    return {item.name: numpy_helper.to_array(item) for item in onnx.load(path).graph.initializer}


def ort_overrides():
    import onnx
    from onnx import numpy_helper
    model, output, data = FOLDER / "m.onnx", FOLDER / "o.onnx", FOLDER / "test_data_set_0"
    network(model)
    data.mkdir(exist_ok=True)
    (data / "input_0.pb").write_bytes(
        numpy_helper.from_array(ACTIVATION.values, "x").SerializeToString())
    one, report_x = ACTIVATION.export("ort-overrides")
    other, report_w = WEIGHT.export("ort-overrides")
    both = FOLDER / "both.json"
    both.write_text(json.dumps({**json.loads(one.read_text()), **json.loads(other.read_text())}))
    run = subprocess.run(
        [sys.executable, "-m", "onnxruntime.quantization.static_quantize_runner", "-i", str(model),
         "-o", str(output), "--tensor_quant_overrides", str(both), "--activation_type", "quint8",
         "--weight_type", "qint8", "--per_channel"], capture_output=True, text=True)
    if run.returncode:
        print(run.stderr[-2000:])
        return False
    found = constants(output)
    return (check("ort-overrides, activation", [found["x_scale"], found["x_zero_point"]],
                  encodings(report_x))
            & check("ort-overrides, channels", [found["w_scale"], found["w_zero_point"]],
                    encodings(report_w)))


def ort_cache():
    from onnxruntime.quantization import QuantFormat, QuantType, quantize_static
    good = True
    for tensor in (ACTIVATION, LOPSIDED):
        cache, report = tensor.export("ort-cache")
        text = json.loads(cache.read_text())
        text["data"]["x"] = text["data"].pop(tensor.name)
        text["data"]["z"] = text["data"]["x"]
        cache.write_text(json.dumps(text))
        model, output = FOLDER / "m.onnx", FOLDER / "c.onnx"
        network(model)
        quantize_static(
            str(model), str(output), None, quant_format=QuantFormat.QDQ,
            activation_type=QuantType.QUInt8, calibration_cache_path=str(cache))
        found = constants(output)
        good &= check(f"ort-cache, {tensor.name}", [found["x_scale"], found["x_zero_point"]],
                      encodings(report))
    return good


def c_header():
    path, report = WEIGHT.export("c-header")
    program = FOLDER / "print.c"
    program.write_text(
        f'#include "{path}"\n#include <stdio.h>\nint main(void) {{\n'
        "for (int i = 0; i < 8; i++) printf(\"%.9g %d %d %d\\n\", w_scale[i],"
        " (int)w_zero_point[i], (int)w_multiplier[i], (int)w_shift[i]);\nreturn 0; }\n")
    binary = FOLDER / "print"
    subprocess.run(["cc", "-Wall", "-Werror", "-o", str(binary), str(program)], check=True)
    rows = [line.split() for line in subprocess.check_output([str(binary)], text=True).split("\n") if line]
    scale, zero_point = encodings(report)
    found = np.array([float(row[0]) for row in rows], np.float32)
    factors = np.array([int(row[2]) * 2.0 ** (int(row[3]) - 31) for row in rows])
    near = np.all(np.abs(factors / scale.astype(np.float64) - 1) < 2.0 ** -30)
    return check("c-header", [found, [int(row[1]) for row in rows], [near]],
                 [scale, zero_point, [True]])


def csv_rows():
    path, report = GROUPS.export("csv")
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    return check("csv", [np.array([row["scale"] for row in rows], np.float32),
                         [int(row["zero_point"]) for row in rows]], encodings(report))


def onnx_parameters():
    import onnx
    from onnx import TensorProto, helper, numpy_helper
    from onnx.reference import ReferenceEvaluator
    good = True
    for tensor in (ACTIVATION, WEIGHT, GROUPS):
        path, _ = tensor.export("onnx-parameters")
        entry = json.loads(path.read_text())["quantize_linear"][0]
        kind = {"uint8": TensorProto.UINT8, "int8": TensorProto.INT8,
                "uint4": TensorProto.UINT4, "int4": TensorProto.INT4}[entry["output_dtype"]]
        scale = numpy_helper.from_array(np.array(entry["y_scale"], np.float32), "s")
        points = np.array(entry["y_zero_point"])
        zero = helper.make_tensor("z", kind, points.shape, points.ravel().tolist())
        more = {key: int(entry[key]) for key in ("axis", "block_size") if key in entry}
        graph = helper.make_graph(
            [helper.make_node("QuantizeLinear", ["x", "s", "z"], ["q"], **more)], "g",
            [helper.make_tensor_value_info("x", TensorProto.FLOAT, tensor.values.shape)],
            [helper.make_tensor_value_info("q", kind, tensor.values.shape)], [scale, zero])
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
        onnx.checker.check_model(model)
        found = ReferenceEvaluator(model).run(None, {"x": tensor.values})[0]
        codes = FOLDER / "codes.npy"
        tensor.measure("--codes", str(codes))
        good &= check(f"onnx-parameters, {tensor.name}", [found.astype(int)], [np.load(codes)])
    return good


def ort_trt_table():
    """The table that ONNX Runtime's TensorRT provider reads, by the classes of its schema."""
    from onnxruntime.quantization.CalTableFlatBuffers.TrtTable import TrtTable
    options = ["--all", "--symmetric"]
    path, paths = FOLDER / "table.flatbuffers", [str(AMAX.path), str(WEIGHT.path)]
    run = subprocess.run(
        [QVIZ, "measure", *paths, *options, "--json", "-o", str(path), "--to", "ort-trt-table"],
        capture_output=True, text=True, check=True)
    reports = {report["tensor"]["name"]: encodings(report)[0] for report in json.loads(run.stdout)["tensors"]}
    table = TrtTable.GetRootAs(path.read_bytes(), 0)
    found = {}
    for index in range(table.DictLength()):
        pair = table.Dict(index)
        found[pair.Key().decode()] = np.float32(float(pair.Value().decode())) / np.float32(127)
    names = sorted(reports)
    return check("ort-trt-table", [sorted(found), [found[name] for name in names]],
                 [names, [reports[name] for name in names]])


TESTS = [ort_overrides, ort_cache, ort_trt_table, c_header, csv_rows, onnx_parameters]
