"""When a page is stale."""

import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from digest import digest

CELL = 'import "nexttoken/pkg/a"\n%%\nfmt.Println(a.One) // one'
FILES = {
    "go.mod": "module nexttoken\n\ngo 1.26\n",
    "pkg/a/a.go": 'package a\n\nimport "nexttoken/pkg/b"\n\n// One is 1.\nconst One = 1\n\nvar _ = b.Names\n',
    "pkg/a/a_test.go": "package a\n",
    "pkg/b/b.go": 'package b\n\nimport _ "embed"\n\n//go:embed names.txt\nvar Names string\n',
    "pkg/b/names.txt": "ada // bob\n",
    "pkg/c/c.go": "package c\n",
}


class Digest(unittest.TestCase):
    def setUp(self):
        directory = TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = Path(directory.name).resolve()
        for name, text in FILES.items():
            self.write(name, text)
        self.before = self.digest()

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def digest(self, code=CELL, prose="# A page", tags=()):
        cells = [new_markdown_cell(prose), new_code_cell(code, metadata={"tags": list(tags)})]
        return digest(new_notebook(cells=cells), self.root)

    def change(self, name, old, new):
        """The digest after a change of one file, which is undone."""
        self.assertEqual(FILES[name].count(old), 1)
        self.write(name, FILES[name].replace(old, new))
        try:
            return self.digest()
        finally:
            self.write(name, FILES[name])

    def test_a_comment_or_the_layout_changes_nothing(self):
        self.assertEqual(
            self.change("pkg/a/a.go", "// One is 1.", "// One is the number after 0.\n// See 2."), self.before
        )
        self.assertEqual(self.change("pkg/a/a.go", "const One = 1", "const One  =  1 // 1"), self.before)
        self.assertEqual(self.digest(CELL.replace("// one", "/* 1 */")), self.before)
        self.assertEqual(self.digest(CELL.replace("(a.One)", "( a.One )")), self.before)

    def test_what_a_page_does_not_import_changes_nothing(self):
        self.assertEqual(self.change("pkg/c/c.go", "package c", "package c\n\nconst Two = 2"), self.before)
        self.assertEqual(self.change("pkg/a/a_test.go", "package a", "package a\n\nconst two = 2"), self.before)

    def test_code_and_data_that_a_page_imports_change_it(self):
        self.assertNotEqual(self.change("pkg/a/a.go", "One = 1", "One = 2"), self.before)
        self.assertNotEqual(self.change("pkg/b/b.go", "Names string", "Names []byte"), self.before)
        self.assertNotEqual(self.change("pkg/b/names.txt", "// bob", "// eve"), self.before)

    def test_a_cell_changes_it(self):
        self.assertNotEqual(self.digest(CELL.replace("a.One", "a.One + 1")), self.before)
        self.assertNotEqual(self.digest(prose="# Another page"), self.before)
        self.assertNotEqual(self.digest(tags=["sampled"]), self.before)

    def test_the_comment_of_a_cell_that_fails_on_purpose_is_shown_so_it_counts(self):
        tags = ["raises-exception"]
        self.assertNotEqual(self.digest(CELL.replace("// one", "// two"), tags=tags), self.digest(tags=tags))

    def test_without_imports_and_with_a_wrong_one(self):
        self.assertNotEqual(self.digest("x := 1"), self.digest("x := 2"))
        with self.assertRaisesRegex(SystemExit, "nexttoken/pkg/missing"):
            self.digest('import "nexttoken/pkg/missing"')


if __name__ == "__main__":
    unittest.main()
