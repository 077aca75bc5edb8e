"""Tests of the rules for the parts of a page."""

import unittest
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from rules import broken_by_check, broken_rules
from structure import broken_structure, is_folded

ANSWER = "<details><summary>Answer</summary>\n\nFour: 3 **and** 1.\n\n</details>"
ASKED = "## What students ask\n\n" + "\n\n".join(
    f"<details><summary>Why {what}?</summary>\n\nBecause.\n\n</details>" for what in ("a", "b", "c", "d")
)
PAGE = Path("notebooks/03_model.ipynb")


def text(source, *tags):
    return new_markdown_cell(source, metadata={"tags": list(tags)})


def code(source, *tags):
    return new_code_cell(source, metadata={"tags": list(tags)})


def good():
    """A page that keeps all rules."""
    return [
        text("# Title"),
        text("## One\n\n**Predict:** how many?"),
        code('%%\npredict.Commit("03 how many", nil)', "predict"),
        code("%%\ncount()"),
        text(ANSWER, "answer"),
        text("## Two\n\n**Predict:** which?"),
        code("%%\nf()", "answer"),
        text("Words.\n\n```\n## Exercises\n```"),
        text("## Going further", "further"),
        text("## More\n\n**Predict:** what?", "further"),
        code("%%\ng()", "further", "answer"),
        text("## Exercises"),
        code("func mine() {}", "exercise"),
        text(ASKED, "asked"),
        text("## Summary\n\nNext: **04_gradients**"),
    ]


def broken(cells, path=PAGE):
    return list(broken_structure(path, new_notebook(cells=cells)))


class Structure(unittest.TestCase):
    def breaks(self, change, *wanted):
        """A change of the good page breaks as many rules as there are wanted words, one for each."""
        cells = good()
        change(cells)
        found = broken(cells)
        self.assertEqual(len(found), len(wanted), found)
        for sentence, words in zip(found, wanted):
            self.assertIn(words, sentence)

    def test_a_good_page(self):
        self.assertEqual(broken(good()), [])
        without_further = [cell for cell in good() if "further" not in cell.metadata.tags]
        self.assertEqual(broken(without_further), [])

    def test_a_part_that_is_missing(self):
        self.breaks(lambda cells: cells.pop(), "has no part that begins with '## Summary'")
        self.breaks(lambda cells: cells.pop(11), "has no part that begins with '## Exercises'", "lacks the tag further")

    def test_the_order_of_the_parts(self):
        def swapped(cells):
            cells.insert(11, cells.pop(13))

        self.breaks(swapped, "its parts are further, asked, exercises, summary")

    def test_a_heading_in_the_middle_of_a_cell(self):
        def joined(cells):
            cells[-1].source = "Words.\n\n" + cells[-1].source

        self.breaks(joined, "should begin with it")

    def test_further_is_tagged_and_nothing_else(self):
        self.breaks(lambda cells: cells[9].metadata.tags.clear(), "lacks the tag further")
        self.breaks(lambda cells: cells[10].metadata.tags.remove("further"), "(%%) lacks the tag further")
        self.breaks(lambda cells: cells[12].metadata.tags.append("further"), "should not have the tag further")

    def test_an_answer_is_one_folded_text(self):
        for wrong in (
            "Four.",
            ANSWER + "\n\nMore.",
            "More.\n\n" + ANSWER,
            ANSWER + "\n\n" + ANSWER,
            ANSWER.replace("</summary>\n", "</summary>"),
            ANSWER.replace("\n\n</details>", "</details>"),
            ANSWER.replace("<summary>Answer</summary>", ""),
        ):
            self.assertFalse(is_folded(wrong), wrong)
            self.breaks(lambda cells: setattr(cells[4], "source", wrong), "has the tag answer")
        self.assertTrue(is_folded(ANSWER))
        self.breaks(
            lambda cells: setattr(cells[4], "source", ANSWER.replace("<details>", "<details open>")),
            "has the tag answer",
            "has an open <details>",
        )

    def test_each_prediction_has_an_answer(self):
        self.breaks(lambda cells: cells[4].metadata.tags.clear(), "(## One) asks for a prediction, and no cell")
        self.breaks(lambda cells: cells[6].metadata.tags.clear(), "(## Two) asks for a prediction, and no cell")
        self.breaks(lambda cells: cells[10].metadata.tags.remove("answer"), "(## More) asks for a prediction")
        self.breaks(lambda cells: cells.insert(3, text("**Predict:** and here?")), "(## One) asks for a prediction")
        self.breaks(
            lambda cells: setattr(cells[1], "source", cells[1].source + "\n\n**Predict:** more?"), "asks for 2"
        )

    def test_what_students_ask_is_folded(self):
        self.breaks(lambda cells: setattr(cells[13], "source", ASKED + "\n\nOpen."), "something is not folded: 'Open.'")
        without_mark = ASKED.replace("Why a?", "Why.")
        self.breaks(lambda cells: setattr(cells[13], "source", without_mark), "'Why.' is no question")
        self.breaks(
            lambda cells: setattr(cells[13], "source", ASKED[: ASKED.index("<details><summary>Why d")]),
            "are 3 questions: there should be 4 to 7",
        )
        self.breaks(lambda cells: cells[13].metadata.tags.clear(), "lacks the tag asked")
        self.breaks(lambda cells: cells[12].metadata.tags.append("asked"), "should not have the tag asked")

    def test_one_prediction_is_committed(self):
        self.breaks(lambda cells: cells.pop(2), "0 cells have the tag predict")
        self.breaks(lambda cells: cells.insert(2, code(cells[2].source, "predict")), "2 cells have the tag predict")
        for call in ('("04 how many", nil)', '("03 how many", 3)', "(a, nil)"):
            wrong = "predict.Commit" + call
            self.breaks(lambda cells: setattr(cells[2], "source", "%%\n" + wrong), "should say predict.Commit")
        first = [cell for cell in good() if "predict" not in cell.metadata.tags]
        self.assertEqual(broken(first, Path("notebooks/00_start_here.ipynb")), [])

    def test_a_prediction_is_saved_without_an_answer(self):
        for said, count in ("○ Not committed yet: …", 0), ("● Your prediction: 3. Now go on.", 1), ("", 1):
            cell = code("x", "predict")
            cell.outputs = [new_output("display_data", data={"text/plain": said})]
            for solved in False, True:
                self.assertEqual(len(list(broken_by_check(cell, solved))), count, said)

    def test_an_unknown_tag_of_a_text(self):
        path = Path(__file__)
        found = list(broken_rules(path, new_notebook(cells=[text("# A", "answers")])))
        self.assertTrue(any("text 1 has the unknown tag answers" in sentence for sentence in found), found)

    def test_solutions_need_no_structure(self):
        self.assertEqual(broken([text("# A\n\n**Predict:** x")], Path("notebooks/solutions/99_new.ipynb")), [])


if __name__ == "__main__":
    unittest.main()
