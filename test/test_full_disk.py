"""A notebook is opened also where nothing can be written."""

import os
import runpy
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from unittest.mock import patch

import nbformat
from nbformat.sign import NotebookNotary

CONFIG = Path(__file__).resolve().parent.parent / "setup" / "jupyter_server_config.py"


class FullDisk(unittest.TestCase):
    def test_a_notebook_that_was_run_is_opened_and_saved_though_nothing_can_be_noted(self):
        run = nbformat.v4.new_output("display_data", data={"text/html": "a chart"})
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", outputs=[run])])
        c = SimpleNamespace(NotebookNotary=SimpleNamespace(), ServerApp=SimpleNamespace())
        with TemporaryDirectory() as directory, patch.dict(os.environ, {"JUPYTER_DATA_DIR": directory}):
            runpy.run_path(str(CONFIG), {"c": c})
            notary = NotebookNotary(store_factory=c.NotebookNotary.store_factory, secret=b"secret")
            notary.sign(notebook)
            self.assertTrue(notary.check_signature(notebook))
            notary.store.db.execute("PRAGMA query_only = ON")  # as on a full disk: it can be read alone
            self.assertFalse(notary.check_signature(notebook))
            notary.sign(notebook)
            notary.store.db.execute("PRAGMA query_only = OFF")
            self.assertTrue(notary.check_signature(notebook))
            notary.store.close()


if __name__ == "__main__":
    unittest.main()
