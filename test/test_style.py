"""Files of code and documents keep these rules: no line is wider than 120 columns, none ends with a blank, and the
English is plain."""

import json
import re
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WIDTH, TAB = 120, 4
ENDINGS = (
    ".go .mod .py .sh .js .mjs .ts .css .j2 .in .md .toml .yaml .yml .cff .conf Makefile Dockerfile "
    ".ci/run .dockerignore .editorconfig .gitignore "
    "deploy/image/address deploy/image/healthy deploy/image/start deploy/shared-caches setup/kernel/run"
)
OTHERS = "data/licenses/"  # written by others
UNBREAKABLE = re.compile(r"https?://|^\s*//go:")  # besides Markdown's tables and blocks of code
PHRASES = "tells, told, taken for, so many, of people's, anew, desk, verdict, remedy, examination"
FORBIDDEN = re.compile(
    r"\b(?:%s)\b" % PHRASES.replace(", ", "|").replace(" ", r"[\s/#*]+"),  # also across two lines of a comment
    re.I,
)


def files():
    """Paths of the files that the rules are for."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for path in listed.splitlines():
        ours = path.endswith(tuple(ENDINGS.split())) and not path.startswith(OTHERS)
        if ours and (ROOT / path).is_file():  # not deleted
            yield path


def broken(path, text):
    """What is wrong in a file, one sentence for each fault."""
    for number, line in enumerate(breakable_lines(path, text), 1):
        columns = len(line.expandtabs(TAB))
        if columns > WIDTH:
            yield f"{path}:{number} is {columns} columns wide: at most {WIDTH}"
    if (ROOT / path) != Path(__file__).resolve():  # its list of phrases
        yield from phrases(path, text)


def phrases(path, text):
    """The forbidden phrases in a text, one sentence for each."""
    for found in FORBIDDEN.finditer(text):
        number = text.count("\n", 0, found.start()) + 1
        yield f"{path}:{number} says “{' '.join(found[0].split())}”: use a plainer word"


def prose(page):
    """The texts and the code of a page."""
    return "\n".join("".join(cell["source"]) for cell in json.loads(page.read_text())["cells"])


def badly_ended(path, content):
    """What is wrong with the ends of a file's lines, one sentence for each fault."""
    if b"\r" in content or not content.endswith(b"\n"):
        yield f"{path} should end each line with \\n, the last one too"
    for number, line in enumerate(content.split(b"\n"), 1):
        if line != line.rstrip():
            yield f"{path}:{number} ends with a blank"


def breakable_lines(path, text):
    """The lines of a file, with "" in the place of those that cannot be broken."""
    markdown, inside_code = path.endswith(".md"), False
    for line in text.split("\n"):
        if markdown and line.lstrip().startswith("```"):
            inside_code = not inside_code
        whole = UNBREAKABLE.search(line) or (markdown and (inside_code or line.startswith("|")))
        yield "" if whole else line


class Style(unittest.TestCase):
    def test_the_files(self):
        paths = list(files())
        for name in ("Makefile", ".ci/run", "README.md", "test/test_style.py", "internal/atomicfile/lock.go"):
            self.assertIn(name, paths)
        self.assertNotIn("data/licenses/glove-acknowledgement.md", paths)
        faults = [fault for path in paths for fault in broken(path, (ROOT / path).read_text())]
        self.assertEqual(faults, [], "\n" + "\n".join(faults))

    def test_the_pages(self):
        pages = sorted((ROOT / "notebooks").rglob("*.ipynb"))
        self.assertGreater(len(pages), 20)
        faults = [fault for page in pages for fault in phrases(page.name, prose(page))]
        self.assertEqual(faults, [], "\n" + "\n".join(faults))

    def test_the_ends_of_lines(self):
        faults = [fault for path in files() for fault in badly_ended(path, (ROOT / path).read_bytes())]
        self.assertEqual(faults, [], "\n" + "\n".join(faults))
        self.assertEqual(list(badly_ended("a.go", b"x \n\ty\n")), ["a.go:1 ends with a blank"])
        for content in b"x", b"x\r\ny\n":
            self.assertIn("a.go should end each line with \\n, the last one too", list(badly_ended("a.go", content)))

    def test_editors_are_given_the_same_rules(self):
        rules = (ROOT / ".editorconfig").read_text()
        everywhere = rules[rules.index("[*]") : rules.index("[{")].split("\n")
        wanted = f"max_line_length = {WIDTH}, tab_width = {TAB}, end_of_line = lf, insert_final_newline = true, "
        self.assertLessEqual(set((wanted + "trim_trailing_whitespace = true").split(", ")), set(everywhere))

    def test_a_wide_line_is_found(self):
        self.assertEqual(list(broken("a.go", "x" * 120)), [])
        self.assertEqual(list(broken("a.go", "\n" + "x" * 121)), ["a.go:2 is 121 columns wide: at most 120"])
        self.assertEqual(list(broken("a.go", "\t" + "x" * 117)), ["a.go:1 is 121 columns wide: at most 120"])
        self.assertEqual(list(broken("a.md", "x" * 121)), ["a.md:1 is 121 columns wide: at most 120"])

    def test_a_line_that_cannot_be_broken_may_be_wide(self):
        wide = "x" * 121
        for path, text in (
            ("a.go", f"// https://example.org/{wide}"),
            ("a.go", f"//go:generate {wide}"),
            ("a.md", f"| {wide} |"),
            ("a.md", f"```sh\n{wide}\n```\nend"),
        ):
            self.assertEqual(list(broken(path, text)), [], text)
        self.assertEqual(len(list(broken("a.go", f"| {wide} |"))), 1)
        self.assertEqual(len(list(broken("a.md", f"```\n{wide}\n```\n{wide}"))), 1)

    def test_a_forbidden_phrase_is_found(self):
        for phrase in PHRASES.split(", "):
            (fault,) = broken("a.go", f"\n// This is {phrase.capitalize()}.")
            self.assertIn("a.go:2 says", fault)
            self.assertIn(phrase, fault.lower())
        self.assertEqual(len(list(broken("a.go", "// it is taken\n// for something"))), 1)

    def test_parts_of_other_words_are_allowed(self):
        text = "Docker Desktop on your desktop; retold, foretells, as many, takenfor"
        self.assertEqual(list(broken("a.md", text)), [])


if __name__ == "__main__":
    unittest.main()
