"""Makes mistakes in a copy of the Go packages, one at a time, and wants a test to fail for each.

    mutants.py           both parts
    mutants.py ours      the mistakes of mutants/ours.toml: a test must see every one
    mutants.py found     those that gremlins makes in the packages that need nothing but Go: tests must see 85 of 100
                         in each, and the others stand in mutants/survivors.toml with a reason
    mutants.py [PART] NAME   only in files whose path holds NAME

The working tree is never changed.
"""

import json
import os
import resource
import subprocess
import sys
import tomllib
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
LISTS = ROOT / "test" / "mutants"
GREMLINS = "github.com/go-gremlins/gremlins/cmd/gremlins@v0.6.0"
LEAST = 85  # of 100 mutants, killed
QUICK = ["-short", "-count=1", "-vet=off"]  # a mutant is not killed by what vet says of its style
MOST_MEMORY = 4 << 30
ALIVE = {"LIVED", "NOT COVERED"}
OPERATORS = {  # what gremlins puts in the place of an operator
    "CONDITIONALS_BOUNDARY": {"<=": "<", ">=": ">", "<": "<=", ">": ">="},
    "CONDITIONALS_NEGATION": {"==": "!=", "!=": "==", "<=": ">", ">=": "<", "<": ">=", ">": "<="},
    "ARITHMETIC_BASE": {"+": "-", "-": "+", "*": "/", "/": "*", "%": "*"},
    "INCREMENT_DECREMENT": {"++": "--", "--": "++"},
    "INVERT_NEGATIVES": {"-": "+"},
}


def copied(root, directory):
    """Copies the files that git knows or would add."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
    )
    for name in names.stdout.decode().split("\0"):
        if name and (root / name).is_file():
            target = Path(directory, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((root / name).read_bytes())
    return Path(directory)


def go_test(copy, package, run, limit="5m"):
    environment = os.environ | {"PJRT_PLUGIN_LIBRARY_PATH": str(ROOT / ".venv" / "pjrt"), "GOMLX_NO_AUTO_INSTALL": "1"}
    command = ["go", "test", *QUICK, "-timeout", limit, *(["-run", run] if run else []), package]
    return subprocess.run(
        command, cwd=copy, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def ours(copy, mutants):
    """Makes each of our mutants, and yields what is wrong."""
    sound = {}
    for mutant in mutants:
        package = mutant.get("package", f"./{Path(mutant['file']).parent}")
        key = package, mutant.get("run", "")
        if key not in sound:
            done = go_test(copy, *key)
            sound[key] = not done.returncode and "no tests to run" not in done.stdout
            if not sound[key]:
                yield f"{package} {key[1]}: its tests must pass without a mistake: {done.stdout}"
        if sound[key]:
            yield from one(copy, mutant, *key)


def one(copy, mutant, package, run):
    path = copy / mutant["file"]
    code = path.read_text() if path.is_file() else ""
    if code.count(mutant["old"]) != 1:
        times = code.count(mutant["old"])
        yield f"{mutant['file']}: {mutant['old']!r} is there {times} times, and should be once: mend mutants/ours.toml"
        return
    path.write_text(code.replace(mutant["old"], mutant["new"]))
    try:
        done = go_test(copy, package, run)
    finally:
        path.write_text(code)
    broken = "[build failed]" in done.stdout or "[setup failed]" in done.stdout
    print(
        "does not compile" if broken else "killed  " if done.returncode else "SURVIVED",
        mutant["file"],
        mutant["what"],
        flush=True,
    )
    if broken or not done.returncode:
        yield f"{mutant['file']}: {mutant['what']}: " + (
            f"this does not compile: {done.stdout}" if broken else "no test sees it"
        )


def found(copy, name):
    """Lets gremlins mutate the pure packages, and returns the mutants: file, line's code, kind, status."""
    listed = subprocess.run(
        [ROOT / "test" / "packages.sh", "pure"], capture_output=True, text=True, check=True
    ).stdout.split()
    mutants = []
    for package in (p.removeprefix("nexttoken/") for p in listed):
        if package.startswith(("pkg/", "internal/")) and name in package:
            mutants += unleashed(copy, package)
            print(
                package,
                dict(Counter(status for path, _, _, status in mutants if path.startswith(package + "/"))),
                flush=True,
            )
    return mutants


def limit_memory():
    """Limits each process of a mutant: one may ask for memory without end."""
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))


@contextmanager
def alone(copy, package):
    """Hides the packages below a package: gremlins would run their tests too, which may need more than Go."""
    below = [path for path in (copy / package).rglob("*.go") if path.parent != copy / package]
    for path in below:
        path.rename(path.with_suffix(".hidden"))
    try:
        yield
    finally:
        for path in below:
            path.with_suffix(".hidden").rename(path)


def unleashed(copy, package):
    """Runs gremlins on a package. No --test-cpu: it gives go test a flag that does not exist, so every mutant counts
    as killed."""
    report = copy / "gremlins.json"
    report.unlink(missing_ok=True)
    flags = subprocess.run(["go", "env", "GOFLAGS"], capture_output=True, text=True, check=True).stdout.strip()
    command = ["go", "run", GREMLINS, "unleash", f"./{package}", "--output", report, "--timeout-coefficient", "5"]
    environment = os.environ | {"GOFLAGS": f"{flags} {' '.join(QUICK)}"}
    with alone(copy, package):
        done = subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, text=True, preexec_fn=limit_memory
        )
    if not report.exists():
        if "No results to report" in done.stdout:
            return []
        raise SystemExit(f"gremlins {package}: {done.stdout}{done.stderr}")
    return list(mutations(copy, package, json.loads(report.read_text())))


def mutations(copy, package, report):
    """What gremlins reports. Go counts no condition of a case as covered, so gremlins does not try it: that is done
    here. A mutant whose tests have not ended in time gets a second try, in which only the tests count and not their
    compilation: so a busy machine kills no mutant."""
    for entry in report["files"]:
        file = entry["file_name"] if "/" in entry["file_name"] else f"{package}/{entry['file_name']}"
        lines = (copy / file).read_bytes().split(b"\n")
        for found in entry["mutations"]:
            line, status = lines[found["line"] - 1], found["status"]
            if status in ("NOT COVERED", "TIMED OUT"):
                status = tried(copy, package, file, lines, found)
            yield file, line.decode().strip(), found["type"], status


def tried(copy, package, file, lines, found):
    """Makes a mutation at a line and a column, in bytes and from 1 on, and returns its status."""
    line, at = lines[found["line"] - 1], found["column"] - 1
    operators = OPERATORS.get(found["type"], {})
    operator = next((o for o in operators if line[at:].startswith(o.encode())), "")
    if not operator:
        return "NOT COVERED"
    changed = line[:at] + operators[operator].encode() + line[at + len(operator) :]
    (copy / file).write_bytes(b"\n".join([*lines[: found["line"] - 1], changed, *lines[found["line"] :]]))
    try:
        done = go_test(copy, f"./{package}", "", "30s")  # without an end, a test ends by this limit
    finally:
        (copy / file).write_bytes(b"\n".join(lines))
    return "NOT VIABLE" if "[build failed]" in done.stdout else "KILLED" if done.returncode else "LIVED"


def compared(copy, mutants, survivors, whole):
    """Yields what is wrong with gremlins' mutants."""
    if whole and not mutants:
        yield "gremlins made no mutants"
    for package in sorted({Path(mutant[0]).parent.as_posix() for mutant in mutants}):
        counts = Counter(status for file, *_, status in mutants if Path(file).parent.as_posix() == package)
        killed, alive = counts["KILLED"], sum(counts[status] for status in ALIVE)
        if 100 * killed < LEAST * (killed + alive):
            yield f"{package}: {killed} of {killed + alive} mutants are killed: it should be {LEAST} of 100"
    for file, line, kind, status in sorted(set(mutant for mutant in mutants if mutant[3] in ALIVE)):
        if not any(fits(survivor, file, line, kind) for survivor in survivors):
            yield f'{file}: {kind} in "{line}" ({status}) is seen by no test: write one, or a reason in survivors.toml'
    for survivor in survivors if whole else []:
        code = copy / survivor["file"]
        if not survivor.get("reason") or not code.is_file() or survivor.get("line", "") not in code.read_text():
            yield f"mutants/survivors.toml: {survivor} has no reason, or fits no code"


def fits(survivor, file, line, kind):
    return survivor["file"] == file and survivor.get("line", line) == line and survivor.get("kind", kind) == kind


def main():
    arguments = sys.argv[1:]
    part = arguments.pop(0) if arguments and arguments[0] in ("ours", "found") else ""
    if len(arguments) > 1 or arguments and arguments[0].startswith("-"):
        sys.exit(__doc__)
    name = arguments[0] if arguments else ""
    wrong, made = [], []
    with TemporaryDirectory() as directory:
        copy = copied(ROOT, directory)
        if part != "found":
            made = [m for m in tomllib.loads((LISTS / "ours.toml").read_text())["mutant"] if name in m["file"]]
            wrong += ours(copy, made)
        if part != "ours":
            survivors = tomllib.loads((LISTS / "survivors.toml").read_text())["survivor"]
            gremlins = found(copy, name)
            wrong += compared(copy, gremlins, survivors, not name)
            made = made + gremlins
    if not made:
        wrong.append(f"no mutant: no file's path holds {name!r}")
    print(*wrong, "all as it should be" if not wrong else f"{len(wrong)} wrong", sep="\n")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
