#!/usr/bin/env python3
"""Make golden/tools/not-finite.tsv: what tools answer where values are NaN or infinite.

Versions: torch 2.15.0, compressed-tensors 0.20.0, nncf 3.4.0, brevitas 0.13.4, onnxruntime 1.31.1,
Python 3.11 on x86-64. The values are those of `values()`, with some of them replaced as the name of the case
says. Lines are as `generate_tools.py` in `Tests/Fixtures` writes them, the case in the tensor's place. Tools
that are not there are left out. Tests never run this.
"""
import pathlib
import struct
import warnings

import numpy as np

FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "Fixtures"
warnings.filterwarnings("ignore")
CASES = {
    "nan": {7: np.nan}, "pinf": {7: np.inf}, "ninf": {7: -np.inf}, "both": {7: np.inf, 9: -np.inf},
    "nanpinf": {7: np.inf, 9: np.nan}, "nan500": {i: np.nan for i in range(100, 600)},
    "allnan": {i: np.nan for i in range(4096)}, "allpinf": {i: np.inf for i in range(4096)},
}


def values(case):
    numbers = np.array([(i * 37 % 101 - 50) / 8 for i in range(4096)], np.float32)
    for index, value in CASES[case].items():
        numbers[index] = value
    return numbers


def bits(value):
    return struct.pack(">f", np.float32(value)).hex() if not np.isnan(value) else "7fc00000"


def torch_observers():
    import torch
    from torch.ao.quantization.observer import HistogramObserver, MinMaxObserver
    for name, dtype, scheme in [
            ("qint8_affine", torch.qint8, torch.per_tensor_affine),
            ("quint8_affine", torch.quint8, torch.per_tensor_affine),
            ("qint8_symmetric", torch.qint8, torch.per_tensor_symmetric),
            ("quint8_symmetric", torch.quint8, torch.per_tensor_symmetric)]:
        for kind in (MinMaxObserver, HistogramObserver):
            def ask(array, kind=kind, dtype=dtype, scheme=scheme):
                observer = kind(dtype=dtype, qscheme=scheme)
                observer(torch.from_numpy(array))
                scale, zero = observer.calculate_qparams()
                return {"scale": scale.item(), "zero_point": zero.item()}
            yield f"torch/{kind.__name__}/{name}", ask


def compressed_tensors():
    import torch
    from compressed_tensors.quantization import QuantizationArgs
    from compressed_tensors.quantization.utils.helpers import calculate_qparams
    for symmetric in (True, False):
        for num_bits in (8, 4):
            def ask(array, symmetric=symmetric, num_bits=num_bits):
                x = torch.from_numpy(array)
                scale, zero = calculate_qparams(
                    x.amin(), x.amax(), QuantizationArgs(num_bits=num_bits, symmetric=symmetric))
                return {"scale": scale.item(), "zero_point": int(zero.item())}
            yield f"compressed-tensors/{'symmetric' if symmetric else 'asymmetric'}/{num_bits}", ask


def nncf():
    from nncf.common.quantization.structs import QuantizationScheme as Mode
    from nncf.common.quantization.structs import QuantizerConfig, QuantizerGroup
    from nncf.common.tensor_statistics.statistics import MinMaxTensorStatistic
    from nncf.quantization.fake_quantize import calculate_quantizer_parameters, calculate_scale_zero_point
    from nncf.tensor import Tensor
    for mode in ("symmetric", "asymmetric"):
        def ask(array, mode=mode):
            config = QuantizerConfig(
                num_bits=8, mode=Mode.SYMMETRIC if mode == "symmetric" else Mode.ASYMMETRIC,
                signedness_to_force=True if mode == "symmetric" else None, per_channel=False)
            lower, upper = array.min(), array.max()
            if mode == "symmetric":
                upper = np.maximum(np.abs(lower), np.abs(upper))
                lower = -upper
            found = calculate_quantizer_parameters(
                MinMaxTensorStatistic(
                    min_values=Tensor(np.array(lower, np.float32)),
                    max_values=Tensor(np.array(upper, np.float32))),
                config, QuantizerGroup.ACTIVATIONS)
            lowest = -128 if mode == "symmetric" else 0
            scale, zero = calculate_scale_zero_point(
                found.input_low, found.input_high, lowest, lowest + 255, False)
            return {"scale": float(scale.data), "zero_point": int(zero.data)}
        yield f"nncf/{mode}/8", ask


def brevitas():
    import torch
    from brevitas.core.bit_width import BitWidthConst
    from brevitas.core.stats.stats_op import AbsPercentile, KLMinimizerThreshold
    for percent in (99.999, 99.9):
        yield f"brevitas/percentile/{percent}", lambda array, percent=percent: {
            "threshold": AbsPercentile(percent, None)(torch.from_numpy(array)).item()}
    yield "brevitas/kl/8", lambda array: {
        "threshold": KLMinimizerThreshold(True, BitWidthConst(8))(torch.from_numpy(array)).item()}


def main():
    lines = []
    for tool in (torch_observers, compressed_tensors, nncf, brevitas):
        try:
            asks = list(tool())
        except ImportError as error:
            print(tool.__name__, error)
            continue
        for record, ask in asks:
            for case in CASES:
                try:
                    found = ask(values(case))
                    members = [
                        f"{key}={bits(value) if isinstance(value, float) else value}"
                        for key, value in found.items()]
                except Exception as error:
                    members = [f"error={type(error).__name__}: {str(error).splitlines()[0][:80]}"]
                lines.append("\t".join([case, record] + members))
    head = "# torch 2.15.0, compressed-tensors 0.20.0, nncf 3.4.0, brevitas 0.13.4"
    (FIXTURES / "golden" / "tools" / "not-finite.tsv").write_text("\n".join([head] + lines) + "\n")


main()
