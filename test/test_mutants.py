"""The runner of the mutants, on a module of a few lines."""

import contextlib
import io
import shutil
import subprocess
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

import mutants

CODE = "package p\n\nfunc Half(n int) int { return n / 2 }\n\nfunc Third(n int) int { return n / 3 }\n"
TESTS = 'package p\n\nimport "testing"\n\n'
TESTS += "func TestHalf(t *testing.T) {\n\tif Half(8) != 4 {\n\t\tt.Error(Half(8))\n\t}\n}\n"


def mutant(old, new, file="p.go", **more):
    return {"what": "a mistake", "file": file, "old": old, "new": new, "package": ".", **more}


class Ours(unittest.TestCase):
    def setUp(self):
        directory = TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.copy = Path(directory.name)
        for name, text in {"go.mod": "module p\n\ngo 1.26\n", "p.go": CODE, "p_test.go": TESTS}.items():
            (self.copy / name).write_text(text)

    def wrong(self, *made):
        with contextlib.redirect_stdout(io.StringIO()):
            wrong = list(mutants.ours(self.copy, made))
        self.assertEqual((self.copy / "p.go").read_text(), CODE)
        return wrong

    def test_a_mistake_that_a_test_sees(self):
        self.assertEqual(self.wrong(mutant("n / 2", "n / 4")), [])

    def test_a_mistake_that_no_test_sees(self):
        (message,) = self.wrong(mutant("n / 3", "n / 4"))
        self.assertIn("no test sees it", message)

    def test_a_text_must_be_there_once(self):
        for old, times in (("n / 5", 0), ("return n", 2)):
            (message,) = self.wrong(mutant(old, "x"))
            self.assertIn(f"is there {times} times", message)
        (message,) = self.wrong(mutant("n", "x", file="q.go"))
        self.assertIn("q.go: 'n' is there 0 times", message)

    def test_what_does_not_compile_proves_nothing(self):
        (message,) = self.wrong(mutant("n / 2", "m / 2"))
        self.assertIn("does not compile", message)

    def test_tests_that_fail_by_themselves_or_are_none_prove_nothing(self):
        (message,) = self.wrong(mutant("n / 2", "n / 4", run="TestMissing"))
        self.assertIn("must pass without a mistake", message)
        (self.copy / "p_test.go").write_text(TESTS.replace("!= 4", "!= 5"))
        (message,) = self.wrong(mutant("n / 2", "n / 4"), mutant("n / 2", "n / 6"))
        self.assertIn("must pass without a mistake", message)


class Found(unittest.TestCase):
    def setUp(self):
        directory = TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.copy = Path(directory.name)
        (self.copy / "p.go").write_text(CODE)

    def wrong(self, killed, lived, *survivors):
        made = [("p.go", "x", "NEGATION", "KILLED")] * killed + [
            ("p.go", "return n / 3", "ARITHMETIC", "LIVED")
        ] * lived
        with contextlib.redirect_stdout(io.StringIO()):
            return list(mutants.compared(self.copy, made, survivors, True))

    def test_a_survivor_needs_a_reason(self):
        self.assertIn("write one, or a reason", *self.wrong(9, 1))
        for survivor in (
            {"file": "p.go"},
            {"file": "p.go", "kind": "ARITHMETIC"},
            {"file": "p.go", "line": "return n / 3"},
        ):
            self.assertEqual(self.wrong(9, 1, survivor | {"reason": "it is not used"}), [])
            self.assertIn("has no reason", *self.wrong(9, 1, survivor))
        self.assertEqual(len(self.wrong(9, 1, {"file": "p.go", "kind": "NEGATION", "reason": "x"})), 1)

    def test_an_entry_must_fit_code(self):
        for survivor in ({"file": "q.go"}, {"file": "p.go", "line": "return n / 5"}):
            self.assertIn("fits no code", *self.wrong(9, 0, survivor | {"reason": "it is not used"}))

    def test_85_of_100_must_be_killed_in_each_package(self):
        reason = {"file": "p.go", "reason": "it is not used"}
        self.assertEqual(self.wrong(17, 3, reason), [])
        self.assertIn(".: 16 of 20 mutants are killed", *self.wrong(16, 4, reason))
        self.assertIn("no mutants", *self.wrong(0, 0, reason))
        (self.copy / "q").mkdir()
        (self.copy / "q" / "p.go").write_text(CODE)
        made = [("q/p.go", "x", "NEGATION", "KILLED")] * 100 + [("p.go", "x", "NEGATION", "LIVED")]
        self.assertIn(".: 0 of 1 mutants", *mutants.compared(self.copy, made, [reason], True))


class Tried(unittest.TestCase):
    def test_a_condition_of_a_case_and_what_had_too_little_time_are_tried(self):
        code = "package p\n\nfunc Sign(n int) int {\n\tswitch {\n\tcase n > 0:\n\t\treturn 1\n"
        code += "\tcase n < 0:\n\t\treturn -1\n\t}\n\treturn 0\n}\n"
        tests = TESTS.replace("Half(8) != 4", "Sign(2) != 1 || Sign(0) != 0").replace("Half(8)", "Sign(2)")
        with TemporaryDirectory() as directory:
            copy = Path(directory)
            for name, text in {"go.mod": "module p\n\ngo 1.26\n", "p.go": code, "p_test.go": tests}.items():
                (copy / name).write_text(text)
            made = [
                {"type": kind, "status": "NOT COVERED" if line == 5 else "TIMED OUT", "line": line, "column": 9}
                for kind in ("CONDITIONALS_BOUNDARY", "CONDITIONALS_NEGATION", "INVERT_LOGICAL")
                for line in (5, 7)
            ]
            report = {"files": [{"file_name": "p.go", "mutations": made}]}
            found = [(line, status) for _, line, _, status in mutants.mutations(copy, ".", report)]
            self.assertEqual((copy / "p.go").read_text(), code)
        first, second = "case n > 0:", "case n < 0:"
        self.assertEqual(found[:2], [(first, "KILLED"), (second, "KILLED")])  # n >= 0, n <= 0: Sign(0) is another
        self.assertEqual(found[2:4], [(first, "KILLED"), (second, "KILLED")])
        self.assertEqual(found[4:], [(first, "NOT COVERED"), (second, "NOT COVERED")])


class Alone(unittest.TestCase):
    def test_the_packages_below_are_hidden_for_a_time(self):
        with TemporaryDirectory() as directory:
            copy = Path(directory)
            files = {"p/p.go", "p/below/q.go", "p/below/text.txt", "other/r.go"}
            for name in files:
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                (copy / name).write_text(name)

            def code():
                return {path.relative_to(copy).as_posix() for path in copy.rglob("*.go")}

            with mutants.alone(copy, "p"):
                self.assertEqual(code(), {"p/p.go", "other/r.go"})
            self.assertEqual(code(), {"p/p.go", "p/below/q.go", "other/r.go"})
            self.assertEqual((copy / "p/below/q.go").read_text(), "p/below/q.go")


class Copied(unittest.TestCase):
    def test_the_tree_as_it_is_without_what_git_ignores(self):
        with TemporaryDirectory() as tree, TemporaryDirectory() as copy:
            tree = Path(tree)
            subprocess.run(["git", "init", "--quiet", tree], check=True)
            for name in "a.go", "b/c.go", "ignored":
                (tree / name).parent.mkdir(exist_ok=True)
                (tree / name).write_text(name)
            (tree / ".gitignore").write_text("ignored\n")
            files = {
                path.relative_to(copy).as_posix() for path in mutants.copied(tree, copy).rglob("*") if path.is_file()
            }
            self.assertEqual(files, {".gitignore", "a.go", "b/c.go"})
            shutil.rmtree(tree / ".git")


if __name__ == "__main__":
    unittest.main()
