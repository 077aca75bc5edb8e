"""The class server's authenticator, with handlers that stand for JupyterHub's. `make test-hub` runs it."""

import asyncio
import re
import sqlite3
import sys
import threading
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from unittest import mock

import bcrypt
from jupyterhub.app import JupyterHub
from tornado import web
from traitlets.config import Config

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "deploy" / "jupyterhub"))
import login  # noqa: E402: where it lies is only known now
from attempts import OF_A_NAME, OF_AN_ADDRESS  # noqa: E402
from common import NAME  # noqa: E402

GOOD = "good password"


class Handler:
    """What the authenticator uses of a handler: addresses and a browser's cookies."""

    def __init__(self, address="203.0.113.7", **headers):
        context = SimpleNamespace(address=("127.0.0.1", 4000))
        self.request = SimpleNamespace(
            headers={"X-Forwarded-For": address} | headers,
            connection=SimpleNamespace(context=context),
            protocol="http",
            remote_ip=headers.get("X-Real-Ip", address),  # as JupyterHub has it
        )
        self.hub = SimpleNamespace(ip="127.0.0.1", base_url="/hub/")
        self.cookies = {}

    def set_signed_cookie(self, name, value, **settings):
        self.cookies[name] = value.encode()

    def get_signed_cookie(self, name):
        return self.cookies.get(name)


class Login(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        directory = TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        quick = bcrypt.gensalt
        for patch in (
            mock.patch.object(login, "PAUSE", 0),
            mock.patch("bcrypt.gensalt", lambda: quick(4)),  # rounds, of 12: a millisecond
        ):
            patch.start()
            self.addCleanup(patch.stop)
        self.authenticator = self.made(directory.name)

    def made(self, state, **settings):
        c = Config()
        c.ClassAuthenticator.update({"state": state, "username_pattern": NAME, "allow_all": True} | settings)
        return login.ClassAuthenticator(parent=JupyterHub(config=c))

    async def enter(self, name, password, handler=None):
        """Returns None for who is logged in, or the sentence that is shown."""
        try:
            asked = {"username": name, "password": password}
            user = await self.authenticator.get_authenticated_user(handler or Handler(), asked)
        except web.HTTPError as refused:
            return refused.log_message
        self.assertEqual(user["name"], name.lower())

    async def test_the_first_password_is_the_password(self):
        for password, says in (GOOD, None), (GOOD, None), ("another one", "not the password that was chosen for ada"):
            said = await self.enter("Ada", password)
            self.assertIn(says or "", said or "")
            self.assertIs(said is None, says is None)

    async def test_a_teachers_first_password_is_in_the_log(self):
        def made():
            with mock.patch("builtins.print") as printed:
                self.authenticator = self.made(state, teachers={"mr-hill"})
            return printed.call_args_list

        def password(line):
            return re.search(r"mr-hill logs in with the password (\S+) ", line.args[0])[1]

        with TemporaryDirectory() as state:
            (line,) = made()
            self.assertIn("not the password of the teacher mr-hill", await self.enter("mr-hill", GOOD))
            self.assertIsNone(await self.enter("mr-hill", password(line)))
            self.assertEqual(made(), [], "a second start prints nothing, and keeps the password")
            self.assertIsNone(await self.enter("mr-hill", password(line)))
            self.authenticator.passwords.forget("mr-hill")
            with mock.patch("builtins.print") as printed:
                self.assertIn("in the log of the hub", await self.enter("mr-hill", GOOD))
            self.assertIsNone(await self.enter("mr-hill", password(printed.call_args)))

    async def test_two_who_choose_at_the_same_time(self):
        for _ in range(20):
            self.authenticator.passwords.forget("ada")
            answers = await asyncio.gather(*(self.enter("ada", f"password {number}") for number in range(4)))
            self.assertEqual(answers.count(None), 1, answers)
            self.authenticator.attempts.names.periods.clear()
            self.authenticator.attempts.addresses.periods.clear()

    async def test_refused_names_and_passwords_get_a_sentence(self):
        for name, password, says in (
            ("", GOOD, "“” is no name to log in with: a name has at most 32"),
            ("a b", GOOD, "“a b” is no name"),
            ("zoë", GOOD, "“zoë” is no name"),
            ("x" * 1000, GOOD, f"“{'x' * 20}…” is no name"),
            ("\ud800", GOOD, "“?” is no name"),
            ("ada", "", "at least 7 characters, and this one has 0"),
            ("ada", "short", "at least 7 characters, and this one has 5"),
            ("ada", "x" * 73, "at most 72 bytes .*, and this one has 73"),
            ("ada", "é" * 37, "at most 72 bytes .*, and this one has 74"),
            ("ada", "x" * 1_000_000, "at most 72 bytes"),
            ("ada", "good\0password", "has a character 0"),
        ):
            with self.subTest(name=name[:40], password=password[:20]):
                self.assertRegex(await self.enter(name, password), says)
        self.assertIsNone(self.authenticator.passwords.of("ada"))
        self.assertIsNone(await self.enter("ada", "é" * 36))
        self.assertIsNone(await self.enter("bob", "\ud800" * 8))

    async def test_what_json_can_hold(self):
        """POST /hub/api/users/ada/tokens gives the authenticator whatever was sent."""
        for data in None, {}, {"username": ["ada"]}, {"username": 7, "password": {}}, {"username": "ada\n"}:
            with self.assertRaises(web.HTTPError):
                await self.authenticator.authenticate(Handler(), data)

    async def test_a_refused_password_is_refused_alike_with_and_without_an_account(self):
        await self.enter("ada", GOOD)
        for password in "short", "x" * 73:
            self.assertEqual(await self.enter("ada", password), await self.enter("bob", password))
        self.assertEqual(self.authenticator.attempts.names.periods["ada"][1], 0, "no password was tried")

    async def test_who_is_not_on_the_list_keeps_no_password(self):
        with TemporaryDirectory() as state:
            self.authenticator = self.made(state, allow_all=False, allowed_users={"ada"})
            self.assertIn("“eve” is not on the list of this class", await self.enter("eve", GOOD))
            self.assertIsNone(self.authenticator.passwords.of("eve"))
            self.assertIsNone(await self.enter("ada", GOOD))
            self.authenticator = self.made(state, allow_all=False)
            self.assertIn("not on the list", await self.enter("ada", GOOD), "an empty list lets nobody in")

    async def test_wrong_passwords_lock_a_name(self):
        await self.enter("ada", GOOD)
        answers = await asyncio.gather(*(self.enter("ada", f"password {number}") for number in range(100)))
        self.assertEqual(sum("not the password" in answer for answer in answers), OF_A_NAME)
        self.assertEqual(sum("Too many wrong passwords for ada. Wait 5 minutes" in answer for answer in answers), 90)
        self.assertIn("Too many", await self.enter("ada", GOOD), "a lock tries no password, also not the right one")

    async def test_a_locked_name_is_open_to_a_browser_that_has_logged_in(self):
        students, strangers = Handler(), Handler()
        await self.enter("ada", GOOD, students)
        await self.enter("eve", GOOD, strangers)
        for _ in range(OF_A_NAME + 1):
            answer = await self.enter("ada", "another one", strangers)
        self.assertIn("Too many", answer)
        self.assertIn("Too many", await self.enter("ada", GOOD), "eve's cookie is not one of ada's")
        self.assertIsNone(await self.enter("ada", GOOD, students))

    async def test_a_header_that_was_made_up_opens_no_lock(self):
        await self.enter("ada", GOOD)
        self.authenticator.attempts.names.limit = 10_000
        for number in range(OF_AN_ADDRESS + 1):
            made_up = Handler(f"10.0.0.{number}, 203.0.113.7", **{"X-Real-Ip": f"10.0.1.{number}"})
            answer = await self.enter("ada", "another one", made_up)
        self.assertIn("from your network", answer)

    async def test_the_hub_goes_on_while_passwords_are_checked(self):
        """The hash is ready only when the hub has done something else."""
        other = threading.Event()

        def hash_of(password):
            return b"hash" if other.wait(60) else b""

        with mock.patch.object(login, "hash_of", hash_of):
            students = [asyncio.create_task(self.enter(f"student{number}", GOOD)) for number in range(5)]
            while self.authenticator.waiting < len(students):
                await asyncio.sleep(0)
            other.set()
            self.assertEqual(await asyncio.gather(*students), [None] * 5)
        self.assertEqual(self.authenticator.passwords.of("student4"), b"hash")

    async def test_the_queue_is_bounded(self):
        self.authenticator.waiting = login.WAITING
        self.assertIn("Many students are logging in", await self.enter("ada", GOOD))
        self.authenticator.waiting = 0
        self.assertIsNone(await self.enter("ada", GOOD))
        self.assertEqual(self.authenticator.waiting, 0)

    async def test_a_full_disk_gets_a_sentence(self):
        with mock.patch.object(self.authenticator.passwords, "choose", side_effect=sqlite3.OperationalError("full")):
            self.assertIn("can't read or write the passwords now", await self.enter("ada", GOOD))
        self.assertIsNone(await self.enter("ada", GOOD))

    async def test_changing_the_password(self):
        await self.enter("ada", GOOD)
        change = self.authenticator.change_password
        for current, new, says in (
            (GOOD, "short", "at least 7"),
            (GOOD, "x" * 73, "at most 72 bytes"),
            ("another one", "new password", "not your current password"),
            ("x", "new password", "not your current password"),
            ("x" * 73, "new password", "not your current password"),
        ):
            self.assertIn(says, await change(Handler(), "ada", current, new))
            self.assertIsNone(await self.enter("ada", GOOD))
        self.assertIsNone(await change(Handler(), "ada", GOOD, "new password"))
        self.assertIsNone(await self.enter("ada", "new password"))
        self.assertIn("not the password", await self.enter("ada", GOOD))

    async def test_guessing_the_current_password_is_counted(self):
        await self.enter("ada", GOOD)
        for _ in range(OF_A_NAME - 1):
            await self.authenticator.change_password(Handler(), "ada", "another one", "new password")
        await self.enter("ada", "another one")
        with self.assertRaises(web.HTTPError) as refused:
            await self.authenticator.change_password(Handler(), "ada", GOOD, "new password")
        self.assertIn("Too many wrong passwords for ada", refused.exception.log_message)

    async def test_a_user_whom_the_hub_deletes_has_no_password(self):
        await self.enter("ada", GOOD)
        self.authenticator.delete_user(SimpleNamespace(name="ada"))
        self.assertIsNone(await self.enter("ada", "another one"))


if __name__ == "__main__":
    unittest.main()
