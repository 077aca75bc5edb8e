"""Runs every fuzz target of the Go packages for some seconds, and fails where an input makes one fail.

    fuzz.py SECONDS [FOLDER]   FOLDER holds the module; without it: this checkout

Go writes an input that fails to the package's testdata/fuzz: mend the code, and commit the input with it.
"""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = re.compile(r"^func Fuzz", re.M)


def targets(root):
    """Every package with its fuzz targets, as go names them. Only tests that hold one are compiled."""
    files = "{{$d := .Dir}}{{range .TestGoFiles}}{{$d}}/{{.}}\n{{end}}{{range .XTestGoFiles}}{{$d}}/{{.}}\n{{end}}"
    tests = [Path(line) for line in go(root, "list", "-f", files, "./...").stdout.splitlines() if line]
    for folder in sorted({path.parent for path in tests if TARGET.search(path.read_text())}):
        package = f"./{folder.relative_to(root)}"
        listed = go(root, "test", "-list", "^Fuzz", package)
        if listed.returncode:
            raise SystemExit(f"{package}: {listed.stdout}")
        yield from ((package, name) for name in re.findall(r"^Fuzz\w*$", listed.stdout, re.M))


def go(root, *arguments):
    return subprocess.run(["go", *arguments], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def fuzz(root, package, name, time):
    """Returns what went wrong, "" where nothing did, and how many inputs were tried."""
    done = go(root, "test", "-run", "^$", "-fuzz", f"^{name}$", "-fuzztime", time, "-parallel", "1", package)
    only_late = re.search(r"^\s+context deadline exceeded$", done.stdout, re.M) and "Failing input" not in done.stdout
    tried = max((int(count) for count in re.findall(r"execs: (\d+)", done.stdout)), default=0)
    return done.stdout if done.returncode and not only_late else "", tried  # go ends late under load: golang/go#75804


def main():
    if len(sys.argv) not in (2, 3) or not sys.argv[1].isdigit():
        sys.exit(__doc__)
    root, failed, all_tried = Path(*sys.argv[2:]).resolve() if sys.argv[2:] else ROOT, 0, 0
    found = list(targets(root))
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # a target on each core, since much of the time is compiling
        results = pool.map(lambda target: fuzz(root, *target, f"{sys.argv[1]}s"), found)
        for (package, name), (said, tried) in zip(found, results):
            failed, all_tried = failed + bool(said), all_tried + tried
            print(f"{'FAIL' if said else 'ok  '} {package} {name}", said, flush=True)
    count = len(found)
    print(f"{count} fuzz targets, {failed} failed")
    print(f"reliability: fuzz = {all_tried:,} inputs on {count} targets, {failed} failures")
    sys.exit(1 if failed or not count else 0)


if __name__ == "__main__":
    main()
