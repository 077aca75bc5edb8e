"""Who may log in at the class server."""

import os
import re
import sys
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from traitlets.config import Config

HUB = Path(__file__).resolve().parent.parent / "deploy" / "jupyterhub"
sys.path.insert(0, str(HUB))
import common  # noqa: E402: where it lies is only known now


def settings(names=None):
    c = Config()
    with mock.patch.dict(os.environ, {"NEXTTOKEN_CLASS": str(names or ""), "NEXTTOKEN_SOLUTIONS": "on"}):
        common.configure(c, "state")
    return c


class Names(unittest.TestCase):
    def test_a_name_is_looked_at_to_its_end(self):
        pattern = settings().Authenticator.username_pattern
        for name in ["ada", "a1-b", "a" * 32]:
            self.assertTrue(re.match(pattern, name), name)
        for name in ["", "1a", "Ada", "ada.b", "ada$(x)", "a" * 33]:
            self.assertFalse(re.match(pattern, name), name)

    def test_the_names_of_a_class(self):
        with TemporaryDirectory() as directory:
            names = Path(directory, "class.txt")
            names.write_text("Ada\n\n grace-2 \n")
            self.assertEqual(settings(names).Authenticator.allowed_users, {"ada", "grace-2"})
            names.write_text("ada\nzoë\n")
            with self.assertRaisesRegex(SystemExit, "class.txt has names that can't log in: zoë;"):
                settings(names)


if __name__ == "__main__":
    unittest.main()
