"""Every command in the documents could run, and those of a block that says so do run, as does the Go program there."""

import re
import subprocess
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

from commands import ROOT, broken, commands
from prose import documents

RUN = re.compile(r"<!-- the tests run these -->\n```sh\n(.*?)```", re.S)
PROGRAM = re.compile(r"<!-- the tests run this -->\n```go\n(.*?)```", re.S)


class Commands(unittest.TestCase):
    def test_of_the_documents(self):
        count, faults = 0, []
        for document in documents(ROOT):
            for words in commands(document.read_text()):
                count += 1
                faults += [f"{document.relative_to(ROOT)}: {' '.join(words)}: {fault}" for fault in broken(words)]
        self.assertEqual(faults, [], "\n" + "\n".join(faults))
        self.assertGreater(count, 100)

    def test_the_scripts_of_the_makefile_are_there(self):
        scripts = re.findall(r"(?<=[@\s])[a-z]+/[\w/.-]+\.(?:sh|py)\b", (ROOT / "Makefile").read_text())
        self.assertEqual([script for script in scripts if not (ROOT / script).is_file()], [])
        self.assertGreater(len(scripts), 20)

    def test_where_they_stand(self):
        text = (
            "`make lab`, `make([]byte, 3)`, `package x`\n\n    make test   # and more\n    NAME=x make book \\\n"
            "        NAME=03\n\n```\ngo test ./a && make unit\n```\n\n```go\nmake go\n```\n"
        )
        self.assertEqual(
            [" ".join(words) for words in commands(text)],
            ["go test ./a", "make unit", "make test", "NAME=x make book NAME=03", "make lab"],
        )

    def test_a_command_that_can_not_run_is_found(self):
        for line, wanted in [
            ("make hub NEXTTOKEN_SMOLLM2=off", ""),
            ("make vanish", "make has no target vanish"),
            ("make lab PROT=9000", "nothing reads the variable PROT"),
            ("make lab PORT=9000 NAME=03", ""),
            ('sudo env "PATH=$PATH" make hub', ""),
            ("NEXTOKEN_X=1 make lab", "nothing reads the variable NEXTOKEN_X"),
            ("go test ./pkg/vocab", ""),
            ("go test -run TestNever ./pkg/vocab", "no test of ./pkg/vocab is named TestNever"),
            ("go test ./pkg/vanished", "there is no package ./pkg/vanished"),
            ("nexttoken doctor", ""),
            ("nexttoken vanish", "nexttoken has no command vanish"),
            (".venv/bin/nexttoken train --steps 3 --setps 3", "nexttoken train has no flag --setps"),
            ("setup/lab.sh .", ""),
            ("setup/vanished.sh", "there is no setup/vanished.sh"),
            (".venv/bin/python test/vanished.py", "there is no test/vanished.py"),
            (".venv/bin/python -m unittest discover -s test -p 'test_x*.py'", "no file of test/ is named test_x*.py"),
            ("docker run --rm nexttoken", "docker run needs -p 127.0.0.1:8888:8888 and -v nexttoken:/home/student"),
            ("docker exec lecture nexttoken vanish", "nexttoken has no command vanish"),
        ]:
            faults = [fault for words in commands(f"    {line}") for fault in broken(words)]
            self.assertEqual(faults, [wanted] if wanted else [], line)

    def test_those_that_are_run(self):
        lines = [line for text in RUN.findall((ROOT / "CONTRIBUTING.md").read_text()) for line in text.splitlines()]
        self.assertGreater(len(lines), 4)
        for line in lines:
            done = subprocess.run(["bash", "-c", line], cwd=ROOT, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, f"{line}: {done.stdout}{done.stderr}")

    def test_the_model_of_three_methods(self):
        (program,) = PROGRAM.findall((ROOT / "CONTRIBUTING.md").read_text())
        with TemporaryDirectory() as folder:
            file = Path(folder, "main.go")
            file.write_text(program)
            done = subprocess.run(["go", "run", file], cwd=ROOT, capture_output=True, text=True)
            formatted = subprocess.run(["gofmt", "-l", file], capture_output=True, text=True).stdout
        printed = r"^[123]\.\d{3} nats a character, where ln 27 = 3\.296\n\[(?:[a-z]* ?){5}\]\n$"
        self.assertRegex(done.stdout, printed, done.stderr)
        self.assertEqual(formatted, "")


if __name__ == "__main__":
    unittest.main()
