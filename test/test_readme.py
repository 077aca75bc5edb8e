"""The README's two screens are right: its samples were drawn, its figures measured, and no notebook is left out."""

import importlib.util
import json
import re
import unittest
from pathlib import Path

import nbformat

from outputs import texts
from prose import documents

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
ONE_LINE = " ".join(README.split())


def script(path):
    """A script as a module. Two are named table.py."""
    spec = importlib.util.spec_from_file_location(path.replace("/", "_"), ROOT / path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class_table, bench_table = script("test/load/table.py"), script("bench/table.py")


def said_by(name):
    notebook = nbformat.read(ROOT / "notebooks" / name, 4)
    return "\n".join(text for cell in notebook.cells if cell.cell_type == "code" for text in texts(cell))


class Readme(unittest.TestCase):
    def test_the_samples_were_drawn(self):
        samples = re.search(r"<!-- samples -->(.*?)<!-- /samples -->", README, re.S)[1].split()
        self.assertGreater(len(samples), 5)
        self.assertLessEqual(set(samples), set(re.findall(r"^[a-z]+$", said_by("08_sampling.ipynb"), re.M)))

    def test_about_nine_hundred_of_a_thousand_names_are_new(self):
        self.assertIn("about nine hundred stand in no list", README)
        new = int(re.search(r"(\d+) are new", said_by("08_sampling.ipynb"))[1])
        self.assertAlmostEqual(new, 900, delta=50)

    def test_the_model_of_the_samples(self):
        self.assertIn("11,897 parameters", README)
        self.assertIn("11897 parameters", said_by("08_sampling.ipynb"))

    def test_every_notebook_stands_in_the_table(self):
        linked = re.findall(r"\(notebooks/(\w+\.ipynb)\)", README)
        self.assertEqual(linked, sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb")))

    def test_it_is_two_screens(self):
        self.assertLessEqual(README.count("\n"), 100)
        self.assertLessEqual(len(re.sub(r"<!--.*?-->|\(.*?\)", "", README).split()), 850)

    def test_go_is_asked_for_at_the_version_that_is_needed(self):
        needed = re.search(r"^go (.+)$", (ROOT / "go.mod").read_text(), re.M)[1]
        image = re.search(r"^FROM golang:([\d.]+)-", (ROOT / "Dockerfile").read_text(), re.M)[1]
        for document in documents(ROOT):
            named = set(re.findall(r"\b[Gg]o ?(\d+\.\d+(?:\.\d+)?)", document.read_text()))
            tried = {image} if document.name == "gonb.md" else set()  # what its faults were seen with
            self.assertLessEqual(named, {needed} | tried, document)

    def test_the_packages_to_install_are_those_that_set_up_asks_for(self):
        asked = (ROOT / "setup" / "prerequisites.sh").read_text()
        words = set(re.findall(r"[a-z0-9-]+", asked))
        for document in README, (ROOT / "docs" / "laptops.md").read_text():
            for packages in re.findall(r"apt-get install\s+([a-z][\w. -]+)", document):
                self.assertLessEqual(set(packages.split()), words | {"git", "make"})
        self.assertIn(f"{re.search('disk_needed=([0-9]+)000', asked)[1]} GB of disk", README)

    def test_the_class_was_measured(self):
        results = class_table.read(class_table.FIGURES)
        self.assertIn("\n".join(class_table.lines(results)), class_table.README.read_text())
        self.assertIn(class_table.sentence(results), ONE_LINE)
        for result in results:
            self.assertGreaterEqual(result["students"], 16)
            self.assertEqual(result["failures"], 0)
            self.assertLessEqual(result["p95 (s)"], 5)
            self.assertEqual(set(result["faults"].values()), {"nobody else noticed, nothing was lost"})

    def test_the_speed_was_measured(self):
        results = json.loads((ROOT / "bench" / "results.json").read_text())
        self.assertIn(bench_table.sentence(results), ONE_LINE)

    def test_the_picture_is_there(self):
        self.assertTrue((ROOT / re.search(r"!\[[^]]+\]\(([^)]+)\)", README)[1]).exists())


if __name__ == "__main__":
    unittest.main()
