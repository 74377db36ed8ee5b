"""Times other tools and qviz in turns on the same tensors, and prints the ratios as Markdown."""

import argparse
import datetime
import importlib.metadata
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

import numpy

import tools

SEED = 1
LOWER, UPPER = -3.0, 3.2


class Qviz:
    """qviz-benchmark, waiting for the names of tasks on one file."""

    def __init__(self, program: str, path: str):
        self.process = subprocess.Popen(
            [program, "peers", path, f"--min={LOWER}", f"--max={UPPER}"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.tasks = json.loads(self.process.stdout.readline())["tasks"]

    def run(self, task: str) -> dict:
        """Carries a task out: its seconds and its answer."""
        self.process.stdin.write(task + "\n")
        self.process.stdin.flush()
        found = json.loads(self.process.stdout.readline())
        if "error" in found:
            raise RuntimeError(f"{task}: {found['error']}")
        return found

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def tensor(count: int) -> numpy.ndarray:
    """Normally distributed values, one in 4096 of them six times as large."""
    generator = numpy.random.default_rng(SEED)
    values = generator.standard_normal(count, dtype=numpy.float32)
    values[generator.integers(0, 4096, count) == 0] *= 6
    return values


def timed(run) -> tuple[float, object]:
    """The seconds that something takes, and its answer."""
    start = time.perf_counter()
    answer = run()
    return time.perf_counter() - start, answer


def compare(tool: tools.Tool, values: numpy.ndarray, qviz: Qviz) -> dict:
    """Both in turns; the first turn of each is not counted."""
    task = next(task for task in tool.tasks if task in qviz.tasks)
    print(f"{values.size} values: {tool.package}, {tool.what}, {task}", file=sys.stderr)
    theirs, ours, opened = [], [], []
    for turn in range(tool.turns + 1):
        seconds, answer = timed(lambda: tool.run(values))
        opening = qviz.run("open")["seconds"]
        found = qviz.run(task)
        if turn > 0:
            theirs.append(seconds)
            ours.append(found["seconds"])
            opened.append(opening + found["seconds"])
    return {
        "package": tool.package, "what": tool.what, "task": task, "count": values.size,
        "tool": statistics.median(theirs), "qviz": statistics.median(ours),
        "opened": statistics.median(opened),
        "ratio": statistics.median(a / b for a, b in zip(theirs, ours)),
        "opened_ratio": statistics.median(a / b for a, b in zip(theirs, opened)),
        "theirs": answer, "ours": found["answer"],
        "agrees": tool.agrees(answer, found["answer"]),
    }


def duration(seconds: float) -> str:
    """Seconds as a person reads them, three digits."""
    for unit, name in ((1, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if seconds >= unit * 0.9995:
            return f"{seconds / unit:.3g} {name}"
    return f"{seconds * 1e9:.3g} ns"


def times(ratio: float) -> str:
    """A ratio as a person reads it."""
    return f"{ratio:,.0f}×" if ratio >= 10 else f"{ratio:.2g}×"


def versions() -> str:
    """The packages that were asked, with their versions."""
    packages = ["numpy", "torch", "onnxruntime", "nvidia-modelopt"]
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)


def machine() -> str:
    """The machine, as it describes itself."""
    text = pathlib.Path("/proc/cpuinfo").read_text()
    model = next((line.split(":")[1].strip() for line in text.splitlines()
                  if line.startswith("model name")), platform.machine())
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}"


def report(rows: list[dict]) -> str:
    """The results as a Markdown document."""
    header = ["tool", "what it does", "values", "the tool", "qviz, tensor open", "faster",
              "qviz, from the file", "faster", "qviz's task", "same answer"]
    cells = [header] + [
        [row["package"], row["what"], f"{row['count']:,}", duration(row["tool"]),
         duration(row["qviz"]), times(row["ratio"]), duration(row["opened"]),
         times(row["opened_ratio"]), f"`{row['task']}`",
         "yes" if row["agrees"] else "no"] for row in rows]
    widths = [max(len(line[column]) for line in cells) for column in range(len(header))]
    lines = ["| " + " | ".join(text.ljust(width) for text, width in zip(line, widths)) + " |"
             for line in cells]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return "\n".join([
        "# What people do today, beside qviz", "",
        f"Measured {datetime.date.today()} on {machine()}, with {versions()}.", "",
        "Medians of turns taken one after the other; `README.md` says what the columns are.", "",
    ] + lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", help="qviz-benchmark, built for release")
    parser.add_argument("--count", type=int, action="append", help="values of a tensor")
    parser.add_argument("--json", help="write all that was found to a file, too")
    options = parser.parse_args()
    rows = []
    for count in options.count or [1 << 20, 1 << 24]:
        values = tensor(count)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "tensor.npy")
            numpy.save(path, values)
            qviz = Qviz(options.program, path)
            rows += [compare(tool, values, qviz) for tool in tools.all_tools(LOWER, UPPER)]
            qviz.close()
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(rows, indent=2) + "\n")
    print(report(rows), end="")


if __name__ == "__main__":
    main()
