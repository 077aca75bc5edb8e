"""A class server on one machine, to try out: `make hub`, as root. Each student is another Unix user; there are no limits of memory.

    NEXTTOKEN_HUB        where it is served; http://localhost:8000/ if not given; with https, HUB_KEY and HUB_CERT name files
    NEXTTOKEN_HUB_STATE  where homes and passwords lie; .class/ of the checkout if not given
    NEXTTOKEN_CLASS      a file with the names that may log in, one a line; without it, everybody may
    NEXTTOKEN_SOLUTIONS  off: the solved pages are not copied into the homes
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from common import configure
from proxy import keep_running
from students import StudentSpawner

ROOT = Path(__file__).resolve().parents[2]
HUB = ROOT / ".venv" / "hub"
STATE = Path(os.environ.get("NEXTTOKEN_HUB_STATE", ROOT / ".class"))
PORT = int(os.environ.get("NEXTTOKEN_HUB_PORT", 8081))  # of the hub itself; the proxy's own is the next one

if os.getuid() != 0:
    sys.exit('nexttoken: `make hub` starts servers as other users, so it must run as root: sudo env "PATH=$PATH" make hub')
if (HUB / "state").exists() and not STATE.exists():
    sys.exit(f"nexttoken: homes and passwords lie in {STATE} now, and yours in .venv/hub/state: "
             "sudo make stop-hub NEXTTOKEN_HUB_STATE=.venv/hub/state, then sudo mv .venv/hub/state .class")
os.umask(0o077)  # what the hub remembers is for root alone
(STATE / "homes").mkdir(parents=True, exist_ok=True)
STATE.chmod(0o711)  # students reach their homes, and can list neither these nor what the hub remembers
(STATE / "homes").chmod(0o711)

configure(c, STATE)  # noqa: F821: JupyterHub gives c
c.JupyterHub.bind_url = os.environ.get("NEXTTOKEN_HUB", "http://localhost:8000/")  # noqa: F821
c.JupyterHub.ssl_key, c.JupyterHub.ssl_cert = os.environ.get("HUB_KEY", ""), os.environ.get("HUB_CERT", "")  # noqa: F821
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{PORT}"  # noqa: F821
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{PORT + 1}"  # noqa: F821
keep_running(c, [str(HUB / "node_modules" / ".bin" / "configurable-http-proxy")], STATE)  # noqa: F821
c.JupyterHub.spawner_class = StudentSpawner  # noqa: F821
c.StudentSpawner.homes = str(STATE / "homes")  # noqa: F821
c.Spawner.cmd = [str(ROOT / "deploy" / "image" / "start"), sys.executable, "-m", "jupyterhub.singleuser"]  # noqa: F821
# All find the same kernel, and compile from the same caches, which they can read and not write.
c.Spawner.environment |= {  # noqa: F821
    "GOMODCACHE": str(HUB / "go" / "modules"),
    "GOCACHE": str(HUB / "go" / "cache"),
    "PATH": f"{os.environ['PATH']}:{ROOT}/.venv/bin",  # where the command nexttoken is
    "JUPYTER_PATH": str(ROOT / ".venv" / "share" / "jupyter"),
    "JUPYTER_CONFIG_PATH": str(ROOT / ".venv" / "etc" / "jupyter"),
}
