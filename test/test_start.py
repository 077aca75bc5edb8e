"""What the image, and the hub for a student, put into a home before anything runs."""

import json
import os
import resource
import subprocess
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent


def start(home, **variables):
    subprocess.run(
        [ROOT / "deploy" / "image" / "start", "true"], env=os.environ | {"HOME": home} | variables, check=True
    )
    return {str(path.relative_to(home)) for path in Path(home).rglob("*") if path.is_file()}


class Start(unittest.TestCase):
    def setUp(self):
        directory = TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.home = directory.name

    def test_notebooks_and_solutions_are_copied(self):
        files = start(self.home)
        self.assertIn("notebooks/03_model.ipynb", files)
        self.assertIn("notebooks/solutions/03_model.ipynb", files)

    def test_predictions_come_before_results(self):
        start(self.home)
        for path in Path(self.home, "notebooks").glob("*.ipynb"):
            given, ours = json.loads(path.read_text()), json.loads((ROOT / "notebooks" / path.name).read_text())
            self.assertEqual([cell["source"] for cell in given["cells"]], [cell["source"] for cell in ours["cells"]])
            self.assertEqual(
                [cell for cell in given["cells"] if cell.get("outputs") or cell.get("execution_count")], [], path.name
            )

    def test_solutions_are_left_out(self):
        files = start(self.home, NEXTTOKEN_SOLUTIONS="off")
        self.assertIn("notebooks/03_model.ipynb", files)
        self.assertEqual([file for file in files if "solutions" in file], [])

    def test_what_a_student_wrote_stays(self):
        start(self.home)
        edited = Path(self.home, "notebooks", "03_model.ipynb")
        edited.write_text("edited")
        start(self.home)
        self.assertEqual(edited.read_text(), "edited")

    def test_a_student_gets_into_a_full_home(self):
        done = subprocess.run(
            [ROOT / "deploy" / "image" / "start", "echo", "in"],
            env=os.environ | {"HOME": self.home},
            preexec_fn=no_room,
            capture_output=True,
            text=True,
        )
        self.assertEqual((done.returncode, done.stdout), (0, "in\n"), done.stderr)
        self.assertIn("going on with the pages that are in", done.stderr)

    def test_a_home_that_cannot_be_written_is_said_at_once(self):
        done = subprocess.run(
            [ROOT / "deploy" / "image" / "start", "echo", "in"],
            env=os.environ | {"HOME": "/dev/null"},
            capture_output=True,
            text=True,
        )
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("can't write to /dev/null", done.stderr)


def no_room():
    """Lets a process write no file, which is how a full disk looks to it."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    unittest.main()
