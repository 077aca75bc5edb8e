"""The environment for VS Code and Codespaces, opened by the program that both use: `make test-devcontainer`

It needs a Docker engine, npm with Node.js 20 or newer, and the internet.
"""

import os
import shlex
import subprocess
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FLAGS = shlex.split(os.environ.get("DOCKER_FLAGS", ""))
# docker, whose builds get DOCKER_FLAGS.
DOCKER = """#!/bin/sh
case "$1 $2" in
    "build "*) shift && exec docker build {0} "$@" ;;
    "buildx build") shift 2 && exec docker buildx build {0} "$@" ;;
esac
exec docker "$@"
"""
EXECUTE = """
import nbformat
from nbclient import NotebookClient
page = nbformat.read("notebooks/01_vocabulary.ipynb", 4)
NotebookClient(page, kernel_name="gonb", timeout=300).execute()
print("executed", len(page.cells), "cells")
"""


class Devcontainer(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(TemporaryDirectory()))
        docker = self.folder / "docker"
        docker.write_text(DOCKER.format(shlex.join(FLAGS)))
        docker.chmod(0o755)
        self.where = ["--docker-path", docker, "--workspace-folder", ROOT]

    def command(self, name, *words):
        program = HERE / "node_modules" / ".bin" / "devcontainer"
        done = subprocess.run([program, name, *self.where, *words], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def end(self):
        label = f"label=devcontainer.local_folder={ROOT}"
        listing = ["docker", "ps", "--all", "--quiet", "--filter", label]
        found = subprocess.run(listing, check=True, capture_output=True, text=True)
        for container in found.stdout.split():
            subprocess.run(["docker", "rm", "--force", container], check=True, capture_output=True)

    def test_it_opens_with_the_lecture(self):
        self.addCleanup(self.end)
        self.assertIn("nexttoken: the lecture is at http://localhost:8888/?token=", self.command("up"))
        self.assertIn("This machine is ready for the lecture.", self.command("exec", "nexttoken", "doctor"))
        self.assertIn("executed", self.command("exec", "python", "-c", EXECUTE))


if __name__ == "__main__":
    unittest.main()
