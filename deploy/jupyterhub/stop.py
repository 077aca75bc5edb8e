"""Ends the processes that a stopped hub leaves: stop.py STATE. `make stop-hub` calls it."""

import os
import signal
import sys
from pathlib import Path

from students import account_of


def stop_everything(state):
    """Ends the proxy, and every process of the students whose homes are in the state. Returns how many."""
    owners = {home.stat().st_uid for home in (state / "homes").iterdir()}
    students = {number for number in owners if not account_of(number)}
    proxy = state / "proxy.pid"
    running = [process for process in Path("/proc").iterdir() if process.name.isdigit()]
    ended = end(process for process in running if owner(process) in students)
    if proxy.exists():  # after a restart of the machine, another process may have its number
        ended += end(process for process in running
                     if process.name == proxy.read_text() and b"configurable-http-proxy" in command_of(process))
        proxy.unlink()
    return ended


def owner(process):
    try:
        return process.stat().st_uid
    except OSError:  # it has ended
        return None


def command_of(process):
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""


def end(processes):
    count = 0
    for process in processes:
        try:
            os.kill(int(process.name), signal.SIGKILL)
            count += 1
        except ProcessLookupError:
            pass
    return count


if __name__ == "__main__":
    if os.getuid() != 0:
        sys.exit("nexttoken: the processes of a hub belong to root and to the students, so root must end them: "
                 "sudo make stop-hub")
    asked = Path(sys.argv[1])
    if not (asked / "homes").is_dir():
        sys.exit(f"nexttoken: {asked} has no homes of a class: "
                 "give the folder that the hub was started with, NEXTTOKEN_HUB_STATE=…")
    print(f"nexttoken: ended {stop_everything(asked)} processes: the proxy, and those of the students")
