"""Lets JupyterLab open notebooks while the disk is full: Jupyter records when it saw one, and stops if it can't.

JupyterLab's further style sheet is custom/custom.css.
"""

import os
import sqlite3

from jupyter_core.paths import jupyter_data_dir
from nbformat.sign import SQLiteSignatureStore


class PatientSignatureStore(SQLiteSignatureStore):
    """Signatures of the notebooks that were run here, which Jupyter trusts.

    A notebook whose signature can't be written is not trusted: its scripts don't run, but its charts are drawn.
    """

    def check_signature(self, digest, algorithm):
        return bool(self.unless_full(super().check_signature, digest, algorithm))

    def store_signature(self, digest, algorithm):
        self.unless_full(super().store_signature, digest, algorithm)

    def unless_full(self, work, *arguments):
        try:
            return work(*arguments)
        except sqlite3.OperationalError as error:
            self.log.warning("the signatures of notebooks can't be written: %s", error)
            self.db.rollback()


def signatures():
    return PatientSignatureStore(os.path.join(jupyter_data_dir(), "nbsignatures.db"))


styles = os.path.join(os.path.dirname(__file__), "custom")
c.ServerApp.tornado_settings = {"static_custom_path": [styles]}  # noqa: F821: Jupyter gives c
c.NotebookNotary.store_factory = signatures  # noqa: F821: Jupyter gives c
