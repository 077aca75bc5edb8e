"""Locks of files, which last until the process that holds them, and those it gives them to, have ended."""

import fcntl
import sys

held = []  # kept open


def hold(file, otherwise, shared=False):
    """Locks a file, and returns it open. Ends with a sentence where another process holds it."""
    handle = open(file, "a")
    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        sys.exit(f"nexttoken: {otherwise}")
    held.append(handle)
    return handle
