"""How students log in: each chooses a password at the first login. With limits, and without stopping the hub.

Whether a name already has a password can be found out, and that does not matter: who tries a name that is free takes
it, and is logged in. This is what choosing at the first login means. Nobody can ask without being noticed, since the
name is then used: a text that can't be a password gets the same answer for both.

A teacher chooses none at the first login, since a student could be first: the hub makes one, and prints it in its log.
"""

import asyncio
import os
import secrets
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import bcrypt
from firstuseauthenticator import FirstUseAuthenticator
from firstuseauthenticator.firstuseauthenticator import ResetPasswordHandler
from jupyterhub.handlers import LoginHandler
from tornado import web
from traitlets import Set, Unicode, default

from attempts import Attempts, address_of
from passwords import Passwords

LONGEST = 72  # bytes that bcrypt takes
WAITING = 100  # passwords that wait to be checked: at 0.25 s each, and one core, the last one waits 25 s
PAUSE = 1  # second before a refusal: who tries in a loop gets no more than one answer a second from each connection
KNOWN = "nexttoken-known"  # the cookie of a browser in which a student has logged in
NAMES = "a name has at most 32 characters: first one of a to z, then these, digits and hyphens"


class ClassAuthenticator(FirstUseAuthenticator):
    """Checks and changes passwords. What is refused gets one sentence, on the page."""

    state = Unicode(config=True, help="The directory with the file of passwords.")
    teachers = Set(config=True, help="The names whose first password the hub makes and prints.")

    @default("check_passwords_on_startup")
    def _no_dbm_file(self):
        return False

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.passwords, self.attempts, self.waiting = Passwords(self.state), Attempts(), 0
        # bcrypt takes a core for 0.25 s. It runs beside the hub, and on half of the cores.
        self.hashing = ThreadPoolExecutor(max(1, os.cpu_count() // 2), "bcrypt")
        for name in sorted(self.teachers):
            self.give_a_password(name)

    async def authenticate(self, handler, data):
        """Returns the name if the password is right, or is chosen now."""
        name, password = (as_text((data or {}).get(field, "")) for field in ("username", "password"))
        name = self.normalize_username(name)
        if fault := self.fault_of_name(name) or self.fault_of(password):
            await refuse(403, fault)
        if not await self.is_right(handler, name, password, self.check_or_choose):
            await refuse(403, self.not_the_password(name))
        return name

    def not_the_password(self, name):
        if name in self.teachers:
            return f"This is not the password of the teacher {name}. The first one is in the log of the hub."
        return (f"This is not the password that was chosen for {name} at the first login. "
                "If you have forgotten it, or did not choose it, ask your teacher.")

    async def change_password(self, handler, name, current, new):
        """Returns what is wrong, in a sentence, or None when the password is changed."""
        if fault := self.fault_of(new):
            return fault
        if self.fault_of(current) or not await self.is_right(handler, name, current, self.check):
            return "This is not your current password."
        await self.in_thread(lambda: self.passwords.replace(name, hash_of(new)))

    async def is_right(self, handler, name, password, check):
        """Calls check in a thread, unless too many passwords were wrong."""
        browser = known_browser(handler, name)
        who = name, self.address(handler), browser
        if must_wait := self.attempts.begin(*who):
            await refuse(429, must_wait)
        try:
            right = await self.in_thread(check, name, password)
        except web.HTTPError:  # a try that was not made
            self.attempts.was_right(*who)
            raise
        if right:
            self.attempts.was_right(*who)
            if not browser:
                handler.set_signed_cookie(KNOWN, f"{name} {secrets.token_hex(8)}", path=handler.hub.base_url,
                                          httponly=True, secure=handler.request.protocol == "https")
        return right

    async def in_thread(self, call, *arguments):
        if self.waiting >= WAITING:
            await refuse(503, "Many students are logging in. Wait 20 seconds, then try again.")
        self.waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.hashing, call, *arguments)
        except sqlite3.Error as error:  # such as a full disk
            self.log.error("%s: %s", self.passwords.path, error)
            await refuse(503, "The server can't read or write the passwords now. Ask your teacher to look at its log.")
        finally:
            self.waiting -= 1

    def check(self, name, password):
        hashed = self.passwords.of(name)
        return hashed is not None and bcrypt.checkpw(password.encode(), hashed)

    def give_a_password(self, name):
        """Makes a password for a teacher who has none, and prints it."""
        first = secrets.token_urlsafe(9)
        if self.passwords.of(name) is None and self.passwords.choose(name, mine := hash_of(first)) == mine:
            print(f"nexttoken: the teacher {name} logs in with the password {first} and then changes it: "
                  "only this line has it", flush=True)

    def check_or_choose(self, name, password):
        """Of two who choose a password for the same name at the same time, one is the first."""
        if name in self.teachers:
            self.give_a_password(name)  # it can be forgotten while the hub runs
        if self.passwords.of(name) is None:
            mine = hash_of(password)
            return self.passwords.choose(name, mine) == mine or self.check(name, password)
        return self.check(name, password)

    def fault_of_name(self, name):
        if not self.validate_username(name):
            shown = name if len(name) <= 20 else name[:20] + "…"  # the page is narrow
            return f"“{shown}” is no name to log in with: {NAMES}."
        if not self.check_allowed(name):
            return f"“{name}” is not on the list of this class: type the name that your teacher gave you."

    def fault_of(self, password):
        """Returns why a text is no password, in a sentence, or None. It is the same for names with and without one."""
        size = len(password.encode())
        if len(password) < self.min_password_length:
            return f"A password has at least {self.min_password_length} characters, and this one has {len(password)}."
        if size > LONGEST:
            return f"A password has at most {LONGEST} bytes ({LONGEST} letters of a to z), and this one has {size}."
        if "\0" in password:
            return "A password has letters, digits and signs; this one has a character 0, which no keyboard has."

    def address(self, handler):
        request = handler.request
        return address_of(request.connection.context.address[0], request.headers.get("X-Forwarded-For", ""),
                          handler.hub.ip, self.parent.trusted_downstream_ips)

    def delete_user(self, user):
        self.passwords.forget(user.name)

    def get_handlers(self, app):
        return [(r"/login", LoginHandler), (r"/auth/change-password", ChangePasswordHandler)]


class ChangePasswordHandler(ResetPasswordHandler):
    """The page on which a student changes the password.

    It asks for the current one, since a page that another student made could send this form, too.
    """

    @web.authenticated
    async def get(self):
        await self.show()

    @web.authenticated
    async def post(self):
        current, new = (self.get_body_argument(field, "", strip=False) for field in ("current", "new"))
        try:
            fault = await self.authenticator.change_password(self, self.current_user.name, current, new)
        except web.HTTPError as refused:
            self.set_status(refused.status_code)
            fault = refused.log_message
        await self.show(fault=fault, done=not fault)

    async def show(self, **what):
        self.finish(await self.render_template("change-password.html", **what))


async def refuse(status, sentence):
    """The login page shows the sentence."""
    await asyncio.sleep(PAUSE)
    raise web.HTTPError(status, sentence)


def as_text(value):
    """What JSON can hold and UTF-8 can't becomes a question mark."""
    return str(value).encode(errors="replace").decode()


def hash_of(password):
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt())


def known_browser(handler, name):
    """Returns the cookie's value if the student has logged in with this browser, else None. The hub signed it."""
    value = (handler.get_signed_cookie(KNOWN) or b"").decode()
    return value if value.split(" ")[0] == name else None
