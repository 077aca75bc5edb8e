"""The class server as `make hub` starts it, for a browser that is driven by a test."""

import os
from pathlib import Path

deploy = Path(__file__).resolve().parents[2] / ".venv" / "hub" / "lecture" / "deploy" / "jupyterhub"
load_subconfig(str(deploy / f"{os.environ['SPAWNER']}.py"))  # noqa: F821: JupyterHub gives it, and c
c.Spawner.args += ["--LabApp.expose_app_in_browser=True"]  # noqa: F821
