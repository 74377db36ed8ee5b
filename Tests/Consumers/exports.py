"""Tensors to export, exports of them, and the comparison of what a tool made of one with what qviz says."""

import json
import pathlib
import subprocess
import sys

import numpy as np

QVIZ, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])


class Tensor:
    """A tensor in a file, and how qviz is to quantize it."""

    def __init__(self, name, values, *options):
        self.path = FOLDER / f"{name}.npy"
        self.name, self.values, self.options = name, values, list(options)
        np.save(self.path, values)

    def export(self, to, *more):
        """Writes the encodings, and returns the file and what qviz reports."""
        output = FOLDER / f"{self.name}.{to}"
        report = self.measure("--output", str(output), "--to", to, *more)
        return output, report

    def measure(self, *more):
        run = subprocess.run(
            [QVIZ, "measure", str(self.path), "--json", *self.options, *more],
            capture_output=True, text=True)
        if run.returncode:
            raise SystemExit(f"qviz ended with {run.returncode}: {run.stderr}")
        return json.loads(run.stdout)


def encodings(report):
    """Scales as float32 and zero-points of a report."""
    blocks = report["encodings"]
    return (np.array([block["scale"] for block in blocks], np.float32),
            np.array([block["zero_point"] for block in blocks]))


def check(name, found, expected):
    """Prints whether arrays are the same, bit for bit."""
    same = len(found) == len(expected) and all(
        np.array_equal(np.asarray(one).ravel(), np.asarray(other).ravel())
        for one, other in zip(found, expected))
    print(f"{'same' if same else 'DIFFERS':8} {name}")
    if not same:
        print("   tool", found, "\n   qviz", expected)
    return same


RANDOM = np.random.default_rng(11)
ACTIVATION = Tensor(
    "x", RANDOM.gamma(2, 1, (1, 16)).astype(np.float32) - 1, "--min", "-0.9", "--max", "4.75")
LOPSIDED = Tensor("y", RANDOM.normal(-3, 1, (1, 16)).astype(np.float32), "--calibrator", "mse")
AMAX = Tensor("out:0", RANDOM.normal(0, 3, (4, 9)).astype(np.float32))
WEIGHT = Tensor(
    "w", RANDOM.normal(0, 0.05, (16, 8)).astype(np.float32),
    "--symmetric", "--granularity", "channel", "--axis", "1", "--calibrator", "mse")
GROUPS = Tensor(
    "g", RANDOM.normal(0, 0.05, (8, 64)).astype(np.float32),
    "--bits", "4", "--granularity", "group", "--group-size", "32")
