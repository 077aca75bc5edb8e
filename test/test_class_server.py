"""Who may log in at the class server; and that Kubernetes' values say the same as the settings of one machine."""

import os
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


def settings(names=None, solutions="on", address=None):
    c, given = Config(), {"NEXTTOKEN_CLASS": names, "NEXTTOKEN_HUB": address, "NEXTTOKEN_SOLUTIONS": solutions}
    with mock.patch.dict(os.environ, {name: str(value) for name, value in given.items() if value is not None}):
        for name in [name for name, value in given.items() if value is None]:
            os.environ.pop(name, None)
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
        """internal/logins has tests of files of every kind."""
        with TemporaryDirectory() as directory:
            names = Path(directory, "class.txt")
            windows, table = "ada\r\ngrace-2\r\n".encode("utf-16"), b"id,username\n1,ada\n2,grace-2"
            for content in b"Ada\n\n grace-2 \n", windows, table:
                names.write_bytes(content)
                self.assertEqual(settings(names).Authenticator.allowed_users, {"ada", "grace-2"})
            for content, says in [
                (b"", "is empty"), (b"zo\xeb\n", '"zoë"; .*write zoe'), ("ada\u200bb\n".encode(), r'"ada.u200bb"'),
                (b"\x1f\x8b\x08", "unpack it first"), (b"Ada King\nBo Ng", "2 of 2 names cannot .*a space inside"),
            ]:
                names.write_bytes(content)
                says = rf"\Anexttoken: NEXTTOKEN_CLASS: [^\n]*class.txt: [^\n]*{says}"
                with self.assertRaisesRegex(SystemExit, says):
                    settings(names)
            with self.assertRaisesRegex(SystemExit, "no_such.txt: no such file"):
                settings(Path(directory, "no_such.txt"))

    def test_both_sides_know_the_same_names(self):
        with TemporaryDirectory() as directory:
            names = Path(directory, "class.txt")
            for name in ["a", "a1-b", "a" * 32, "a--", "1a", "-a", "a" * 33, "ada.b", "a_b"]:
                names.write_text(name)
                if re.match(common.NAME, name):
                    self.assertEqual(common.names_of_a_class(names), {name})
                else:
                    self.assertRaises(SystemExit, common.names_of_a_class, names)

    def test_a_command_that_is_missing_lets_nobody_in(self):
        with mock.patch.object(common, "NEXTTOKEN", "/no/such/nexttoken"):
            with self.assertRaisesRegex(SystemExit, "can't be run.*make setup"):
                common.names_of_a_class("class.txt")

    def test_a_class_keeps_out_who_came_before_there_was_a_list(self):
        with TemporaryDirectory() as directory:
            names = Path(directory, "class.txt")
            names.write_text("ada\n")
            authenticator = settings(names).Authenticator
            self.assertIs(
                authenticator.allow_existing_users, False
            )  # JupyterHub's own default is True where there are allowed_users


    def test_no_file_opens_the_door(self):
        """JupyterHub's own default without names is to let everybody in."""
        with TemporaryDirectory() as directory:
            names = Path(directory, "class.txt")
            marks = b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n", b"\xff\xfe", b"\xfe\xff\0\n"  # of UTF-8 and UTF-16
            for content in b"", b" \n\t\n", *marks, b"name\n", b"1 2\n":
                names.write_bytes(content)
                self.assertRaisesRegex(SystemExit, r"\Anexttoken: NEXTTOKEN_CLASS: [^\n]+\Z", settings, names)
            for no_file in directory, "/dev/null", "/proc/self/mem":
                self.assertRaisesRegex(SystemExit, r"\Anexttoken: NEXTTOKEN_CLASS: [^\n]+\Z", settings, no_file)
        for blank in "", " ", "\t":
            self.assertRaisesRegex(SystemExit, "NEXTTOKEN_CLASS is empty", settings, blank)

    def test_a_list_and_its_absence_are_said_to_jupyterhub_in_full(self):
        with TemporaryDirectory() as directory:
            names = Path(directory, "class.txt")
            names.write_text("ada\n")
            self.assertIs(settings(names).Authenticator.allow_all, False)
        self.assertIs(settings().Authenticator.allow_all, True)


class OpenSignUp(unittest.TestCase):
    def test_only_this_machine_may_do_without_names(self):
        for address in None, "http://127.0.0.1/", "https://localhost:8000/class", "http://[::1]:8000/":
            self.assertIs(settings(address=address).Authenticator.allow_all, True, address)
        for address in (
            "http://0.0.0.0:8000/", "https://[::]/", "http://10.0.0.7/", "http://localhost.example.org/",
            "http://127.0.0.1@10.0.0.7/", "http://:8000/", "0.0.0.0", "", "http://[::1/", "http://127.1/",
        ):  # fmt: skip
            with self.assertRaisesRegex(SystemExit, "NEXTTOKEN_CLASS=class.txt, or write NEXTTOKEN_CLASS=everybody"):
                settings(address=address)

    def test_everybody_is_asked_for_by_name(self):
        self.assertIs(settings("everybody", address="http://0.0.0.0/").Authenticator.allow_all, True)
        for other in "Everybody", "everyone", "everybody.txt":
            self.assertRaisesRegex(SystemExit, "no such file", settings, other, address="http://0.0.0.0/")

    def test_a_file_called_everybody(self):
        with TemporaryDirectory() as directory:
            Path(directory, "everybody").write_text("ada\n")
            before = os.getcwd()
            os.chdir(directory)
            self.addCleanup(os.chdir, before)
            self.assertRaisesRegex(SystemExit, "a file has that name: write ./everybody", settings, "everybody")
            self.assertEqual(settings("./everybody").Authenticator.allowed_users, {"ada"})
            os.chdir(before)


class Solutions(unittest.TestCase):
    def test_a_slip_is_said_and_hands_out_nothing(self):
        self.assertEqual(settings(solutions="off").Spawner.environment["NEXTTOKEN_SOLUTIONS"], "off")
        with self.assertRaisesRegex(SystemExit, 'is "no": write on, or off'):
            settings(solutions="no")


class ChatModel(unittest.TestCase):
    def test_a_class_does_without_it_where_the_teacher_asks_for_that(self):
        for variable, given in ("off", "off"), ("", None), ("/a/file/of/this/machine.gguf", None):
            with mock.patch.dict(os.environ, {"NEXTTOKEN_SMOLLM2": variable}):
                self.assertEqual(settings().Spawner.environment.get("NEXTTOKEN_SMOLLM2"), given)


class Kubernetes(unittest.TestCase):
    def test_the_values_are_the_settings_of_one_machine(self):
        c, values = settings(), yaml.safe_load((HUB / "kubernetes.yaml").read_text())
        there = values["hub"]["config"]
        self.assertIs(there["Authenticator"]["allow_all"], False)  # or an empty list lets everybody in
        self.assertEqual(there["Authenticator"]["username_pattern"], c.Authenticator.username_pattern)
        self.assertEqual(there["Spawner"]["http_timeout"], c.Spawner.http_timeout)
        self.assertLessEqual(set(there["Spawner"]["args"]), set(c.Spawner.args))
        self.assertEqual(values["singleuser"]["defaultUrl"], c.Spawner.default_url)
        self.assertEqual(
            values["singleuser"]["extraEnv"]["NEXTTOKEN_SOLUTIONS"], c.Spawner.environment["NEXTTOKEN_SOLUTIONS"]
        )


if __name__ == "__main__":
    unittest.main()
