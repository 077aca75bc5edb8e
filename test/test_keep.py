"""What executing a page again changes."""

import copy
import unittest

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from keep import keep
from normalise import VEGA_LITE


def printed(text):
    return [new_output("stream", name="stdout", text=text)]


def chart(loss, alternative="a curve", png="AAAA", mark="line"):
    spec = {
        "mark": mark,
        "data": {"values": [{"step": 0, "loss": 3.3}, {"step": 100, "loss": loss}]},
        "config": {"grid": False},
    }
    return [new_output("display_data", data={VEGA_LITE: spec, "image/png": png, "text/plain": alternative})]


def page(*cells):
    """A notebook of (code, outputs, tags…)."""
    made = [new_markdown_cell("# A page")]
    for count, (code, outputs, *tags) in enumerate(cells, 1):
        made.append(new_code_cell(code, outputs=outputs, execution_count=count, metadata={"tags": tags}))
    return new_notebook(cells=made)


def after(committed, executed, changed=False):
    """The outputs that are written."""
    executed = copy.deepcopy(executed)
    keep(copy.deepcopy(committed), executed, changed)
    return [cell.outputs for cell in executed.cells if cell.cell_type == "code"]


def all_outputs(notebook):
    return [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]


class Keep(unittest.TestCase):
    def kept(self, before, now, changed=False):
        """Is what one cell showed before kept?"""
        written = after(page(("x", before)), page(("x", now)), changed)
        self.assertIn(written, [[before], [now]])
        self.assertNotEqual(before, now)
        return written == [before]

    def test_numbers_within_the_tolerance_and_timings(self):
        self.assertTrue(self.kept(printed("dev loss 2.000, 3,100 steps/s"), printed("dev loss 2.019, 1,900 steps/s")))
        self.assertFalse(self.kept(printed("dev loss 2.000"), printed("dev loss 2.100")))
        self.assertFalse(self.kept(printed("dev loss 2.000"), printed("test loss 2.000")))

    def test_one_number_outside_makes_all_outputs_of_the_cell_new(self):
        before, now = printed("loss 2.000\n") + chart(2.0), printed("loss 2.010\n") + chart(2.5)
        self.assertFalse(self.kept(before, now))

    def test_a_chart(self):
        self.assertTrue(self.kept(chart(2.0), chart(2.01, png="BBBB")))
        self.assertFalse(self.kept(chart(2.0), chart(2.5)))
        self.assertFalse(self.kept(chart(2.0), chart(2.0, alternative="a bar")))
        self.assertFalse(self.kept(chart(2.0), chart(2.0, mark="bar")))
        self.assertFalse(self.kept(chart(2.0), chart(2.0) + chart(2.0)))
        self.assertFalse(self.kept(chart(True), chart(False)))

    def test_a_picture_that_is_no_chart(self):
        pictures = [[new_output("display_data", data={"image/png": png})] for png in ("iV10BORw", "iV11BORw")]
        self.assertFalse(self.kept(*pictures))

    def test_an_error_and_its_lines(self):
        errors = [
            [new_output("error", ename="ERROR", evalue="exit 1", traceback=[line])]
            for line in ("cell.go:5 1.00 s", "cell.go:5 2.00 s", "cell.go:9")
        ]
        self.assertTrue(self.kept(errors[0], errors[1]))
        self.assertFalse(self.kept(errors[0], errors[2]))

    def test_small_changes_do_not_add_up(self):
        first = page(("x", printed("loss 2.00")))
        second = page(("x", after(first, page(("x", printed("loss 2.03"))))[0]))
        self.assertEqual(after(second, page(("x", printed("loss 2.06")))), [printed("loss 2.06")])

    def test_a_changed_cell_is_new_and_the_others_are_found_where_they_moved(self):
        before = page(("a", printed("1.00")), ("b", printed("2.00")), ("b", printed("3.00")))
        now = page(("c", printed("1.00")), ("a", printed("1.01")), ("b", printed("2.01")), ("b", printed("3.01")))
        self.assertEqual(after(before, now), [printed(text) for text in ("1.00", "1.00", "2.00", "3.00")])
        self.assertEqual(after(before, page(("a + 1", printed("1.01")))), [printed("1.01")])

    def test_a_number_of_execution_is_that_of_the_new_place(self):
        result = [
            [new_output("execute_result", data={"text/plain": text}, execution_count=count)]
            for text, count in (("2.00", 1), ("2.01", 2))
        ]
        executed = page(("new", []), ("a", result[1]))
        keep(page(("a", result[0])), executed, changed=False)
        self.assertEqual([(o.execution_count, o.data["text/plain"]) for o in executed.cells[2].outputs], [(2, "2.00")])

    def test_what_was_drawn_stays_while_all_else_is_the_same(self):
        before = page(("a", printed("loss 2.00")), ("b", printed("ada"), "sampled"))
        same = page(("a", printed("loss 2.01")), ("b", printed("eve"), "sampled"))
        self.assertEqual(after(before, same), all_outputs(before))
        for changed in (
            page(("a", printed("loss 2.50")), ("b", printed("eve"), "sampled")),
            page(("A", printed("loss 2.00")), ("b", printed("eve"), "sampled")),
        ):
            self.assertEqual(after(before, changed), all_outputs(changed))
        nothing = page(("a", printed("loss 2.01")), ("b", [], "sampled"))
        self.assertEqual(after(before, nothing), [printed("loss 2.00"), []])
        failed = page(("a", printed("loss 2.01")), ("b", [new_output("error", evalue="no weights")], "sampled"))
        self.assertEqual(after(before, failed)[1], all_outputs(failed)[1])
        self.assertEqual(after(before, same, changed=True)[1], all_outputs(same)[1])

    def test_after_a_change_only_the_last_digit_may_differ(self):
        for before, now in [("4,192 parameters", "4,200 parameters"), ("p = 0.001", "p = 0.02"), ("seed 1", "seed 2"),
                            ("T = 0.01", "T = 0.03"), ("−0.01", "0.01"), ("1e-3", "1e-9"), ("2020", "2017")]:
            self.assertFalse(self.kept(printed(before), printed(now), changed=True), before)
        for before, now in [("loss 2.000", "loss 2.001"), ("2,257 in 0.54 s", "2,257 in 0.71 s"),
                            ("56.1 %", "56.2 %")]:
            self.assertTrue(self.kept(printed(before), printed(now), changed=True), before)
        self.assertTrue(self.kept(chart(2.0), chart(2.0001, png="BBBB"), changed=True))
        self.assertFalse(self.kept(chart(0.01), chart(0.02), changed=True))


if __name__ == "__main__":
    unittest.main()
