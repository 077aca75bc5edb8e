"""Measures what docs/reliability.md promises, in one run, and writes its table: reliability.py [KEY…], as root.

Each command prints lines such as "reliability: health = 0.03 s". A row has the figure of its key. With VERBOSE=-v, Go's
tests print them also where they pass.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from marked import put

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reliability.md"
FIGURE = re.compile(r"reliability: (\S+) = (.+?)\s*$", re.MULTILINE)

HUB = "make test-hub"
# What each row shows, by its key, and the command that measures it.
ROWS = {
    "probes": ("attacks of a student on others, the hub and the machine that were refused, of those tried", HUB),
    "back": ("seconds until a student is served again after the hub / the proxy was killed", HUB),
    "health": ("the hub's answer under 20 wrong logins at a time, p50", "make login-flood"),
    "beside": ("the others' p95 of a changed cell beside a student who forks / eats memory / spins / fills the disk, "
               "and in calm", "make load N=16 SPAWNER=containers"),
    "limits": ("limits of a student on one machine that are in force, of 8", HUB),
    "class": ("memory and time of `nexttoken class` on hostile homes", "make hostile-homes"),
    "evil": ("requests that left while foreign notebooks with attacks were opened", "make evil-notebooks"),
    "kills": ("trainings killed at any moment, and what was lost", "make soak"),
    "restore": ("files of a class restored from its backup, of those saved", HUB),
    "fuzz": ("inputs that were tried on all fuzz targets, and failures", "make fuzz SECONDS=10"),
}


def measured(commands):
    """Runs each command once. Returns the figures by their keys."""
    found = {}
    for command in dict.fromkeys(commands):
        print(f"reliability.py: {command}", flush=True)
        run = subprocess.run(command, shell=True, cwd=ROOT, env=os.environ | {"VERBOSE": "-v"}, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True)
        print(run.stdout, flush=True)
        if run.returncode:
            sys.exit(f"reliability.py: {command} failed with the status {run.returncode}")
        found |= dict(FIGURE.findall(run.stdout))
    return found


def table(figures):
    yield f"Measured on {time.strftime('%-d %B %Y')}."
    yield ""
    yield "| promise | today | measured by |"
    yield "|---|---|---|"
    for key, (what, command) in ROWS.items():
        yield f"| {what} | {figures[key]} | `{command}` |"


def main(keys):
    figures = measured(ROWS[key][1] for key in keys or ROWS)
    if missing := [key for key in keys or ROWS if key not in figures]:
        sys.exit(f"reliability.py: no command printed a figure for {', '.join(missing)}")
    if not keys:
        put(PAGE, "figures", "\n".join(table(figures)))


if __name__ == "__main__":
    main(sys.argv[1:])
