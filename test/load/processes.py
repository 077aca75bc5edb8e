"""What the processes of students take: of those that a class server started, and of all that these start."""

import asyncio
import os
import signal
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def of_class(hub):
    return [pid for pid, variables in environments() if is_of(hub, variables)]


def of_student(hub, student):
    return [
        pid
        for pid, variables in environments()
        if is_of(hub, variables) and variables.get("JUPYTERHUB_USER") == student.name
    ]


def is_of(hub, variables):
    return "JUPYTERHUB_SERVICE_NAME" not in variables and variables.get("JUPYTERHUB_API_URL", "").endswith(
        f":{hub.port}/hub/api"
    )


def environments():
    """Yields each process of this machine, in containers too, with the variables that it was started with."""
    for process in Path("/proc").iterdir():
        try:
            text = (process / "environ").read_bytes().decode(errors="replace") if process.name.isdigit() else ""
        except OSError:  # it has ended
            continue
        yield process.name, dict(variable.split("=", 1) for variable in text.split("\0") if "=" in variable)


def megabytes(pid):
    """The memory of a process; what several share, is divided among them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("Pss:")), 0)


def seconds_of_cpu(hub):
    """The processor's seconds of the students' processes, and of those that they started and that have ended."""
    total = 0
    for pid in of_class(hub):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += sum(int(field) for field in fields[11:15]) / TICKS
    return total


async def watch_memory(hub, found, every=5):
    """Appends the memory of all students, in megabytes, until it is cancelled."""
    while True:
        found.append(sum(megabytes(pid) for pid in of_class(hub)))
        await asyncio.sleep(every)


def kill(pid):
    try:
        os.kill(int(pid), signal.SIGKILL)
    except ProcessLookupError:
        pass
