"""Reads files with qviz and with the real libraries, and compares element by element.

    readers.py PROGRAM [PATH…]

A set of files by the real writers is made and read first, then the files and folders that are
named. A file in a folder `malformed` must be refused in one sentence. Prints Markdown; ends with 1
if anything differs.
"""

import argparse
import collections
import dataclasses
import importlib.metadata
import io
import json
import pathlib
import platform
import subprocess
import sys
import tempfile
import time

import numpy

import files
import libraries
from report import table

LIBRARIES = ["numpy", "ml_dtypes", "safetensors", "torch", "gguf", "onnx", "ai-edge-litert"]
# What a refusal ends with: for how qviz was called, for what a file has, for one that is not there.
USAGE, BAD_DATA, NO_INPUT = 64, 65, 66
# Who reads what must be refused.
NOBODY = "nobody"


@dataclasses.dataclass
class Row:
    """What came of a file."""

    file: str
    library: str
    # How many tensors the library reads, and how many qviz lists.
    expected: int = 0
    listed: int = 0
    equal: int = 0
    # Of those that are equal, the ones whose values the file itself stores as codes.
    quantized: int = 0
    elements: int = 0
    # How qviz calls what it lists and does not read.
    unread: list[str] = dataclasses.field(default_factory=list)
    differences: list[str] = dataclasses.field(default_factory=list)


class Program:
    """qviz."""

    def __init__(self, path: str):
        self.path = path
        # How long everything took that was run.
        self.seconds = 0.0

    def run(self, *arguments: str | pathlib.Path) -> subprocess.CompletedProcess:
        """A command, its output and its exit code."""
        start = time.perf_counter()
        result = subprocess.run([self.path, *arguments], stdin=subprocess.DEVNULL,
                                capture_output=True, check=False)
        self.seconds += time.perf_counter() - start
        return result

    def listed(self, case: libraries.Case) -> list[dict]:
        """The tensors of a file."""
        result = self.run("list", "--json", *case.arguments, case.path)
        if result.returncode != 0:
            raise ValueError(f"list: {result.stderr.decode().strip()} (exit {result.returncode})")
        return json.loads(result.stdout)

    def extracted(self, case: libraries.Case, tensor: str, *options: str):
        """The array of a tensor, or the refusal."""
        result = self.run("extract", *case.arguments, *options, "--tensor=" + tensor, "-o", "-",
                          case.path)
        if result.returncode == 0:
            return numpy.load(io.BytesIO(result.stdout))
        return result


def refusal(result, code: int = BAD_DATA) -> str | None:
    """What is wrong with how a command refused; None where nothing is."""
    if isinstance(result, numpy.ndarray):
        return "is read, expected a refusal"
    sentence = result.stderr.decode()
    if result.returncode != code:
        return f"ends with {result.returncode}, expected {code}: {sentence!r}"
    if result.stdout:
        return f"writes {len(result.stdout)} bytes to standard output"
    if not sentence.startswith("qviz: ") or sentence.count("\n") != 1 or sentence[-1] != "\n":
        return f"says {sentence!r}, expected one sentence"
    return None


def difference(found, expected: numpy.ndarray) -> str | None:
    """How two arrays differ in type, shape or any bit; one NaN is as good as another."""
    if not isinstance(found, numpy.ndarray):
        return f"is refused: {found.stderr.decode().strip()} (exit {found.returncode})"
    if (found.dtype, found.shape) != (expected.dtype, expected.shape):
        return (f"is {found.dtype.str} {list(found.shape)}, "
                f"expected {expected.dtype.str} {list(expected.shape)}")
    pattern = f"u{found.dtype.itemsize}"
    found, expected = numpy.ascontiguousarray(found), numpy.ascontiguousarray(expected)
    wrong = found.reshape(-1).view(pattern) != expected.reshape(-1).view(pattern)
    if found.dtype.kind == "f":
        wrong &= ~(numpy.isnan(found) & numpy.isnan(expected)).reshape(-1)
    if not wrong.any():
        return None
    first = int(wrong.argmax())
    return (f"differs in {int(wrong.sum())} of {wrong.size} elements; element {first} is "
            f"{found.reshape(-1)[first]!r}, expected {expected.reshape(-1)[first]!r}")


def compare(program: Program, case: libraries.Case, row: Row):
    """Everything about a file."""
    listed = program.listed(case)
    expected = case.tensors()
    row.expected, row.listed = len(expected), len(listed)
    names = collections.Counter(entry["name"] for entry in listed)
    wanted = collections.Counter(tensor.name for tensor in expected)
    for what, which in (("lists", names - wanted), ("does not list", wanted - names)):
        if which:
            row.differences.append(f"{what} {sorted(which.elements())}")
    numbers = {entry["name"]: number for number, entry in enumerate(listed)}
    for tensor in expected:
        if tensor.name not in numbers:
            continue
        entry = listed[numbers[tensor.name]]
        said = [entry["stored_as"], tuple(entry["shape"])]
        wanted = [tensor.stored_as, tensor.shape]
        if tensor.values is not None:
            said += [entry["dtype"], entry["count"]]
            wanted += [tensor.dtype, int(numpy.prod(tensor.shape))]
        if said != wanted:
            row.differences.append(f"{tensor.name!r}: listed as {said}, expected {wanted}")
        # A name that is a number would be taken for one of the list.
        key = str(numbers[tensor.name]) if tensor.name.isdigit() else tensor.name
        if tensor.values is None:
            wrong = [refusal(program.extracted(case, key, *options))
                     for options in ((), ("--codes",))]
            row.unread.append(tensor.stored_as)
        else:
            wrong = [difference(program.extracted(case, key), tensor.values),
                     difference(program.extracted(case, key, "--codes"), tensor.codes)]
            row.equal += wrong == [None, None]
            row.quantized += wrong == [None, None] and " per_" in tensor.stored_as
            row.elements += tensor.values.size
        row.differences += [f"{tensor.name!r}: {what} {problem}"
                            for what, problem in zip(("values", "codes"), wrong) if problem]


def refused(program: Program, path: pathlib.Path, row: Row) -> list[str]:
    """What qviz says to a broken file; every command has to say the same."""
    commands = [["list"], ["list", "--json"], ["measure", "--json"], ["measure", "--all"],
                ["extract", "-o", "-"], ["extract", "--codes", "-o", "-"]]
    results = [program.run(*command, path) for command in commands]
    row.differences += [f"{' '.join(command)} {problem}" for command, result in
                        zip(commands, results) if (problem := refusal(result))]
    return [row.file, f"{BAD_DATA}", said(results[0], path)]


def said(result: subprocess.CompletedProcess, path: pathlib.Path) -> str:
    """The sentence of a refusal, without the path."""
    sentence = result.stderr.decode().removeprefix(f"qviz: {path}: ").strip()
    return sentence.replace("\n", " ").replace("|", "\\|")


def wrongly_asked(program: Program, folder: pathlib.Path, row: Row) -> list[list[str]]:
    """What qviz says where it is asked for what is not there."""
    questions = [
        (NO_INPUT, "missing.npy", ["list"]), (USAGE, "int8.npy", ["list", "--dtype=float64"]),
        (USAGE, "int8.npy", ["list", "--shape=9,9"]),
        (USAGE, "stored.npz", ["extract", "--tensor=nothing", "-o", "-"])]
    lines = []
    for code, name, command in questions:
        result = program.run(*command, folder / name)
        if problem := refusal(result, code):
            row.differences.append(f"{' '.join(command)} {name} {problem}")
        lines.append([f"`{' '.join(command)} {name}`", f"{code}", said(result, folder / name)])
    return lines


def found(path: pathlib.Path):
    """The files of a folder, by their names, or the file."""
    return sorted(part for part in path.rglob("*") if part.is_file()) if path.is_dir() else [path]


def document(rows: list[Row], refusals: list[list[str]], sources: list[str]) -> str:
    """The Markdown."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES)
    different = [row for row in rows if row.differences]
    lines = ["# What qviz reads, beside the real libraries", "",
             f"Compared {time.strftime('%Y-%m-%d')} on {platform.system()} {platform.machine()}"
             f" with {versions}.",
             f"Read were {', then '.join(sources)}.",
             "Names, types, shapes, values and stored codes were compared; `README.md` says how.",
             "", f"Differences: {sum(len(row.differences) for row in different)}.", ""]
    header = ["read by", "files", "tensors", "equal in every bit", "elements", "listed, not read"]
    kinds = {}
    for row in rows:
        if row.library != NOBODY:
            kinds.setdefault(row.library, []).append(row)
    body = [[library, f"{len(part)}", f"{sum(row.equal + len(row.unread) for row in part)}",
             f"{sum(row.equal for row in part)}", f"{sum(row.elements for row in part):,}",
             f"{sum(len(row.unread) for row in part)}"] for library, part in kinds.items()]
    lines += table(header, body)
    if different:
        lines += [""]
    lines += [f"- {row.file}: {problem}" for row in different for problem in row.differences]
    lines += ["", "## What is refused", "",
              "A broken file by six commands, each in one sentence, with nothing on standard output.",
              ""]
    lines += table(["what", "exit code", "sentence"], refusals)
    lines += ["", "## Every file", ""]
    lines += table(["file", "equal", "elements", "listed, not read"], [
        [row.file, f"{row.equal}", f"{row.elements:,}", f"{len(row.unread) or ''}"]
        for row in rows if row.library != NOBODY])
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", help="qviz")
    parser.add_argument("paths", nargs="*", type=pathlib.Path, help="more files and folders")
    options = parser.parse_args()
    program = Program(options.program)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        files.Files(pathlib.Path(folder)).write()
        rows.append(Row("set", NOBODY))
        refusals = wrongly_asked(program, pathlib.Path(folder), rows[0])
        for root in [pathlib.Path(folder), *options.paths]:
            for path in found(root):
                name = "set" if root == pathlib.Path(folder) else root.name
                label = f"{name}/{path.relative_to(root)}" if root.is_dir() else name
                if path.parent.name == "malformed":
                    row = Row(label, NOBODY)
                    refusals.append(refused(program, path, row))
                elif case := libraries.case(path):
                    row = Row(label, case.library.removesuffix("_files"))
                    try:
                        compare(program, case, row)
                    except Exception as error:  # What a library raises is the row's answer.
                        row.differences.append(f"{type(error).__name__}: {error}")
                else:
                    continue
                rows.append(row)
                print(f"{label}: {'; '.join(row.differences) or 'equal'}", file=sys.stderr)
    sources = ["a set by the real writers", *(f"`{path.name}`" for path in options.paths)]
    print(document(rows, refusals, sources), end="")
    sys.exit(any(row.differences for row in rows))


if __name__ == "__main__":
    main()
