"""Who may log in at the class server; and that Kubernetes' values say the same as the settings of one machine."""

import os
import random
import re
import sys
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import yaml
from traitlets.config import Config

HUB = Path(__file__).resolve().parent.parent / "deploy" / "jupyterhub"
sys.path.insert(0, str(HUB))
import common  # noqa: E402: where it lies is only known now


def settings(names=None, solutions="on"):
    c = Config()
    with mock.patch.dict(os.environ, {"NEXTTOKEN_CLASS": str(names or ""), "NEXTTOKEN_SOLUTIONS": solutions}):
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
            with self.assertRaisesRegex(SystemExit, "no_such.txt, which can't be read: No such file"):
                settings(Path(directory, "no_such.txt"))

    def test_files_of_every_kind(self):
        with TemporaryDirectory() as directory:
            names = Path(directory, "class.txt")
            names.write_bytes(b"\xef\xbb\xbfada\r\ngrace\r\n")
            self.assertEqual(settings(names).Authenticator.allowed_users, {"ada", "grace"})
            for content, says in [
                (b"", "holds no name"), (b"\n \n", "holds no name"), (b"zo\xeb\n", "is not UTF-8 text"),
                ("ada\ngrace\n".encode("utf-16"), "is not UTF-8 text"), ("ada\u200b\n".encode(), r"'ada.u200b'"),
            ]:
                names.write_bytes(content)
                with self.assertRaisesRegex(SystemExit, f"class.txt.*{says}"):
                    settings(names)

    def test_whatever_a_file_holds(self):
        """Random bytes, and changes of a good file: names that can log in, or one sentence; never a traceback."""
        source, good = random.Random(1), b"ada\ngrace-2\nzia\n"
        with TemporaryDirectory() as directory:
            names = Path(directory, "class.txt")
            for number in range(3000):
                content = bytearray(good if number % 2 else source.randbytes(source.randrange(30)))
                for _ in range(source.randrange(3)):
                    content.insert(source.randrange(len(content) + 1), source.choice(b"\n\r\0\xff\xc3a-9 ;\x85\x1c"))
                names.write_bytes(content)
                try:
                    found = common.names_of_a_class(names)
                except SystemExit as end:
                    self.assertRegex(str(end), r"\Anexttoken: [^\n]*class.txt[^\n]*\Z", content)
                else:
                    self.assertTrue(found and all(re.match(common.NAME, name) for name in found), content)

    def test_a_class_keeps_out_who_came_before_there_was_a_list(self):
        with TemporaryDirectory() as directory:
            names = Path(directory, "class.txt")
            names.write_text("ada\n")
            authenticator = settings(names).Authenticator
            self.assertIs(
                authenticator.allow_existing_users, False
            )  # JupyterHub's own default is True where there are allowed_users


class Solutions(unittest.TestCase):
    def test_a_slip_is_said_and_hands_out_nothing(self):
        self.assertEqual(settings(solutions="off").Spawner.environment["NEXTTOKEN_SOLUTIONS"], "off")
        with self.assertRaisesRegex(SystemExit, 'is "no": write on, or off'):
            settings(solutions="no")


class Kubernetes(unittest.TestCase):
    def test_the_values_are_the_settings_of_one_machine(self):
        c, values = settings(), yaml.safe_load((HUB / "kubernetes.yaml").read_text())
        there = values["hub"]["config"]
        self.assertEqual(there["JupyterHub"]["authenticator_class"], c.JupyterHub.authenticator_class)
        self.assertEqual(there["Authenticator"]["username_pattern"], c.Authenticator.username_pattern)
        self.assertEqual(there["Spawner"]["http_timeout"], c.Spawner.http_timeout)
        self.assertLessEqual(set(there["Spawner"]["args"]), set(c.Spawner.args))
        self.assertEqual(values["singleuser"]["defaultUrl"], c.Spawner.default_url)
        self.assertEqual(
            values["singleuser"]["extraEnv"]["NEXTTOKEN_SOLUTIONS"], c.Spawner.environment["NEXTTOKEN_SOLUTIONS"]
        )


if __name__ == "__main__":
    unittest.main()
