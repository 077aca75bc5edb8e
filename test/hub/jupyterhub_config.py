"""The class server as `make hub` starts it, for a browser that is driven by a test."""

import os
from pathlib import Path

file = Path("/opt/nexttoken/deploy/kubernetes/kubernetes.py")  # in the hub's pod
if "SPAWNER" in os.environ:
    lecture = Path(__file__).resolve().parents[2] / ".venv" / "hub" / "lecture"
    file = lecture / "deploy" / "jupyterhub" / f"{os.environ['SPAWNER']}.py"
load_subconfig(str(file))  # noqa: F821: JupyterHub gives it, and c
c.Spawner.args += ["--LabApp.expose_app_in_browser=True"]  # noqa: F821
# With which the test makes students who only report to the teacher's board.
scopes = ["admin:users", "tokens", "access:services!service=board"]
c.JupyterHub.services += [{"name": "test", "api_token": "token-of-the-test"}]  # noqa: F821
c.JupyterHub.load_roles += [{"name": "test", "services": ["test"], "scopes": scopes}]  # noqa: F821
if os.environ.get("IDLE"):  # seconds after which a server that nobody uses is stopped, in place of an hour
    c.JupyterHub.last_activity_interval = 1  # noqa: F821
    culler = next(service for service in c.JupyterHub.services if service["name"] == "idle-culler")  # noqa: F821
    culler["command"][-1] = "--timeout=" + os.environ["IDLE"]
