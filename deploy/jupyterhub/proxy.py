"""The proxy before the students' servers. It is started by itself, so that whoever is working goes on when the hub is restarted."""

import os
import secrets
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit


def keep_running(c, command, state):
    """Makes sure that the proxy runs, and tells JupyterHub's configuration c where it is."""
    token = state / "proxy.token"
    if not token.exists():
        token.touch(mode=0o600)
        token.write_text(secrets.token_hex(32))
    proxy = c.ConfigurableHTTPProxy
    proxy.should_start, proxy.auth_token = False, token.read_text()
    if not answers(urlsplit(proxy.api_url)):
        start(c, command, state)


def answers(address):
    with socket.socket() as probe:
        return probe.connect_ex((address.hostname, address.port)) == 0


def start(c, command, state):
    public, api = urlsplit(c.JupyterHub.bind_url), urlsplit(c.ConfigurableHTTPProxy.api_url)
    port = public.port or {"http": 80, "https": 443}[public.scheme]
    address = "127.0.0.1" if public.hostname == "localhost" else public.hostname
    command += [f"--ip={address}", f"--port={port}", f"--api-ip={api.hostname}", f"--api-port={api.port}",
                f"--error-target={c.JupyterHub.hub_bind_url}{public.path}hub/error", "--log-level=warn"]
    if public.scheme == "https":
        command += [f"--ssl-key={c.JupyterHub.ssl_key}", f"--ssl-cert={c.JupyterHub.ssl_cert}"]
    environment = os.environ | {"CONFIGPROXY_AUTH_TOKEN": c.ConfigurableHTTPProxy.auth_token}
    with open(state / "proxy.log", "a") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    (state / "proxy.pid").write_text(str(process.pid))


def stop_everything(state):
    """Ends what a stopped hub leaves running in a state: the proxy, and the processes of the students, whose homes are there."""
    for process in Path("/proc").iterdir():
        try:
            if f"HOME={state.resolve()}/homes/".encode() in (process / "environ").read_bytes():
                os.kill(int(process.name), signal.SIGKILL)
        except OSError:  # it has ended, or is no process
            pass
    try:
        os.kill(int((state / "proxy.pid").read_text()), signal.SIGTERM)
        (state / "proxy.pid").unlink()
    except (OSError, ValueError):
        pass


if __name__ == "__main__":
    if os.getuid() != 0:
        sys.exit("nexttoken: what a hub leaves running belongs to root and to the students, so root must end it: sudo make stop-hub")
    stop_everything(Path(sys.argv[1]))
