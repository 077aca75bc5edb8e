"""Runs each student's server as another Unix user, in a home that no other student can open, within limits."""

import asyncio
import os
import secrets
import subprocess
from pathlib import Path
from urllib.parse import quote

from jupyterhub.spawner import LocalProcessSpawner
from traitlets import List, Unicode

from users import (
    NUMBERS, PROXY, SOCKETS, account_of, end_all_of, make_folder, open_to_others, remove, remove_disk, small_disk,
    users_of,
)

SYSTEMD = Path("/run/systemd/system")
MEMORY, TASKS = 2 << 30, 1000  # bytes; processes and threads: of a student, as a container has them
CONFINE = str(Path(__file__).resolve().parent / "confine")
JUPYTERS_PORT = 8888  # the only one beside which Jupyter listens on a socket; nobody listens on the port


class StudentSpawner(LocalProcessSpawner):
    """Makes no account on the machine: a Unix user is a number, and a student's number is that of the home's owner.

    The server and its kernels listen on sockets in a folder that only the student opens, and the proxy for the server.
    A port has faults: while a server is not there, another student could listen in its place, and would get the
    requests of its owner; and every user of the machine could read what a kernel on a port prints.
    """

    homes = Unicode(config=True, help="The directory in which each student has a home.")
    server_cmd = List(Unicode(), config=True, help="The command that starts a server.")
    temporary = Unicode(config=True, help="The directory in which each student has what is /tmp there.")

    async def start(self):
        number = self.number()
        await asyncio.to_thread(self.make_folders, number)
        self.cmd = [*confined(number, self.own_temporary), *self.server_cmd]
        self.port = JUPYTERS_PORT
        with open(self.own_temporary / "server.log", "ab") as log:  # not the terminal in which root types
            self.popen_kwargs = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
            await super().start()
        return "http+unix://" + quote(str(self.socket), safe="")

    async def _signal(self, sig):
        """Signals the server, unless another process has its number by now, as after a restart of the machine."""
        if self.proc is None and str(self.number()) not in users_of(Path("/proc") / str(self.pid)):
            return False
        return await super()._signal(sig)

    async def stop(self, now=False):
        """Ends the server, and then all else that the student has started."""
        await super().stop(now)
        await asyncio.to_thread(end_all_of, self.number())

    def make_folders(self, number):
        """Makes the folders that the server needs beside the home again, when no process of the student is there.

        The student owns them, and may have put links into them, which root must not follow.
        """
        end_all_of(number)  # what a server that was killed has left
        for folder in self.own_temporary, self.socket.parent:
            open_to_others(folder.parent)
        remove(self.own_temporary)
        self.own_temporary.mkdir(mode=0o700)  # root's: the student gets what confine makes in it
        remove_disk(self.socket.parent)
        # The proxy may look into it, and what is made in it belongs to the proxy's group.
        make_folder(small_disk(self.socket.parent, 0, PROXY, 0o2710) / "kernels", number, number, 0o700)
        os.chown(self.socket.parent, number, PROXY)

    @property
    def home(self):
        return Path(self.homes) / self.user.name

    def number(self):
        """Returns the number of the home's owner. Makes the home if it is missing."""
        if not self.home.exists():
            number = secrets.choice(NUMBERS)  # at random, so that two classes on a machine share no user
            make_folder(self.home, number, number, 0o700)
        number = self.home.stat().st_uid
        if account := account_of(number):
            raise RuntimeError(f"the home {self.home} belongs to {account}, whom the student would become: "
                               "copy homes as root with `cp -a`, which keeps their owners")
        return number

    @property
    def socket(self):
        return SOCKETS / str(self.number()) / "server"

    @property
    def kernels(self):
        return self.socket.with_name("kernels")

    @property
    def own_temporary(self):
        return Path(self.temporary) / self.user.name

    def make_preexec_fn(self, name):
        """Returns nothing to do: confine becomes the student."""
        return None

    def get_args(self):
        return [*super().get_args(), "--KernelManager.transport=ipc",
                f"--ServerApp.sock={self.socket}", "--ServerApp.sock_mode=0660"]

    def user_env(self, env):
        return env | {
            "USER": self.user.name, "HOME": str(self.home), "SHELL": "/bin/sh",
            "NEXTTOKEN_MODELS": str(self.home / "models"), "JUPYTER_RUNTIME_DIR": str(self.kernels),
        }


def confined(number, temporary):
    """Returns the beginning of a command: what follows is run as a Unix user, within limits.

    With systemd, the student gets a scope of its own; without it, confine uses the control groups that it finds.
    """
    limits = f"MemoryMax={MEMORY} MemorySwapMax=0 TasksMax={TASKS} CPUWeight=100".split()
    scope = ["systemd-run", "--scope", "--quiet", "--collect", *(f"--property={limit}" for limit in limits)]
    confine = ["unshare", "--mount", "--ipc", CONFINE, *map(str, (number, temporary, MEMORY, TASKS))]
    return [*scope, *confine] if SYSTEMD.is_dir() else confine
