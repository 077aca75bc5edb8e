"""Executes the lecture's notebooks in real GoNB kernels.

    notebooks.py execute [NAME…]   executes notebooks from top to bottom, normalises them, and writes them in place; a
                                   cell that shows the same as before keeps its outputs (keep.py)
    notebooks.py check   [NAME…]   executes copies; fails where one is stale, breaks a rule, has an error that is not
                                   made on purpose, says something else than the committed outputs, has a text that the
                                   outputs contradict (prose.py), or takes too long in class (reading.py)

NAME is the beginning of a file's name, such as 03; without one, all are taken. How outputs are compared: see
outputs.py.
"""

import contextlib
import os
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from digest import digest
from keep import keep
from normalise import normalise
from outputs import differences, error_text
from prose import broken_documents, broken_prose
from reading import known_before, minutes, outside, too_long
from rules import broken_rules
from structure import with_parts

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = [ROOT / "notebooks", ROOT / "notebooks" / "solutions"]
SECONDS = {"10": 180, "11": 180}  # what a notebook may take; 60 where nothing is said
HEADROOM = 5  # machines differ: only a page fails that keeps a processor busy for five times its seconds
AT_A_TIME = 2  # notebooks: while one compiles a cell, another trains


def chosen(names):
    found = sorted(path for folder in FOLDERS for path in folder.glob("*.ipynb"))
    return [path for path in found if not names or any(path.name.startswith(name) for name in names)]


@contextlib.contextmanager
def clean_environment():
    """Nothing trained before, nothing of Jupyter's in the home, no gopls."""
    with tempfile.TemporaryDirectory() as directory:
        for name in ("JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR", "NEXTTOKEN_MODELS"):
            os.environ[name] = str(Path(directory) / name.lower())
        os.environ["NEXTTOKEN_COMPLETION"] = "off"
        yield directory


def execute(path):
    """Returns the notebook, executed in a fresh kernel with nothing trained before, how many seconds that took, how
    many of them the cells of the core took, and how many of a processor, which other work does not change."""
    notebook = nbformat.read(path, 4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.metadata["kernelspec"] = {"name": "gonb", "display_name": "Go (GoNB)", "language": "go"}
    started, before, times = time.monotonic(), processor_seconds(), Times()
    with clean_environment() as directory:
        client = NotebookClient(
            notebook,
            kernel_name="gonb",
            timeout=1200,
            allow_errors=True,
            record_timing=False,
            on_cell_execute=times.begin,
            on_cell_executed=times.end,
            resources={"metadata": {"path": directory}},
        )
        client.execute()
    seconds, work = time.monotonic() - started, processor_seconds() - before
    return normalise(notebook), seconds, times.of_core(notebook.cells), work


class Times:
    """How many seconds each cell took, by its index."""

    def __init__(self):
        self.seconds = {}

    def begin(self, cell, cell_index):
        self.seconds[cell_index] = -time.monotonic()

    def end(self, cell, cell_index, **_):
        self.seconds[cell_index] += time.monotonic()

    def of_core(self, cells):
        return sum(self.seconds.get(i, 0) for i, (part, _) in enumerate(with_parts(cells)) if part == "core")


def processor_seconds():
    """Of all processes that this one started, and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def errors(notebook):
    """Says which cells failed that should not have, or did not fail though they should have."""
    for number, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), 1):
        first = (cell.source.splitlines() or [""])[0]
        message = error_text(cell)
        on_purpose = "raises-exception" in cell.metadata.get("tags", [])
        if message and not on_purpose:
            yield f"cell {number} ({first}) failed: {message}"
        if on_purpose and not message:
            yield f"cell {number} ({first}) should fail, and does not"


def check(path):
    """Returns what is wrong with a committed notebook, and how many minutes it takes in class, without waiting for its
    cells: how long that is depends on the machine. It is printed."""
    committed = nbformat.read(path, 4)
    wrong = list(broken_rules(path, committed)) + list(broken_prose(path, committed, ROOT))
    if committed.metadata.get("nexttoken", {}).get("digest") != digest(committed):
        wrong.append("stale: its cells, or what they import, have changed since it was executed: run `make notebooks`")
    executed, seconds, in_core, work = execute(path)
    wrong += list(errors(executed)) + list(differences(committed, executed))
    limit = SECONDS.get(path.name[:2], 60)
    spent = minutes(committed, 0, known_before(path))
    took = f"{seconds:.0f} s of {limit} ({work:.0f} s of a processor)"
    print(f"    {path.name}: {took}; {spent:.0f} minutes in class, and {in_core:.0f} s to wait", flush=True)
    if work > HEADROOM * limit:
        wrong.append(f"takes {work:.0f} s of a processor, far more than {limit} s allow")
    if path.parent == FOLDERS[0]:
        wrong += outside(path, spent)
    return wrong, spent


def rewrite(path):
    """Executes a notebook in place, and returns what is wrong with it, and how many minutes it takes in class, without
    waiting for its cells."""
    committed = nbformat.read(path, 4)
    notebook, seconds, _, _ = execute(path)
    failed, made = list(errors(notebook)), digest(notebook)
    keep(committed, notebook, changed=committed.metadata.get("nexttoken", {}).get("digest") != made)
    notebook.metadata["nexttoken"] = {"digest": made}
    nbformat.write(notebook, path)
    print(f"    {path.name}: {seconds:.0f} s", flush=True)
    return failed, minutes(notebook, 0, known_before(path))


def run(work, paths):
    """Does the work on each notebook, some at a time, and returns how many have something wrong."""
    failed, lecture = 0, {}
    with ProcessPoolExecutor(AT_A_TIME) as pool:
        for path, (wrong, spent) in zip(paths, pool.map(work, paths)):
            failed += report(path.relative_to(ROOT), wrong)
            if path.parent == FOLDERS[0]:
                lecture[path.name[:2]] = spent
    if work == check and paths == chosen([]):
        failed += report("links between documents", list(broken_documents(ROOT)))
        failed += report("the length of the lecture", list(too_long(lecture)))
    print(f"{failed} failed" if failed else "all passed")
    return failed


def report(what, wrong):
    print("FAIL" if wrong else "ok  ", what, *wrong, sep="\n    " if wrong else " ", flush=True)
    return bool(wrong)


def main():
    commands = {"execute": rewrite, "check": check}
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    paths = chosen(sys.argv[2:])
    if not paths:
        sys.exit(f"no notebook's name begins with {' or '.join(sys.argv[2:])}")
    sys.exit(1 if run(commands[sys.argv[1]], paths) else 0)


if __name__ == "__main__":
    main()
