"""Trains the models of the pages and of their solutions, for the site: models.py FOLDER [NAME…]

It executes the pages in real kernels, on XLA. What is in the folder already is only opened, so that a second run is
short. A model's file is named after its fingerprint, which does not depend on the backend: a browser opens the same."""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "test"))
from notebooks import chosen, clean_environment

LEFT_OUT = "11"  # a browser cannot hold its model


def train(path, folder):
    notebook = nbformat.read(path, 4)
    notebook.metadata["kernelspec"] = {"name": "gonb", "display_name": "Go (GoNB)", "language": "go"}
    with clean_environment() as home:
        os.environ["NEXTTOKEN_MODELS"] = str(folder)
        client = NotebookClient(
            notebook, kernel_name="gonb", timeout=1200, allow_errors=True, resources={"metadata": {"path": home}}
        )
        client.execute()


def main():
    folder = Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for path in chosen(sys.argv[2:]):
        if not path.name.startswith(LEFT_OUT):
            train(path, folder)
    for other in [*folder.glob("*.lock"), *folder.glob("predictions.json")]:
        other.unlink()


if __name__ == "__main__":
    main()
