"""The settings that all class servers share: who may log in, what a student gets, when a server is stopped."""

import ipaddress
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(__file__).resolve().parent
NEXTTOKEN = HERE.parents[1] / ".venv" / "bin" / "nexttoken"
EVERYBODY = "everybody"  # as NEXTTOKEN_CLASS: no list of names
NAME = r"[a-z][a-z0-9-]{0,31}$"  # of a student, a directory, a container; with $, since JupyterHub uses re.match
# What the hub's own pages may load; setup/jupyter_server_config.py has the policy of a student's server. There is no
# form-action: with subdomains, the form of a login leads to another host.
POLICY = "; ".join([
    "default-src 'self'", "script-src 'self' 'unsafe-inline'", "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'",
])


def configure(c, state):
    """Fills JupyterHub's configuration c. The hub keeps its files in the directory state."""
    c.JupyterHub.db_url = f"sqlite:///{state}/hub.sqlite"
    c.JupyterHub.cookie_secret_file = f"{state}/cookie_secret"
    c.JupyterHub.cleanup_servers = False  # when the hub stops, the students' servers go on, and it finds them again
    who_may_log_in(c, state)
    what_a_student_gets(c)
    stop_idle_servers(c)
    c.JupyterHub.tornado_settings = {
        "headers": {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"},
    }


def who_may_log_in(c, state):
    """A student chooses a password at the first login: login.py. NEXTTOKEN_CLASS is a file of names, or everybody."""
    c.JupyterHub.authenticator_class = "login.ClassAuthenticator"
    c.JupyterHub.template_paths = [str(HERE / "templates")]
    c.ClassAuthenticator.state = str(state)
    c.Authenticator.username_pattern = NAME
    names = names_asked()
    c.Authenticator.allow_all = names is None
    c.Authenticator.allowed_users = names or set()
    c.Authenticator.allow_existing_users = False  # also not those who logged in before there was a list


def names_asked():
    """Returns the names that may log in; None: everybody may. Ends with one sentence where that was not asked for."""
    asked = os.environ.get("NEXTTOKEN_CLASS")
    if asked is None:
        return check_open_sign_up(os.environ.get("NEXTTOKEN_HUB", "http://127.0.0.1/"))
    if not asked.strip():
        sys.exit("nexttoken: NEXTTOKEN_CLASS is empty: write a file with the names of the class, or everybody")
    if asked != EVERYBODY:
        return names_of_a_class(asked)
    if os.path.lexists(EVERYBODY):
        sys.exit("nexttoken: NEXTTOKEN_CLASS=everybody lets everybody log in, but a file has that name: "
                 "write ./everybody for the names in it, or rename it")


def check_open_sign_up(address):
    """Ends with one sentence if computers other than this one can open the address."""
    try:
        host = urlsplit(address).hostname or ""
        only_here = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:  # another name, or no address
        only_here = False
    if not only_here:
        sys.exit(f"nexttoken: at {address} whoever reaches this machine could log in and run programs: "
                 "give the names of the class, NEXTTOKEN_CLASS=class.txt, or write NEXTTOKEN_CLASS=everybody")


def names_of_a_class(file):
    """Returns the names in a file, in lower case. Ends with one sentence where it can't be read.

    `nexttoken logins` reads it, so that the server knows the same files as `nexttoken train`: UTF-16, tables and more.
    """
    try:
        read = subprocess.run([NEXTTOKEN, "logins", os.path.abspath(file)], capture_output=True, encoding="utf-8")
    except OSError as error:
        sys.exit(f"nexttoken: NEXTTOKEN_CLASS needs {NEXTTOKEN}, which can't be run ({error.strerror}): `make setup`")
    names, lines = set(read.stdout.split()), read.stderr.splitlines()
    failed = read.returncode or not names  # no names would let everybody in
    for line in lines[:-1] if failed else [*lines, f"students who may log in: {len(names)}"]:
        print(f"nexttoken: {file}: {line}", flush=True)
    if failed:
        sys.exit(f"nexttoken: NEXTTOKEN_CLASS: {''.join(lines[-1:]).removeprefix('nexttoken logins: ')}")
    return names


def what_a_student_gets(c):
    c.Spawner.default_url = "/lab/tree/notebooks/00_start_here.ipynb"
    solutions = os.environ.get("NEXTTOKEN_SOLUTIONS") or "on"
    if solutions not in ("on", "off"):
        sys.exit(f'nexttoken: NEXTTOKEN_SOLUTIONS is "{solutions}": write on, or off to leave out the solved pages')
    c.Spawner.environment = {"NEXTTOKEN_COMPLETION": "off", "NEXTTOKEN_SOLUTIONS": solutions}
    if os.environ.get("NEXTTOKEN_SMOLLM2") == "off":
        c.Spawner.environment["NEXTTOKEN_SMOLLM2"] = "off"
    c.Spawner.args = [
        "--HubOAuth.cache_max_age=14400",  # a server accepts its student for four hours without asking the hub
        "--ServerApp.terminado_settings={'shell_command': ['/bin/sh']}",  # a login shell, the default, resets the PATH
    ]
    c.Spawner.start_timeout = c.Spawner.http_timeout = 180  # a whole class logs in within a minute
    c.JupyterHub.authenticate_prometheus = True


def stop_idle_servers(c, seconds=3600):
    """Stops servers that nobody has used for an hour; their files stay."""
    scopes = ["list:users", "read:users:activity", "read:servers", "delete:servers"]
    command = [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={seconds}"]
    c.JupyterHub.load_roles = [{"name": "idle-culler", "scopes": scopes, "services": ["idle-culler"]}]
    c.JupyterHub.services = [{"name": "idle-culler", "command": command}]
