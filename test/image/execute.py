"""Inside a container: executes every notebook of the home, or measures cells.

execute.py notebooks [NAME]   fails where a cell fails that should not, or does not fail though it should; NAME is the
                              beginning of a file's name
execute.py smollm2            opens the chat model, and prints its number of parameters
execute.py cells              prints the seconds of the first cell that opens XLA, and of the same cell, changed,
                                  three times more
"""

import os
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from outputs import error_text

XLA = """import (
\t"fmt"
\t"nexttoken/pkg/backend"
)
%%
engine, err := backend.Open()
fmt.Println(backend.Describe(engine), err, {count})"""

SMOLLM2 = """import (
\t"fmt"
\t"nexttoken/pkg/llama"
)
%%
model, err := llama.SmolLM2()
fmt.Println(err)
fmt.Println(model.ParameterCount(), "parameters")"""


def client(notebook):
    notebook.metadata["kernelspec"] = {"name": "gonb", "display_name": "Go (GoNB)", "language": "go"}
    return NotebookClient(
        notebook,
        kernel_name="gonb",
        timeout=900,
        allow_errors=True,
        resources={"metadata": {"path": os.environ["HOME"]}},
    )


def notebooks(name=""):
    paths = sorted(Path(os.environ["HOME"], "notebooks").rglob(f"{name}*.ipynb"))
    failed = [path.name for path in paths if not runs(path)]
    print(f"{len(paths)} notebooks, {len(failed)} failed", *failed)
    return not paths or failed


def runs(path):
    notebook, started = nbformat.read(path, 4), time.monotonic()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    client(notebook).execute()
    wrong = list(surprises(notebook))
    print(f"{path.name}: {time.monotonic() - started:.0f} s", *wrong, sep="\n    ", flush=True)
    return not wrong


def surprises(notebook):
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        on_purpose = "raises-exception" in cell.metadata.get("tags", [])
        if bool(error_text(cell)) != on_purpose:
            yield f"{cell.source.splitlines()[0]}: {error_text(cell) or 'should fail, and does not'}"


def cells():
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(XLA.replace("{count}", str(count))) for count in range(4)]
    )
    kernel = client(notebook)
    with kernel.setup_kernel():
        for index, cell in enumerate(notebook.cells):
            started = time.monotonic()
            kernel.execute_cell(cell, index)
            print(f"{time.monotonic() - started:.2f}", flush=True)
            if error_text(cell) or "XLA" not in str(cell.outputs):
                sys.exit(f"cell {index + 1} said {cell.outputs}")


def smollm2():
    cell = nbformat.v4.new_code_cell(SMOLLM2)
    client(nbformat.v4.new_notebook(cells=[cell])).execute()
    print("".join(output.get("text", "") for output in cell.outputs), error_text(cell))


if __name__ == "__main__":
    sys.exit(1 if {"notebooks": notebooks, "cells": cells, "smollm2": smollm2}[sys.argv[1]](*sys.argv[2:]) else 0)
