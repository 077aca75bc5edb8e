"""What `make clean` deletes, and what it leaves; and what `make help` names."""

import os
import re
import shutil
import subprocess
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
KEPT = """student/notebooks/03_model.ipynb student/models/a.safetensors student/own.go models/b.safetensors
.class/homes/ada/notes.txt .class/passwords.sqlite .venv/jupyter/config/lab/user-settings/theme.json
notebooks/03_model.ipynb notebooks/.ipynb_checkpoints/03_model-checkpoint.ipynb book/own.html slides/own.txt
test/load/results.json test/rules.py"""
MADE = """.venv/bin/python .venv/lib/a.py .venv/hub/python/bin/python .venv/hub/in-use .venv/smollm2/a.gguf
.venv/made/python .venv/pyvenv.cfg bench/.venv/bin/python book/03_model.html book/index.html slides/03_model.html
test/screenshots/03_model.png test/__pycache__/rules.pyc"""


class Clean(unittest.TestCase):
    def setUp(self):
        directory = TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.checkout = Path(directory.name)
        shutil.copytree(ROOT / "setup", self.checkout / "setup")
        shutil.copy(ROOT / "Makefile", self.checkout)
        for name in (KEPT + " " + MADE).split():
            (self.checkout / name).parent.mkdir(parents=True, exist_ok=True)
            (self.checkout / name).write_text("here")

    def clean(self):
        return subprocess.run(["make", "-C", self.checkout, "clean"], capture_output=True, text=True)

    def there(self, names):
        return [name for name in names.split() if (self.checkout / name).exists()]

    def test_what_can_be_made_again_is_deleted_and_nothing_else(self):
        done = self.clean()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.there(MADE), [])
        self.assertEqual(self.there(KEPT), KEPT.split())
        self.assertEqual(os.listdir(self.checkout / ".venv"), ["jupyter"])
        self.assertFalse((self.checkout / "bench" / ".venv").exists())

    def test_a_checkout_that_was_never_set_up(self):
        for folder in ".venv", "bench", "book", "slides":
            shutil.rmtree(self.checkout / folder)
        (self.checkout / "notebooks" / "03_model.ipynb").unlink()
        self.assertEqual(self.clean().returncode, 0)

    def test_a_folder_that_cannot_be_written_is_deleted_too(self):
        (self.checkout / ".venv" / "lib").chmod(0o555)  # as those of Go's module cache
        self.assertEqual(self.clean().returncode, 0)
        self.assertEqual(self.there(".venv/lib"), [])

    def test_a_link_is_deleted_and_not_what_it_leads_to(self):
        (self.checkout / ".venv" / "link").symlink_to(self.checkout / "student", target_is_directory=True)
        self.assertEqual(self.clean().returncode, 0)
        self.assertEqual(self.there(KEPT), KEPT.split())

    def refuses(self, words):
        done = self.clean()
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(words, done.stderr)
        self.assertEqual(self.there(MADE), MADE.split())

    def test_nothing_is_deleted_while_a_class_runs(self):
        with subprocess.Popen(["flock", "--shared", self.checkout / ".venv/hub/in-use", "sh", "-c", "echo; read x"],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE) as hub:
            hub.stdout.readline()
            self.refuses("a class runs")
            hub.communicate(b"\n")

    def test_nothing_is_deleted_while_jupyterlab_runs(self):
        runtime = self.checkout / ".venv" / "jupyter" / "runtime"
        runtime.mkdir()
        mine = runtime / f"jpserver-{os.getpid()}.json"
        mine.touch()
        self.refuses(f"JupyterLab runs (process {os.getpid()})")
        mine.unlink()
        ended = subprocess.Popen(["true"])
        ended.wait()
        (runtime / f"jpserver-{ended.pid}.json").touch()
        self.assertEqual(self.clean().returncode, 0)


class Help(unittest.TestCase):
    def test_every_target_is_named_and_every_name_is_a_target(self):
        makefile = (ROOT / "Makefile").read_text()
        targets = set(" ".join(re.findall(r"^\.PHONY: (.+)$", makefile, re.M)).split())
        printed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        of_others = {"setup-for-tests", "export-assets", "check-hub"}  # that people do not call
        words = set(re.findall(r"[a-z0-9-]+", printed))
        self.assertEqual(targets - of_others - words, set())
        self.assertLessEqual(set(re.findall(r"^ *make ([a-z0-9-]+)", printed, re.M)), targets)

    def test_every_target_is_phony(self):
        makefile = (ROOT / "Makefile").read_text()
        phony = set(" ".join(re.findall(r"^\.PHONY: (.+)$", makefile, re.M)).split())
        found = re.findall(r"^([a-z][a-z0-9 -]*):(?!=)", makefile, re.M)
        self.assertEqual(set(" ".join(found).split()) - phony, set())


if __name__ == "__main__":
    unittest.main()
