"""Ends what a stopped hub leaves: stop.py STATE. `make stop-hub` calls it.

That is the proxy, all processes of the students whose homes are in STATE, and the containers of the class.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from state import folder_of_a_class
from users import SOCKETS, account_of, end_all_of, remove_disk


def stop_everything(state):
    """Ends all of it. Returns of how many students, how many containers, and whether there was a proxy."""
    owners = {home.stat().st_uid for home in (state / "homes").iterdir()}
    running = 0
    for number in (owner for owner in owners if not account_of(owner)):
        running += end_all_of(number)
        remove_disk(SOCKETS / str(number))
    return running, end_containers(state), end_proxy(state)


def end_proxy(state):
    """Ends the proxy, and waits until it has ended. Returns whether it was there."""
    file = state / "proxy.pid"
    if not file.exists():
        return False
    process = Path("/proc") / file.read_text()
    file.unlink()
    if b"configurable-http-proxy" not in command_of(process):  # after a restart of the machine, the number is another's
        return False
    os.kill(int(process.name), signal.SIGKILL)
    while b"configurable-http-proxy" in command_of(process):
        time.sleep(0.1)
    return True


def command_of(process):
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""


def end_containers(state):
    """Ends the containers of a class, and returns how many. Their homes, which are volumes, stay."""
    name = state / "containers"
    if not name.exists():
        return 0
    found = docker("ps", "--all", "--quiet", "--filter", f"label=class={name.read_text()}").split()
    if found:
        docker("rm", "--force", *found)
    return len(found)


def docker(*arguments):
    return subprocess.run(["docker", *arguments], capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    if os.getuid() != 0:
        sys.exit("nexttoken: the processes of a hub belong to root and to the students, so root must end them: "
                 "sudo make stop-hub")
    servers, containers, proxy = stop_everything(folder_of_a_class(sys.argv[1]))
    print(f"nexttoken: ended {servers} students' servers, {containers} containers and {'the' if proxy else 'no'} proxy")
