"""Tests of how long a page takes in class."""

import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from reading import EACH, known_before, minutes, outside, too_long

ASKED = "## What students ask\n\n<details><summary>Why?</summary>\n\nBecause.\n\n</details>"


def page(*texts):
    return new_notebook(cells=[new_markdown_cell(text) for text in texts])


class Reading(unittest.TestCase):
    def test_words_lines_changes_and_the_run(self):
        notebook = page("word " * 300 + "**Your turn** **Predict:** what?")
        notebook.cells.append(new_code_cell("a\n\nb"))
        self.assertAlmostEqual(minutes(notebook, 54), 304 / 120 + (6 + 60 + 25 + 54) / 60)

    def test_imports_are_run_and_not_read(self):
        imports = '%noautoget\nimport (\n\t"fmt"\n\n\t"math"\n)\n\n'
        for before in imports, imports[11:], 'import . "fmt"\n', "":
            notebook = new_notebook(cells=[new_code_cell(before + "%%\nf()")])
            self.assertAlmostEqual(minutes(notebook, 0), 6 / 60, msg=before)

    def test_a_function_of_an_earlier_page_is_not_read_again(self):
        split, other = "func split() int {\n\treturn 1\n}", "func split() int {\n\treturn 2\n}"
        notebook = new_notebook(cells=[new_code_cell(f"// split splits.\n{split}\n\n%%\nsplit()")])
        self.assertAlmostEqual(minutes(notebook, 0, {split}), 9 / 60)
        for known in (), {other}:
            self.assertAlmostEqual(minutes(notebook, 0, known), 18 / 60)

    def test_the_pages_before_are_known(self):
        with TemporaryDirectory() as folder:
            for name, code in ("01_a", "func a() {\n}"), ("02_b", "func b() {\n}\n"), ("03_c", "func c() {\n}"):
                nbformat.write(new_notebook(cells=[new_code_cell(code)]), f"{folder}/{name}.ipynb")
            self.assertEqual(known_before(Path(folder) / "03_c.ipynb"), {"func a() {\n}", "func b() {\n}"})

    def test_pictures_and_tables(self):
        shown = [new_output("display_data", data={kind: ""}) for kind in ("image/png", "text/html", "text/plain")]
        notebook = new_notebook(cells=[new_code_cell("f()", outputs=shown)])
        self.assertAlmostEqual(minutes(notebook, 0), (3 + 2 * 15) / 60)
        notebook.cells[0].metadata["tags"] = ["predict"]  # whose box is no table
        self.assertAlmostEqual(minutes(notebook, 0), 3 / 60)

    def test_only_the_core_and_the_summary_count(self):
        core = ["# A", "one two", "## Summary"]
        rest = ["## Going further", "word " * 100, "## Exercises\n\n1.", "word " * 100, ASKED]
        self.assertEqual(minutes(page(*core), 0), minutes(page(*core[:2], *rest, core[2]), 0))

    def test_a_folded_answer_counts(self):
        answer = "<details><summary>Answer</summary>\n\nFour and five.\n\n</details>"
        self.assertAlmostEqual(minutes(page(answer), 0), 4 / 120)

    def test_how_far_from_its_length_a_page_may_be(self):
        path = Path("notebooks/01_vocabulary.ipynb")
        for spent, wrong in (5.4, 1), (5.6, 0), (11, 0), (16.4, 0), (16.6, 1):
            self.assertEqual(len(list(outside(path, spent))), wrong, spent)
        self.assertEqual(list(outside(Path("notebooks/12_new.ipynb"), 99)), [])

    def test_how_long_the_lecture_is(self):
        for change, wrong in (-30, 1), (0, 0), (20, 1):
            pages = EACH | {"05": EACH["05"] + change, "12": 50}
            self.assertEqual(len(list(too_long(pages))), wrong, change)


if __name__ == "__main__":
    unittest.main()
