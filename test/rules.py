"""The rules that every committed notebook keeps, and that can be read off its file."""

import json
import re

from outputs import texts
from structure import broken_structure

TAGS = {"exercise", "check", "raises-exception", "sampled", "further", "answer", "asked", "predict"}
LINES = 20  # of a cell; 15 is what we aim at
BYTES = 500_000
MACHINE = re.compile(r"/(root|home/(?!jovyan)\w+|tmp|work)/")
NETWORK = re.compile(r"cdn\.|unpkg|jsdelivr|googleapis|https?://(?!vega\.github\.io/schema|www\.w3\.org)")


def broken_rules(path, notebook):
    text = path.read_text()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    prose = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    outputs = json.dumps([cell.outputs for cell in code])
    if [cell.execution_count for cell in code] != list(range(1, len(code) + 1)):
        yield "was not executed from top to bottom"
    if len(text) > BYTES:
        yield f"is {len(text):,} bytes, over {BYTES:,}"
    if found := MACHINE.search(text):
        yield f"holds a path of a machine: {found.group()}"
    if found := NETWORK.search(outputs):
        yield f"an output needs the network: {found.group()}"
    if not prose or not prose[0].source.startswith("# "):
        yield "has no title"
    for number, cell in enumerate(prose, 1):
        yield from (f"text {number} {what}" for what in unknown_tags(cell))
    yield from broken_structure(path, notebook)
    for number, cell in enumerate(code, 1):
        yield from (f"cell {number} {what}" for what in broken_by_cell(cell))
        yield from (f"cell {number} {what}" for what in broken_by_check(cell, path.parent.name == "solutions"))


def broken_by_check(cell, solved):
    """A check says "not done yet" of the exercise as it is handed out, and "right" of its solution. A prediction is not
    committed."""
    said = "".join(texts(cell))
    for tag, wanted in ("check", "✓" if solved else "○"), ("predict", "○"):
        if tag in cell.metadata.get("tags", []) and not said.startswith(wanted):
            yield f"is a {tag} that should say {wanted}, and says {said!r}"


def unknown_tags(cell):
    if unknown := set(cell.metadata.get("tags", [])) - TAGS:
        yield f"has the unknown tag {', '.join(sorted(unknown))}"


def broken_by_cell(cell):
    yield from unknown_tags(cell)
    if (lines := cell.source.count("\n") + 1) > LINES:
        yield f"has {lines} lines, over {LINES}"
    for output in cell.outputs:
        data = output.get("data", {})
        if any(kind.startswith(("image/", "application/vnd.vega")) for kind in data):
            if not data.get("text/plain", "").strip():
                yield "shows a picture without a text alternative"
            if "image/png" not in data:
                yield "shows a chart without a picture for readers outside JupyterLab"
