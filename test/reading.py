"""How long a notebook takes in class, without its exercises: to read, to predict, to run.

The paces are those of somebody who meets the matter for the first time: adults read English non-fiction at 238 words
a minute (Brysbaert 2019); here they read at three quarters of that.
"""

import re

from prose import UNSEEN

WORDS = 180  # of prose a minute
SECONDS_A_LINE = 3  # of code
SECONDS_A_PICTURE = 15  # or table
SECONDS_A_PREDICTION = 25
SECONDS_A_CHANGE = 60  # what "Your turn" asks for
EACH = (8, 24)  # minutes, at least and at most
TOGETHER = (100, 140)  # 01 to 10


def minutes(notebook, run):
    """run is how many seconds the execution took."""
    lesson = before_exercises(notebook.cells)
    prose = "\n".join(cell.source for cell in lesson if cell.cell_type == "markdown")
    code = [cell for cell in lesson if cell.cell_type == "code"]
    lines = sum(1 for cell in code for line in cell.source.splitlines() if line.strip())
    pictures = sum(
        1 for cell in code for output in cell.outputs if {"image/png", "text/html"} & set(output.get("data", {}))
    )
    asked = len(re.findall(r"\*\*(?:Predict|A question first)", prose)) * SECONDS_A_PREDICTION
    turns = len(re.findall(r"\*\*Your turn", prose)) * SECONDS_A_CHANGE
    seconds = lines * SECONDS_A_LINE + pictures * SECONDS_A_PICTURE + asked + turns + run
    return len(words(prose)) / WORDS + seconds / 60


def before_exercises(cells):
    """All but the exercises: from their heading to the summary."""
    lesson, inside = [], False
    for cell in cells:
        if cell.cell_type == "markdown":
            inside = (inside or "## Exercises" in cell.source) and "## Summary" not in cell.source
        if not inside:
            lesson.append(cell)
    return lesson


def words(prose):
    return re.findall(r"[^\W\d_][\w’'-]*", UNSEEN.sub(" x ", prose))


def outside(spent):
    """Says whether a notebook takes less or more than it should."""
    least, most = EACH
    if not least <= spent <= most:
        yield f"takes {spent:.0f} minutes to read and run; it should be {least} to {most}"


def too_long(spent):
    """Says whether the whole lecture takes less or more than it should."""
    least, most = TOGETHER
    if not least <= spent <= most:
        yield f"01 to 10 take {spent:.0f} minutes to read and run; it should be {least} to {most}"
