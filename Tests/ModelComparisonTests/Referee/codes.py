"""Which codes the layers of quantized checkpoints have, unpacked bit by bit with NumPy.

    codes.py CHECKPOINTS > ../Fixtures/codes.json

CHECKPOINTS is Tests/TensorFilesTests/Fixtures/checkpoints. A layer of a case has the lowest and the highest
code that there are, how many codes occur, and how many values have one of the two at the ends; of codes
around zero the lowest does not count as an end where nothing has it.
"""

import json
import pathlib
import struct
import sys

import numpy as np

TYPES = {"I32": np.int32, "I8": np.int8, "U8": np.uint8, "I64": np.int64, "F16": np.float16,
         "F32": np.float32}


def tensors(path):
    """The arrays of a safetensors file whose types NumPy has."""
    data = path.read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    found = {}
    for name, entry in json.loads(data[8:8 + length]).items():
        if name != "__metadata__" and entry["dtype"] in TYPES:
            start, end = entry["data_offsets"]
            found[name] = np.frombuffer(
                data[8 + length + start:8 + length + end], TYPES[entry["dtype"]]
            ).reshape(entry["shape"])
    return found


def stream(words, bits, count):
    """The first codes of a stream of bits, the lowest bit of the first word first."""
    flat = np.unpackbits(np.ascontiguousarray(words).view(np.uint8), bitorder="little")
    flat = flat[:len(flat) // bits * bits].reshape(-1, bits)
    return (flat.astype(np.int64) << np.arange(bits)).sum(1)[:count]


def layers(case, configuration, arrays):
    """The codes of each layer, and which there are."""
    for name, array in arrays.items():
        module = name.rpartition(".")[0]
        if name.endswith(".qweight") and case.startswith("gptq_") and "gptq_p" not in case:
            groups, rows = arrays[module + ".scales"].shape
            # As many zeros as rows, in words of as many bits as the codes have.
            bits = arrays[module + ".qzeros"].shape[1] * 32 // rows
            columns = [stream(array[:, row], bits, array.shape[0] * 32 // bits)
                       for row in range(rows)]
            yield module, np.concatenate(columns), 0, 2 ** bits - 1
        elif name.endswith(".qweight") and case.startswith("awq_"):
            yield module, stream(array, 4, array.size * 8), 0, 15
        elif name.endswith(".weight_packed") and array.dtype == np.int32:
            columns = int(arrays[module + ".weight_shape"][1])
            bits = configuration["config_groups"]["group_0"]["weights"]["num_bits"]
            rows = [stream(row, bits, columns) for row in array]
            half = 2 ** (bits - 1)
            yield module, np.concatenate(rows) - half, -half, half - 1
        elif name.endswith(".weight") and array.dtype == np.int8:
            yield module, array.ravel().astype(np.int64), -128, 127
        elif name.endswith(".weight") and array.dtype == np.uint8 and case.startswith("bnb_nf4"):
            yield module, stream(array, 4, array.size * 2), 0, 15
        elif name.endswith("_qdata") and array.dtype == np.int8:
            half = 8 if "int4" in case else 128
            yield (name[:-len("._weight_qdata")], array.ravel().astype(np.int64), -half, half - 1)


def main():
    answer = {}
    for folder in sorted(pathlib.Path(sys.argv[1]).glob("*/quantized")):
        case = folder.parent.name
        configuration = json.loads((folder / "config.json").read_text()) \
            if (folder / "config.json").exists() else {}
        configuration = configuration.get("quantization_config", configuration)
        for path in sorted(folder.glob("*.safetensors")):
            for module, codes, low, high in layers(case, configuration, tensors(path)):
                counts = np.bincount(codes - low, minlength=high - low + 1)
                assert len(counts) == high - low + 1
                first = 1 if low == -high - 1 and counts[0] == 0 else 0
                answer.setdefault(case, {})[module] = {
                    "lowest": low, "highest": high, "used": int((counts > 0).sum()),
                    "at_ends": int(counts[first] + counts[-1]), "count": len(codes)}
    json.dump(answer, sys.stdout, indent=1, sort_keys=True)
    print()


main()
