"""Keeps a part of the disk free for the hub: reserve.py STATE. The hub runs it as a service.

Students can fill the disk. A file holds a reserve; when the disk is full, the file is emptied, so that logins and saved
notebooks of small size still find room, and the log names the largest homes. With room again, the reserve is back.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

RESERVE = 256 << 20  # bytes
FULL = 32 << 20  # bytes that are free, or fewer
EVERY = 2  # seconds


def free(folder):
    """Returns the bytes that are free; 0 where there are hardly names for new files, which students can use up, too."""
    disk = os.statvfs(folder)
    names_left = disk.f_files == 0 or disk.f_favail > 1000  # some disks have no limit of names
    return disk.f_bavail * disk.f_frsize if names_left else 0


def look(state, free=free):
    """Gives the reserve, or takes it again. Returns what happened as one sentence, or "" where nothing did."""
    file = state / "reserve"
    held = file.stat().st_size if file.exists() else 0
    if held and free(state) < FULL:
        file.write_bytes(b"")
        return (f"the disk of {state} is full: {held >> 20} MB of reserve are free now. The largest homes: "
                f"{', '.join(largest(state / 'homes'))}. Ask these students to delete something")
    if not held and free(state) > 2 * RESERVE:
        with open(file, "wb") as handle:
            os.posix_fallocate(handle.fileno(), 0, RESERVE)
        return f"{RESERVE >> 20} MB of {state}'s disk are kept in reserve"
    return ""


def largest(homes, count=3):
    """Returns the largest homes, with their megabytes."""
    command = ["du", "--summarize", "--block-size=1M", *homes.iterdir()]
    lines = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
    sizes = sorted((line.split("\t") for line in lines), key=lambda pair: -int(pair[0]))
    return [f"{Path(home).name} {megabytes} MB" for megabytes, home in sizes[:count]]


if __name__ == "__main__":
    asked = Path(sys.argv[1])
    while True:
        if happened := look(asked):
            print(f"nexttoken: {happened}", flush=True)
        time.sleep(EVERY)
