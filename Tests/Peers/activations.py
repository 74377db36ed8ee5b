"""Runs the programs that README.md prints for catching activations, and opens what they caught.

    activations.py PROGRAM README

Each program is taken out of the page and run as it stands, on a small model; what it wrote is
compared with what the layers answer, and with what qviz lists and extracts. Then the commands
beside them are run. Ends with 1 if anything differs.
"""

import argparse
import io
import os
import pathlib
import sys
import tempfile

import numpy

import libraries
import readers
import small_models
import snippets

HEADING = "## Activations of your model"


def caught(snippet: snippets.Snippet, model, folder: pathlib.Path) -> list[str]:
    """What is wrong with what a program wrote into a folder."""
    code = compile("\n" * snippet.line + snippet.text, "README.md", "exec")
    here = os.getcwd()
    os.chdir(folder)
    try:
        exec(code, {"model": model.model, "batches": model.batches})
    finally:
        os.chdir(here)
    expected = model.expected()
    with numpy.load(folder / "activations.npz") as archive:
        found = dict(archive)
    if sorted(found) != sorted(expected):
        return [f"caught {sorted(found)}, expected {sorted(expected)}"]
    return [f"{name!r} {problem}" for name in expected
            if (problem := readers.difference(found[name], expected[name]))]


def opened(program: readers.Program, path: pathlib.Path) -> list[str]:
    """How what qviz reads of a file differs from what the library of its format does."""
    row = readers.Row(path.name, "")
    try:
        readers.compare(program, libraries.case(path), row)
    except Exception as error:  # What qviz says instead is the answer.
        row.differences.append(f"{type(error).__name__}: {error}")
    return row.differences or ([] if row.equal else ["no tensor was compared"])


def ran(program: readers.Program, command: list[str], folder: pathlib.Path) -> list[str]:
    """What is wrong with how a command of the page ended."""
    arguments = [str(folder / part) if (folder / part).exists() else part
                 for part in command[1:]]
    result = program.run(*arguments)
    if result.returncode != 0 or not result.stdout:
        return [f"ends with {result.returncode}: {result.stderr.decode().strip()}"]
    if "--scale" not in arguments:
        return []
    scale, zero_point = (float(arguments[arguments.index(option) + 1])
                         for option in ("--scale", "--zero-point"))
    reals = (numpy.load(arguments[0]).astype("f4") - zero_point) * numpy.float32(scale)
    result = program.run("extract", "-o", "-", *arguments)
    found = numpy.load(io.BytesIO(result.stdout)) if result.returncode == 0 else result
    problem = readers.difference(found, reals.astype("f4"))
    return [f"the reals: {problem}"] if problem else []


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", help="qviz")
    parser.add_argument("readme", type=pathlib.Path, help="the page")
    options = parser.parse_args()
    program = readers.Program(options.program)
    printed = snippets.snippets(options.readme, HEADING)
    programs = {snippet.title: snippet for snippet in printed if snippet.language == "python"}
    differences = 0

    def tell(what: str, problems: list[str]):
        nonlocal differences
        differences += len(problems)
        print(f"{what}: {'; '.join(problems) or 'equal'}")

    with tempfile.TemporaryDirectory() as root:
        folders = []
        for kind in small_models.MODELS:
            folder = pathlib.Path(root) / kind.__name__
            folder.mkdir()
            folders.append(folder)
            model = kind(folder)
            tell(kind.title + " as caught", caught(programs.pop(kind.title), model, folder))
            for path in sorted(folder.iterdir()):
                tell(f"{kind.title} {path.name}", opened(program, path))
        for snippet in printed:
            for command in snippets.commands(snippet) if snippet.language == "console" else []:
                # The folder that has the file, the first of them if several do.
                folder = next(folder for folder in folders
                              if any((folder / part).exists() for part in command))
                tell(" ".join(command), ran(program, command, folder))
    if programs:
        tell("README.md", [f"prints programs that are not tried: {sorted(programs)}"])
    sys.exit(differences > 0)


if __name__ == "__main__":
    main()
