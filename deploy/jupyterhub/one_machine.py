"""A class server on one machine, to try out: `make hub`, as root. Each student is another Unix user; there are no limits of memory.

    NEXTTOKEN_HUB        where it is served; http://localhost:8000/ if not given; with https, HUB_KEY and HUB_CERT name files
    NEXTTOKEN_HUB_STATE  where homes and passwords lie; .class/ of the checkout if not given
    NEXTTOKEN_HUB_PORT   of the hub itself, and the next one of the proxy's; 1008 if not given
    NEXTTOKEN_CLASS      a file with the names that may log in, one a line; without it, everybody may
    NEXTTOKEN_SOLUTIONS  off: the solved pages are not copied into the homes
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from machine import HUB, ROOT, serve
from students import StudentSpawner

state = serve(c)  # noqa: F821: JupyterHub gives c
c.JupyterHub.spawner_class = StudentSpawner  # noqa: F821
c.StudentSpawner.homes = str(state / "homes")  # noqa: F821
c.Spawner.cmd = [str(ROOT / "deploy" / "image" / "start"), sys.executable, "-P", "-m", "jupyterhub.singleuser"]  # noqa: F821: -P: no module is taken from the home
# All find the same kernel, and compile from the same caches, which they can read and not write.
c.Spawner.environment |= {  # noqa: F821
    "GOMODCACHE": str(HUB / "go" / "modules"),
    "GOCACHE": str(HUB / "go" / "cache"),
    "PATH": f"{os.environ['PATH']}:{ROOT}/.venv/bin",  # where the command nexttoken is
    "JUPYTER_PATH": str(ROOT / ".venv" / "share" / "jupyter"),
    "JUPYTER_CONFIG_PATH": str(ROOT / ".venv" / "etc" / "jupyter"),
}
