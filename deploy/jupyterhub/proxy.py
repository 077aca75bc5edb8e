"""The process of the proxy in front of the students' servers.

It runs as a user of its own, and goes on while the hub is restarted. routes.py is the hub's side of it.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

from users import PROXY, SOCKETS, end_last, make_folder, open_to_others, remove

# The proxy is never root: it may only listen on the ports that are for root, such as 80.
AS_PROXY = ["setpriv", f"--reuid={PROXY}", f"--regid={PROXY}", "--clear-groups", "--no-new-privs",
            *(f"--{which}=-all,+net_bind_service" for which in ("inh-caps", "ambient-caps", "bounding-set"))]


def keep_running(c, command, state, in_use):
    """Starts the proxy for JupyterHub's configuration c unless it runs, and sets in c how the hub talks to it.

    The proxy, too, holds the lock in_use.
    """
    token = token_in(state / "proxy.token")
    c.JupyterHub.proxy_class, c.JupyterHub.cleanup_proxy = "routes.StudentsProxy", False
    c.ConfigurableHTTPProxy.auth_token = token
    public, command = urlsplit(c.JupyterHub.bind_url), command + settings(c)
    c.StudentsProxy.launch = lambda: start(AS_PROXY + command, public, token, state, in_use)
    started = state / "proxy.started"
    if not answers(urlsplit(c.ConfigurableHTTPProxy.api_url)):
        give_keys(c)
        write_whole(started, json.dumps(command))
        try:
            c.StudentsProxy.launch()
        except RuntimeError as error:
            sys.exit(f"nexttoken: {error}")
    elif not started.exists() or json.loads(started.read_text()) != command:
        sys.exit("nexttoken: a proxy runs that was started with another address or certificate: "
                 "`sudo make stop-hub` ends it, and the students' servers; then start again")


def token_in(file):
    """Returns the password between hub and proxy, which the file keeps. Makes the file, whole, if it is missing."""
    if not file.exists():
        write_whole(file, secrets.token_hex(32))
    token = file.read_text().strip()
    if len(token) < 32:
        sys.exit(f"nexttoken: {file} has {len(token)} characters: it should have 64. Anyone could change the proxy's "
                 "addresses: delete the file, `sudo make stop-hub`, and start again")
    return token


def write_whole(file, text):
    """Writes a file for root alone: all of it, or nothing where the disk is full."""
    new = file.with_name(file.name + ".new")
    new.touch(mode=0o600)
    new.write_text(text)
    new.replace(file)


def settings(c):
    public, api = urlsplit(c.JupyterHub.bind_url), urlsplit(c.ConfigurableHTTPProxy.api_url)
    keys = [f"--ssl-{name}={file}" for name, file in keys_of(c).items()]
    return [f"--ip={public.hostname}", f"--port={port_of(public)}", f"--api-ip={api.hostname}",
            f"--api-port={api.port}", f"--error-target={c.JupyterHub.hub_bind_url}{public.path}hub/error",
            "--log-level=warn", "--no-prepend-path",  # the path of a socket is part of its address, not of the request
            *(["--host-routing"] if c.JupyterHub.subdomain_host else []), *keys]


def keys_of(c):
    """Returns the files of key and certificate that the proxy reads, by their names. None over plain http."""
    if urlsplit(c.JupyterHub.bind_url).scheme != "https":
        return {}
    folder = SOCKETS / f"proxy-{urlsplit(c.ConfigurableHTTPProxy.api_url).port}"
    return {"key": folder / "key", "cert": folder / "cert"}


def give_keys(c):
    """Copies key and certificate, in memory, to where the proxy's user can read them."""
    keys = keys_of(c)
    for folder in {file.parent for file in keys.values()}:
        open_to_others(folder.parent)
        remove(folder)
        make_folder(folder, 0, PROXY, 0o750)
    for name, file in keys.items():
        shutil.copyfile(c.JupyterHub[f"ssl_{name}"], file)
        os.chown(file, PROXY, PROXY)


def port_of(address):
    return address.port or {"http": 80, "https": 443}[address.scheme]


def answers(address):
    here = "127.0.0.1" if address.hostname == "0.0.0.0" else address.hostname
    with socket.socket() as probe:
        return probe.connect_ex((here, port_of(address))) == 0


def start(command, public, token, state, in_use):
    """Starts the proxy, and waits until it answers at the students' address. Raises RuntimeError if it does not."""
    if answers(public):
        raise RuntimeError(f"another program uses port {port_of(public)}: "
                           "end it, or choose another port in NEXTTOKEN_HUB")
    log = state / "proxy.log"
    with open(log, "a") as file:
        process = subprocess.Popen(command, env=os.environ | {"CONFIGPROXY_AUTH_TOKEN": token}, cwd="/",
                                   stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True,
                                   pass_fds=[in_use.fileno()])
    write_whole(state / "proxy.pid", str(process.pid))
    end_last(process.pid)
    for _ in range(300):
        if process.poll() is not None:
            break
        if answers(public):
            return
        time.sleep(0.1)
    process.kill()
    last = "\n".join(log.read_text().splitlines()[-10:])
    raise RuntimeError(f"the proxy does not serve {public.geturl()}; {log} ends with:\n{last}")
