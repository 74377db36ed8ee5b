"""The programs and commands that a Markdown file prints."""

import dataclasses
import pathlib
import re


@dataclasses.dataclass
class Snippet:
    """A block of code and where it stands."""

    # The line before it that is no code, such as "PyTorch:".
    title: str
    language: str
    line: int
    text: str


def snippets(path: pathlib.Path, heading: str) -> list[Snippet]:
    """The blocks of code under a heading, each as it is printed."""
    found, block, title, inside = [], None, "", False
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if block is not None:
            if line == "```":
                found.append(block)
                block = None
            else:
                block.text += line + "\n"
        elif line.startswith("#"):
            inside = line == heading
        elif inside and line.startswith("```"):
            block = Snippet(title, line[3:], number, "")
        elif line:
            title = line
    if not found:
        raise ValueError(f"{path}: nothing is printed under {heading!r}")
    return found


def commands(snippet: Snippet) -> list[list[str]]:
    """The arguments of each command of a block, without what is said beside it."""
    return [re.split(r" {2,}", line)[0].split() for line in snippet.text.splitlines()]
