"""Unix users that are numbers without an account on the machine: of the proxy, and of each student."""

import contextlib
import os
import pwd
import subprocess
import sys
import time
from pathlib import Path

# systemd's Users, Groups, UIDs and GIDs leaves these free: the proxy's, then the students'.
PROXY = 1_879_048_192
NUMBERS = range(PROXY + 1, 2_147_483_647)
CONTROL_GROUPS = Path("/sys/fs/cgroup")
SOCKETS = Path("/run/nexttoken")  # short, since a socket's path has at most 107 bytes


# Signals all processes of a user at once, as a user whom none of them can signal, stop or trace: the student's number
# is only the effective one.
KILL = """import os, sys
number = int(sys.argv[1])
other = number + 2 ** 31
os.setgroups([])
os.setresgid(other, other, other)
os.setresuid(other, number, other)
os.kill(-1, 9)"""


def end_all_of(number):
    """Ends every process of a Unix user, also those that start others or kill others meanwhile.

    Returns whether there was one.
    """
    for tries in range(100):
        if not processes_of(number):
            break
        subprocess.run([sys.executable, "-I", "-S", "-c", KILL, str(number)], stderr=subprocess.DEVNULL)
        time.sleep(0.05)
    else:
        raise RuntimeError(f"processes of the user {number} do not end: {processes_of(number)[:5]}")
    for pattern in f"nexttoken-{number}", f"*/nexttoken-{number}":  # the groups that confine has made
        for group in CONTROL_GROUPS.glob(pattern):
            with contextlib.suppress(OSError):
                group.rmdir()
    return tries > 0


def processes_of(number):
    """Returns the processes of a Unix user that have not ended."""
    return [process.name for process in Path("/proc").iterdir()
            if process.name.isdigit() and str(number) in users_of(process)]


def users_of(process):
    """Returns the real, effective, saved and file system's user of a process; none where it has ended."""
    try:
        lines = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines() if ":" in line)
    except OSError:
        return []
    return [] if lines.get("State", "Z").strip().startswith("Z") else lines["Uid"].split()


def make_folder(path, number, group, mode):
    """Makes a folder of a Unix user, with the given group and mode. It must be missing, and its parent root's."""
    path.mkdir(mode=0o700)
    os.chown(path, number, group)
    path.chmod(mode)
    return path


def remove(path):
    """Removes a folder and all in it, if it is there. It follows no link, and goes as deep as a student has gone."""
    subprocess.run(["rm", "--recursive", "--force", "--one-file-system", path], check=True)


def small_disk(path, number, group, mode):
    """Makes a folder of a Unix user that is a disk of its own, of 4 MB in memory: /run belongs to the whole machine."""
    path.mkdir(mode=0o700)
    size = f"size=4m,nr_inodes=1000,nosuid,nodev,uid={number},gid={group},mode={mode:o}"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "nexttoken", path], check=True)
    return path


def remove_disk(path):
    """Removes what small_disk has made, if it is there."""
    subprocess.run(["umount", "--lazy", path], stderr=subprocess.DEVNULL)
    remove(path)


def open_to_others(path):
    """Makes a folder of root's, if it is missing, in which others can go to what they know the name of."""
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o711)
    return path


def end_last(process="self"):
    """Lets the kernel end a process only after others where memory is short. A container's root may not ask that."""
    with contextlib.suppress(PermissionError):
        Path(f"/proc/{process}/oom_score_adj").write_text("-900")


def account_of(number):
    """Returns the name of the account with a user's number on this machine, or "" if there is none."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return ""
