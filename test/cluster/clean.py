"""Ends what a cluster leaves on this machine: its pods, mounts, networks and control groups; also those of a cluster
that was killed. It touches only what has the cluster's folder or names.
"""

import os
import signal
import subprocess
import time
from pathlib import Path

import groups
from programs import run
from settings import BRIDGE, NODES, OUT

FORWARDED = ["FORWARD", "-i", BRIDGE, "-o", BRIDGE, "-j", "ACCEPT"]
# Kubelets set these for the whole machine.
SETTINGS = "vm.overcommit_memory kernel.panic kernel.panic_on_oops kernel.keys.root_maxkeys kernel.keys.root_maxbytes"


def note_settings(folder):
    """Writes the kernel's settings into a file, from which put_back reads them, also after this process was killed."""
    (folder / "settings.conf").write_text(run("sysctl", *SETTINGS.split()))


def put_back_settings(folder):
    file = folder / "settings.conf"
    if file.exists():
        run("sysctl", "--quiet", "--load", file)


def everything(folder):
    """Ends all of a cluster whose files are in the folder, and removes these."""
    end_processes()
    put_back_settings(folder)
    for file in list(outside(folder)):
        file.unlink(missing_ok=True)
    for mount in mounts(folder):
        subprocess.run(["umount", "--lazy", mount], capture_output=True)
    for number in NODES:
        subprocess.run(["ip", "netns", "del", f"nexttoken{number}"], capture_output=True)
    subprocess.run(["ip", "link", "del", BRIDGE], capture_output=True)
    while subprocess.run(["iptables", "-D", *FORWARDED], capture_output=True).returncode == 0:
        pass
    for number in NODES:
        groups.remove(number)
    if folder.exists():
        folder.rmdir()


def end_processes():
    """Kills the processes in the nodes' pods, and the programs of the cluster, until there are none."""
    for _ in range(100):
        left = programs().union(*(groups.processes(number) for number in NODES))
        if not left:
            return
        for process in left:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass
        time.sleep(0.1)
    raise RuntimeError(f"these processes of the cluster do not end: {sorted(left)}")


def programs():
    """The processes that run a program of set_up.sh."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            program = Path(os.readlink(process / "exe"))
        except OSError:  # it has ended, or is a thread of the kernel
            continue
        if program.is_relative_to(OUT):
            found.add(int(process.name))
    return found


def outside(folder):
    """The files of pods that containerd has in folders of the machine."""
    for pod in folder.glob("node*/state/*.task/*/*"):
        yield from Path("/var/lib/cni/results").glob(f"*-{pod.name}-*")
        if (pod / "address").exists():
            yield Path((pod / "address").read_text().removeprefix("unix://"))


def mounts(folder):
    """The mounts on the folder and below it, the innermost first."""
    points = [line.split()[1] for line in Path("/proc/mounts").read_text().splitlines()]
    return sorted((point for point in points if f"{point}/".startswith(f"{folder}/")), reverse=True)
