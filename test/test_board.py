"""The teacher's board: who sees what, and what a student who sends anything at all can do to it."""

import asyncio
import importlib.util
import json
import os
import sys
import types
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from tornado.testing import AsyncHTTPTestCase
from tornado.web import RequestHandler
from traitlets.config import Config

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy" / "jupyterhub"
sys.path[:0] = [str(DEPLOY), str(DEPLOY / "board")]
import board_service  # noqa: E402: where they lie is only known now
import counting  # noqa: E402
import people  # noqa: E402
import reports  # noqa: E402


class HubOAuthenticated:
    """In the place of JupyterHub's own, which test/hub uses: a user is whom the token, or the cookie, names."""

    class hub_auth:
        @staticmethod
        async def get_user(handler, sync):
            pass

    def get_current_user(self):
        token = self.request.headers.get("Authorization", "").removeprefix("token ")
        self._token_authenticated = bool(token)
        name = token or self.get_cookie("name")
        return name and {"name": name, "kind": "service" if name == "cull" else "user"}

    def get_login_url(self):
        return "/hub/login"


auth = types.ModuleType("jupyterhub.services.auth")
auth.HubOAuth, auth.HubOAuthenticated, auth.HubOAuthCallbackHandler = object, HubOAuthenticated, RequestHandler
with mock.patch.dict(sys.modules, {"jupyterhub": auth, "jupyterhub.services": auth, "jupyterhub.services.auth": auth}):
    spec = importlib.util.spec_from_file_location("board_main", DEPLOY / "board" / "__main__.py")
    board_main = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(board_main)


def check(output="✓ Right. Well done.", function="Depth", page="03_model.ipynb", **more):
    return json.dumps({"page": page, "check": {"title": "", "function": function, "output": output}, **more}).encode()


class Clock:
    seconds = 1_000_000_000

    def __call__(self):
        return self.seconds


class Folder(unittest.TestCase):
    def setUp(self):
        directory = TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.file, self.clock = Path(directory.name, "reports.jsonl"), Clock()
        self.reports = reports.Reports(self.file, self.clock)

    def refused(self, status, body, student="ada"):
        with self.assertRaises(reports.Refused) as caught:
            self.reports.add(student, body)
        self.assertEqual(caught.exception.status, status, caught.exception)


class Kept(Folder):
    def test_a_report_is_kept_as_the_class_command_reads_it(self):
        self.reports.add("ada", check(student="bob", time="1999-01-01T00:00:00Z", more=[1]))
        self.reports.add("bob", json.dumps(
            {"page": "01_a.ipynb", "cells": 3, "prediction": {"question": "01 a", "answer": "é"}}).encode())
        lines = [json.loads(line) for line in self.file.read_text().splitlines()]
        time = "2001-09-09T01:46:40Z"
        self.assertEqual(lines, [
            {"student": "ada", "page": "03_model.ipynb", "time": time,
             "check": {"title": "", "function": "Depth", "output": "✓ Right. Well done."}},
            {"student": "bob", "page": "01_a.ipynb", "time": time, "prediction": {"question": "01 a", "answer": "é"}},
        ])
        self.assertEqual(self.reports.latest["bob"], {"page": "01_a.ipynb", "cells": 3, "at": time})
        self.assertEqual(self.file.read_bytes(), self.reports.of())
        self.assertEqual([json.loads(self.reports.of("bob"))], lines[1:])
        self.assertEqual(self.file.stat().st_mode & 0o777, 0o600)

    def test_the_same_answer_again_is_not_kept_twice(self):
        for output in "✗ a", "✗ a", "✗ b", "✗ a":
            self.reports.add("ada", check(output))
        self.assertEqual(self.reports.of().count(b"\n"), 3)

    def test_where_a_student_is_is_not_kept(self):
        self.reports.add("ada", b'{"page": "Untitled.ipynb", "cells": 0}')
        self.assertFalse(self.file.exists())
        self.assertEqual(self.reports.latest["ada"]["page"], "Untitled.ipynb")

    def test_a_restart_keeps_all_but_a_damaged_line(self):
        self.reports.add("ada", check("✗ a"))
        with open(self.file, "ab") as file:
            file.write(b'[]\n{"student": "ada"}\n{"student": "a')  # the machine stopped
        again = reports.Reports(self.file, self.clock)
        again.add("ada", check("✗ a"))
        again.add("ada", check("✗ b"))
        self.assertEqual(again.of("ada").count(b"\n"), 2)
        self.assertEqual(reports.Reports(self.file, self.clock).of(), again.of())


class Limits(Folder):
    def test_what_is_no_report(self):
        for body in b"", b"\xff", b"[]", b"3", b"{", b"[" * 8000, check("a" * 9000):
            self.refused(400, body)
        for body in check("a" * 201), check(3), check(function=None), check(page=["a"]), check(prediction={}):
            self.refused(422, body)
        for page in "../../etc/passwd", "a.ipynb", "", "03_a.ipynb.html":
            self.refused(422, check(page=page))
        self.assertFalse(self.file.exists())

    def test_a_text_has_only_printable_characters(self):
        self.reports.add("ada", check("✗ a\u202eb\x1b[2J\ud800"))
        self.assertIn("✗ a b [2J ", self.reports.of().decode())

    def test_thousands_of_reports_of_one_student(self):
        taken = 0
        for number in range(5000):
            try:
                self.reports.add("eve", check(f"✗ {number}"))
                taken += 1
            except reports.Refused as refused:
                self.assertEqual(refused.status, 429)
        self.assertEqual(taken, reports.BURST)
        self.reports.add("ada", check())  # who is not held up
        self.clock.seconds += 2
        for number in range(2):
            self.reports.add("eve", check(f"✗ later {number}"))
        self.refused(429, check(), "eve")

    def test_what_is_kept_of_a_student_and_of_all_has_an_end(self):
        for number in range(reports.A_STUDENT):
            self.clock.seconds += 1
            self.reports.add("eve", check(f"✗ {number}"))
        self.clock.seconds += 1
        self.refused(507, check(), "eve")
        self.assertEqual(self.reports.latest["eve"]["page"], "03_model.ipynb")
        with mock.patch.object(reports, "ALL", self.reports.size):
            self.refused(507, check())

    def test_a_full_disk_leaves_no_half_line(self):
        self.reports.add("ada", check("✗ a"))
        before, write = self.file.read_bytes(), os.write
        with mock.patch("os.write", lambda file, line: write(file, line[:10])):
            self.refused(507, check("✗ b"))
        self.assertEqual(self.file.read_bytes(), before)
        self.reports.add("ada", check("✗ b"))
        self.assertEqual(self.reports.of().count(b"\n"), 2)


class Counts(Folder):
    def test_the_class_command_counts_the_class_and_one_student(self):
        program = [str(ROOT / ".venv" / "bin" / "nexttoken")]
        for student, output in ("ada", "✗ Not quite. <b>x</b>"), ("ada", "✓ Right."), ("bob", "✗ Not quite. <b>x</b>"):
            self.reports.add(student, check(output))
        counts = counting.Counting(self.reports, program)
        (every,) = asyncio.run(counts.of())["exercises"]
        (bobs,) = asyncio.run(counts.of("bob"))["exercises"]
        message = {"text": "<b>x</b>", "students": ["bob"]}
        self.assertEqual((every["page"], every["right"], every["wrong"], every["messages"]), ("03", 1, 1, [message]))
        self.assertTrue(every["title"])  # which the lecture's page has
        self.assertEqual((bobs["right"], bobs["wrong"], bobs["messages"]), (0, 1, [message]))
        self.assertEqual(asyncio.run(counts.of("eve"))["exercises"], [])

    def test_it_counts_again_only_when_there_is_more(self):
        counts = counting.Counting(self.reports, [])
        ran = counts.run = mock.AsyncMock(side_effect=[{"students": 1}, None, {"students": 2}])
        self.reports.add("ada", check("✗ a"))
        self.assertEqual([asyncio.run(counts.of()) for _ in range(2)], [{"students": 1}] * 2)
        self.reports.add("ada", check("✗ b"))
        self.assertEqual((asyncio.run(counts.of()), ran.call_count), ({"students": 1}, 1))  # just counted
        with mock.patch.object(counting, "FRESH", 0):
            self.assertEqual(asyncio.run(counts.of()), {"students": 1})  # the command failed: the count before it
            self.reports.add("ada", check("✗ c"))
            self.assertEqual(asyncio.run(counts.of()), {"students": 2})


class Where(unittest.TestCase):
    def test_a_row_for_each_student(self):
        started, before, after = "2001-01-01T10:00:00.5Z", "2001-01-01T09:00:00Z", "2001-01-01T10:00:00Z"
        on, starting = {"": {"ready": True, "started": started}}, {"": {"ready": False, "started": started}}
        users = [{"name": "ada", "servers": on}, {"name": "bob", "servers": on}, {"name": "cy", "servers": starting},
                 {"name": "dee", "servers": {}}]
        latest = {name: {"page": "03_model.ipynb", "cells": 1, "at": at}
                  for name, at in (("ada", after), ("bob", before), ("dee", before))}
        rows = [(row["name"], row["server"], row["page"]) for row in people.rows(users, latest)]
        self.assertEqual(rows, [("ada", "on", "03_model.ipynb"), ("bob", "on", None), ("cy", "starting", None),
                                ("dee", "off", "03_model.ipynb")])
        self.assertEqual([row["name"] for row in people.rows(users, latest, "bob")], ["bob"])

    def test_a_hub_that_does_not_answer_changes_nothing(self):
        there = people.People("http://127.0.0.1:1", "token", {"eve"})
        there.ask = mock.AsyncMock(side_effect=[[{"name": "ada"}, {"name": "eve"}], OSError("gone")])
        with mock.patch.object(people, "FRESH", 0):
            for _ in range(2):
                asyncio.run(there.refresh())
                self.assertEqual(there.users, [{"name": "ada"}])


class Served(AsyncHTTPTestCase):
    def get_app(self):
        directory = TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.reports = reports.Reports(Path(directory.name, "reports.jsonl"))
        there = mock.Mock(users=[{"name": "ada"}, {"name": "bob"}], refresh=mock.AsyncMock())
        counts = mock.Mock(of=mock.AsyncMock(side_effect=lambda student: {"exercises": [f"of {student}"]}))
        return board_main.application(self.reports, counts, there, {"mr-hill"}, "/services/board/")

    def ask(self, path, name=None, body=None, token=True, **more):
        headers = {"Authorization": f"token {name}"} if token else {"Cookie": f"name={name}"}
        return self.fetch(f"/services/board/{path}", headers=headers if name else {}, follow_redirects=False,
                          method="GET" if body is None else "POST", body=body, **more)

    def test_a_teacher_sees_all_and_a_student_only_what_is_about_that_student(self):
        for name, query, names, of in [
            ("mr-hill", "", ["ada", "bob"], "of None"), ("mr-hill", "?student=bob", ["bob"], "of bob"),
            ("ada", "", ["ada"], "of ada"), ("ada", "?student=ada", ["ada"], "of ada"),
        ]:
            data = json.loads(self.ask("data" + query, name, token=False).body)
            self.assertEqual([row["name"] for row in data["people"]], names)
            self.assertEqual((data["exercises"], data["teacher"]), ([of], name == "mr-hill"))

    def test_who_is_refused(self):
        for name, query in ("ada", "?student=bob"), ("ada", "?student="), ("cull", ""), (None, ""):
            for path in ("data", "") if name else ("data",):
                answer = self.ask(path + query, name, token=False)
                self.assertEqual(answer.code, 403, (name, path + query))
                self.assertNotIn(b"bob", answer.body)
        self.assertEqual(self.ask("").code, 302)  # to the hub's log-in
        for name in "mr-hill", "ada":  # a cell that the teacher runs has the teacher's token
            self.assertEqual(self.ask("data", name).code, 403)

    def test_who_reports_is_whom_the_token_names(self):
        self.assertEqual(self.ask("report", "eve", check(student="ada")).code, 200)
        self.assertEqual(list(self.reports.lines), ["eve"])
        for name, token in (None, True), ("ada", False), ("cull", True):  # no token; a cookie; a service
            self.assertEqual(self.ask("report", name, check(), token).code, 403)
        self.assertEqual(self.ask("report", "mr-hill", check()).code, 200)  # who is no student
        self.assertEqual(list(self.reports.lines), ["eve"])
        answer = self.ask("report", "eve", b"[]")
        self.assertEqual((answer.code, "JSON object" in json.loads(answer.body)["refused"]), (400, True))

    def test_nothing_comes_from_elsewhere(self):
        for path in "", "board.js", "board.css", "data":
            headers = self.ask(path, "ada", token=False).headers
            self.assertIn("default-src 'none'; script-src 'self'", headers["Content-Security-Policy"])
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        for path in "reports.py", "../common.py", "..%2fcommon.py", "board.js/../reports.py":
            self.assertEqual(self.ask(path, "ada").code, 404, path)
        page, script = ((DEPLOY / "board" / name).read_text() for name in ("board.html", "board.js"))
        self.assertNotRegex(page, r"https?:|style=|\son\w+=|<script>")
        self.assertNotRegex(script, r"https?:|innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(")


class Settings(unittest.TestCase):
    def settings(self, teacher):
        c = Config()
        c.JupyterHub.bind_url, c.JupyterHub.services, c.JupyterHub.load_roles = "http://127.0.0.1:8000/class/", [], []
        c.Spawner.environment, c.Authenticator.allowed_users = {}, {"ada"}
        with TemporaryDirectory() as state, mock.patch.dict(os.environ, {"NEXTTOKEN_TEACHER": teacher}), \
                mock.patch("os.chown") as chown, mock.patch("builtins.print"):
            board_service.board(c, Path(state), "http://127.0.0.1:1010")
            return c, [call.args[1:] for call in chown.call_args_list]

    def test_without_a_teacher_there_is_no_board(self):
        c, chowned = self.settings(" ")
        self.assertEqual((c.JupyterHub.services, c.JupyterHub.load_roles, c.Spawner.environment, chowned),
                         ([], [], {}, []))

    def test_a_board(self):
        c, chowned = self.settings("Mr-Hill, ms-lee")
        (service,) = c.JupyterHub.services
        self.assertEqual(service["environment"]["NEXTTOKEN_TEACHER"], "mr-hill ms-lee")
        self.assertEqual(c.Spawner.environment["NEXTTOKEN_BOARD"],
                         "http://127.0.0.1:1010/class/services/board/report")
        self.assertEqual(c.Authenticator.allowed_users, {"ada", "mr-hill", "ms-lee"})
        self.assertEqual(c.ClassAuthenticator.teachers, {"mr-hill", "ms-lee"})
        self.assertEqual(chowned, [(board_service.OWNER,) * 2])
        scopes = {role["name"]: role["scopes"] for role in c.JupyterHub.load_roles}
        self.assertEqual(scopes["board"], ["list:users", "read:servers"])  # it can't change anything

    def test_a_name_that_cannot_log_in(self):
        with self.assertRaisesRegex(SystemExit, "'mr.hill' can't log in"):
            self.settings("ada mr.hill")


if __name__ == "__main__":
    unittest.main()
