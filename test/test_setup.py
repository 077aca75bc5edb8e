"""What setup.sh makes again, and what it leaves alone."""

import os
import re
import shutil
import subprocess
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent


class Setup(unittest.TestCase):
    def setUp(self):
        directory = TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.checkout = Path(directory.name)
        shutil.copytree(ROOT / "setup", self.checkout / "setup")
        shutil.copy(ROOT / "go.mod", self.checkout)
        self.requirements("# no packages")

    def requirements(self, text):
        (self.checkout / "requirements.txt").write_text(text + "\n")

    def set_up(self, part, **variables):
        return subprocess.run(
            [self.checkout / "setup" / "setup.sh", part], env=os.environ | variables, capture_output=True, text=True
        )

    def install(self):
        done = self.set_up("install_python_packages")
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_each_part_has_a_line_with_its_seconds(self):
        self.assertRegex(self.install(), r"\Anexttoken: part 1 of 1: installing JupyterLab [^\n]+, \d+ s\n\Z")

    def test_a_second_call_does_nothing(self):
        self.assertIn("installing", self.install())
        self.assertEqual(self.install(), "")

    def test_new_requirements_leave_what_a_student_and_a_class_have(self):
        self.install()
        kept, old = self.checkout / ".venv" / "jupyter" / "settings", self.checkout / ".venv" / "share" / "old"
        for file in kept, old:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("here")
        self.requirements("# other packages")
        self.assertIn("installing", self.install())
        self.assertTrue(kept.exists())
        self.assertFalse(old.exists())
        self.assertEqual(subprocess.run([self.checkout / ".venv" / "bin" / "python", "-c", "import pip"]).returncode, 0)

    def test_a_package_that_does_not_build_is_built_again(self):
        (self.checkout / "go.mod").write_text("module nexttoken\n\ngo 1.26\n")
        library, command = (
            self.checkout / "pkg" / "library" / "library.go",
            self.checkout / "cmd" / "nexttoken" / "main.go",
        )
        for file, text in (library, "package library\n\nvar x = y\n"), (command, "package main\n\nfunc main() {}\n"):
            file.parent.mkdir(parents=True)
            file.write_text(text)
        (self.checkout / "data").mkdir()
        for _ in range(2):
            done = self.set_up("install_command")
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("undefined: y", done.stderr)
        library.write_text("package library\n")
        self.assertEqual(self.set_up("install_command").returncode, 0)
        self.assertTrue((self.checkout / ".venv" / "bin" / "nexttoken").exists())

    def test_who_is_not_root_is_told_before_a_class_server_is_set_up(self):
        shutil.copy(ROOT / "Makefile", self.checkout)
        shutil.copytree(ROOT / "deploy", self.checkout / "deploy")
        somebody = self.checkout / "bin" / "id"
        somebody.parent.mkdir()
        somebody.write_text("#!/bin/sh\necho 1000\n")
        somebody.chmod(0o755)
        for target in "hub", "test-hub", "load":
            done = subprocess.run(
                ["make", "-C", self.checkout, target],
                env=os.environ | {"PATH": f"{somebody.parent}:{os.environ['PATH']}"},
                capture_output=True,
                text=True,
            )
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("it must run as root", done.stderr)
            self.assertFalse((self.checkout / ".venv").exists(), target)


class UnlessMade(unittest.TestCase):
    """The parts of the class server and of the test's cluster."""

    def setUp(self):
        directory = TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.folder = Path(directory.name)
        (self.folder / "source").write_text("first")

    def make(self, command):
        """Makes a part with a command of the shell, and returns what is printed and whether it failed."""
        script = f"""set -eu; made=. whose="the test's"; . {ROOT}/setup/unless_made.sh
            makes() {{ part=another; {command}; }}
            unless_made part source makes"""
        done = subprocess.run(["sh", "-c", script], cwd=self.folder, capture_output=True, text=True)
        return done.stdout, done.returncode != 0

    def test_a_part_is_made_again_only_when_its_sources_have_changed(self):
        self.assertEqual(self.make("echo made"), ("nexttoken: preparing the test's part (once)\nmade\n", False))
        self.assertEqual(self.make("echo made"), ("", False))
        (self.folder / "source").write_text("second")
        self.assertIn("\nmade\n", self.make("echo made")[0])

    def test_what_failed_is_made_again(self):
        self.make("true")
        (self.folder / "source").write_text("second")
        for _ in range(2):
            self.assertTrue(self.make("false")[1])
        (self.folder / "source").write_text("first")
        self.assertIn("\nmade\n", self.make("echo made")[0])


if __name__ == "__main__":
    unittest.main()
