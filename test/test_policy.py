"""What a page of a student's server on a hub may load: only what is that student's. test_lab.py asks a real server, and
test/browser opens foreign notebooks."""

import os
import runpy
import unittest
from pathlib import Path
from unittest.mock import patch

from traitlets.config import Config

CONFIG = Path(__file__).resolve().parent.parent / "setup" / "jupyter_server_config.py"


def policies(prefix):
    """Returns the policies of a server whose addresses begin with a prefix; "" for a laptop's."""
    c = Config()
    environment = {"JUPYTERHUB_SERVICE_PREFIX": prefix} if prefix else {}
    with patch.dict(os.environ, environment):
        runpy.run_path(str(CONFIG), {"c": c})
    return c.ServerApp.tornado_settings["headers"]["Content-Security-Policy"].split(", ")


class Policy(unittest.TestCase):
    def test_no_policy_allows_another_host(self):
        for prefix in "", "/user/ada/":
            page, own, framed = policies(prefix)
            self.assertIn("default-src 'self'; ", page)
            for part in page.split("; "):
                for source in part.split()[1:]:
                    self.assertRegex(source, r"^('self'|'none'|'unsafe-\w+'|'sha256-.{44}'|data:|blob:)$", part)
            self.assertNotRegex(page, "script-src[^;]*unsafe-inline")

    def test_a_student_of_a_hub_reaches_no_other(self):
        page, own, framed = policies("/class/user/ada/")
        self.assertEqual(own.split("; ")[1], "form-action http://*:*/class/user/ada/ ws://*:*/class/user/ada/")
        self.assertTrue(own.startswith("default-src http://*:*/class/user/ada/ ws://*:*/class/user/ada/ data: blob: "))
        self.assertEqual(framed, "frame-ancestors 'none'")
        self.assertEqual(policies("")[2], "frame-ancestors 'self'")


if __name__ == "__main__":
    unittest.main()
