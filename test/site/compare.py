"""Prints how a page that a browser ran differs from the committed one: compare.py COMMITTED EXECUTED

Words are the same, numbers as near as test/outputs.py wants them. In cells that train without keeping the model, the
browser's backend draws other first values: there, losses are within the tolerance that the page's banner names.
"""

import re
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "test"))
from outputs import cell_differences, close  # noqa: E402: where they lie is only known now

NAMES_THE_BACKEND = "backend.Describe("
TRAINS = re.compile(r"\b(neural\.Train|loop)\(")
DRAWS_A_CURVE = "chart.LossCurve"  # but not for a model that was trained before
EARLY = float(re.search(r"Early = ([\d.]+)", (ROOT / "web" / "tolerance" / "tolerance.go").read_text())[1])


def shown(cell):
    """The kinds of what a cell displayed. A browser makes no picture beside a chart."""
    return [] if DRAWS_A_CURVE in cell.source else [kind(output) for output in cell.outputs if "data" in output]


def kind(output):
    if output.metadata.get("nexttoken", {}).get("failed"):
        return "failed"
    return "chart" if any("vega" in media_type for media_type in output.data) else "html"


def near(before, now):
    return close(before, now) or abs(before - now) <= EARLY


def compare(committed, executed):
    pairs = zip(*([c for c in notebook.cells if c.cell_type == "code"] for notebook in (committed, executed)))
    for number, (before, now) in enumerate(pairs, 1):
        if NAMES_THE_BACKEND not in before.source:
            yield from cell_differences(number, before, now, shown, near if TRAINS.search(before.source) else close)


def main():
    different = list(compare(*(nbformat.read(path, 4) for path in sys.argv[1:])))
    print("\n".join(different))
    sys.exit(bool(different))


if __name__ == "__main__":
    main()
