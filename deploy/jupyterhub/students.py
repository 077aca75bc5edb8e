"""Runs each student's server as another Unix user, in a home that no other student can open."""

import os
import pwd
import secrets
from collections import deque
from pathlib import Path

from jupyterhub.spawner import LocalProcessSpawner
from jupyterhub.utils import random_port
from traitlets import Unicode

NUMBERS = range(1_879_048_192, 2_147_483_647)  # of students' users; free, by systemd's Users, Groups, UIDs and GIDs
SOCKETS = Path("/run/nexttoken")  # short, since a socket's path has at most 107 bytes


class StudentSpawner(LocalProcessSpawner):
    """Makes no account on the machine: a Unix user is a number, and a student's number is that of the home's owner."""

    homes = Unicode(config=True, help="The directory in which each student has a home.")
    given = deque(maxlen=1000)  # ports of the latest servers, some of which don't listen yet

    async def start(self):
        """Gives the server a port of its own. Two that start at the same time could get the same, and one would end."""
        while self.port in (0, *self.given):
            self.port = random_port()
        self.given.append(self.port)
        return await super().start()

    @property
    def home(self):
        return Path(self.homes) / self.user.name

    def make_home(self):
        """Makes the home if it is missing, and returns the number of its owner."""
        if not self.home.exists():
            number = secrets.choice(NUMBERS)  # at random, so that two classes on a machine share no user
            self.home.mkdir(mode=0o700)
            os.chown(self.home, number, number)
        number = self.home.stat().st_uid
        if account := account_of(number):
            raise RuntimeError(f"the home {self.home} belongs to {account}, whom the student would become: "
                               "copy homes as root with `cp -a`, which keeps their owners")
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
        """Makes the directory of the sockets between JupyterLab and the student's kernels. No other student can open
        it."""
        number = self.make_home()
        directory = SOCKETS / str(number)
        SOCKETS.mkdir(mode=0o711, exist_ok=True)
        SOCKETS.chmod(0o711)
        directory.mkdir(mode=0o700, exist_ok=True)
        os.chown(directory, number, number)
        return directory

    def get_args(self):
        """Makes kernels listen on sockets in that directory.

        Ports, the default, have two faults: every user of the machine could read what a cell prints; and two kernels
        that start at the same time could get the same port, and one would end.
        """
        return [*super().get_args(), "--KernelManager.transport=ipc"]

    def user_env(self, env):
        return env | {
            "USER": self.user.name, "HOME": str(self.home), "SHELL": "/bin/sh",
            "NEXTTOKEN_MODELS": str(self.home / "models"), "JUPYTER_RUNTIME_DIR": str(self.make_directory_of_sockets()),
        }


def account_of(number):
    """Returns the name of the account with a user's number on this machine, or "" if there is none."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return ""
