"""The control groups of a node: one of each controller, of version 1, or one of version 2, in which the cluster was
never run.
"""

from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
CONTROLLERS = "blkio", "cpu", "cpuacct", "cpuset", "devices", "freezer", "memory", "pids", "systemd", "unified"


def of(number):
    """Returns the folders of a node's groups, and no others."""
    parents = [ROOT] if (ROOT / "cgroup.controllers").exists() else [ROOT / name for name in CONTROLLERS]
    return [parent / f"nexttoken{number}" for parent in parents]


def make(number):
    for group in of(number):
        group.mkdir()
        for setting in "cpuset.cpus", "cpuset.mems":  # which no group of version 1 takes from its parent
            if (group / setting).exists():
                (group / setting).write_text((group.parent / setting).read_text())


def processes(number):
    """Returns the processes in a node's groups, which are those of its pods."""
    files = [file for group in of(number) for file in group.glob("**/cgroup.procs")]
    return {int(process) for file in files for process in file.read_text().split()}


def remove(number):
    """Removes the groups, in which no process is left."""
    for group in of(number):
        for path in sorted(group.glob("**/"), reverse=True):
            path.rmdir()
