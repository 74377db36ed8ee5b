#!/usr/bin/env python3
"""Make golden/tools/{nncf,brevitas,compressed-tensors,ncnn}.tsv by asking the tools themselves.

    generate_goldens.py [NCNN2TABLE_CPP]

Versions: nncf 3.4.0, brevitas 0.13.4, compressed-tensors 0.20.0, torch 2.13.0, numpy 2.2.6, Python 3.11 on
x86-64; ncnn at a4d2ea1d4 (July 2026), whose `tools/quantize/ncnn2table.cpp` is given as the argument: the
search for the threshold is cut out of it at run time and compiled with `g++ -O2` around histograms and maxima
made here. Tensors with NaN or infinities, and empty ones, are left out. Lines are as `generate_tools.py` in
`Tests/Fixtures` writes them. Tests never run this.
"""
import hashlib
import pathlib
import re
import struct
import subprocess
import sys
import tempfile

import numpy as np
import torch

FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "Fixtures"
torch.set_num_threads(1)


def bits(value):
    return struct.pack(">f", float(value)).hex()


def digest(array):
    return "#" + hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()[:16]


def tensors():
    import json
    for row in json.loads((FIXTURES / "manifest.json").read_text()):
        array = np.load(FIXTURES / "tensors" / f"{row['id']}.npy")
        if row["dtype"] == "bfloat16":
            array = (array.astype(np.uint32) << 16).view(np.float32)
        array = array.astype(np.float32)
        if array.size and np.isfinite(array).all():
            yield row["id"], array


def write(tool, head, lines):
    text = "\n".join([f"# {head}"] + ["\t".join(line) for line in lines]) + "\n"
    (FIXTURES / "golden" / "tools" / f"{tool}.tsv").write_text(text)


def failed(error):
    return "error=" + str(error).split("\n")[0][:80]


def nncf():
    from nncf.common.quantization.structs import QuantizationScheme as Mode
    from nncf.common.quantization.structs import QuantizerConfig, QuantizerGroup
    from nncf.quantization.fake_quantize import calculate_quantizer_parameters, calculate_scale_zero_point
    from nncf.common.tensor_statistics.statistics import MinMaxTensorStatistic
    from nncf.tensor import Tensor
    lines = []
    for name, array in tensors():
        for num_bits in (8, 4):
            for mode in ("symmetric", "asymmetric"):
                config = QuantizerConfig(
                    num_bits=num_bits, mode=Mode.SYMMETRIC if mode == "symmetric" else Mode.ASYMMETRIC,
                    signedness_to_force=True if mode == "symmetric" else None, per_channel=False)
                lower, upper = array.min(), array.max()
                if mode == "symmetric":
                    upper = np.maximum(np.abs(lower), np.abs(upper))
                    lower = -upper
                statistic = MinMaxTensorStatistic(
                    min_values=Tensor(np.array(lower, np.float32)), max_values=Tensor(np.array(upper, np.float32)))
                found = calculate_quantizer_parameters(statistic, config, QuantizerGroup.ACTIVATIONS)
                lowest = -(1 << (num_bits - 1)) if mode == "symmetric" else 0
                scale, zero = calculate_scale_zero_point(
                    found.input_low, found.input_high, lowest, lowest + (1 << num_bits) - 1, False)
                lines.append([
                    name, f"minmax/{mode}/{num_bits}", f"low={bits(found.input_low.data)}",
                    f"high={bits(found.input_high.data)}", f"levels={found.levels}", f"scale={bits(scale.data)}",
                    f"zero_point={int(zero.data)}"])
    write("nncf", "nncf 3.4.0, numpy 2.2.6", lines)


def brevitas():
    from brevitas.core.stats.stats_op import AbsPercentile, KLMinimizerThreshold
    from brevitas.core.bit_width import BitWidthConst
    from brevitas.nn import QuantIdentity
    from brevitas.quant import Int8ActPerTensorFloat
    lines = []
    for name, array in tensors():
        x = torch.from_numpy(array.copy())
        for q in (99.999, 99.9):
            try:
                found = AbsPercentile(q, None)(x)
                lines.append([name, f"percentile/{q}", f"threshold={bits(found)}"])
            except Exception as error:
                lines.append([name, f"percentile/{q}", failed(error)])
        for num_bits in (8, 4):
            try:
                layer = QuantIdentity(act_quant=Int8ActPerTensorFloat, bit_width=num_bits, return_quant_tensor=True)
                layer.train()
                with torch.no_grad():
                    y = layer(x)
                    codes = y.int(float_datatype=True).numpy().astype(np.int8)
                lines.append([name, f"act/{num_bits}", f"scale={bits(y.scale)}", f"q={digest(codes)}"])
            except Exception as error:
                lines.append([name, f"act/{num_bits}", failed(error)])
            try:
                found = KLMinimizerThreshold(True, BitWidthConst(num_bits))(x)
                lines.append([name, f"kl/{num_bits}", f"threshold={bits(found)}"])
            except Exception as error:
                lines.append([name, f"kl/{num_bits}", failed(error)])
    write("brevitas", "brevitas 0.13.4, torch 2.13.0+cpu", lines)


def compressed_tensors():
    from compressed_tensors.quantization import QuantizationArgs
    from compressed_tensors.quantization.lifecycle.forward import quantize
    from compressed_tensors.quantization.utils.helpers import calculate_qparams
    lines = []
    for name, array in tensors():
        x = torch.from_numpy(array.copy())
        for num_bits in (8, 4):
            for symmetric in (True, False):
                args = QuantizationArgs(num_bits=num_bits, symmetric=symmetric, strategy="tensor")
                scale, zero = calculate_qparams(x.min(), x.max(), args)
                record = f"minmax/{'symmetric' if symmetric else 'asymmetric'}/{num_bits}"
                try:
                    codes = quantize(x, scale, zero, args, dtype=torch.int8).numpy()
                    lines.append([
                        name, record, f"scale={bits(scale)}", f"zero_point={int(zero)}", f"q={digest(codes)}"])
                except Exception as error:
                    lines.append([name, record, failed(error)])
    write("compressed-tensors", "compressed-tensors 0.20.0, torch 2.13.0+cpu", lines)


HARNESS = """
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <algorithm>
#include <vector>
struct Stat { float threshold = 0, absmax = 0; std::vector<uint64_t> histogram; std::vector<float> histogram_normed; };
%(functions)s
int main(int, char** argv)
{
    FILE* file = fopen(argv[1], "rb");
    std::vector<float> values;
    float value;
    while (fread(&value, 4, 1, file) == 1) values.push_back(value);
    const int num_histogram_bins = 2048;
    Stat stat;
    for (float x : values) stat.absmax = std::max(stat.absmax, (float)fabs(x));
    printf("%%a %%a\\n", compute_aciq_gaussian_clip(stat.absmax, (int)values.size()),
           compute_aciq_gaussian_clip(stat.absmax, (int)values.size(), 6));
    stat.histogram.resize(num_histogram_bins, 0);
    stat.histogram_normed.resize(num_histogram_bins, 0);
    const float absmax = stat.absmax;
    for (float x : values)
    {
        if (x == 0.f) continue;
        const int index = std::min((int)(fabs(x) / absmax * num_histogram_bins), (num_histogram_bins - 1));
        stat.histogram[index] += 1;
    }
%(search)s
    printf("%%a\\n", stat.threshold);
}
"""


def ncnn(source):
    text = pathlib.Path(source).read_text()
    functions = "\n".join(
        re.search(r"static float %s\(.*?\n}\n" % name, text, re.S).group(0)
        for name in ("compute_kl_divergence", "compute_aciq_gaussian_clip"))
    start = text.index("        // normalize histogram bin")
    search = text[start:text.index("        float scale = 127 / stat.threshold;", start)]
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "harness.cpp").write_text(HARNESS % {"functions": functions, "search": search})
        subprocess.run(["g++", "-O2", "-o", folder / "harness", folder / "harness.cpp"], check=True)
        for name, array in tensors():
            array.tofile(folder / "values")
            out = subprocess.run([folder / "harness", folder / "values"], check=True, capture_output=True, text=True)
            found = [float.fromhex(word) for word in out.stdout.split()]
            lines.append([name, "aciq/8", f"threshold={bits(found[0])}"])
            lines.append([name, "aciq/6", f"threshold={bits(found[1])}"])
            lines.append([name, "kl/8", f"threshold={bits(found[2])}"])
    write("ncnn", "ncnn a4d2ea1d4", lines)


if __name__ == "__main__":
    nncf()
    brevitas()
    compressed_tensors()
    if len(sys.argv) > 1:
        ncnn(sys.argv[1])
