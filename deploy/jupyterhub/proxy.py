"""The proxy in front of the students' servers. It runs on when the hub is restarted, so that students can go on."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit


def keep_running(c, command, state):
    """Starts the proxy for JupyterHub's configuration c unless it runs, and sets in c how the hub talks to it."""
    token = state / "proxy.token"
    if not token.exists():
        token.touch(mode=0o600)
        token.write_text(secrets.token_hex(32))
    proxy = c.ConfigurableHTTPProxy
    proxy.should_start, proxy.auth_token = False, token.read_text()
    command, started = command + settings(c), state / "proxy.started"
    if not answers(urlsplit(proxy.api_url)):
        start(command, urlsplit(c.JupyterHub.bind_url), proxy.auth_token, state)
        started.write_text(json.dumps(command))
    elif not started.exists() or json.loads(started.read_text()) != command:
        sys.exit("nexttoken: a proxy runs that was started with another address or certificate: "
                 "`sudo make stop-hub` ends it, and the students' servers; then start again")


def settings(c):
    public, api = urlsplit(c.JupyterHub.bind_url), urlsplit(c.ConfigurableHTTPProxy.api_url)
    address = "127.0.0.1" if public.hostname == "localhost" else public.hostname
    keys = [f"--ssl-key={c.JupyterHub.ssl_key}", f"--ssl-cert={c.JupyterHub.ssl_cert}"]
    return [f"--ip={address}", f"--port={port_of(public)}", f"--api-ip={api.hostname}", f"--api-port={api.port}",
            f"--error-target={c.JupyterHub.hub_bind_url}{public.path}hub/error", "--log-level=warn",
            *(keys if public.scheme == "https" else [])]


def port_of(address):
    return address.port or {"http": 80, "https": 443}[address.scheme]


def answers(address):
    here = "127.0.0.1" if address.hostname in ("0.0.0.0", "localhost") else address.hostname
    with socket.socket() as probe:
        return probe.connect_ex((here, port_of(address))) == 0


def start(command, public, token, state):
    """Starts the proxy, and waits until it answers at the students' address."""
    if answers(public):
        sys.exit(f"nexttoken: another program uses port {port_of(public)}: "
                 "end it, or choose another port in NEXTTOKEN_HUB")
    log = state / "proxy.log"
    environment = os.environ | {"CONFIGPROXY_AUTH_TOKEN": token}
    with open(log, "w") as file:
        process = subprocess.Popen(command, env=environment, stdout=file, stderr=file, start_new_session=True)
    (state / "proxy.pid").write_text(str(process.pid))
    for _ in range(300):
        if process.poll() is not None:
            break
        if answers(public):
            return
        time.sleep(0.1)
    process.kill()
    last = "\n".join(log.read_text().splitlines()[-10:])
    sys.exit(f"nexttoken: the proxy does not serve {public.geturl()}; {log} ends with:\n{last}")
