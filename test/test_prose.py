"""The checks of prose must find what they are for."""

import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from prose import broken_documents, broken_prose

ROOT = Path(__file__).resolve().parent.parent


def page(prose, said="", code=""):
    return new_notebook(
        cells=[new_markdown_cell(prose), new_code_cell(code, outputs=[new_output("stream", name="stdout", text=said)])]
    )


def found(prose, said="", code=""):
    return list(broken_prose(ROOT / "notebooks" / "01_vocabulary.ipynb", page(prose, said, code), ROOT))


class Numbers(unittest.TestCase):
    def test_a_bound_number_that_agrees(self):
        for prose, said in [
            ("7,929<!-- # names --> names", "7929 names"),
            ("about 2.2<!-- dev loss # nats --> nats", "dev loss 2.180 nats"),
            ("**56.1 %**<!-- pruned # -->", "0.4 + pruned 56.06 ="),
            ("−6<!-- the slope is … # here -->", "the slope is now -6 here"),
            ("5<!-- # left -->", "5 left, and again 5 left"),
            ("2,257<!-- the model _ _ # -->", "the model 2.180 3.145 2257 0.54 s"),
        ]:
            self.assertEqual(found(prose, said), [], prose)

    def test_a_bound_number_that_has_drifted(self):
        for prose, said, wanted in [
            ("7,929<!-- # names --> names", "7930 names", "says 7,929, and the code 7930"),
            ("about 2.2<!-- dev loss # nats -->", "dev loss 2.26 nats", "says 2.2, and the code 2.26"),
            ("7,929<!-- # names -->", "no such thing", "which no output says"),
            ("5<!-- # left -->", "5 left, then 6 left", "the code 6"),
            ("**56 %**<!-- pruned # -->", "0.4 + pruned 56.6 =", "says 56, and the code 56.6"),
            ("many names<!-- # names -->", "7929 names", "stands behind no number"),
        ]:
            self.assertTrue(any(wanted in what for what in found(prose, said)), found(prose, said))

    def test_a_number_that_could_drift_must_be_bound(self):
        self.assertIn("bind it", found("costs 3.296 nats", "ln 27 = 3.296")[0])
        for prose in ("of 1,000 names", "`3.296`", "$3.296$", "[x](3.296)", "since 2025", "27 symbols"):
            self.assertFalse(any("bind" in what for what in found(prose, "3.296 1000 27")), prose)


class Names(unittest.TestCase):
    def test_a_part_that_is_made_elsewhere_is_not_read(self):
        table = "<!-- the errors -->\n`strconv.Atoi`, 7,929\n<!-- end of the errors -->"
        self.assertEqual(found(table, "7929 names"), [])
        self.assertTrue(found(table.replace("end of", "after"), "7929 names"))
        self.assertTrue(found(table + "\n7,929", "7929 names"))

    def test_names_that_are_gone(self):
        self.assertIn("`vanished`", found("call `vanished`", code="func here() {}")[0])
        self.assertIn("no Vanished", found("call `corpus.Vanished`")[0])

    def test_messages(self):
        self.assertEqual(
            found("It says `undefined: x`, or `declared and not used`.", "undefined: x, declared and not used: y"), []
        )
        self.assertIn("quotes `declared and not used`", found("It says `declared and not used`.", "something else")[0])

    def test_commands(self):
        self.assertEqual(found("`nexttoken train` and `nexttoken reset 03`"), [])
        self.assertIn("nexttoken has none", found("`nexttoken vanish`")[0])

    def test_names_that_are_there(self):
        self.assertEqual(
            found(
                "call `here`, `corpus.Windows`, `vocab`, `x`, `1, 1` and `model.Best`",
                code="func here() { model.Best }",
            ),
            [],
        )


class Links(unittest.TestCase):
    def test_links(self):
        self.assertEqual(found("[a](01_vocabulary.ipynb) [b](../README.md#for-teachers) [c](https://example.org)"), [])
        self.assertIn("leads nowhere", found("[a](99_nothing.ipynb)")[0])
        self.assertIn("no such heading", found("[a](../README.md#nothing-here)")[0])
        self.assertIn("99_nothing", found("Next: **99_nothing**")[0])

    def test_documents(self):
        with TemporaryDirectory() as folder:
            (Path(folder) / "README.md").write_text("[x](docs/there.md) [y](docs/not.md)")
            for name, text in (
                ("docs/there.md", "# There\n[z](../README.md)"),
                ("deploy/jupyterhub/README.md", "[u](../../README.md) [v](../README.md)"),
            ):
                (Path(folder) / name).parent.mkdir(parents=True)
                (Path(folder) / name).write_text(text)
            self.assertEqual(
                list(broken_documents(Path(folder))),
                [
                    "README.md: the link docs/not.md leads nowhere",
                    "deploy/jupyterhub/README.md: the link ../README.md leads nowhere",
                ],
            )


if __name__ == "__main__":
    unittest.main()
