"""What the processes of students take. A student's processes are those of the user who owns the student's home."""

import asyncio
import os
import signal
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def of_students(homes):
    owners = {home.stat().st_uid for home in homes.iterdir()}
    return [int(process.name) for process in Path("/proc").iterdir() if process.name.isdigit() and owner(process) in owners]


def of_student(home):
    return [int(process.name) for process in Path("/proc").iterdir() if process.name.isdigit() and owner(process) == home.stat().st_uid]


def owner(process):
    try:
        return process.stat().st_uid
    except OSError:  # it has ended
        return None


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
