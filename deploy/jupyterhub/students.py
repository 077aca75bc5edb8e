"""Runs the server of each student as another Unix user, in a home that no other student can open."""

import os
from pathlib import Path

from jupyterhub.spawner import LocalProcessSpawner
from traitlets import Unicode

FIRST_NUMBER = 200_000  # of a student's user; far above the accounts of a machine
SOCKETS = Path("/run/nexttoken")  # short, since a socket's path ends after 107 letters


class StudentSpawner(LocalProcessSpawner):
    """No account is made on the machine: a Unix user is a number, and a student's is the one that owns the home."""

    homes = Unicode(config=True, help="The directory in which each student has a home.")

    @property
    def home(self):
        return Path(self.homes) / self.user.name

    def make_home(self):
        """Makes the home where it is missing, and returns the number of the user that owns it."""
        if not self.home.exists():
            number = 1 + max([FIRST_NUMBER] + [home.stat().st_uid for home in Path(self.homes).iterdir()])
            self.home.mkdir(mode=0o700)
            os.chown(self.home, number, number)
        return self.home.stat().st_uid

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
