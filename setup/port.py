"""Prints the port for JupyterLab: PORT if it is given, or the first free one from 8888.

Ends with one sentence where PORT can't be used, before anybody reads an address that does not open.
"""

import errno
import os
import re
import socket
import sys

FIRST, LAST = 8888, 8987


def why_not(port):
    """Says why a server can't listen on a port of this machine, "" if it can."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            return "another program uses it: end that, or give another port"
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as JupyterLab does
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            allowed = "only an administrator may use it: give one of 1024 to 65535"
            return allowed if error.errno == errno.EACCES else f"it can't be used ({error.strerror}): give another port"
    return ""


def chosen(asked):
    if not asked:
        for port in range(FIRST, LAST + 1):
            if not why_not(port):
                return port
        sys.exit(f"nexttoken: no port from {FIRST} to {LAST} is free: give one, such as PORT=9000")
    if not re.fullmatch("[0-9]{1,5}", asked) or not 0 < int(asked) < 65536:
        sys.exit(f"nexttoken: PORT is {asked}: give a whole number from 1 to 65535, such as PORT=9000")
    if reason := why_not(int(asked)):
        sys.exit(f"nexttoken: PORT is {asked}, and {reason}")
    return int(asked)


if __name__ == "__main__":
    print(chosen(os.environ.get("PORT")))
