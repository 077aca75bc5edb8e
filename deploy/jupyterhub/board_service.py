"""The teacher's board as a service of the hub: who sees it, what it may ask the hub, and where servers report."""

import os
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

from common import NAME, NEXTTOKEN

PROGRAM = Path(__file__).resolve().parent / "board"
OWNER = 2_147_483_647  # the board's user: the number after those of the students' users
OPEN = "access:services!service=board"


def board(c, state, address):
    """Adds the board to JupyterHub's configuration c, where NEXTTOKEN_TEACHER names its teachers.

    It keeps its files in the directory state, and listens at the address, which the students' servers reach.
    """
    teachers = names(os.environ.get("NEXTTOKEN_TEACHER", ""))
    if not teachers:
        return
    folder = own_folder(state)
    prefix = urlsplit(c.JupyterHub.bind_url).path + "services/board/"
    c.JupyterHub.services += [{
        "name": "board", "url": address, "command": [sys.executable, "-P", str(PROGRAM)], "oauth_no_confirm": True,
        "timeout": 120,  # seconds until it must answer: the hub does not start without it
        "environment": {"NEXTTOKEN_TEACHER": " ".join(teachers), "NEXTTOKEN_BOARD_FOLDER": str(folder),
                        "NEXTTOKEN_PROGRAM": str(NEXTTOKEN), "PYTHONDONTWRITEBYTECODE": "1"},
    }]
    c.JupyterHub.load_roles += [
        {"name": "board", "services": ["board"], "scopes": ["list:users", "read:servers"]},
        {"name": "user", "scopes": ["self", OPEN]},  # a student sees what the board shows of that student
        {"name": "server", "scopes": ["users:activity!user", "access:servers!server", OPEN]},
    ]
    c.Spawner.environment["NEXTTOKEN_BOARD"] = f"{address}{prefix}report"
    if "allowed_users" in c.Authenticator:
        c.Authenticator.allowed_users |= set(teachers)
    c.ClassAuthenticator.teachers = set(teachers)
    print(f"nexttoken: the teacher's board is at {prefix}, for {', '.join(teachers)}", flush=True)


def names(text):
    """Returns the names in a text, separated by spaces or commas. Ends with one sentence if one can't log in."""
    found = text.lower().replace(",", " ").split()
    for name in found:
        if not re.match(NAME, name):
            sys.exit(f"nexttoken: NEXTTOKEN_TEACHER is {text!r}, and {name!r} can't log in: a name has at most 32 "
                     "characters, first a letter, then letters, digits and hyphens")
    return found


def own_folder(state):
    """Makes and returns the board's folder. It belongs to a user of its own, which the board becomes.

    A hub that is not root, as in a pod, has a board of its own user.
    """
    folder = state / "board"
    folder.mkdir(mode=0o700, exist_ok=True)
    for path in (folder, *folder.iterdir()) if os.getuid() == 0 else ():
        os.chown(path, OWNER, OWNER, follow_symlinks=False)
    return folder
