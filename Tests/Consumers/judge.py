"""Exports of qviz, read by the tools for which they are made.

    judge.py QVIZ FOLDER light|heavy|all

Each test exports, has the tool load the file, and compares what the tool made of it with what qviz says.
A line is printed for each; the exit code is 1 where one differs.
"""

import sys

PARTS = {"light": ["light", "quantized", "plans"],
         "heavy": ["pytorch", "aimet", "litert", "recipes"]}
PARTS["all"] = PARTS["light"] + PARTS["heavy"]


def main():
    results = []
    for part in PARTS[sys.argv[3]]:
        results += [test() for test in __import__(part).TESTS]
    sys.exit(0 if all(results) else 1)


main()
