"""Writes a stopped class into one file, and reads it back, as root: backup.py backup FILE.tar.gz, and restore.

`make backup-hub` and `make restore-hub` call it. The file holds homes, passwords and the hub's database, with owners,
modes, times, links, pipes and the holes of sparse files. It is compressed, because tar reads half of a file that is not
without an error.

    NEXTTOKEN_HUB_STATE  folder of homes and passwords; .class/ of the checkout if not given
    SPAWNER              containers: the homes in Docker's volumes, too
    NEXTTOKEN_HUB_NAME   beginning of the volumes' names; nexttoken if not given
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from state import folder_of_a_class

ROOT = Path(__file__).resolve().parents[2]
STATE = Path(os.environ.get("NEXTTOKEN_HUB_STATE") or ROOT / ".class").resolve()
NAME = os.environ.get("NEXTTOKEN_HUB_NAME") or "nexttoken"
CONTAINERS = os.environ.get("SPAWNER") == "containers"
TAR = ["tar", "--format=posix", "--numeric-owner", "--acls", "--xattrs", "--xattrs-include=*", "--force-local"]
CREATE = ["--create", "--sparse", "--gzip", "--warning=no-file-ignored"]  # of sockets: they end with servers
# Of no use after a restart. The reserve would come back as a hole, which keeps nothing free.
FOR_NOW = [f"--exclude=./{name}" for name in ("proxy.pid", "proxy.log", "reserve", "temporary")]
USED = "{} is used by {} processes, such as number {}: end the hub with Ctrl-C, and the others with sudo make stop-hub"


def backup(file):
    """Writes the class into a new file."""
    if file.exists():
        stop(f"{file} exists: give the name of a new file")
    folder_of_a_class(STATE)
    if not CONTAINERS and not any((STATE / "homes").iterdir()):
        stop(f"{STATE} has no home: if students work in containers, add SPAWNER=containers")
    if file.is_relative_to(STATE):
        stop(f"{file} would be a part of itself: give a file that is not in {STATE}")
    if using := processes_in(STATE):
        stop(USED.format(STATE, len(using), using[0]))
    volumes = volumes_of_the_class()
    members = ["--directory", STATE, "."]
    if volumes:
        members += ["--directory", folder_of(volumes[0]), *(f"{name}/_data" for name in volumes)]
    part = file.with_name(f".part-{file.name}")
    try:
        run([*TAR, *CREATE, *FOR_NOW, "--file", part, *members])
        with part.open("rb") as written:
            os.fsync(written)
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)
    print(f"nexttoken: {file} holds {STATE}" + (f" and {len(volumes)} volumes" if volumes else ""))


def restore(file):
    """Makes the class that a file holds. Nothing of it may be there."""
    if STATE.exists() and any(STATE.iterdir()):
        stop(f"{STATE} is not empty: move it away, or give another folder, NEXTTOKEN_HUB_STATE=…")
    listed = run(["tar", "--list", "--force-local", "--file", file], stdout=subprocess.PIPE).stdout
    volumes = re.findall(r"^([^/\n]+)/_data/$", listed, re.M)
    if volumes and not CONTAINERS:
        stop(f"{file} holds a class in containers: SPAWNER=containers")
    if there := set(volumes) & set(volumes_of_the_class()):
        stop(f"the volume {min(there)} is there: remove it with `docker volume rm`, or another class may lose its work")
    part = Path(tempfile.mkdtemp(prefix=f"{STATE.name}.part-", dir=made(STATE.parent)))
    try:
        run([*TAR, "--extract", "--file", file, "--directory", part, "."])
        part.rename(STATE)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    for name in volumes:
        run(["docker", "volume", "create", name], stdout=subprocess.PIPE)
    if volumes:
        run([*TAR, "--extract", "--file", file, "--directory", folder_of(volumes[0]), *(f"{v}/_data" for v in volumes)])
    print(f"nexttoken: {STATE} is as in {file}" + (f", and {len(volumes)} volumes" if volumes else ""))


def processes_in(folder):
    """Returns the numbers of the processes that work in a folder, or have a file of it open."""
    return [process.name for process in Path("/proc").iterdir() if process.name.isdigit()
            if any(Path(path).is_relative_to(folder) for path in open_paths(process))]


def open_paths(process):
    try:
        links = [process / "cwd", *(process / "fd").iterdir()]
    except OSError:  # it has ended
        return
    for link in links:
        try:
            yield os.readlink(link)
        except OSError:  # it was closed
            pass


def volumes_of_the_class():
    """Returns the names of the volumes with homes. No container may use them."""
    if not CONTAINERS:
        return []
    listed = run(["docker", "volume", "ls", "--quiet"], stdout=subprocess.PIPE).stdout.split()
    volumes = [name for name in listed if name.startswith(f"{NAME}-")]
    for name in volumes:
        using = run(["docker", "ps", "--quiet", "--filter", f"volume={name}"], stdout=subprocess.PIPE).stdout.split()
        if using:
            stop(f"the volume {name} is used by the container {using[0]}: end it with `docker rm --force {using[0]}`")
    return volumes


def folder_of(volume):
    """Returns the folder that has all volumes. Each is in its folder _data there."""
    command = ["docker", "volume", "inspect", "--format", "{{.Mountpoint}}", volume]
    data = Path(run(command, stdout=subprocess.PIPE).stdout.strip())
    if data.parts[-2:] != (volume, "_data") or not data.is_dir():
        stop(f"the volume {volume} is not in a folder of this machine, but {data}: run this where Docker's engine runs")
    return data.parent.parent


def made(folder):
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def run(command, **options):
    """Runs a command, which says itself what was wrong."""
    try:
        return subprocess.run(command, check=True, text=True, **options)
    except OSError as error:
        stop(f"{command[0]} is missing: {error}")
    except subprocess.CalledProcessError as error:
        stop(f"{command[0]} failed, with status {error.returncode}")


def stop(why):
    sys.exit(f"nexttoken: {why}")


if __name__ == "__main__":
    if os.getuid() != 0:
        stop("homes belong to the students, so root must copy them: sudo make backup-hub FILE=…")
    if len(sys.argv) != 3 or sys.argv[1] not in ("backup", "restore") or not sys.argv[2].endswith(".tar.gz"):
        stop("give a file: make backup-hub FILE=/backup/class.tar.gz, or make restore-hub FILE=/backup/class.tar.gz")
    os.umask(0o077)  # it holds passwords
    {"backup": backup, "restore": restore}[sys.argv[1]](Path(sys.argv[2]).absolute())
