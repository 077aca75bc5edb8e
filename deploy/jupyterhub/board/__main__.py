"""The teacher's board, a service of the hub's: where each student is, what is right and wrong, what they predicted.

The hub starts it: board_service.py says how. A teacher sees all; a student sees what the board shows of that student,
and nobody else. Students' servers report here. Who asks, or reports, is what the hub answers for the token.
"""

import asyncio
import logging
import os
import secrets
import signal
import time
from pathlib import Path
from urllib.parse import urlsplit

from counting import Counting
from jupyterhub.services.auth import HubOAuth, HubOAuthCallbackHandler, HubOAuthenticated
from people import People, rows
from reports import LARGEST, Refused, Reports
from tornado.httpserver import HTTPServer
from tornado.ioloop import PeriodicCallback
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RedirectHandler, RequestHandler, StaticFileHandler, authenticated

HERE = Path(__file__).resolve().parent
COOKIES = secrets.token_bytes(32)  # signs cookies; a child that is started again has it, too
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; " \
         "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


class Closed:
    """Headers of every answer: nothing from elsewhere, nothing kept."""

    def set_default_headers(self):
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cache-Control", "no-store")


class Known(Closed, HubOAuthenticated, RequestHandler):
    """Whoever asks is asked for at the hub, which does not hold up the others."""

    async def prepare(self):
        await self.hub_auth.get_user(self, sync=False)

    @property
    def name(self):
        return self.current_user["name"] if self.current_user and self.current_user["kind"] == "user" else None

    @property
    def by_token(self):
        return getattr(self, "_token_authenticated", False)

    def whose(self):
        """Returns whose board is asked for: None for the whole class, which only a teacher sees, or a student.

        A browser that logged in asks, not a token: the teacher's kernel has one, also when it runs another's notebook.
        """
        asked = self.get_query_argument("student", None)
        if self.name is None or self.by_token:
            raise HTTPError(403, reason="Log in at the hub first")
        if self.name in self.settings["teachers"]:
            return asked
        if asked not in (None, self.name):
            raise HTTPError(403, reason="This is another student's")
        return self.name


class Page(Known):
    @authenticated
    def get(self):
        self.whose()
        self.xsrf_token  # sets the cookie that the page's script needs
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.write((HERE / "board.html").read_bytes())


class Data(Known):
    async def get(self):
        student, people, reports = self.whose(), self.settings["people"], self.settings["reports"]
        await people.refresh()
        count = await self.settings["counting"].of(student)
        self.write({"student": student, "teacher": self.name in self.settings["teachers"], "now": time.time(),
                    "people": rows(people.users, reports.latest, student), **count})


class Report(Known):
    """Takes a report from a student's server. A cookie is not enough: no page reports in the name of its reader."""

    async def post(self):
        if self.name is None or not self.by_token:
            raise HTTPError(403, reason="A report needs the token of a student's server")
        try:
            if self.name not in self.settings["teachers"]:
                self.settings["reports"].add(self.name, self.request.body)
        except Refused as refused:
            self.set_status(refused.status)
            self.finish({"refused": str(refused)})


class Static(Closed, StaticFileHandler):
    pass


def application(reports, counting, people, teachers, prefix):
    return Application(
        [(prefix, Page), (prefix.rstrip("/"), RedirectHandler, {"url": prefix}),
         (prefix + "data", Data), (prefix + "report", Report),
         (prefix + "oauth_callback", HubOAuthCallbackHandler),
         (prefix + r"(board\.(?:js|css))", Static, {"path": str(HERE)})],
        reports=reports, counting=counting, people=people, teachers=teachers, cookie_secret=COOKIES,
        compress_response=True, log_function=lambda handler: None)


def become_owner(folder):
    """Gives up root, and becomes the user that the folder belongs to."""
    os.umask(0o077)
    os.chdir(folder)
    if os.getuid() == 0:
        owner = folder.stat()
        os.setgroups([])
        os.setgid(owner.st_gid)
        os.setuid(owner.st_uid)


async def serve(sockets, folder):
    environment, auth = os.environ, HubOAuth.instance()
    teachers = set(environment["NEXTTOKEN_TEACHER"].split())
    reports = Reports(folder / "reports.jsonl")
    people = People(auth.api_url, auth.api_token, teachers)
    counting = Counting(reports, [environment["NEXTTOKEN_PROGRAM"]])
    prefix = environment["JUPYTERHUB_SERVICE_PREFIX"]
    server = HTTPServer(application(reports, counting, people, teachers, prefix), max_body_size=2 * LARGEST,
                        max_header_size=16384, body_timeout=10, idle_connection_timeout=60)
    server.add_sockets(sockets)
    parent, ended = os.getppid(), asyncio.Event()
    PeriodicCallback(lambda: os.getppid() == parent or ended.set(), 500).start()
    await ended.wait()


def wait(child, hub):
    """Waits until the child has ended, and a second more. Ends it when the hub was killed."""
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        if os.getppid() != hub:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.3)
    time.sleep(1)


def main():
    """Serves in a child that is not root. Who asks while it is started again waits, and is not refused."""
    for name in "tornado.application", "tornado.general":  # a warning for each stranger would fill the hub's log
        logging.getLogger(name).setLevel(logging.ERROR)
    address, folder = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"]), Path(os.environ["NEXTTOKEN_BOARD_FOLDER"])
    sockets = bind_sockets(address.port, address.hostname)  # as root: on this port no student can listen
    hub = os.getppid()
    while os.getppid() == hub:
        if (child := os.fork()) == 0:
            become_owner(folder)
            return asyncio.run(serve(sockets, folder))
        wait(child, hub)


if __name__ == "__main__":
    main()
