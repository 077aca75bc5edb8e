"""A text in a document that a script writes: it stands between two marks, <!-- NAME --> and <!-- /NAME -->."""

import re


def put(file, name, text):
    """Puts a text into a file, between its two marks with that name."""
    marked = re.compile(f"(<!-- {name} -->\n).*(<!-- /{name} -->)", re.DOTALL)
    file.write_text(marked.sub(lambda marks: f"{marks[1]}{text}\n{marks[2]}", file.read_text()))
