"""Runs the server of each student as another Unix user, in a home that no other student can open."""

import os
import pwd
import secrets
from collections import deque
from pathlib import Path

from jupyterhub.spawner import LocalProcessSpawner
from jupyterhub.utils import random_port
from traitlets import Unicode

NUMBERS = range(1_879_048_192, 2_147_483_647)  # of students' users: Linux gives them to nobody (systemd, Users, Groups, UIDs and GIDs)
SOCKETS = Path("/run/nexttoken")  # short, since a socket's path ends after 107 letters


class StudentSpawner(LocalProcessSpawner):
    """No account is made on the machine: a Unix user is a number, and a student's is the one that owns the home."""

    homes = Unicode(config=True, help="The directory in which each student has a home.")
    given = deque(maxlen=1000)  # ports that were lately given to servers, some of which don't listen yet

    async def start(self):
        """A server that was given the port of another one that is starting too would die."""
        while self.port in (0, *self.given):
            self.port = random_port()
        self.given.append(self.port)
        return await super().start()

    @property
    def home(self):
        return Path(self.homes) / self.user.name

    def make_home(self):
        """Makes the home where it is missing, and returns the number of the user that owns it."""
        if not self.home.exists():
            number = secrets.choice(NUMBERS)  # at random, so that two classes on a machine share no user
            self.home.mkdir(mode=0o700)
            os.chown(self.home, number, number)
        number = self.home.stat().st_uid
        if account := account_of(number):
            raise RuntimeError(f"the home {self.home} belongs to {account}, whom the student would become: copy homes as root with `cp -a`, which keeps their owners")
        return number

    def make_preexec_fn(self, name):
        home, number = str(self.home), self.make_home()

        def become_the_student():
            os.setgroups([])
            os.setgid(number)
            os.setuid(number)
            os.umask(0o077)
            os.chdir(home)

        return become_the_student

    def make_directory_of_sockets(self):
        """Makes the directory in which JupyterLab talks to the student's kernels, which no other student can open."""
        number = self.make_home()
        directory = SOCKETS / str(number)
        SOCKETS.mkdir(mode=0o711, exist_ok=True)
        SOCKETS.chmod(0o711)
        directory.mkdir(mode=0o700, exist_ok=True)
        os.chown(directory, number, number)
        return directory

    def get_args(self):
        """Kernels listen on sockets in that directory. On ports, as is the custom, every user of the machine could read
        what a cell prints; and two kernels that start at the same moment can be given the same one, of which one then dies."""
        return [*super().get_args(), "--KernelManager.transport=ipc"]

    def user_env(self, env):
        return env | {"USER": self.user.name, "HOME": str(self.home), "SHELL": "/bin/sh", "NEXTTOKEN_MODELS": str(self.home / "models"),
                      "JUPYTER_RUNTIME_DIR": str(self.make_directory_of_sockets())}


def account_of(number):
    """Returns the name of the account that a Unix user's number has on this machine, or "" for a number without one."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return ""
