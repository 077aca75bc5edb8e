"""Keeps what a notebook's cells showed before where it shows the same now, so that executing it again changes nothing
else.

The same: words, numbers within a tolerance, timings aside; for a chart, its text alternative and its specification, not
its pixels. A cell keeps all its outputs or none: where one number has left the tolerance, all are new. What was kept is
what the next execution is compared with, so that small changes cannot add up.

Where neither the cells nor the code that they import have changed, the tolerance is that of outputs.py: only the
machine can be another. Where something has changed, whole numbers must be the same, and others to their last digit.

A cell tagged `sampled` shows what was drawn, where the last digit of a number decides a letter. It keeps its outputs
only where nothing has changed, all other cells keep theirs, and it did not fail.
"""

from normalise import VEGA, VEGA_LITE
from outputs import NUMBER, TIMING, close, code_cells, error_text, kinds, numbers, text_differences, texts, words


def keep(committed, executed, changed):
    """Puts the committed outputs into the executed notebook, where they are kept. changed: its cells or their code are
    others than those that the committed outputs came from."""
    near = (exact_text, exact) if changed else (near_text, close)
    known = {}
    for cell in code_cells(committed):
        known.setdefault(cell.source, []).append(cell)
    pairs = [(cell, known[cell.source].pop(0)) for cell in code_cells(executed) if known.get(cell.source)]
    alike = [same(before.outputs, cell.outputs, near) for cell, before in pairs]
    rest = all(like for (cell, _), like in zip(pairs, alike) if not sampled(cell))  # all that is not drawn is the same
    whole = not changed and len(pairs) == len(code_cells(executed)) == len(code_cells(committed))
    for (cell, before), like in zip(pairs, alike):
        if like or whole and rest and sampled(cell) and kinds(before) == kinds(cell) and shows(cell):
            cell.outputs = [numbered(output, cell.execution_count) for output in before.outputs]


def shows(cell):
    """Says whether a cell did not fail, and shows something."""
    return not error_text(cell) and bool("".join(texts(cell)).strip())


def sampled(cell):
    return "sampled" in cell.metadata.get("tags", [])


def numbered(output, count):
    if "execution_count" in output:
        output.execution_count = count
    return output


def near_text(before, now):
    return not any(text_differences(before, now))


def exact_text(before, now):
    """The same words and whole numbers; others to their last digit; any timing."""
    before, now = TIMING.sub("TIME", before), TIMING.sub("TIME", now)
    pairs = zip(NUMBER.findall(before), NUMBER.findall(now))
    return words(before) == words(now) and all(x == y or to_the_last_digit(x, y) for x, y in pairs)


def to_the_last_digit(x, y):
    decimals = len(x.partition(".")[2])
    if not decimals or decimals != len(y.partition(".")[2]) or "e" in x + y:
        return False
    (a,), (b,) = numbers(x), numbers(y)
    return abs(a - b) < 1.5 * 10**-decimals


def exact(before, now):
    """Numbers of a specification: the same but for rounding."""
    return before == now or isinstance(before, float) and abs(before - now) <= 1e-3 * abs(before)


def same(before, now, near):
    """Compares outputs, or parts of them."""
    near_texts, near_numbers = near
    if isinstance(before, str) and isinstance(now, str):
        return before == now or near_texts(before, now)
    if isinstance(before, list) and isinstance(now, list):
        return len(before) == len(now) and all(same(x, y, near) for x, y in zip(before, now))
    if isinstance(before, dict) and isinstance(now, dict):
        return before.keys() == now.keys() and all(same_part(name, before, now, near) for name in before)
    if is_number(before) and is_number(now):
        return near_numbers(before, now)
    return type(before) is type(now) and before == now


def same_part(name, before, now, near):
    if name == "image/png":  # of a chart it is drawn from the specification; another picture must be the same bytes
        return bool({VEGA, VEGA_LITE} & before.keys()) or before[name] == now[name]
    return name == "execution_count" or same(before[name], now[name], near)


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)
