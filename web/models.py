"""Trains the models of the pages and of their solutions, for the site: models.py FOLDER [NAME…]

It executes the pages in real kernels, on XLA, and leaves out those that it has executed as they are now. A model's file
is named after its fingerprint, which does not depend on the backend: a browser opens the same."""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "test"))
from digest import digest
from notebooks import ROOT, chosen, clean_environment

LEFT_OUT = "11"  # a browser cannot hold its model


def train(path, folder):
    """Executes a page, unless the file that it leaves shows that nothing has changed since."""
    notebook = nbformat.read(path, 4)
    done = folder / f"{path.relative_to(ROOT / 'notebooks').as_posix().replace('/', '-')}.done"
    if done.is_file() and done.read_text() == digest(notebook):
        return
    executed = nbformat.from_dict(notebook)
    executed.metadata["kernelspec"] = {"name": "gonb", "display_name": "Go (GoNB)", "language": "go"}
    with clean_environment() as home:
        os.environ["NEXTTOKEN_MODELS"] = str(folder)
        NotebookClient(
            executed, kernel_name="gonb", timeout=1200, allow_errors=True, resources={"metadata": {"path": home}}
        ).execute()
    done.write_text(digest(notebook))


def main():
    folder = Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for path in chosen(sys.argv[2:]):
        if not path.name.startswith(LEFT_OUT):
            train(path, folder)


if __name__ == "__main__":
    main()
