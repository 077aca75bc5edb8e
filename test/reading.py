"""How long a page takes in class: its core and its summary, to read, to predict, to run.

    reading.py      prints the minutes of all pages, from what is committed, as if nothing had to be waited for

The pace is that of somebody who reads a second language, and meets the matter for the first time: adults read English
non-fiction at 238 words a minute (Brysbaert 2019); here they read at half of that. Folded answers count, since they are
opened; "Going further", the exercises, and what students ask do not.
"""

import re
import sys
from pathlib import Path

import nbformat

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "export"))

from parts import core, tags  # noqa: E402: found by the line above
from prose import UNSEEN  # noqa: E402

WORDS = 120  # of prose a minute
SECONDS_A_LINE = 3  # of code; imports, and functions of an earlier page, are run, not read
SECONDS_A_PICTURE = 15  # or table
SECONDS_A_PREDICTION = 25
SECONDS_A_CHANGE = 60  # what "Your turn" asks for
# What a page should take, in minutes; half as much again is allowed, and half as much.
EACH = {
    "00": 6, "01": 11, "02": 12, "03": 13, "04": 13, "05": 16, "06": 7, "07": 7, "08": 12, "09": 8, "10": 12, "11": 9,
}  # fmt: skip
TOGETHER = (100, 130)  # 00 to 11
IMPORTS = re.compile(r"^(?:%noautoget\n)?import \([^)]*\)\n?|^import .*\n?", re.M)
FUNCTION = re.compile(r"^func .*?^}\n?", re.M | re.S)
TAG = re.compile(r"</?(?:details|summary)>")


def minutes(notebook, run, known=frozenset()):
    """run is how many seconds the execution took; known are functions that the student has read before."""
    lesson = core(notebook.cells)
    prose = "\n".join(cell.source for cell in lesson if cell.cell_type == "markdown")
    code = [cell for cell in lesson if cell.cell_type == "code"]
    lines = sum(1 for cell in code for line in read(cell.source, known).splitlines() if line.strip())
    shown = [output.get("data", {}) for cell in code if "predict" not in tags(cell) for output in cell.outputs]
    pictures = sum(1 for data in shown if {"image/png", "text/html"} & set(data))
    asked = len(re.findall(r"\*\*(?:Predict|A question first)", prose)) * SECONDS_A_PREDICTION
    turns = len(re.findall(r"\*\*Your turn", prose)) * SECONDS_A_CHANGE
    seconds = lines * SECONDS_A_LINE + pictures * SECONDS_A_PICTURE + asked + turns + run
    return len(words(prose)) / WORDS + seconds / 60


def read(source, known):
    """The code of a cell without what is run and not read."""
    return FUNCTION.sub(lambda found: "" if found[0].strip() in known else found[0], IMPORTS.sub("", source))


def known_before(path):
    """The functions that stand on the pages before this one."""
    pages = (nbformat.read(page, 4) for page in sorted(path.parent.glob("[0-9]*.ipynb")) if page.name < path.name)
    sources = (cell.source for page in pages for cell in page.cells if cell.cell_type == "code")
    return {found.strip() for source in sources for found in FUNCTION.findall(source)}


def words(prose):
    return re.findall(r"[^\W\d_][\w’'-]*", UNSEEN.sub(" x ", TAG.sub(" ", prose)))


def outside(path, spent):
    """Says whether a page takes far less or far more than it should."""
    wanted = EACH.get(path.name[:2])
    if wanted and not wanted / 2 <= spent <= wanted * 1.5:
        yield f"takes {spent:.0f} minutes to read and run; it should be about {wanted}"


def too_long(pages):
    """Says whether the whole lecture takes less or more than it should, given its pages' minutes by their numbers."""
    spent, (least, most) = sum(pages.get(number, 0) for number in EACH), TOGETHER
    if not least <= spent <= most:
        yield f"{min(EACH)} to {max(EACH)} take {spent:.0f} minutes to read and run; it should be {least} to {most}"


def main():
    pages, root = {}, Path(__file__).resolve().parent.parent
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, 4)
        spent = pages[path.name[:2]] = minutes(notebook, 0, known_before(path))
        wanted = EACH.get(path.name[:2], "?")
        print(f"{path.stem:34}{spent:5.1f} minutes, of {wanted:>2}")
    print(f"{'together':34}{sum(pages.values()):5.1f} minutes, of {TOGETHER[0]} to {TOGETHER[1]}")


if __name__ == "__main__":
    main()
