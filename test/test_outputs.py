"""What counts as a failure among the outputs of a cell."""

import unittest

from nbformat.v4 import new_code_cell, new_output

from normalise import clean
from outputs import error_text

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


if __name__ == "__main__":
    unittest.main()
