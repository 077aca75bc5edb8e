"""A class server on one big machine: each student in a container of the image, with limits of memory and CPU.

    make image
    sudo env "PATH=$PATH" make hub SPAWNER=containers NEXTTOKEN_HUB=http://0.0.0.0/ NEXTTOKEN_CLASS=class.txt

    NEXTTOKEN_HUB_NAME   beginning of the names of containers and of homes' volumes; nexttoken if not given

The other settings are those of one_machine.py. A name belongs to one class: another class needs another.
It needs a Docker engine on this machine. It makes a network for the containers, from which they reach only this
machine: the hub, and what else it serves on all its addresses; not each other. The volumes of the homes stay when a
container ends.
"""

import os
import sys
from pathlib import Path

import docker

sys.path.insert(0, str(Path(__file__).resolve().parent))
from machine import make_state, serve
from volumes import make_volume, refuse_homes_of_another_class

NAME = os.environ.get("NEXTTOKEN_HUB_NAME", "nexttoken")
CLOSED = {"com.docker.network.bridge.enable_icc": "false"}  # containers don't reach each other
try:
    engine = docker.from_env()
    engine.images.get("nexttoken")
except docker.errors.ImageNotFound:
    sys.exit("nexttoken: the image nexttoken for students' containers is missing: run `make image`")
except docker.errors.DockerException as error:
    sys.exit(f"nexttoken: students' containers need a Docker engine, and none answers: start it ({error})")
network = next(iter(engine.networks.list(names=[f"^{NAME}$"])), None)
network = network or engine.networks.create(NAME, internal=True, options=CLOSED)
network.reload()
if not network.attrs["Internal"] or network.attrs["Options"] != CLOSED:
    sys.exit(f"nexttoken: Docker's network {NAME} leads out of this machine, and another program made it: "
             f"end its containers, `docker network rm {NAME}`, and start again")
gateway = network.attrs["IPAM"]["Config"][0]["Gateway"]  # this machine, as the containers see it

refuse_homes_of_another_class(engine, NAME, make_state())
state = serve(c, gateway, students_can_listen=False)  # noqa: F821: JupyterHub gives c
(state / "containers").write_text(NAME)  # for stop.py
c.JupyterHub.spawner_class = "dockerspawner.DockerSpawner"  # noqa: F821
c.DockerSpawner.image = "nexttoken"  # noqa: F821
c.DockerSpawner.pull_policy = "never"  # noqa: F821: `make image` made it
c.DockerSpawner.prefix = NAME  # noqa: F821
c.DockerSpawner.network_name = NAME  # noqa: F821
c.DockerSpawner.use_internal_ip = True  # noqa: F821
c.DockerSpawner.cmd = ["jupyterhub-singleuser"]  # noqa: F821
c.DockerSpawner.remove = True  # noqa: F821: the container; the volume with the home stays
c.DockerSpawner.volumes = {"{prefix}-{username}": "/home/student"}  # noqa: F821
c.DockerSpawner.pre_spawn_hook = make_volume(engine, state)  # noqa: F821
c.DockerSpawner.extra_create_kwargs = {"labels": {"class": NAME}}  # noqa: F821: to find them all
c.DockerSpawner.extra_host_config = {  # noqa: F821
    "cap_drop": ["ALL"], "security_opt": ["no-new-privileges"], "pids_limit": 1000,
}
if c.Spawner.environment["NEXTTOKEN_SOLUTIONS"] == "off":  # noqa: F821
    c.DockerSpawner.extra_host_config["tmpfs"] = {"/opt/nexttoken/notebooks/solutions": "ro,size=4k"}  # noqa: F821
c.DockerSpawner.mem_limit = "2G"  # noqa: F821
# One student who spins leaves half of the machine's cores to the others.
c.DockerSpawner.cpu_limit = min(2, max(1, os.cpu_count() / 2))  # noqa: F821
