"""Small models whose layers answer in every way that people meet, and what each layer must answer.

What is expected comes without the programs that are tried: layers called one by one, and models
that are cut off behind the tensor in question.
"""

import copy
import pathlib

import numpy
import onnx
import onnxruntime
import torch
from ai_edge_litert.interpreter import Interpreter, OpResolverType

import small_tflite

SEED = 9
BATCHES, ROWS, WIDTH = 4, 3, 8


def random_batches(shape=(ROWS, WIDTH)) -> list[numpy.ndarray]:
    """As many batches, the same each time."""
    random = numpy.random.default_rng(SEED)
    return [random.normal(size=shape).astype("f4") for _ in range(BATCHES)]


class Layers(torch.nn.Module):
    """A layer that another one changes in place, one with several outputs, one in bfloat16."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(SEED)
        self.embed = torch.nn.Linear(WIDTH, WIDTH)
        self.act = torch.nn.ReLU(inplace=True)
        self.lstm = torch.nn.LSTM(WIDTH, 5, batch_first=True)
        self.fc = torch.nn.Sequential(torch.nn.Linear(5, 6, dtype=torch.bfloat16))

    def forward(self, batch):
        """The last layer's output."""
        steps, _ = self.lstm(self.act(self.embed(batch)))
        return self.fc(steps.bfloat16())


class PyTorch:
    """What the program for PyTorch is given, and must find."""

    title = "PyTorch:"

    def __init__(self, folder: pathlib.Path):
        self.model = Layers()
        self.batches = [torch.from_numpy(batch) for batch in random_batches((ROWS, 2, WIDTH))]

    def expected(self) -> dict[str, numpy.ndarray]:
        """Each layer's answers to all batches."""
        found = {}
        with torch.no_grad():
            for batch in self.batches:
                layers = self.model
                embedded = torch.nn.functional.linear(
                    batch, layers.embed.weight, layers.embed.bias)
                active = torch.relu(embedded)
                steps, _ = layers.lstm(active)
                last = layers.fc[0](steps.bfloat16())
                for name, part in (("embed.0", embedded), ("act.0", active), ("lstm.0", steps),
                                   ("fc.0.0", last), ("fc.0", last)):
                    found.setdefault(name, []).append(part.float().numpy())
        return {name: numpy.concatenate(parts) for name, parts in found.items()}


class OnnxRuntime:
    """What the program for ONNX Runtime is given, and must find."""

    title = "ONNX Runtime:"

    def __init__(self, folder: pathlib.Path):
        self.model = None
        self.batches = [{"x": batch} for batch in random_batches()]
        self.graph = onnx.parser.parse_model(f"""
            <ir_version: 9, opset_import: ["" : 19]>
            small (float[N, {WIDTH}] x) => (float[N, 6] y) <float[{WIDTH}, 6] w, float[6] b> {{
                layer_product = MatMul(x, w)
                layer_sum = Add(layer_product, b)
                layer_relu = Relu(layer_sum)
                left, right = Split <axis = 1> (layer_relu, parts)
                size = Shape(left)
                rank = Size(size)
                half = Cast <to = 10> (left)
                wide = Cast <to = 1> (half)
                kept = Dropout(right)
                y = Concat <axis = 1> (wide, kept)
            }}""")
        random = numpy.random.default_rng(SEED)
        arrays = {"w": random.normal(size=(WIDTH, 6)).astype("f4"),
                  "b": random.normal(size=6).astype("f4"), "parts": numpy.array([2, 4])}
        del self.graph.graph.initializer[:]
        self.graph.graph.initializer.extend(
            onnx.numpy_helper.from_array(array, name) for name, array in arrays.items())
        for node in self.graph.graph.node:  # Exporters name values after their modules.
            for names in (node.input, node.output):
                names[:] = [name.replace("layer_", "/layer/") for name in names]
        onnx.checker.check_model(self.graph, full_check=True)
        onnx.save(self.graph, folder / "model.onnx")
        sample = onnx.numpy_helper.from_array(self.batches[0]["x"], "x")
        (folder / "input_0.pb").write_bytes(sample.SerializeToString())

    def expected(self) -> dict[str, numpy.ndarray]:
        """Each value of a model that gives no other."""
        names = [name for node in self.graph.graph.node for name in node.output]
        return {name: numpy.concatenate([numpy.atleast_1d(part) for part in self.alone(name)])
                for name in names}

    def alone(self, name: str) -> list[numpy.ndarray]:
        """One value's answers to all batches."""
        model = copy.deepcopy(self.graph)
        del model.graph.output[:]
        model.graph.output.append(onnx.ValueInfoProto(name=name))
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        session = onnxruntime.InferenceSession(model.SerializeToString(), options)
        return [session.run([name], batch)[0] for batch in self.batches]


class TensorFlowLite:
    """What the program for TensorFlow Lite is given, and must find."""

    title = "TensorFlow Lite:"

    def __init__(self, folder: pathlib.Path):
        self.model = None
        self.batches = random_batches()
        self.folder = folder
        (folder / "model.tflite").write_bytes(small_tflite.written())
        # What a device hands over: the codes of the last layer before they are made reals again.
        codes = self.alone(small_tflite.CODES)
        numpy.save(folder / "output.npy", numpy.concatenate(codes))

    def expected(self) -> dict[str, numpy.ndarray]:
        """Each tensor of a model that ends with it, as reals."""
        found = {}
        for index, (name, scale, zero_point) in small_tflite.MADE.items():
            parts = [(part.astype("f4") - zero_point) * numpy.float32(scale) if scale else part
                     for part in self.alone(index)]
            found[f"{index} {name}"] = numpy.concatenate(parts)
        return found

    def alone(self, index: int) -> list[numpy.ndarray]:
        """One tensor's answers to all batches, from a model that is cut off behind it."""
        interpreter = Interpreter(
            model_content=small_tflite.written(last=index),
            experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES)
        interpreter.allocate_tensors()
        found = []
        for batch in self.batches:
            interpreter.set_tensor(interpreter.get_input_details()[0]["index"], batch)
            interpreter.invoke()
            found.append(interpreter.get_tensor(index))
        return found


MODELS = [PyTorch, OnnxRuntime, TensorFlowLite]
