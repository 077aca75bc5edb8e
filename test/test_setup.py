"""What setup.sh makes again, and what it leaves alone."""

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

    def install(self):
        done = subprocess.run([self.checkout / "setup" / "setup.sh", "install_python_packages"], capture_output=True, text=True, check=True)
        return done.stdout

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


if __name__ == "__main__":
    unittest.main()
