"""The parts of a page: the core, "Going further", the exercises, "What students ask", and the summary.

Each but the core begins with a heading of level 2, in this order.
"""

import re

BEGINNINGS = {
    "## Going further": "further",
    "## Exercises": "exercises",
    "## What students ask": "asked",
    "## Summary": "summary",
}
FENCED = re.compile(r"^```.*?^```", re.S | re.M)
HEADING = re.compile(r"^## .*$", re.M)


def headings(cell):
    """The headings of level 2 in a cell."""
    return HEADING.findall(FENCED.sub("", cell.source)) if cell.cell_type == "markdown" else []


def beginning(heading):
    """The part that begins with a heading; None if the part goes on."""
    return next((part for text, part in BEGINNINGS.items() if heading.startswith(text)), None)


def with_parts(cells):
    """Yields each cell after the name of its part."""
    part = "core"
    for cell in cells:
        for heading in headings(cell):
            part = beginning(heading) or part
        yield part, cell


def core(cells):
    """What everybody reads in class: the core and the summary."""
    return [cell for part, cell in with_parts(cells) if part in ("core", "summary")]


def tags(cell):
    return set(cell.metadata.get("tags", []))
