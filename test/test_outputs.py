"""What counts as a failure among the outputs of a cell."""

import unittest

from nbformat.v4 import new_code_cell, new_notebook, new_output

from normalise import clean
from outputs import differences, error_text

FAILED = {"nexttoken": {"failed": True}}


def cell(*outputs, tags=()):
    return new_code_cell("x", outputs=list(outputs), metadata={"tags": list(tags)})


def box(text, metadata=None):
    return new_output("display_data", data={"text/html": "<div></div>", "text/plain": text}, metadata=metadata or {})


class Failures(unittest.TestCase):
    def test_the_guards_box_is_a_failure_wherever_it_stands(self):
        for tags in (), ("check",), ("exercise",), ("raises-exception",):
            self.assertEqual(error_text(cell(box("✗ Cell [3], line 2", FAILED), tags=tags)), "✗ Cell [3], line 2")

    def test_the_box_of_a_check_that_is_not_done_is_none(self):
        self.assertEqual(error_text(cell(box("✗ Not yet"), tags=("check",))), "")
        self.assertEqual(error_text(cell(box("✗ no chart"))), "✗ no chart")

    def test_gonbs_own_errors_are_failures_too(self):
        self.assertEqual(error_text(cell(new_output("error", ename="e", evalue="broken", traceback=[]))), "broken")

    def test_the_mark_stays_in_the_saved_page_and_nothing_else(self):
        output = box("✗", FAILED | {"another": 1})
        clean(output, 1)
        self.assertEqual(output.metadata, FAILED)


class Differences(unittest.TestCase):
    def between(self, before, now):
        return list(differences(new_notebook(cells=[cell(*before)]), new_notebook(cells=[cell(*now)])))

    def test_which_pipe_came_first_is_no_difference(self):
        def text(printed):
            return new_output("stream", name="stdout", text=printed)

        tree = box("A tree of 9 leaves")
        self.assertEqual(self.between([text("1 "), tree, text("and 2")], [tree, text("1 and 2")]), [])
        self.assertEqual(self.between([tree, box("B")], [tree, box("B")]), [])
        self.assertEqual(len(self.between([text("1 and 2")], [text("and 1 2")])), 1)
        self.assertEqual(len(self.between([tree, box("B")], [box("B"), tree])), 1)
        self.assertEqual(len(self.between([text("1"), tree], [text("1"), box("A tree of 8 leaves")])), 1)

    def test_a_time_and_a_ratio_of_times_are_not_compared(self):
        def text(loss, seconds, ratio):
            return [new_output("stream", name="stdout", text=f"loss {loss} in {seconds} s, {ratio} times as fast")]

        self.assertEqual(self.between(text(2.362, 0.207, 2.1), text(2.362, 0.4, "1,024")), [])
        self.assertEqual(len(self.between(text(2.362, 0.207, 2.1), text(2.562, 0.207, 2.1))), 1)


if __name__ == "__main__":
    unittest.main()
