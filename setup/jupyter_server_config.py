"""Settings of every Jupyter server of the lecture: `make lab`, the image, and the students' servers of a hub.

- What a page may load: a foreign notebook sends nothing to another host. page_config.json belongs to it.
- JupyterLab opens notebooks while the disk is full: Jupyter records when it saw one, and stops if it can't.
- JupyterLab's further style sheet is custom/custom.css.
"""

import base64
import hashlib
import os
import re
import sqlite3
import sys
from pathlib import Path

import jupyter_server
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


def content_security_policy(prefix):
    """Returns the header of every answer. The server's addresses begin with prefix: / or, on a hub, /user/NAME/.

    It holds policies with commas between them, and a browser loads only what all of them allow.
    """
    own = f"http://*:*{prefix} ws://*:*{prefix}"  # each scheme stands for its encrypted one, too
    policies = [
        # A notebook that is opened, or a script in it, can read the student's own files, which no policy can prevent.
        # It can't send them: neither by fetch, websockets, images, style sheets, fonts, frames, forms nor workers.
        [
            # For fetch and websockets, among others. 'self' includes this server's websockets, in Chromium since 71,
            # Firefox since 2018, Safari since 16 (github.com/w3c/webappsec-csp/issues/7); ws: would allow any host's.
            "default-src 'self'",
            # JupyterLab checks its settings with code that it compiles (Ajv), and so does Vega for a chart's formulas.
            # Scripts in outputs don't run, trusted or not: nothing else keeps a script from WebRTC or another page.
            # page_config.json turns off JupyterLab's renderer of JavaScript, which uses eval.
            f"script-src 'self' 'unsafe-eval' {' '.join(inline_scripts())}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "media-src 'self' data: blob:",
            "font-src 'self' data:",
            "frame-src 'self' blob:",  # JupyterLab's viewers of HTML and PDF
            "object-src 'self' blob:",
            "base-uri 'none'",
            "form-action 'self'",
        ],
        # All students of a hub have the same host: nothing is sent to another student's server.
        [f"default-src {own} data: blob: 'unsafe-inline' 'unsafe-eval'", f"form-action {own}"],
        # Jupyter adds more to the last one for files and for its API: "sandbox", "default-src 'none'".
        [f"frame-ancestors {FRAMED_BY}"],
    ]
    return ", ".join("; ".join(policy) for policy in policies)


def inline_scripts():
    """Returns the digests of the scripts in the pages of JupyterLab and Jupyter. They take the token out of the
    address."""
    templates = Path(jupyter_server.__file__).parent / "templates"
    pages = [Path(sys.prefix, "share", "jupyter", "lab", "static", "index.html"), templates / "page.html"]
    scripts = [text for page in pages for text in SCRIPT.findall(page.read_text())]
    return [f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in scripts]


SCRIPT = re.compile(r"<script(?: type='text/javascript')?>(.+?)</script>", re.S)
PREFIX = os.environ.get("JUPYTERHUB_SERVICE_PREFIX", "/")
FRAMED_BY = "'self'" if PREFIX == "/" else "'none'"  # on a hub, "self" would be all students
styles = os.path.join(os.path.dirname(__file__), "custom")
c.ServerApp.tornado_settings = {  # noqa: F821: Jupyter gives c
    "static_custom_path": [styles],
    "headers": {"Content-Security-Policy": content_security_policy(PREFIX)},
}
c.NotebookNotary.store_factory = signatures  # noqa: F821: Jupyter gives c
