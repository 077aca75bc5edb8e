"""A class server on one big machine: each student in a container of the image, with limits of memory and CPU and a home that stays.

    make image
    docker network create nexttoken
    NEXTTOKEN_HUB=http://0.0.0.0:8000/ make hub SPAWNER=containers

It takes the settings of one_machine.py, and needs a Docker engine on the same machine, of which the hub may start containers.
"""

from pathlib import Path

load_subconfig(str(Path(__file__).resolve().parent / "one_machine.py"))  # noqa: F821: JupyterHub gives it, and c

c.JupyterHub.spawner_class = "dockerspawner.DockerSpawner"  # noqa: F821
c.DockerSpawner.image = "nexttoken"  # noqa: F821
c.DockerSpawner.pull_policy = "never"  # noqa: F821: `make image` made it
c.DockerSpawner.network_name = "nexttoken"  # noqa: F821
c.DockerSpawner.use_internal_ip = True  # noqa: F821
c.DockerSpawner.cmd = ["jupyterhub-singleuser"]  # noqa: F821
c.DockerSpawner.remove = True  # noqa: F821: the container; the volume with the home stays
c.DockerSpawner.volumes = {"nexttoken-{username}": "/home/student"}  # noqa: F821
c.DockerSpawner.extra_host_config = {"cap_drop": ["ALL"], "security_opt": ["no-new-privileges"], "pids_limit": 1000}  # noqa: F821
c.DockerSpawner.mem_limit = "2G"  # noqa: F821
c.DockerSpawner.cpu_limit = 2  # noqa: F821
c.DockerSpawner.environment = {"NEXTTOKEN_COMPLETION": "off"}  # noqa: F821: the image knows the rest
