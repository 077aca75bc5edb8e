"""A class server on one machine: `make hub`, as root. Each student is another Unix user.

    NEXTTOKEN_HUB        address; http://127.0.0.1/ if not given; with https, HUB_KEY and HUB_CERT name files
    NEXTTOKEN_HUB_DOMAIN each student's pages at an address of their own, such as ada.class.example.org; see README.md
    NEXTTOKEN_HUB_STATE  folder of homes and passwords; .class/ of the checkout if not given
    NEXTTOKEN_HUB_PORT   port of the hub itself, and the next ones for proxy and board; 1008 if not given
    NEXTTOKEN_CLASS      file with the names that may log in: `nexttoken logins` prints them; or everybody; without it,
                         everybody on this machine, if no other computer reaches the address
    NEXTTOKEN_TEACHER    names of teachers, who see the board at /services/board/; without it, there is no board
    NEXTTOKEN_SOLUTIONS  off: the solved pages are not copied into the homes, and students can't read the lecture's
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from machine import HUB, ROOT, serve
from students import StudentSpawner

SOLVED = ".git", "notebooks", "student", "book", "slides"  # folders of the checkout where solved pages are

state = serve(c)  # noqa: F821: JupyterHub gives c
c.JupyterHub.spawner_class = StudentSpawner  # noqa: F821
c.StudentSpawner.homes = str(state / "homes")  # noqa: F821
c.StudentSpawner.temporary = str(state / "temporary")  # noqa: F821
START = str(ROOT / "deploy" / "image" / "start")
SERVER = [START, sys.executable, "-P", "-m", "jupyterhub.singleuser"]  # -P: no modules of the home
c.StudentSpawner.server_cmd = SERVER  # noqa: F821
if c.Spawner.environment["NEXTTOKEN_SOLUTIONS"] == "off":  # noqa: F821
    solved = [ROOT / "notebooks" / "solutions", *(HUB.parent.parent / name for name in SOLVED)]
    c.Spawner.environment["NEXTTOKEN_HIDDEN"] = "\n".join(map(str, solved))  # noqa: F821
# All use the same kernel, and compile from the same caches, which they can read but not write.
c.Spawner.environment |= {  # noqa: F821
    "GOMODCACHE": str(HUB / "go" / "modules"),
    "GOCACHE": str(HUB / "go" / "cache"),
    "PATH": f"{os.environ['PATH']}:{ROOT}/.venv/bin",  # for the command nexttoken
    "JUPYTER_PATH": str(ROOT / ".venv" / "share" / "jupyter"),
    "JUPYTER_CONFIG_PATH": str(ROOT / ".venv" / "etc" / "jupyter"),
}
