"""Times number formats by qviz and by the libraries that they are of, in turns on the same weight.

    formats.py PROGRAM PYTHON

A weight of 4096×4096 normally distributed values, some of them six times as large. Of qviz the whole process
is timed, its start included; of a library its work in a process that is warm, from opening the file to the
mean squared error. Prints Markdown.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from compare import HERE, Lines
from passes import finished, took
from report import machine, table, times

WRITE = """
import sys, numpy
random = numpy.random.default_rng(1)
values = random.standard_normal((4096, 4096), numpy.float32) * numpy.float32(0.02)
values *= numpy.where(random.integers(0, 4096, values.shape) == 0, numpy.float32(6), numpy.float32(1))
numpy.save(sys.argv[1], values)
"""


class Row:
    """A format and a library, and what was measured."""

    def __init__(self, index: int, format_: str, library: str):
        self.index, self.format, self.library = index, format_, library
        self.samples = {"ours": [], "theirs": [], "our processor": [], "their processor": []}
        self.difference = 0.0

    def turn(self, program: str, path: str, warm: Lines, keep: bool):
        """Both once."""
        output, seconds, processor = finished(
            [program, "measure", path, f"--format={self.format}", "--json"])
        ours = json.loads(output)["error"]["mse"]
        theirs = warm.ask(f"{self.index} {path}")
        self.difference = abs(theirs["mse"] - ours) / ours
        if keep:
            for name, sample in (("ours", seconds), ("theirs", theirs["seconds"]),
                                 ("our processor", processor),
                                 ("their processor", theirs["processor"])):
                self.samples[name].append(sample)

    def same(self) -> str:
        """How far the errors agree: a value that is rounded otherwise shows in the first nine digits or so."""
        return "yes" if self.difference < 1e-11 else f"within {self.difference:.0e}"

    def cells(self) -> list[str]:
        """The row of the table."""
        samples = self.samples
        least = {name: min(values) for name, values in samples.items()}
        return [f"`{self.format}`", self.library, str(len(samples["ours"])), took(samples["ours"]),
                took(samples["theirs"]), times(least["theirs"] / least["ours"]),
                took(samples["our processor"]), took(samples["their processor"]),
                times(least["their processor"] / least["our processor"]), self.same()]


def document(rows: list[Row], loads: list[float]) -> str:
    """The Markdown."""
    header = ["format", "library", "turns", "qviz", "the library", "faster", "qviz's processors",
              "the library's", "less", "same error"]
    lines = ["# Number formats, beside their libraries", "",
             f"Measured {time.strftime('%Y-%m-%d')} on {machine()}, the libraries on 2 threads.",
             "Medians, with minima in brackets, of turns taken one after the other; ratios are those"
             " of the minima, and `README.md` says what the columns are.",
             f"The load average was {min(loads):.1f} to {max(loads):.1f} (median"
             f" {statistics.median(loads):.1f}), of which the passes are 2.", "",
             *table(header, [row.cells() for row in rows])]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", help="qviz, built for release")
    parser.add_argument("python", help="an interpreter with the libraries")
    parser.add_argument("--turns", type=int, default=5, help="turns of a row")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = str(pathlib.Path(folder) / "weight.npy")
        subprocess.run([options.python, "-c", WRITE, path], check=True)
        warm = Lines([options.python, "-B", str(HERE / "format_peers.py")], None)
        rows = [Row(index, *peer) for index, peer in enumerate(warm.greeting["peers"])]
        loads = []
        for row in rows:
            for turn in range(options.turns + 1):
                row.turn(options.program, path, warm, keep=turn > 0)
                loads.append(os.getloadavg()[0])
            print(*row.cells(), sep=" | ", file=sys.stderr)
        warm.close()
    print(document(rows, loads), end="")


if __name__ == "__main__":
    main()
