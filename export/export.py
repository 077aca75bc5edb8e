"""Writes the notebooks as web pages whose charts move without a kernel and without the internet.

    export.py book   FOLDER [NAME…]   reading copies: a page for each notebook, and an index
    export.py slides FOLDER [NAME…]   slides: a page for the core of each notebook

NAME is the beginning of a file's name, such as 03, or the path of a page of yours, such as mine.ipynb; without one, all
notebooks are written. Each page contains the charts' engine (from vl_convert), MathJax and reveal.js (from the packages
in assets.txt, in .venv/export). It loads nothing else, and its policy forbids it to.
"""

import json
import re
import sys
from html import escape
from pathlib import Path

import nbformat
import vl_convert
from nbconvert.exporters import HTMLExporter, SlidesExporter
from nbconvert.preprocessors import Preprocessor

from parts import core, tags

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
ASSETS = ROOT / ".venv" / "export"
MATHJAX = ASSETS / "mathjax" / "static" / "mathjax" / "es5" / "tex-svg.js"
REVEAL = ASSETS / "sphinx_revealjs" / "_static" / "revealjs"
LINES = 16  # of code that one slide shows in a size for a room
NEW_STEP = re.compile(r"\*\*(Predict|\d)")  # a text with this beginning is not about the result before it
POLICY = "; ".join([
    "default-src 'none'",
    "script-src 'unsafe-inline' 'unsafe-eval'",
    "style-src 'unsafe-inline' data:",
    "img-src data:",
    "font-src data:",
    "frame-src 'self' file:",  # the speaker's view shows the slides in frames
    "base-uri 'none'",
    "form-action 'none'",
])
MODES = {"application/vnd.vegalite.v5+json": "vega-lite", "application/vnd.vega.v5+json": "vega"}


class LiveCharts(Preprocessor):
    """Replaces the picture of a chart by the chart that moves."""

    def preprocess_cell(self, cell, resources, index):
        for number, output in enumerate(cell.get("outputs", [])):
            data = output.get("data", {})
            for kind in MODES.keys() & data.keys():
                name = f"chart-{index}-{number}"
                data["text/html"] = chart(name, MODES[kind], data[kind], data.get("text/plain", ""))
        return cell, resources


def chart(name, mode, spec, text):
    options = {"mode": mode, "renderer": "svg", "actions": False}
    return (f'<div id="{name}" role="figure" aria-label="{escape(text)}"></div>'
            f'<script>(window.charts ??= []).push(vegaEmbed("#{name}", {inside_script(json.dumps(spec))}, '
            f'{json.dumps(options)}))</script>')


def as_slides(notebook):
    """Cuts the core of a notebook into slides: one for each heading, and one for each step below it.

    The first words after a result or an answer stay with it, and short code after code that shows nothing. The
    result of a prediction is hidden until the next key; the answer is folded, and on the same slide.
    """
    cells, after_result, text, code = [], False, "", ""
    for cell in core(notebook.cells):
        if cell.cell_type == "code":
            folded = "answer" in tags(cell)
            joins = text or code and (code + cell.source).count("\n") < LINES
            kind = "fragment" if "**Predict" in text and not folded else "-" if joins else "subslide"
            cells.append(with_type(cell, "skip" if is_aside(cell) else kind))
            if not is_aside(cell):
                code = "" if cell.outputs else (code if joins else "") + cell.source
                after_result, text = True, ""
            continue
        code = ""
        if "answer" in tags(cell):
            cells.append(with_type(cell, "-"))
            after_result, text = True, ""
            continue
        for part in parts_of(cell.source, after_result):
            kind = "slide" if part.startswith("#") else "-" if after_result and not NEW_STEP.match(part) else "subslide"
            cells.append(with_type(nbformat.v4.new_markdown_cell(part), kind))
            text = "" if kind == "-" else part
            after_result = False
    return nbformat.v4.new_notebook(cells=cells, metadata=notebook.metadata)


def parts_of(text, after_result):
    """Splits a text before every heading, and after its first paragraph if that is about a result."""
    parts = [part.strip() for part in re.split(r"^(?=#{1,2} )", text, flags=re.M) if part.strip()]
    if after_result and not parts[0].startswith("#") and not NEW_STEP.match(parts[0]):
        parts[:1] = [part for part in parts[0].split("\n\n", 1) if part.strip()]
    return parts


def is_aside(cell):
    """Whether a cell is not for an audience: it only imports, or waits for a student's prediction."""
    imports = re.fullmatch(r"(%noautoget\s*)?import (\([^)]*\)|[^\n]*)\s*", cell.source)
    return imports is not None or "predict" in tags(cell)


def with_type(cell, slide_type):
    cell = nbformat.from_dict(cell)
    cell.metadata["slideshow"] = {"slide_type": slide_type}
    return cell


def inside_script(text):
    """Makes a text safe inside a script element."""
    return text.replace("</", "<\\/").replace("<!--", "<\\!--")


def script(path):
    """Reads a program, and makes it safe inside a script element."""
    return path.read_text().replace("</script", "<\\/script").replace("<!--", "<\\!--")


def carried(kind):
    """Returns the programs and style sheets that every page of a kind contains."""
    if not MATHJAX.exists() or not REVEAL.exists():
        sys.exit("export: MathJax and reveal.js are not installed: run `make export-assets`, or `make book`")
    theme = re.sub(r"@import[^;]*;", "", (REVEAL / "dist" / "theme" / "white.css").read_text())  # without its fonts
    parts = {"vega": vl_convert.javascript_bundle(vl_version="5.20").replace("</script", "<\\/script"),
             "mathjax_settings": script(HERE / "mathjax.js"), "mathjax": script(MATHJAX), "policy": POLICY}
    if kind == "book":
        return parts | {"book_css": (HERE / "book.css").read_text()}
    return parts | {"reveal": script(REVEAL / "dist" / "reveal.js"),
                    "notes": script(REVEAL / "plugin" / "notes" / "notes.js"),
                    "reveal_css": (REVEAL / "dist" / "reveal.css").read_text() + theme,
                    "slides_css": (HERE / "slides.css").read_text(), "slides_js": script(HERE / "slides.js")}


def exporter(kind):
    classes = {"book": HTMLExporter, "slides": SlidesExporter}
    made = classes[kind](template_name=kind, extra_template_basedirs=[str(HERE / "templates")])
    if kind == "slides":
        made.reveal_url_prefix = "data:text/css,"  # the template links to style sheets: give it empty ones
    made.register_preprocessor(LiveCharts(), enabled=True)
    return made


def title(notebook):
    return notebook.cells[0].source.splitlines()[0].removeprefix("# ")


def chosen(names):
    found = sorted((ROOT / "notebooks").glob("*.ipynb"))
    paths = [path for path in found if not names or path.name.startswith(tuple(names))]
    paths += [Path(name) for name in names if name.endswith(".ipynb") and Path(name).is_file()]
    if not paths:
        sys.exit(f"export: no notebook's name begins with {' or '.join(names)}")
    return {path.stem: nbformat.read(path, 4) for path in paths}


def link(name, notebook):
    return f'<a href="{name}.html">{escape(name[:2] + " " + title(notebook))}</a>'


def links(notebooks):
    return " · ".join(link(name, notebook) for name, notebook in notebooks.items())


def index(notebooks, css):
    items = "".join(f'<li>{link(name, notebook)}</li>' for name, notebook in notebooks.items())
    return ('<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>nexttoken</title>'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><style>{css}</style>'
            '<body class="jp-Notebook"><h1>nexttoken</h1><p>A lecture on next-token generation that runs.</p>'
            f'<nav class="pages"><ul>{items}</ul></nav></body></html>')


def export(kind, folder, names):
    notebooks, parts, writer = chosen(names), carried(kind), exporter(kind)
    folder.mkdir(parents=True, exist_ok=True)
    parts["links"] = links(notebooks)
    for name, notebook in notebooks.items():
        if kind == "slides":
            notebook = as_slides(notebook)
        resources = {"carried": parts, "metadata": {"name": title(notebook)}}
        page, _ = writer.from_notebook_node(notebook, resources=resources)
        (folder / f"{name}.html").write_text(page)
    (folder / "index.html").write_text(index(notebooks, (HERE / "book.css").read_text()))
    print(f"{len(notebooks)} written: open {folder / 'index.html'}")


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in ("book", "slides"):
        sys.exit(__doc__)
    export(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])


if __name__ == "__main__":
    main()
