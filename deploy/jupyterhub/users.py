"""Unix users that are numbers without an account on the machine: of the proxy, and of each student."""

import contextlib
import os
import pwd
import subprocess
from pathlib import Path

# systemd's Users, Groups, UIDs and GIDs leaves these free: the proxy's, then the students'.
PROXY = 1_879_048_192
NUMBERS = range(PROXY + 1, 2_147_483_647)
CONTROL_GROUPS = Path("/sys/fs/cgroup")
SOCKETS = Path("/run/nexttoken")  # short, since a socket's path has at most 107 bytes


def end_all_of(number):
    """Ends every process of a Unix user, also those that start others meanwhile: the kernel signals all at once."""
    end = "tries=0; while kill -KILL -1 2>/dev/null && [ $tries -lt 50 ]; do tries=$((tries + 1)); sleep 0.1; done"
    subprocess.run(["setpriv", f"--reuid={number}", f"--regid={number}", "--clear-groups", "sh", "-c", end])
    for pattern in f"nexttoken-{number}", f"*/nexttoken-{number}":  # the groups that confine has made
        for group in CONTROL_GROUPS.glob(pattern):
            with contextlib.suppress(OSError):
                group.rmdir()


def make_folder(path, number, group, mode):
    """Makes a folder of a Unix user, with the given group and mode. It must be missing, and its parent root's."""
    path.mkdir(mode=0o700)
    os.chown(path, number, group)
    path.chmod(mode)
    return path


def remove(path):
    """Removes a folder and all in it, if it is there. It follows no link, and goes as deep as a student has gone."""
    subprocess.run(["rm", "--recursive", "--force", "--one-file-system", path], check=True)


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
