"""Keeps what `make load` measured in results.json, and writes figures.json, those that were chosen for it, as the
table of the class server's README, and as a sentence of the main one.

cp test/load/results.json test/load/figures.json && python test/load/table.py
"""

import json
import sys
import textwrap
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
from marked import put  # noqa: E402: where it lies is only known now

RESULTS = Path(__file__).with_name("results.json")  # of the last runs on this machine
FIGURES = Path(__file__).with_name("figures.json")
MAIN = Path(__file__).resolve().parents[2] / "README.md"
README = MAIN.parent / "deploy" / "jupyterhub" / "README.md"
KINDS = {"one_machine": "each a Unix user", "containers": "each in a container", "kubernetes": "each in a pod"}

ROWS = {
    "all logged in, each with a server of their own": lambda r: f"{r['log in, all (s)']:.0f} s",
    "all had run the whole of page 03": lambda r: f"{r['notebook, all (s)']:.0f} s later",
    "a changed cell that uses XLA, each student one every 30 s: p50": lambda r: f"{r['p50 (s)']:.2f} s",
    "the same: p95": lambda r: f"{r['p95 (s)']:.2f} s",
    "changed cells, and failures": lambda r: f"{r['changed cells']}, {r['failures'] or 'none'}",
    "memory a student, without completion, while nobody trains": lambda r: (
        f"{r['memory a student, mean (MB)']:.0f} MB, {r['memory a student, peak (MB)']:.0f} MB at most"
    ),
    "processor for a changed cell": lambda r: f"{seconds_a_cell(r):.2f} s",
    "a student's server killed; the hub restarted; a student's disk full": lambda r: " / ".join(
        dict.fromkeys(r["faults"].values())
    ),
    "the others' p95 beside a student who forks / eats memory / spins / fills the disk": lambda r: " / ".join(
        f"{seconds:.2f} s" for seconds in r.get("p95 beside a student who (s)", {}).values()
    ),
}


def seconds_a_cell(result):
    """The processor's seconds, of which a student's server takes some also where nothing is run."""
    return result["cores a student"] * result["students"] * result["minutes"] * 60 / result["changed cells"]


def lines(results):
    """The table: a column for each class that was played."""
    yield (
        "| | "
        + " | ".join(
            f"{result['students']} students on {result['cores']} cores, {KINDS[result['kind']]}" for result in results
        )
        + " |"
    )
    yield "|---" * (len(results) + 1) + "|"
    for name, figure in ROWS.items():
        figures = [figure(result) for result in results]
        if any(figures):  # older results have fewer
            yield f"| {name} | " + " | ".join(figures) + " |"


def keep(result):
    """Keeps a result beside those of other classes, and in place of an earlier one of the same."""
    results = read(RESULTS) if RESULTS.exists() else []
    others = [other for other in results if (other["kind"], other["students"]) != (result["kind"], result["students"])]
    RESULTS.write_text(
        json.dumps(sorted([*others, result], key=lambda r: (list(KINDS).index(r["kind"]), r["students"])), indent=2)
        + "\n"
    )


def read(file):
    return json.loads(file.read_text())


def sentence(results):
    """Of the largest class, for the main README."""
    largest = max(results, key=lambda result: result["students"])
    return (
        f"In a test, {largest['students']} students worked on {largest['cores']} cores: a changed cell that uses XLA "
        f"took them {largest['p50 (s)']:.2f} s (median), and nobody noticed when another's server was killed."
    )


def write(results):
    put(README, "load", "\n".join(lines(results)))
    put(MAIN, "class", textwrap.fill(sentence(results), 119))


if __name__ == "__main__":
    write(read(FIGURES))
