"""Draws the picture of docs/architecture.md: how data go through the packages. `architecture.py` writes it there.

A full arrow leads from a package to one that imports it, without the arrows that follow from others. A dashed arrow
stands for what no import shows: a page gives what the one returns to the other.
"""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "architecture.md"
MARKED = re.compile(r"(<!-- packages -->\n).*(<!-- end of packages -->)", re.S)
GROUPS = {  # in the order in which data go through them: no package imports one of a later group
    "data": "data",
    "ids": "vocab corpus subwords bpe",
    "what a model is": "lm mlp transformer",
    "training": "backend training",
    "models": "ngram neural llama",
    "what models do": "sample glassbox scoreboard contest",
    "on the page": "exercise chart predict",
}
ASIDE = "autograd cell edits faces faces/latent pca permutation progress wordvec"  # not drawn: they stand by themselves
PASSED = [  # by a page, from what the one returns to a function of the other
    ("data", "corpus"),
    ("corpus", "ngram"),
    ("mlp", "training"),
    ("transformer", "training"),
    ("neural", "sample"),
    ("llama", "sample"),
]


def imports():
    """For each package of data/ and pkg/, those of them that it imports itself."""
    shown = "{{.ImportPath}} {{join .Imports \" \"}}"
    listed = subprocess.run(["go", "list", "-f", shown, "./data", "./pkg/..."],
                            cwd=ROOT, capture_output=True, text=True, check=True).stdout
    short = re.compile(r"^nexttoken/(?:pkg/)?((?!internal).+)$")
    rows = [[found[1] for word in line.split() if (found := short.match(word))] for line in listed.splitlines()]
    return {name: set(imported) for name, *imported in rows}


def behind(name, graph):
    """All packages that a package imports, directly or not."""
    return graph[name].union(*(behind(imported, graph) for imported in graph[name]))


def arrows(graph):
    """The imports that do not follow from others, as (imported, importing)."""
    for name, imported in graph.items():
        for each in imported:
            if not any(each in behind(other, graph) for other in imported - {each}):
                yield each, name


def picture(graph):
    """The picture, as a flowchart for Mermaid, which GitHub draws."""
    yield "flowchart LR"
    for title, names in GROUPS.items():
        yield f'    subgraph {title.replace(" ", "_")}["{title}"]'
        yield from (f'        {node(name)}["{name}"]' for name in names.split())
        yield "    end"
    drawn = " ".join(GROUPS.values()).split()
    yield from (f"    {node(a)} --> {node(b)}" for a, b in sorted(arrows(graph)) if {a, b} <= set(drawn))
    yield from (f"    {node(a)} -.-> {node(b)}" for a, b in PASSED)


def node(name):
    return "p_" + name.replace("/", "_")  # "data" alone would also be the name of a group


def main():
    text = "```mermaid\n" + "\n".join(picture(imports())) + "\n```\n"
    DOCUMENT.write_text(MARKED.sub(lambda marks: marks[1] + text + marks[2], DOCUMENT.read_text()))


if __name__ == "__main__":
    main()
