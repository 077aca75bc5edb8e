"""What the text of a notebook says must stay true when the code changes.

A number that the code computes is bound to it: after the number stands a comment, which no reader sees, with the
words of an output of the same notebook, and # where the number is in it (_ stands for any other number, … for
anything in between):

    These are 7,929<!-- # names, for instance --> names, and the loss is about 2.2<!-- dev loss # nats -->.

The number must be the output's, rounded to the digits that the text shows. A number of three or more digits that
stands in an output, too, must be bound. Beyond numbers: a `name` in the text must still be one, and a link must lead
somewhere.
"""

import re

from outputs import NUMBER, texts

BOUND = re.compile(
    r"(?P<number>[-−]?\d[\d,]*(?:\.\d+)?|[-−]?\.\d+)(?P<between>[^\w<]{0,4})<!-- (?P<words>.*?#.*?) -->", re.S
)
COMMENT = re.compile(r"<!--.*?-->", re.S)
MADE = re.compile(r"<!-- ([^#]*?) -->.*?<!-- end of \1 -->", re.S)  # a part that is made, and tested, elsewhere
UNSEEN = re.compile(
    r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$\n]*(?:\n[^$\n]+)?\$|\]\([^)]*\)|<!--.*?-->", re.S
)  # code, formulas, addresses, comments
SPAN = re.compile(r"`([^`\n]+)`")
NAME = re.compile(r"[A-Za-z_]\w{2,}(?:\.\w+)*(?:\(\))?")
MESSAGE = re.compile(r"[a-z]+:?(?: [a-z]+)+:?(?: \w+)?|undefined: \w+")  # of the compiler, for instance
LINK = re.compile(r"\]\(([^)\s]+)\)")
NOTEBOOK = re.compile(r"\b\d\d_[a-z]\w+")
HEADING = re.compile(r"^#+ (.+)$", re.M)
# Names of Go and of the shell, and texts that a student is to type, which no code of the page holds.
KNOWN = set(
    "append break false float64 for func import int len make nil package range return string true type "
    "undefined var iba zab Sigmoid".split()
)
GO = re.compile(r"(?:math|strings|fmt|os|rand|slices)\.[A-Z]\w*")  # whose names stay


def broken_prose(path, notebook, root):
    prose = MADE.sub("", "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown"))
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    said = " ".join(" ".join("\n".join(texts(cell)) for cell in notebook.cells if cell.cell_type == "code").split())
    yield from broken_bindings(prose, said)
    yield from unbound_numbers(prose, said)
    yield from lost_names(prose, code + said, root)
    yield from broken_links(path, prose, root)


def broken_bindings(prose, said):
    for comment in COMMENT.findall(BOUND.sub("", prose)):
        yield f"the comment {comment} stands behind no number"
    for found in BOUND.finditer(prose):
        number, words = found["number"], " ".join(found["words"].split())
        pattern = re.escape(words).replace(r"\#", f"({NUMBER.pattern})").replace("…", ".{0,80}?").replace(r"\ ", r"\s+")
        pattern = re.sub(r"\b_\b", lambda _: NUMBER.pattern, pattern)
        values = {value(match) for match in re.findall(pattern, said)}
        if not values:
            yield f"the number {number} is bound to “{words}”, which no output says"
        for other in sorted(values):
            if abs(other - value(number)) > 0.5001 * 10.0 ** -decimals(number):
                yield f"the text says {number}, and the code {other:.10g} (“{words}”)"


def value(number):
    return float(number.replace(",", "").replace("−", "-"))


def decimals(number):
    return len(number.partition(".")[2])


def unbound_numbers(prose, said):
    computed = {value(number) for number in NUMBER.findall(said)}
    visible = UNSEEN.sub(" ", BOUND.sub(" ", prose))
    for number in dict.fromkeys(number.rstrip(",") for number in NUMBER.findall(visible)):
        if significant(number) >= 3 and value(number) in computed:
            bound = f"{number}<!-- words with # in its place -->"
            yield f"the number {number} in the text is also in an output: bind it, {bound}"


def significant(number):
    """How many digits say something: 3 of 0.665, 4 of 2,257, 1 of 10,000."""
    digits = re.sub(r"[^\d.]", "", number)
    return len((digits if "." in digits else digits.rstrip("0")).replace(".", "").lstrip("0"))


def lost_names(prose, known, root):
    words = set(re.findall(r"\w+", known))
    for span in dict.fromkeys(SPAN.findall(prose)):
        if command := re.match(r"nexttoken (\w+)", span):
            if f'{{"{command[1]}",' not in (root / "cmd" / "nexttoken" / "main.go").read_text():
                yield f"the text names the command `{span}`, and nexttoken has none of that name"
        elif MESSAGE.fullmatch(span) and span not in " ".join(known.split()):
            yield f"the text quotes `{span}`, which neither the code nor an output of the page says"
        if not NAME.fullmatch(span) or span in KNOWN or GO.fullmatch(span):
            continue
        package, _, name = span.removesuffix("()").partition(".")
        if (folder := root / "pkg" / package).is_dir():
            if name and not re.search(
                rf"\b{name.partition('.')[0]}\b", "".join(file.read_text() for file in folder.glob("*.go"))
            ):
                yield f"the text names `{span}`, and pkg/{package} has no {name}"
        elif not set(span.removesuffix("()").split(".")) <= words:
            yield f"the text names `{span}`, which neither the code nor an output of the page has"


def broken_links(path, prose, root):
    for target in dict.fromkeys(LINK.findall(prose)):
        if re.match(r"https?://|mailto:", target):
            continue  # without the internet, only our own can be followed
        name, _, anchor = target.partition("#")
        file = path.parent / name if name else path
        if not file.exists():
            yield f"the link {target} leads nowhere"
        elif anchor and file.suffix == ".md" and anchor not in anchors(file.read_text()):
            yield f"the link {target}: {file.name} has no such heading"
    for name in dict.fromkeys(NOTEBOOK.findall(prose)):
        if not (root / "notebooks" / f"{name}.ipynb").exists():
            yield f"the text names the notebook {name}, which is not there"


def anchors(text):
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in HEADING.findall(text)}


def documents(root):
    """The documents that people read on GitHub."""
    folders = ".", "docs", "data", "bench", "deploy/*"
    return [path for folder in folders for path in sorted(root.glob(f"{folder}/*.md"))]


def broken_documents(root):
    """Says which links between our documents lead nowhere."""
    for path in documents(root):
        yield from (f"{path.relative_to(root)}: {what}" for what in broken_links(path, path.read_text(), root))
