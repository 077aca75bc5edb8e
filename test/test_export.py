"""Tests of how a notebook is cut into slides, and of what an exported page may hold."""

import sys
import unittest
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "export"))

import export  # noqa: E402: found by the line above
from parts import core  # noqa: E402


def kinds(*cells):
    """Returns each cell's kind of slide and first words; a text that begins with %% is code."""
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(cell)
            if cell.startswith(("%%", "func", "import"))
            else nbformat.v4.new_markdown_cell(cell)
            for cell in cells
        ]
    )
    return [(cell.metadata["slideshow"]["slide_type"], cell.source) for cell in export.as_slides(notebook).cells]


class Slides(unittest.TestCase):
    def test_headings_begin_slides(self):
        self.assertEqual(
            kinds("# Title\n\nwords", "first\n\n## One\n\na\n\n## Two\n\nb"),
            [("slide", "# Title\n\nwords"), ("subslide", "first"), ("slide", "## One\n\na"), ("slide", "## Two\n\nb")],
        )

    def test_what_follows_a_prediction_waits(self):
        self.assertEqual([kind for kind, _ in kinds("## A\n\n**Predict:** what?", "%%\nf()")], ["slide", "fragment"])
        self.assertEqual([kind for kind, _ in kinds("## A\n\nLook:", "%%\nf()")], ["slide", "-"])

    def test_the_first_words_after_a_result_stay_with_it(self):
        self.assertEqual(
            kinds("## A", "%%\nf()", "Four.\n\n**Predict:** more?", "%%\ng()")[2:],
            [("-", "Four."), ("subslide", "**Predict:** more?"), ("fragment", "%%\ng()")],
        )
        self.assertEqual(
            kinds("## A", "%%\nf()", "**2. Write it yourself.** Do.", "%%\ng()")[2:],
            [("subslide", "**2. Write it yourself.** Do."), ("-", "%%\ng()")],
        )
        self.assertEqual(kinds("## A", "%%\nf()", "Four.", "%%\ng()")[2:], [("-", "Four."), ("subslide", "%%\ng()")])

    def test_code_that_shows_nothing_stays_with_the_code_after_it(self):
        self.assertEqual([kind for kind, _ in kinds("## A", "%%\nf()", "%%\ng()")], ["slide", "-", "-"])
        long = "%%" + "\ng()" * 20
        self.assertEqual([kind for kind, _ in kinds("## A", "%%\nf()", long)], ["slide", "-", "subslide"])
        notebook = nbformat.v4.new_notebook(cells=[
            nbformat.v4.new_markdown_cell("## A"),
            nbformat.v4.new_code_cell("%%\nf()", outputs=[nbformat.v4.new_output("stream", text="4")]),
            nbformat.v4.new_code_cell("%%\ng()"),
        ])  # fmt: skip
        found = [cell.metadata["slideshow"]["slide_type"] for cell in export.as_slides(notebook).cells]
        self.assertEqual(found, ["slide", "-", "subslide"])

    def test_imports_alone_are_not_shown(self):
        self.assertEqual(
            [kind for kind, _ in kinds("# T\n\n**Predict:** x", 'import (\n\t"fmt"\n)', "%%\nf()")],
            ["slide", "skip", "fragment"],
        )
        self.assertEqual([kind for kind, _ in kinds("# T", 'import "fmt"\n\nfunc f() {}')], ["slide", "-"])

    def test_answers_stay_folded_with_their_question(self):
        notebook = nbformat.v4.new_notebook(cells=[
            nbformat.v4.new_markdown_cell("## A\n\n**Predict:** how many?"),
            nbformat.v4.new_code_cell("%%\nf()"),
            nbformat.v4.new_markdown_cell("<details>Four.\n\nAnd</details>", metadata={"tags": ["answer"]}),
            nbformat.v4.new_markdown_cell("**Predict:** which?"),
            nbformat.v4.new_code_cell('%%\npredict.Commit("03", nil)', metadata={"tags": ["predict"]}),
            nbformat.v4.new_code_cell("%%\ng()", metadata={"tags": ["answer"]}),
            nbformat.v4.new_markdown_cell("On."),
        ])  # fmt: skip
        found = [cell.metadata["slideshow"]["slide_type"] for cell in export.as_slides(notebook).cells]
        self.assertEqual(found, ["slide", "fragment", "-", "subslide", "skip", "-", "-"])

    def test_only_the_core_and_the_summary_are_shown(self):
        self.assertEqual(
            kinds("# T", "## Going further\n\nx", "%%\nf()", "## Exercises", "## What students ask", "## Summary"),
            [("slide", "# T"), ("slide", "## Summary")],
        )

    def test_the_core_of_a_notebook_loses_no_words(self):
        for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
            notebook = nbformat.read(path, 4)
            before = " ".join(" ".join(cell.source for cell in core(notebook.cells)).split())
            after = " ".join(" ".join(cell.source for cell in export.as_slides(notebook).cells).split())
            self.assertEqual(before, after, path.name)


class Pages(unittest.TestCase):
    def test_a_script_cannot_be_left(self):
        page = export.chart("c", "vega-lite", {"title": "</script><b>", "data": "<!-- x"}, 'a "text" < that')
        self.assertEqual(page.count("</script>"), 1)
        self.assertNotIn("<!--", page)
        self.assertIn('aria-label="a &quot;text&quot; &lt; that"', page)

    def test_no_page_may_load_anything(self):
        pages = [export.index({}, "")]
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# T")])
        for kind in "book", "slides":
            resources = {"carried": {"policy": export.POLICY}, "metadata": {"name": "T"}}
            pages.append(export.exporter(kind).from_notebook_node(notebook, resources=resources)[0])
        for page in pages:
            self.assertLess(page.index(f'content="{export.POLICY}"'), page.index("<style"))

    def test_an_unknown_notebook_is_named(self):
        with self.assertRaises(SystemExit) as stopped:
            export.chosen(["99"])
        self.assertIn("99", str(stopped.exception))


if __name__ == "__main__":
    unittest.main()
