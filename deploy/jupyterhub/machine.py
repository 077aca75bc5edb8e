"""A hub on this machine: its addresses, its files, and its proxy. one_machine.py lists the settings."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from board_service import board
from common import configure
from proxy import keep_running

ROOT = Path(__file__).resolve().parents[2]
HUB = ROOT / ".venv" / "hub"


def serve(c, hub_address="127.0.0.1"):
    """Fills JupyterHub's configuration c, and starts the proxy unless it runs. Servers reach the hub at hub_address.

    Returns the directory of the hub's files.
    """
    if os.getuid() != 0:
        sys.exit('nexttoken: `make hub` starts servers as other users, so it must run as root: '
                 'sudo env "PATH=$PATH" make hub')
    state, port = make_state(), hub_port()
    configure(c, state)
    c.JupyterHub.bind_url = public_address(os.environ.get("NEXTTOKEN_HUB", "http://localhost:8000/"))
    c.JupyterHub.ssl_key, c.JupyterHub.ssl_cert = os.environ.get("HUB_KEY", ""), os.environ.get("HUB_CERT", "")
    c.JupyterHub.hub_bind_url = f"http://{hub_address}:{port}"
    c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{port + 1}"
    board(c, state, f"http://{hub_address}:{port + 2}")
    keep_running(c, [str(HUB / "node_modules" / ".bin" / "configurable-http-proxy")], state)
    print(f"nexttoken: students open {for_students(c.JupyterHub.bind_url)}", flush=True)
    return state


def make_state():
    """Makes and returns the directory of homes and passwords. Students cannot list it."""
    state = Path(os.environ.get("NEXTTOKEN_HUB_STATE", ROOT / ".class")).resolve()
    if (HUB / "state").exists() and not state.exists():
        sys.exit(f"nexttoken: homes and passwords are now in {state}, but yours are in .venv/hub/state: "
                 "sudo make stop-hub NEXTTOKEN_HUB_STATE=.venv/hub/state, then sudo mv .venv/hub/state .class")
    os.umask(0o077)  # the hub's files are for root alone
    (state / "homes").mkdir(parents=True, exist_ok=True)
    state.chmod(0o711)  # students reach their homes
    (state / "homes").chmod(0o711)
    return state


def hub_port():
    """Returns the port of the hub. The proxy's own is the next one, and the one after it the board's.

    It is a port on which only root may listen. On another one a student could listen while the hub is stopped, and
    would get everybody's passwords.
    """
    asked = os.environ.get("NEXTTOKEN_HUB_PORT", "1008")
    first_for_all = int(Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text())
    if not asked.isdigit() or not 0 < int(asked) < first_for_all - 2:
        sys.exit(f"nexttoken: NEXTTOKEN_HUB_PORT is {asked}: it and the next two ports must be below {first_for_all}, "
                 "where students can't listen")
    return int(asked)


def public_address(asked):
    """Checks the address that students open, and returns it with a / at its end."""
    try:
        parts = urlsplit(asked)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # of a port that is no number, or above 65535
        good = False
    if not good:
        sys.exit(f"nexttoken: NEXTTOKEN_HUB is {asked}: it must look like http://0.0.0.0:8000/ or https://0.0.0.0/, "
                 "with a port of 1 to 65535")
    return asked.rstrip("/") + "/"


def for_students(address):
    """Returns the address with this machine's own in place of 0.0.0.0, which means all of its addresses."""
    if urlsplit(address).hostname != "0.0.0.0":
        return address
    mine = subprocess.run(["hostname", "-I"], capture_output=True, text=True).stdout.split()
    return address.replace("0.0.0.0", mine[0], 1) if mine else address
