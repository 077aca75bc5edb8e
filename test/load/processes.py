"""What the processes of students take. A student's processes are those whose HOME is the student's home."""

import asyncio
import os
import signal
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def of_students(homes):
    return [pid for pid, home in homes_of_processes() if homes in home.parents]


def of_student(home):
    return [pid for pid, found in homes_of_processes() if found == home]


def homes_of_processes():
    for process in Path("/proc").iterdir():
        try:
            variables = (process / "environ").read_bytes().split(b"\0") if process.name.isdigit() else []
        except OSError:  # it has ended
            continue
        for variable in variables:
            if variable.startswith(b"HOME="):
                yield int(process.name), Path(variable[5:].decode())


def megabytes(pid):
    """The memory of a process; what several share, is divided among them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("Pss:")), 0)


def seconds_of_cpu(homes):
    """The processor's seconds of the students' processes, and of those that they started and that have ended."""
    total = 0
    for pid in of_students(homes):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += sum(int(field) for field in fields[11:15]) / TICKS
    return total


async def watch_memory(homes, found, every=5):
    """Appends the memory of all students, in megabytes, until it is cancelled."""
    while True:
        found.append(sum(megabytes(pid) for pid in of_students(homes)))
        await asyncio.sleep(every)


def kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
