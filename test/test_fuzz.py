"""The runner of the fuzz targets, on a module with one that fails and one that does not."""

import subprocess
import sys
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

from fuzz import fuzz, targets

TESTS = """package p

import "testing"

func FuzzFails(f *testing.F) {
	f.Add(1)
	f.Fuzz(func(t *testing.T, n int) {
		if n == 7 {
			t.Error("seven")
		}
	})
}

func FuzzPasses(f *testing.F) {
	f.Add(1)
	f.Fuzz(func(t *testing.T, n int) {})
}

func TestOther(t *testing.T) { t.Error("not a fuzz target") }
"""


class Fuzz(unittest.TestCase):
    def setUp(self):
        directory = TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = Path(directory.name).resolve()
        (self.root / "go.mod").write_text("module p\n\ngo 1.26\n")
        (self.root / "p_test.go").write_text(TESTS)

    def test_targets_are_found(self):
        self.assertEqual(list(targets(self.root)), [("./.", "FuzzFails"), ("./.", "FuzzPasses")])

    def test_an_input_that_fails_is_reported(self):
        seeds = self.root / "testdata" / "fuzz" / "FuzzFails"
        seeds.mkdir(parents=True)
        (seeds / "seven").write_text("go test fuzz v1\nint(7)\n")
        self.assertIn("seven", fuzz(self.root, "./.", "FuzzFails", "1s")[0])
        said, tried = fuzz(self.root, "./.", "FuzzPasses", "1s")
        self.assertEqual(said, "")
        self.assertGreater(tried, 100)

    def test_a_module_without_targets_or_with_a_mistake_fails(self):
        self.check("package p\n", "0 fuzz targets")
        self.check("package p\n\nfunc FuzzFails(f int) {}\n", "wrong signature for FuzzFails")

    def check(self, tests, wanted):
        (self.root / "p_test.go").write_text(tests)
        done = subprocess.run(
            [sys.executable, Path(__file__).with_name("fuzz.py"), "1", self.root], capture_output=True, text=True
        )
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(wanted, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
