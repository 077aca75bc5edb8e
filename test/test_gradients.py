"""Each of the three things that page 04 promises stands on it as a number, and the numbers are right."""

import math
import re
import unittest
from pathlib import Path

import nbformat

from outputs import texts

PAGE = Path(__file__).resolve().parent.parent / "notebooks" / "04_gradients.ipynb"


class Gradients(unittest.TestCase):
    def setUp(self):
        notebook = nbformat.read(PAGE, 4)
        self.promised = re.findall(r"^- (.+)$", notebook.cells[0].source, re.M)
        self.said = "\n".join(text for cell in notebook.cells if cell.cell_type == "code" for text in texts(cell))

    def number(self, before):
        """The number after some words of an output."""
        return float(re.search(re.escape(before) + r"\s*(-?[\d.]+)", self.said)[1])

    def test_cross_entropy_by_hand(self):
        self.assertIn("cross-entropy", self.promised[0])
        self.assertAlmostEqual(self.number("the loss of the answer d:"), -math.log(0.6), 3)
        self.assertAlmostEqual(self.number("mean"), -math.log(0.6 * 0.05 * 0.01) / 3, 3)

    def test_backward_number_by_number(self):
        self.assertIn("backward", self.promised[1])
        h = math.tanh(0.5 * 2 - 0.3)
        self.assertAlmostEqual(self.number("by z"), 2 * (h - 1) * (1 - h * h), 4)
        for found in ("by z -0.5022, by w", "with a slightly larger w: slope", "by w: autograd", "by w: GoMLX"):
            self.assertAlmostEqual(self.number(found), 2 * (h - 1) * (1 - h * h) * 2, 4)

    def test_autograd_finds_the_same(self):
        self.assertIn("autograd", self.promised[2])
        # once for the glass box, once for autograd
        self.assertEqual(self.said.count("each differs from GoMLX by less than 0.000001: true"), 2)
        self.assertIn("and from finite differences by less than 0.0001: true", self.said)
        self.assertNotIn("false", self.said)

    def test_there_are_three(self):
        self.assertEqual(len(self.promised), 3)


if __name__ == "__main__":
    unittest.main()
