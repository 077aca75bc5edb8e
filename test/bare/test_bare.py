"""The lecture on machines that have nothing: containers with Debian, git, make and Python. `make test-bare`

Root gets all that it needs, a user all that a user can install, and one message for the rest. This needs a Docker
engine and the internet. The containers get the variables that set pip's index and Go's proxy here.
"""

import os
import re
import shlex
import subprocess
import tarfile
import time
import unittest
from pathlib import Path
from tempfile import TemporaryFile

ROOT = Path(__file__).resolve().parent.parent.parent
FLAGS = shlex.split(os.environ.get("DOCKER_FLAGS", ""))
PASSED_ON = re.compile("(PIP_.*INDEX.*|PIP_DEFAULT_TIMEOUT|GOPROXY|GO(NO)?SUMDB|(?i:https?|no)_proxy)")
FETCH = (
    "import sys, urllib.request, urllib.error\n"
    "try: print(urllib.request.urlopen(sys.argv[1]).status)\n"
    "except urllib.error.HTTPError as error: print(error.code)"
)


def docker(*words, **options):
    return subprocess.run(["docker", *words], check=True, stdout=subprocess.PIPE, text=True, **options).stdout.strip()


def checkout():
    """A file with an archive of the working tree, without what git ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout
    archive = TemporaryFile()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for name in filter(None, listed.split("\0")):
            if (ROOT / name).is_file():
                tar.add(ROOT / name, name)
    archive.seek(0)
    return archive


class Machine:
    """A container with a checkout of the lecture in ~/nexttoken."""

    def __init__(self, test, user, packages=""):
        self.user, self.test = user, test
        image = docker("build", "--quiet", *FLAGS, "--build-arg", f"VENV={packages}", str(Path(__file__).parent))
        variables = [word for name in os.environ if PASSED_ON.fullmatch(name) for word in ("--env", name)]
        self.name = docker("run", "--detach", "--init", *FLAGS, *variables, "--user", user, image, "sleep", "infinity")
        test.addCleanup(docker, "rm", "--force", "--volumes", self.name)
        with checkout() as archive:
            docker("exec", "-i", self.name, "sh", "-c", "mkdir ~/nexttoken && tar -x -C ~/nexttoken", stdin=archive)

    def start(self, command):
        return subprocess.Popen(
            ["docker", "exec", self.name, "sh", "-c", f"cd ~/nexttoken && {command}"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )

    def run(self, command):
        """Runs a command, and returns its status and what it printed."""
        process = self.start(command)
        said, _ = process.communicate()
        return process.returncode, said

    def passes(self, command):
        status, said = self.run(command)
        self.test.assertEqual(status, 0, said)
        return said

    def lab(self):
        """Starts `make lab`. Returns what it prints until the address, the address, and the lines that follow."""
        begun = time.monotonic()
        lab, said = self.start("make lab NO_BROWSER=1"), ""
        for end in lab.stdout.close, lab.wait, lab.kill:  # the last one first
            self.test.addCleanup(end)
        for line in lab.stdout:
            said += line
            if address := re.search(r"http://\S+/\?token=\w+", line):
                self.answers(address[0])
                print(f"{said}user {self.user}: JupyterLab answered after {time.monotonic() - begun:.0f} s", flush=True)
                return said, address[0], lab.stdout
        self.test.fail(said)

    def answers(self, address):
        for _ in range(300):
            if self.status_of(address) == "200":
                return
            time.sleep(1)
        self.test.fail(f"no answer at {address}")

    def status_of(self, address):
        """The status with which a server in the container answers, or "" without an answer."""
        return self.run(f"python3 -c {shlex.quote(FETCH)} '{address}' 2>/dev/null")[1].strip()


class Bare(unittest.TestCase):
    def works(self, machine):
        """The lecture opens, trains and computes cells. Returns what set-up printed, and the lines that follow."""
        said, address, more = machine.lab()
        self.assertNotIn("go: ", said)
        parts = re.findall(r"^nexttoken: part (\d+) of (\d+): .+, \d+ s$", said, re.M)
        self.assertEqual(parts, [(str(n), str(len(parts))) for n in range(1, len(parts) + 1)], said)
        self.assertEqual(machine.status_of(address.replace("/?", "/api/status?")), "200")
        self.assertEqual(machine.status_of(address.split("?")[0] + "api/status"), "403")
        trained = machine.passes(".venv/bin/nexttoken train --steps 500 --out /tmp/model")
        self.assertRegex(trained, "dev")
        self.assertIn("This machine is ready", machine.passes(".venv/bin/nexttoken doctor"))
        return said, more

    def test_root_needs_nothing_more(self):
        machine = Machine(self, "root")
        said, more = self.works(machine)
        self.assertRegex(said, "part 1 of .*venv gcc ")
        later = []
        for line in more:
            later.append(line)
            if "whose kernel is restarted" in line:
                break
        else:
            self.fail(f"JupyterLab ended before gopls was built: {later}")
        self.assertEqual(machine.passes("NEXTTOKEN_COMPLETION=off NEXTTOKEN_SMOLLM2=off make setup"), "")

    def test_a_user_needs_only_venv(self):
        machine = Machine(self, "student", "python3-venv")
        said, _ = self.works(machine)
        self.assertRegex(said, "installing Go .*\n.*installing a C compiler, Zig")

    def test_a_user_reads_one_message(self):
        machine = Machine(self, "student")
        for target, missing, packages in (
            ("lab", "  - Python's venv\n", "python3.11-venv"),
            ("test", "  - Python's venv\n  - Chromium, which the browser tests drive\n",
             "python3.11-venv chromium fonts-dejavu-core"),
        ):
            status, said = machine.run(f"make {target}")
            self.assertNotEqual(status, 0)
            self.assertIn(f"nexttoken: the lecture needs what this machine lacks:\n{missing}On Debian", said)
            self.assertIn(f"    sudo apt-get update && sudo apt-get install {packages}\n", said)
            self.assertEqual(machine.run("ls .venv")[0], 2)


if __name__ == "__main__":
    unittest.main()
