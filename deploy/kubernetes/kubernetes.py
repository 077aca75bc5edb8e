"""A class server on many machines: the hub and its proxy are pods, and each student's server is one, with a volume for
the home. README.md says how to start it. The environment is settings.env, and what hub.yaml adds.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from board_service import board
from common import configure
from spawner import AWAY, LEAVING, StudentSpawner

STATE = Path("/srv/jupyterhub")  # the hub's volume
HUB = f"http://{os.environ['HUB_SERVICE_HOST']}"  # by its address: students' pods ask no server of names
SOLUTIONS = {"name": "no-solutions", "emptyDir": {"sizeLimit": "4Ki"}}

os.umask(0o077)  # the hub's files are for it alone
configure(c, STATE)  # noqa: F821: JupyterHub gives c
base = urlsplit(os.environ["NEXTTOKEN_HUB"]).path.rstrip("/") + "/"
c.JupyterHub.bind_url = f"http://:8000{base}"  # noqa: F821: of the proxy, which is there already
c.JupyterHub.hub_bind_url, c.JupyterHub.hub_connect_url = "http://:8081", f"{HUB}:8081"  # noqa: F821
c.ConfigurableHTTPProxy.should_start = False  # noqa: F821
c.ConfigurableHTTPProxy.api_url = f"http://{os.environ['PROXY_API_SERVICE_HOST']}:8001"  # noqa: F821
c.JupyterHub.last_activity_interval = 10  # noqa: F821: seconds until a new proxy gets the servers' addresses
board(c, STATE, f"http://{os.environ['POD_IP']}:8082")  # noqa: F821
if "NEXTTOKEN_BOARD" in c.Spawner.environment:  # noqa: F821: which a pod that follows this one serves, too
    c.Spawner.environment["NEXTTOKEN_BOARD"] = f"{HUB}:8082{base}services/board/report"  # noqa: F821

c.JupyterHub.spawner_class = StudentSpawner  # noqa: F821
spawner = c.StudentSpawner  # noqa: F821
spawner.image = os.environ["NEXTTOKEN_IMAGE"]
spawner.cmd = ["jupyterhub-singleuser"]  # which the image's start script runs after it has copied the notebooks
spawner.pod_name_template, spawner.pvc_name_template = "student-{username}", "home-{username}"
spawner.common_labels, spawner.component_label = {"app.kubernetes.io/name": "nexttoken"}, "student"
spawner.uid = spawner.gid = spawner.fs_gid = 1000
spawner.container_security_context = {
    "runAsNonRoot": True, "capabilities": {"drop": ["ALL"]}, "seccompProfile": {"type": "RuntimeDefault"},
}
spawner.mem_guarantee, spawner.mem_limit = os.environ["NEXTTOKEN_MEMORY"], "2G"
spawner.cpu_guarantee, spawner.cpu_limit = float(os.environ["NEXTTOKEN_CORES"]), 2
spawner.extra_pod_config = {
    "terminationGracePeriodSeconds": LEAVING,
    "dnsPolicy": "None", "dnsConfig": {"nameservers": ["127.0.0.1"]},  # which refuses at once
    "enableServiceLinks": False,
}
spawner.tolerations = [
    {"key": f"node.kubernetes.io/{what}", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": AWAY}
    for what in ("unreachable", "not-ready")
]
# Of /tmp. Without the first, a machine would have to keep the whole of the second for each student.
spawner.extra_resource_guarantees = {"ephemeral-storage": "100Mi"}
spawner.extra_resource_limits = {"ephemeral-storage": "2Gi"}
spawner.storage_pvc_ensure, spawner.delete_pvc = True, False  # a home stays, also of a student who is deleted
spawner.storage_capacity, spawner.storage_access_modes = os.environ["NEXTTOKEN_HOME"], ["ReadWriteOnce"]
spawner.volumes = [{"name": "home", "persistentVolumeClaim": {"claimName": "{pvc_name}"}}]
spawner.volume_mounts = [{"name": "home", "mountPath": "/home/student"}]
if c.Spawner.environment["NEXTTOKEN_SOLUTIONS"] == "off":  # noqa: F821
    spawner.volumes.append(SOLUTIONS)
    place = "/opt/nexttoken/notebooks/solutions"
    spawner.volume_mounts.append({"name": SOLUTIONS["name"], "mountPath": place, "readOnly": True})
