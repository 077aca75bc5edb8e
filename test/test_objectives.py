"""What a page promises: at its beginning, what you can do at its end; and that it does not load a model too often."""

import re
import unittest
from pathlib import Path

import nbformat

from outputs import texts

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
# By page: the beginning of each line of "By the end of this page you can", and an output that keeps this promise.
SHOWN = {
    "03": {
        "follow `abi` through a small network": r"probabilities +\[0\.450 0\.049 0\.153 0\.159 0\.189\]",
        "write the model in a few lines of Go": r"the second layer: 64 × 64 \+ 64 = 4160",
        "count the model's parameters": r"together, by formula: 2257(.|\n)*together, by counting: 2257",
    },
}


def objectives(notebook):
    """The lines of the list in the first cell."""
    return re.findall(r"^- (.+?)[;.]?$", notebook.cells[0].source, re.M)


class Objectives(unittest.TestCase):
    def test_each_has_a_number(self):
        for page, shown in SHOWN.items():
            (path,) = NOTEBOOKS.glob(f"{page}_*.ipynb")
            notebook = nbformat.read(path, 4)
            said = "\n".join(
                text for cell in notebook.cells if cell.cell_type == "code" for text in texts(cell)
            )
            promised = objectives(notebook)
            self.assertEqual(len(promised), len(shown), f"{path.name} promises {promised}")
            for promise, (begins, output) in zip(promised, shown.items(), strict=True):
                self.assertTrue(promise.startswith(begins), f"{path.name} promises {promise!r}, not {begins!r} …")
                self.assertRegex(said, output, f"{path.name}: no output for {promise!r}")

    def test_page_11_loads_the_chat_model_at_most_ten_times(self):
        """Each cell that uses it loads it again, which takes some seconds."""
        notebook = nbformat.read(NOTEBOOKS / "11_a_real_one.ipynb", 4)
        loading = [
            cell for cell in notebook.cells if re.search(r"^\s*(m := smollm2|write)\(", cell.source, re.M)
        ]
        self.assertTrue(5 < len(loading) <= 10, f"{len(loading)} cells load it")


if __name__ == "__main__":
    unittest.main()
