"""Looks up what is pinned in databases of known faults: audit.py, which `make audit` calls.

It prints what each scanner found, and fails where one found a fault. It names those whose database can't be reached.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINNED = ["requirements.txt", "deploy/jupyterhub/requirements.txt", "bench/requirements.txt",
          "setup/cuda13/requirements.txt"]
# Of each scanner: its command, the folder where it runs, and what it prints where its database can't be reached.
SCANNERS = {
    "govulncheck (Go)": (["go", "run", "golang.org/x/vuln/cmd/govulncheck@v1.9.0", "./..."], ".",
                         "fetching vulnerabilities:"),
    **{f"pip-audit ({file})": ([".venv/audit/bin/pip-audit", "--disable-pip", "--require-hashes", "-r", file], ".",
                               "could not be audited") for file in PINNED},
    "npm audit (the hub's proxy)": (["npm", "audit", "--omit=dev"], "deploy/jupyterhub",
                                    "audit endpoint returned an error"),
}


def scan(command, folder, unreachable):
    """Returns what a scanner printed, and "clean", "faults" or "not asked"."""
    run = subprocess.run(command, cwd=ROOT / folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if unreachable in run.stdout:
        return run.stdout, "not asked"
    return run.stdout, "faults" if run.returncode else "clean"


def main(scanners):
    """Runs the scanners. Returns the exit status: 1 where there are faults."""
    states = []
    for name, scanner in scanners.items():
        printed, state = scan(*scanner)
        states.append(state)
        if state == "faults":
            print(printed)
        also = ": its database can't be reached from here" if state == "not asked" else ""
        print(f"audit: {name}: {state}{also}", flush=True)
    return int("faults" in states)


if __name__ == "__main__":
    sys.exit(main(SCANNERS))
