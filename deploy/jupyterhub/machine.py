"""A hub on this machine: its addresses, its files, and its proxy. one_machine.py lists the settings."""

import os
import re
import resource
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from board_service import board
from common import configure
from locks import hold
from proxy import keep_running, port_of
from users import end_last, open_to_others

ROOT = Path(__file__).resolve().parents[2]  # the lecture's copy that setup.sh made for the class
HUB = Path(sys.prefix).parent  # .venv/hub of the checkout


def serve(c, hub_address="127.0.0.1", students_can_listen=True):
    """Fills JupyterHub's configuration c, and starts the proxy unless it runs. Servers reach the hub at hub_address.

    Where students can listen on this machine's ports, the students' address must have a port that they can't take.
    Returns the directory of the hub's files.
    """
    state, port = make_state(), hub_port()
    hold(state / "hub.lock", f"another hub runs with the homes in {state}: end it with Ctrl-C in its window, or "
                             "choose another folder in NEXTTOKEN_HUB_STATE")
    in_use = hold(HUB / "in-use", f"{HUB.parent.parent} is being set up: wait, then start again", shared=True)
    end_last()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]  # connections that a student leaves open take one each
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    configure(c, state)
    c.JupyterHub.bind_url = public_address(os.environ.get("NEXTTOKEN_HUB", "http://127.0.0.1/"), students_can_listen)
    c.JupyterHub.subdomain_host = host_of_subdomains(c.JupyterHub.bind_url, os.environ.get("NEXTTOKEN_HUB_DOMAIN", ""))
    c.JupyterHub.ssl_key, c.JupyterHub.ssl_cert = os.environ.get("HUB_KEY", ""), os.environ.get("HUB_CERT", "")
    c.JupyterHub.hub_bind_url = f"http://{hub_address}:{port}"
    c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{port + 1}"
    board(c, state, f"http://{hub_address}:{port + 2}")
    keep_reserve = [sys.executable, "-P", str(Path(__file__).with_name("reserve.py")), str(state)]
    c.JupyterHub.services.append({"name": "reserve", "command": keep_reserve})
    for service in c.JupyterHub.services:  # a hub that is killed leaves none behind
        service["command"] = ["setpriv", "--pdeathsig", "KILL", *service["command"]]
    proxy = HUB / "node_modules" / ".bin" / "configurable-http-proxy"
    keep_running(c, ["node", "--import", str(Path(__file__).with_name("keep_alive.mjs")), str(proxy)], state, in_use)
    print(f"nexttoken: students open {for_students(c.JupyterHub.bind_url)}", flush=True)
    return state


def make_state():
    """Makes and returns the directory of homes and passwords. Students cannot list it."""
    if os.getuid() != 0:
        sys.exit('nexttoken: `make hub` starts servers as other users, so it must run as root: '
                 'sudo env "PATH=$PATH" make hub')
    checkout = HUB.parent.parent
    state = Path(os.environ.get("NEXTTOKEN_HUB_STATE") or checkout / ".class").resolve()
    if (HUB / "state").exists() and not state.exists():
        sys.exit(f"nexttoken: homes and passwords are now in {state}, but yours are in .venv/hub/state: "
                 "sudo make stop-hub NEXTTOKEN_HUB_STATE=.venv/hub/state, then sudo mv .venv/hub/state .class")
    os.umask(0o077)  # the hub's files are for root alone
    for folder in state, state / "homes":  # students reach their homes
        open_to_others(folder)
    return state


def first_port_for_all():
    """Returns the first port on which users other than root may listen: 1024, if the machine has not another."""
    return int(Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text())


def hub_port():
    """Returns the port of the hub. The proxy's own is the next one, and the one after it the board's.

    It is a port on which only root may listen. On another one a student could listen while the hub is stopped, and
    would get everybody's passwords.
    """
    asked = os.environ.get("NEXTTOKEN_HUB_PORT", "1008")
    first_for_all = first_port_for_all()
    if not asked.isdigit() or not 0 < int(asked) < first_for_all - 2:
        sys.exit(f"nexttoken: NEXTTOKEN_HUB_PORT is {asked}: it and the next two ports must be below {first_for_all}, "
                 "where students can't listen")
    return int(asked)


def public_address(asked, students_can_listen=True):
    """Checks the address that students open, and returns it with a / at its end."""
    try:
        parts = urlsplit(asked)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # of a port that is no number, or above 65535
        good = False
    if not good:
        sys.exit(f"nexttoken: NEXTTOKEN_HUB is {asked}: it must look like http://0.0.0.0/ or https://0.0.0.0/, "
                 "with a port of 1 to 65535 if you give one")
    if ":" in parts.hostname:
        sys.exit(f"nexttoken: NEXTTOKEN_HUB is {asked}: write a name or an address of IPv4, such as 0.0.0.0")
    if parts.hostname == "localhost":
        sys.exit(f"nexttoken: NEXTTOKEN_HUB is {asked}: write 127.0.0.1 in place of localhost, which is ::1 as well, "
                 "where a student could listen and get passwords")
    if students_can_listen and port_of(parts) >= first_port_for_all():
        sys.exit(f"nexttoken: NEXTTOKEN_HUB is {asked}: its port must be below {first_port_for_all()}, where students "
                 f"can't listen while the proxy is away, such as {parts.scheme}://{parts.hostname}/")
    return asked.rstrip("/") + "/"


def host_of_subdomains(address, domain):
    """Returns the address whose subdomains the students' servers have, such as https://class.example.org, or ""."""
    if not domain:
        return ""
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*", domain) or re.fullmatch(r"[0-9.]+", domain):
        sys.exit(f"nexttoken: NEXTTOKEN_HUB_DOMAIN is {domain}: it must be a domain whose subdomains lead to this "
                 "machine, too, such as class.example.org")
    parts = urlsplit(address)
    return f"{parts.scheme}://{domain}" + (f":{parts.port}" if parts.port else "")


def for_students(address):
    """Returns the address with this machine's own in place of 0.0.0.0, which means all of its addresses."""
    if urlsplit(address).hostname != "0.0.0.0":
        return address
    mine = subprocess.run(["hostname", "-I"], capture_output=True, text=True).stdout.split()
    return address.replace("0.0.0.0", mine[0], 1) if mine else address
