"""Times `qviz measure --all` over checkpoints beside PyTorch doing the same, in turns.

    passes.py PROGRAM PYTHON [CHECKPOINT…]

A tensor of 4096×4096 normally distributed values comes first, in float32 and in bfloat16. Of qviz
the whole process is timed, its start included; of PyTorch the pass alone in a process that is warm,
from opening the file to the number, and the whole process. Prints Markdown.
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
from report import duration, machine, table, times

# How far float32 arithmetic in another order may lead: torch multiplies and divides in float32.
SAME_MSE = 1e-4
RULES = {"channel, int8": (8, 0), "groups of 32, int4": (4, 32)}
THEIRS = {"operator": "torch, its operator", "arithmetic": "torch, arithmetic in place",
          "process": "torch, whole process"}
WRITE = """
import sys, torch, safetensors.torch
values = torch.randn(4096, 4096, generator=torch.Generator().manual_seed(1)) * 0.02
safetensors.torch.save_file({"weight": values}, sys.argv[1] + "/float32.safetensors")
safetensors.torch.save_file({"weight": values.bfloat16()}, sys.argv[1] + "/bfloat16.safetensors")
"""


def finished(command: list[str], question: str = "") -> tuple[bytes, float, float]:
    """The output of a program, how long it took, and how long the processors did."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdin.write(question.encode())
    process.stdin.close()
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise RuntimeError(f"{command[0]} ended with {os.waitstatus_to_exitcode(status)}")
    return output, time.perf_counter() - start, usage.ru_utime + usage.ru_stime


class Row:
    """One checkpoint under one rule, and what was measured of it."""

    def __init__(self, path: pathlib.Path, rule: str):
        self.path = path
        self.rule = rule
        self.bits, self.group = RULES[rule]
        self.bytes = path.stat().st_size
        self.seconds = {}
        self.processor = {}

    def add(self, who: str, seconds: float, processor: float):
        """One measurement."""
        self.seconds.setdefault(who, []).append(seconds)
        self.processor.setdefault(who, []).append(processor)

    def turn(self, program: str, python: str, warm: Lines):
        """Everybody once."""
        command = [program, "measure", "--all", "--json", f"--bits={self.bits}"]
        command += [f"--group-size={self.group}"] if self.group else []
        command += ["--granularity=" + ("group" if self.group else "channel"), str(self.path)]
        output, *measured = finished(command)
        self.add("qviz", *measured)
        mse = json.loads(output)["total"]["mse"]
        for way in warm.greeting["ways"]:
            question = f"{way} {self.bits} {self.group} {self.path}"
            theirs = warm.ask(question)
            self.add(way, theirs["seconds"], theirs["processor"])
            if abs(theirs["mse"] - mse) > SAME_MSE * mse:
                raise RuntimeError(f"{question}: {theirs['mse']}, qviz says {mse}")
        whole = [python, "-B", str(HERE / "torch_pass.py")]
        _, *measured = finished(whole, f"arithmetic {self.bits} {self.group} {self.path}\n")
        self.add("process", *measured)

    def cells(self, samples: dict[str, list[float]]) -> list[str]:
        """The row of a table: what each took, and how often that holds what qviz took."""
        least = {who: min(seconds) for who, seconds in samples.items()}
        cells = [self.path.name, self.rule, f"{self.bytes / 1e6:,.0f} MB",
                 f"{len(samples['qviz'])}", took(samples["qviz"])]
        for who in THEIRS:
            cells += [took(samples[who]), times(least[who] / least["qviz"])]
        return cells

    def rate(self) -> float:
        """How many bytes qviz reads in a second, in the least time."""
        return self.bytes / min(self.seconds["qviz"])


def took(seconds: list[float]) -> str:
    """A median and the least."""
    return f"{duration(statistics.median(seconds))} ({duration(min(seconds))})"


def document(rows: list[Row], greeting: dict, load: tuple[float, float]) -> str:
    """The Markdown."""
    header = ["checkpoint", "rule", "size", "turns", "qviz"]
    for who in THEIRS.values():
        header += [who, "faster"]
    lines = ["# Passes over checkpoints, beside PyTorch", "",
             f"Measured {time.strftime('%Y-%m-%d')} on {machine()}, with torch"
             f" {greeting['torch']} on 2 threads and safetensors {greeting['safetensors']}.",
             "Medians, with minima in brackets, of turns taken one after the other; ratios are those"
             " of the minima, and `README.md` says what the columns are.",
             f"The load average was {load[0]:.1f} to {load[1]:.1f}, of which the passes are 2.", "",
             "## Time", "", *table(header, [row.cells(row.seconds) for row in rows]), "",
             "## Processor time", "",
             "Of all threads; where others want the processors, this is what can be compared.",
             "", *table(header, [row.cells(row.processor) for row in rows])]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", help="qviz, built for release")
    parser.add_argument("python", help="an interpreter with torch and safetensors")
    parser.add_argument("checkpoints", nargs="*", type=pathlib.Path, help="more .safetensors")
    parser.add_argument("--turns", type=int, default=5, help="turns of a row at most")
    parser.add_argument("--seconds", type=float, default=60, help="when a row has its last turn")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([options.python, "-c", WRITE, folder], check=True)
        own = [pathlib.Path(folder) / f"{name}.safetensors" for name in ("float32", "bfloat16")]
        rows = [Row(path, rule) for path in own + options.checkpoints for rule in RULES]
        warm = Lines([options.python, "-B", str(HERE / "torch_pass.py")], None)
        loads = [os.getloadavg()[0]]
        for row in rows:
            start = time.monotonic()
            for turn in range(options.turns + 1):
                row.turn(options.program, options.python, warm)
                loads.append(os.getloadavg()[0])
                if time.monotonic() - start > options.seconds:
                    break
                if turn == 0:  # It brought the file into memory.
                    row.seconds, row.processor = {}, {}
            print(*row.cells(row.seconds), f"{row.rate() / 1e9:.2f} GB/s", sep=" | ",
                  file=sys.stderr)
        warm.close()
    print(document(rows, warm.greeting, (min(loads), max(loads))), end="")


if __name__ == "__main__":
    main()
