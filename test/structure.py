"""The rules for the parts of a page: what is tagged, and what is folded. docs/pages.md describes them.

Pages of solutions need not keep them.
"""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "export"))

from parts import BEGINNINGS, beginning, headings, tags, with_parts  # noqa: E402: found by the line above

FOLDED = re.compile(r"<details>\n?<summary>(?P<title>[^\n]+?)</summary>\n\n(?P<text>.+?)\n\n</details>", re.S)
PREDICT = "**Predict:**"
QUESTIONS = (4, 7)  # that students ask, at least and at most
COMMIT = re.compile(r'^predict\.Commit\("(\d\d) [^"\\]+", nil\)$', re.M)


def broken_structure(path, notebook):
    if path.parent.name == "solutions":
        return
    cells = list(with_parts(notebook.cells))
    for part in ("exercises", "asked", "summary"):
        if part not in dict(cells):
            yield f"has no part that begins with {heading_of(part)!r}"
    yield from order(notebook.cells)
    yield from wrong_tags(cells)
    yield from answers(notebook.cells)
    yield from asked(cells)
    if not path.name.startswith("00"):
        yield from commitment(path, notebook.cells)


def heading_of(part):
    return next(text for text, begins in BEGINNINGS.items() if begins == part)


def order(cells):
    """The parts stand in their order, and each begins with its cell."""
    found = []
    for cell in cells:
        for heading in headings(cell):
            if part := beginning(heading):
                found.append(part)
                if not cell.source.startswith(heading):
                    yield f"the cell with {heading!r} should begin with it"
    if found != [part for part in BEGINNINGS.values() if part in found]:
        yield f"its parts are {', '.join(found)}: they should be {', '.join(BEGINNINGS.values())}, each once"


def wrong_tags(cells):
    """All cells of a part have its tag, and no others have it."""
    for number, (part, cell) in enumerate(cells, 1):
        for tag in ("further", "asked"):
            if (part == tag) != (tag in tags(cell)):
                what = "lacks" if part == tag else "should not have"
                yield f"{place(number, cell)} {what} the tag {tag}"


def answers(cells):
    """Each prediction has an answer, and the answers are folded."""
    for number, cell in enumerate(cells, 1):
        if "answer" in tags(cell) and cell.cell_type == "markdown" and not is_folded(cell.source):
            yield (
                f"{place(number, cell)} has the tag answer: it should be one <details><summary>…</summary>, "
                "an empty line, the text, an empty line, </details>, and nothing else"
            )
        if re.search(r"<details\s+open", cell.source):
            yield f"{place(number, cell)} has an open <details>"
        if (asks := predictions(cell)) > 1:
            yield f"{place(number, cell)} asks for {asks} predictions: give each a cell and an answer"
        if asks and not answered(cells[number:]):
            yield f"{place(number, cell)} asks for a prediction, and no cell with the tag answer follows in its section"


def predictions(cell):
    return cell.source.count(PREDICT) if cell.cell_type == "markdown" else 0


def answered(following):
    """Whether an answer comes before the next prediction and the next heading."""
    for cell in following:
        if predictions(cell) or headings(cell):
            return False
        if "answer" in tags(cell):
            return True
    return False


def is_folded(text):
    """Whether a text is one folded part, closed, and not more."""
    found = FOLDED.fullmatch(text.strip())
    return bool(found) and "<details" not in found["text"] and "</details" not in found["text"]


def asked(cells):
    """What students ask is folded, question by question."""
    texts = [cell.source for part, cell in cells if part == "asked" and cell.cell_type == "markdown"]
    if not texts:
        return
    text = "\n\n".join(texts).strip()
    questions = FOLDED.findall(text)
    heading, _, rest = text.partition("\n")
    if left := FOLDED.sub("", rest).strip():
        yield f"below {heading!r} something is not folded: {left[:60]!r}"
    if not QUESTIONS[0] <= len(questions) <= QUESTIONS[1]:
        yield f"below {heading!r} are {len(questions)} questions: there should be {QUESTIONS[0]} to {QUESTIONS[1]}"
    for title, _ in questions:
        if not title.endswith("?"):
            yield f"below {heading!r}, {title!r} is no question"


def commitment(path, cells):
    """One prediction of the page is committed in a cell."""
    found = [cell for cell in cells if "predict" in tags(cell)]
    if len(found) != 1:
        yield f"{len(found)} cells have the tag predict: one should have it"
    for cell in found:
        call = COMMIT.search(cell.source)
        if not call or call[1] != path.name[:2]:
            yield f'the cell with the tag predict should say predict.Commit("{path.name[:2]} …", nil) on a line'


def place(number, cell):
    first = (cell.source.strip().splitlines() or [""])[0]
    return f"cell {number} of all ({first[:50]})"
