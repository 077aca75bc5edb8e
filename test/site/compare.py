"""Prints how a page that a browser ran differs from the committed one: compare.py COMMITTED EXECUTED

Words are the same, numbers as near as test/outputs.py wants them, with three exceptions. A model that comes with the
site is opened, so no curve is drawn. The browser's backend draws other first values: in cells that train without
keeping the model, losses are within the tolerance that the page's banner names; cells about the first values only have
to show something of the same kind.
"""

import re
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "test"))
from outputs import cell_differences, close, code_cells  # noqa: E402: where they lie is only known now

NAMES_THE_BACKEND = "backend.Describe("
CURVE = "Loss on train and dev by step"
TRAINS = re.compile(r"\b(neural\.Train|loop)\(")
SHOWS_FIRST_VALUES = re.compile(r"\b(neural\.Untrained|untrained|begin|hiddenValues)\(")
EARLY = float(re.search(r"Early = ([\d.]+)", (ROOT / "web" / "tolerance" / "tolerance.go").read_text())[1])


def without_curve(cell):
    left = [output for output in cell.outputs if CURVE not in output.get("data", {}).get("text/plain", "")]
    return nbformat.NotebookNode(cell, outputs=left)


def shown(cell):
    """The kinds of what a cell displayed. A browser makes no picture beside a chart."""
    return [kind(output) for output in cell.outputs if "data" in output]


def kind(output):
    if output.metadata.get("nexttoken", {}).get("failed"):
        return "failed"
    return "chart" if any("vega" in media_type for media_type in output.data) else "html"


def near(before, now):
    return close(before, now) or abs(before - now) <= EARLY


def compare(committed, executed):
    for number, (before, now) in enumerate(zip(code_cells(committed), code_cells(executed)), 1):
        before, now = without_curve(before), without_curve(now)
        if NAMES_THE_BACKEND in before.source:
            continue
        if before.outputs and SHOWS_FIRST_VALUES.search(before.source):
            before.metadata = {"tags": ["sampled"]}
        yield from cell_differences(number, before, now, shown, near if TRAINS.search(before.source) else close)


def main():
    different = list(compare(*(nbformat.read(path, 4) for path in sys.argv[1:])))
    for what in different:
        print(what)
    sys.exit(bool(different))


if __name__ == "__main__":
    main()
