"""The commands in our documents, and whether each could run: its targets, files, packages, tests and flags are there.

Commands stand in indented blocks, in fenced ones without a language or with "sh", and in `code` that begins as a
command does. What only a reader's machine has (git, apt-get, a file of names) is not looked for.
"""

import re
import shlex
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^ *```", re.M | re.S)
INDENTED = re.compile(r"^(?: {4}| {6}).*(?:\\\n.*)*$", re.M)
SPAN = re.compile(r"`([^`\n]+)`")
BEGINS = re.compile(
    r"(?:sudo |env |(?:[A-Z_0-9]+=\S+ )+)?(?:make [a-z]|go (?:test|run|vet|build|install) |nexttoken [a-z]|docker [a-z]"
    r"|(?:bench/)?\.venv/bin/|setup/\S+\.sh|git [a-z]|sudo )"
)
VARIABLE = re.compile(r"([A-Z_0-9]+)=(.*)")
OTHERS = set("git apt-get wsl mkdir cd cp tar helm xcode-select npx pip".split())  # programs that are not ours
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = set(" ".join(re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.M)).split())


def commands(text):
    """The commands of a document, as lists of words."""
    blocks = [block for _, language, block in FENCE.findall(text) if language in ("", "sh")]
    rest = FENCE.sub("", text)
    lines = "\n".join([*blocks, *INDENTED.findall(rest)]).replace("\\\n", " ").split("\n")
    for line in [*lines, *SPAN.findall(rest)]:
        if BEGINS.match(line.strip()):
            yield from split(line)


def split(line):
    """The commands of a line, which && and | join, without a comment at its end."""
    words = []
    for word in [*shlex.split(line, comments=True), "&&"]:
        if word not in ("&&", "|"):
            words.append(word)
        elif words:
            yield words
            words = []


def broken(words):
    """What is wrong with a command, one sentence for each fault."""
    while words and (words[0] in ("sudo", "env") or VARIABLE.fullmatch(words[0])):
        if variable := VARIABLE.fullmatch(words[0]):
            yield from unknown_variable(variable[1])
        words = words[1:]
    if not words or words[0] in OTHERS:
        return
    name = words[0].removeprefix(".venv/bin/").removeprefix("bench/.venv/bin/")
    if name in CHECKS:
        yield from CHECKS[name](words[1:])
    elif name not in OTHERS and not (ROOT / name).is_file():
        yield f"there is no {name}"


def of_make(words):
    for word in words:
        if variable := VARIABLE.fullmatch(word):
            yield from unknown_variable(variable[1])
        elif word not in TARGETS:
            yield f"make has no target {word}"


@cache
def sources():
    """All code that could read a variable."""
    listed = subprocess.run(["git", "ls-files", "*.py", "*.go", "*.sh", "Makefile", "setup", "deploy"],
                            cwd=ROOT, capture_output=True, text=True, check=True).stdout
    texts = [(ROOT / path).read_bytes() for path in sorted(set(listed.split())) if not path.startswith("test/test_")]
    return b"\n".join(texts).decode(errors="replace")


def unknown_variable(name):
    if not re.search(rf"\b{name}\b", sources()) and name != "PATH":
        yield f"nothing reads the variable {name}"


def of_go(words):
    packages = [word for word in words if word.startswith("./")]
    for package in packages:
        if not list((ROOT / package.removesuffix("/...")).rglob("*.go")):
            yield f"there is no package {package}"
    for flag, value in zip(words, words[1:]):
        if flag in ("-run", "-fuzz") and not tested(packages, value):
            yield f"no test of {' '.join(packages)} is named {value}"


def tested(packages, pattern):
    files = [file for package in packages for file in (ROOT / package).glob("*_test.go")]
    names = re.findall(r"^func ((?:Test|Fuzz|Example)\w*)", "\n".join(file.read_text() for file in files), re.M)
    return any(re.search(pattern, name) for name in names)


@cache
def help_of(command):
    nexttoken = ROOT / ".venv" / "bin" / "nexttoken"
    return subprocess.run([nexttoken, command, "--help"], capture_output=True, text=True)


def of_nexttoken(words):
    command, *rest = words
    if help_of(command).returncode:
        yield f"nexttoken has no command {command}"
    for flag in re.findall(r"(?<!\S)--[a-z-]+", " ".join(rest)):
        if not re.search(rf"{flag}\b", help_of(command).stderr):
            yield f"nexttoken {command} has no flag {flag}"


def of_python(words):
    if words[0] == "-m":
        if words[1] == "unittest" and "-p" in words:
            pattern = words[words.index("-p") + 1]
            if not list((ROOT / "test").glob(pattern)):
                yield f"no file of test/ is named {pattern}"
    elif not (ROOT / words[0]).is_file():
        yield f"there is no {words[0]}"


def of_docker(words):
    verb, *rest = words
    if verb == "run" and rest:
        dockerfile = (ROOT / "Dockerfile").read_text()
        port, home = re.search(r"EXPOSE (\d+)", dockerfile)[1], re.findall(r"^WORKDIR (\S+)$", dockerfile, re.M)[-1]
        if f"127.0.0.1:{port}:{port}" not in rest or f"nexttoken:{home}" not in rest:
            yield f"docker run needs -p 127.0.0.1:{port}:{port} and -v nexttoken:{home}"
    elif verb == "exec" and rest:
        yield from broken(rest[1:])
    elif verb not in ("run", "exec", "load", "save", "logs", "stop", "build", "tag", "push"):
        yield f"docker {verb} is not known here"


CHECKS = {"make": of_make, "go": of_go, "nexttoken": of_nexttoken, "python": of_python, "docker": of_docker}
