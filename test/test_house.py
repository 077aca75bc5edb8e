"""The files for contributors agree with what they are about: GitHub's workflows with the Makefile, Renovate's patterns
with what is pinned, the versions with each other, and the environment of VS Code with the Dockerfile."""

import json
import os
import re
import subprocess
import sys
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

ROOT = Path(__file__).resolve().parent.parent
GITHUB = ROOT / ".github"
WORKFLOWS = {path.stem: path.read_text() for path in sorted((GITHUB / "workflows").glob("*.yml"))}
MAKEFILE = (ROOT / "Makefile").read_text()


def commands(name):
    """The commands of a workflow, with the values of its matrix in their places."""
    for job in yaml.safe_load(WORKFLOWS[name])["jobs"].values():
        values = job.get("strategy", {}).get("matrix", {})
        for step in job["steps"]:
            yield from filled_in(step.get("run", ""), values)


def filled_in(command, values):
    for name in re.findall(r"\$\{\{ matrix\.(\w+) \}\}", command):
        for value in values.get(name) or [row[name] for row in values["include"]]:
            yield from filled_in(command.replace("${{ matrix.%s }}" % name, value), values)
        return
    yield command


def made_by(command):
    """What a command makes: {"test-hub SPAWNER=containers"} of "make test-hub SPAWNER=containers"."""
    for words in re.findall(r"\bmake((?: [-\w./=]+)+)", command):
        targets = re.findall(r" ([a-z][a-z0-9-]*)(?= |$)", words.replace(" -C /opt/nexttoken", ""))
        set_to = "".join(re.findall(r" [A-Z]+=\S+", words))
        yield from (target + (set_to if target in ("fuzz", "test-hub") else "") for target in targets)


def all_tests():
    """What `make test-all` makes, without set-up. race runs the tests of unit."""
    lists = r"^test: (.+)$", r"^test-all: test (.+)$"
    needs = " ".join(re.search(pattern, MAKEFILE, re.M)[1] for pattern in lists)
    recipe = re.search(r"^test-all:.*\n((?:\t.+\n)+)", MAKEFILE, re.M)[1]
    longer = set(re.findall(r"\$\(MAKE\) (.+)", recipe))
    return set(needs.split()) - {"setup-for-tests", "unit", "fuzz"} | longer


class Workflows(unittest.TestCase):
    def test_main_runs_all_tests(self):
        made = {target for command in commands("main") for target in made_by(command)}
        self.assertEqual(all_tests() - made, set())

    def test_each_push_tests_what_needs_nothing_but_go(self):
        self.assertEqual([target for command in commands("push") for target in made_by(command)], ["unit", "lint"])
        for target in "unit", "lint":
            self.assertIn(f"\n{target}:\n", MAKEFILE)  # no set-up before it

    def test_every_target_is_one(self):
        targets = set(" ".join(re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.M)).split())
        for name in WORKFLOWS:
            made = {target.split()[0] for command in commands(name) for target in made_by(command)}
            self.assertLessEqual(made, targets, name)

    def test_actions_are_pinned_and_rights_are_few(self):
        for name, text in WORKFLOWS.items():
            for action in re.findall(r"uses: (.+)", text):
                self.assertRegex(action, r"^[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", name)
            rights = yaml.safe_load(text)["permissions"]
            more = {"image": {"packages": "write"}, "pages": {"pages": "write", "id-token": "write"}}.get(name, {})
            self.assertEqual(rights, {"contents": "read"} | more, name)

    def test_the_image_is_tested_before_it_is_published(self):
        run = list(commands("image"))
        pushed = min(number for number, text in enumerate(run) if "docker push" in text)
        self.assertLess(run.index("make test-image-short"), pushed)
        self.assertNotRegex(WORKFLOWS["image"], r"(?i)ghcr|quay|docker\.io")
        for processor in "amd64", "arm64":
            self.assertIn(f'docker push "$IMAGE:$VERSION-{processor}"', run)

    def test_a_new_version_must_stand_in_the_changelog(self):
        (check,) = (text for text in commands("image") if "CHANGELOG" in text)
        for version, status in ("v0.1.0", 0), ("v0.1", 1), ("v9.9.9", 1):
            done = subprocess.run(["bash", "-c", check], cwd=ROOT, env=os.environ | {"VERSION": version})
            self.assertEqual(done.returncode, status, version)


class Forms(unittest.TestCase):
    def test_a_fault_comes_with_what_doctor_prints(self):
        form = yaml.safe_load((GITHUB / "ISSUE_TEMPLATE" / "fault.yml").read_text())
        (doctor,) = (part for part in form["body"] if part.get("id") == "doctor")
        self.assertTrue(doctor["validations"]["required"])
        self.assertIn("`.venv/bin/nexttoken doctor`", doctor["attributes"]["description"])
        self.assertIn('"doctor"', (ROOT / "cmd" / "nexttoken" / "main.go").read_text())


class Renovate(unittest.TestCase):
    def test_what_is_pinned_in_a_file_of_ours_is_found(self):
        found = set()
        for manager in json.loads((ROOT / "renovate.json").read_text())["customManagers"]:
            for path in self.files(manager["managerFilePatterns"]):
                for pattern in manager["matchStrings"]:
                    for match in re.finditer(pattern.replace("(?<", "(?P<"), (ROOT / path).read_text()):
                        parts = {"depName": manager.get("depNameTemplate")} | match.groupdict()
                        found.add((path, parts["depName"], parts["currentValue"]))
        listed = "Makefile", "setup/setup.sh", *(p for p in self.files(["/^test/.+\\.py$/"]) if "test_" not in p)
        pinned = {
            (path, version)
            for path in listed
            for version in re.findall(r"(?:@|==|gopls_version=)(v?\d+\.[\d.]+\d)", (ROOT / path).read_text())
        }
        self.assertGreater(len(pinned), 6)
        self.assertEqual(pinned - {(path, version) for path, _, version in found}, set())
        self.assertLessEqual({("Makefile", "honnef.co/go/tools"), ("Makefile", "github.com/rhysd/actionlint"),
                              ("Makefile", "pip-audit"), ("setup/setup.sh", "golang.org/x/tools/gopls")},
                             {(path, name) for path, name, _ in found})

    def test_what_is_pinned_for_pip_is_found(self):
        renovate = json.loads((ROOT / "renovate.json").read_text())
        found = set(self.files(renovate["pip_requirements"]["managerFilePatterns"]))
        for path in self.files(["/.+\\.(in|txt)$/"]):
            pins = re.search(r"^[a-z0-9-]+==", (ROOT / path).read_text(), re.M)
            if pins and Path(path).name != "requirements.txt":
                self.assertIn(path, found)

    def files(self, patterns):
        listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        return [path for path in listed.split() if any(re.search(pattern.strip("/"), path) for pattern in patterns)]


class Versions(unittest.TestCase):
    def test_the_newest_version_is_the_one_to_cite(self):
        changes = (ROOT / "CHANGELOG.md").read_text()
        versions = re.findall(r"^## (\d+)\.(\d+)\.(\d+) – (\d{4}-\d\d-\d\d)$", changes, re.M)
        numbers = [tuple(map(int, version[:3])) for version in versions]
        self.assertEqual(numbers, sorted(numbers, reverse=True))
        cited = yaml.safe_load((ROOT / "CITATION.cff").read_text())
        self.assertEqual(cited["version"], ".".join(versions[0][:3]))
        self.assertEqual(str(cited["date-released"]), versions[0][3])

    def test_every_heading_is_a_version(self):
        headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(), re.M)
        for heading in headings[1:] if headings[0] == "Unreleased" else headings:
            self.assertRegex(heading, r"^\d+\.\d+\.\d+ – \d{4}-\d\d-\d\d$")


class Container(unittest.TestCase):
    """Of VS Code and Codespaces."""

    def setUp(self):
        self.container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text())
        self.dockerfile = (ROOT / "Dockerfile").read_text()

    def test_it_is_our_image(self):
        build = self.container["build"]
        for name in "dockerfile", "context":
            self.assertTrue((ROOT / ".devcontainer" / build[name]).resolve().samefile(
                ROOT / ("Dockerfile" if name == "dockerfile" else ".")))
        self.assertIs(self.container["overrideCommand"], False)  # JupyterLab starts
        self.assertEqual(f"EXPOSE {self.container['forwardPorts'][0]}", re.search("EXPOSE .+", self.dockerfile)[0])
        self.assertIn(f"--uid 1000 --create-home {self.container['remoteUser']} ", self.dockerfile)
        self.assertIn(f"WORKDIR {self.container['workspaceFolder']}\n", self.dockerfile)
        inside = self.container["postAttachCommand"].removeprefix("/opt/nexttoken/")
        self.assertTrue(os.access(ROOT / inside, os.X_OK), inside)

    def test_the_address_is_printed(self):
        with TemporaryDirectory() as folder:
            Path(folder, "jpserver-7.json").write_text('{"port": 8888, "token": "abc", "url": "http://0.0.0.0:8888/"}')
            command = [sys.executable, ROOT / "deploy" / "image" / "address"]
            printed = subprocess.run(command, env={"JUPYTER_RUNTIME_DIR": folder}, capture_output=True, text=True)
        self.assertEqual(printed.stdout, "nexttoken: the lecture is at http://localhost:8888/?token=abc\n")


if __name__ == "__main__":
    unittest.main()
