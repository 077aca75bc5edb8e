"""The picture and the table of docs/architecture.md hold what the packages import, and data go one way through them."""

import re
import unittest
from pathlib import Path

import architecture
from architecture import ASIDE, DOCUMENT, GROUPS, PASSED, arrows, behind

ROOT = Path(__file__).resolve().parent.parent
TEXT = DOCUMENT.read_text()


class Architecture(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.graph = architecture.imports()
        cls.order = {name: place for place, names in enumerate(GROUPS.values()) for name in names.split()}

    def test_the_picture_is_of_the_packages_as_they_are(self):
        drawn = architecture.MARKED.search(TEXT)[0]
        self.assertEqual(
            drawn.split("\n")[2:-2], list(architecture.picture(self.graph)), "run .venv/bin/python test/architecture.py"
        )

    def test_every_package_is_in_one_group(self):
        named = " ".join([*GROUPS.values(), ASIDE]).split()
        self.assertEqual(sorted(named), sorted(self.graph))

    def test_data_go_one_way(self):
        self.assertEqual(self.wrong_way(self.graph), [])
        self.assertEqual(self.wrong_way({"chart": set(), "lm": {"chart"}}), [("lm", "chart")])

    def wrong_way(self, graph):
        grouped = self.order.keys()
        return [
            (name, each)
            for name in graph.keys() & grouped
            for each in graph[name] & grouped
            if self.order[each] > self.order[name]
        ]

    def test_an_arrow_that_follows_from_others_is_left_out(self):
        graph = {"vocab": set(), "lm": {"vocab"}, "sample": {"lm", "vocab"}}
        self.assertEqual(behind("sample", graph), {"lm", "vocab"})
        self.assertEqual(set(arrows(graph)), {("vocab", "lm"), ("lm", "sample")})

    def test_a_dashed_arrow_is_between_packages_of_one_page_and_follows_from_no_import(self):
        pages = [path.read_text() for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
        for pair in PASSED:
            self.assertTrue(any(all(self.imported(name, page) for name in pair) for page in pages), pair)
            self.assertNotIn(pair[0], behind(pair[1], self.graph), pair)

    def imported(self, name, page):
        return rf'nexttoken/{"" if name == "data" else "pkg/"}{name}\"' in page

    def test_every_folder_of_code_is_in_a_table(self):
        named = set(re.findall(r"`([\w./-]+)`", " ".join(re.findall(r"^\| (.+?) \|", TEXT, re.M))))
        inside = (path.parent for kind in ("internal", "cmd") for path in ROOT.glob(f"{kind}/*/*.go"))
        folders = {f"pkg/{name}" for name in self.graph if name != "data"} | {
            path.relative_to(ROOT).as_posix() for path in inside
        }
        self.assertEqual(folders - named, set())
        for name in named:
            self.assertTrue((ROOT / name).exists(), name)


if __name__ == "__main__":
    unittest.main()
