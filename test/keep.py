"""Keeps what a notebook's cells showed before where it shows the same now, so that executing it again changes nothing
else.

The same: words, numbers within the tolerance of outputs.py, timings aside; for a chart, its text alternative and its
specification, not its pixels. A cell keeps all its outputs or none: where one number has left the tolerance, all are
new. What was kept is what the next execution is compared with, so that small changes cannot add up.

A cell tagged `sampled` shows what was drawn, where the last digit of a number decides a letter. It keeps its outputs
where all other cells of the page keep theirs and the code of all is the same.
"""

from normalise import VEGA_LITE
from outputs import close, text_differences, texts


def keep(committed, executed):
    """Puts the committed outputs into the executed notebook, where they are kept."""
    before, now = code_cells(committed), code_cells(executed)
    known = {}
    for cell in before:
        known.setdefault(cell.source, []).append(cell.outputs)
    pairs = [(cell, known[cell.source].pop(0)) for cell in now if known.get(cell.source)]
    kept = [(cell, outputs) for cell, outputs in pairs if same(outputs, cell.outputs)]
    others = [cell for cell in now if not sampled(cell)]
    if [c.source for c in before] == [c.source for c in now] and len(others) == sum(
        not sampled(cell) for cell, _ in kept
    ):
        kept = [(cell, outputs) for cell, outputs in pairs if not sampled(cell) or "".join(texts(cell)).strip()]
    for cell, outputs in kept:
        cell.outputs = [numbered(output, cell.execution_count) for output in outputs]


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def sampled(cell):
    return "sampled" in cell.metadata.get("tags", [])


def numbered(output, count):
    if "execution_count" in output:
        output.execution_count = count
    return output


def same(before, now):
    """Compares outputs, or parts of them."""
    if isinstance(before, str) and isinstance(now, str):
        return before == now or not any(text_differences(before, now))
    if isinstance(before, list) and isinstance(now, list):
        return len(before) == len(now) and all(map(same, before, now))
    if isinstance(before, dict) and isinstance(now, dict):
        return before.keys() == now.keys() and all(same_part(name, before, now) for name in before)
    if is_number(before) and is_number(now):
        return close(before, now)
    return type(before) is type(now) and before == now


def same_part(name, before, now):
    if (
        name == "image/png"
    ):  # of a chart it is drawn from the specification; another picture is the same byte by byte or not
        return VEGA_LITE in before or before[name] == now[name]
    return name == "execution_count" or same(before[name], now[name])


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)
