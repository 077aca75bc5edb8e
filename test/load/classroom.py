"""A class server for the load test, as `make hub` starts it, with its state in a directory that goes away."""

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HUB = ROOT / "deploy" / "jupyterhub"
sys.path.insert(0, str(HUB))
import users  # noqa: E402: where it lies is only known now

SETTINGS = ROOT / ".venv" / "hub" / "lecture" / "deploy" / "jupyterhub"
# The names of containers and volumes begin with it. No student's name has a _, so none of a real class are touched.
NAME = "nexttoken_load"
FIRST_NUMBER = 300_000  # of the Unix user of a student whose disk is limited


class ClassServer:
    """Each student is another Unix user of this machine."""

    kind = "one_machine"

    port = 1018  # of the hub, which `make hub` has elsewhere
    authority = None  # the file of the certificate to trust, over HTTPS

    def __init__(self, state):
        self.state, self.limited = state, []
        self.address = "http://127.0.0.1:818/"

    def start(self):
        environment = os.environ | {
            "NEXTTOKEN_HUB": self.address,
            "NEXTTOKEN_HUB_STATE": str(self.state),
            "NEXTTOKEN_HUB_PORT": str(self.port),
            "NEXTTOKEN_HUB_NAME": NAME,
        }
        with open(self.state / "log", "a") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    str(HUB / "supervise.py"),
                    *(sys.executable, "-m", "jupyterhub", "--config", str(SETTINGS / f"{self.kind}.py")),
                ],
                cwd=self.state,
                env=environment,
                stdout=log,
                stderr=log,
            )

    def stop(self):
        """Ends the hub alone: servers and proxy stay, as the configuration says."""
        self.process.terminate()
        self.process.wait(60)

    def end_server(self, student):
        """Kills all processes of a student."""
        users.end_all_of((self.state / "homes" / student.name).stat().st_uid)

    def limit_disk(self, student, megabytes):
        """Gives a student, before the first login, a home on a disk of its own, as a volume with a quota is."""
        home = self.state / "homes" / student
        home.mkdir(parents=True)
        number = FIRST_NUMBER + len(self.limited)
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,uid={number},gid={number},mode=700", "tmpfs", home],
            check=True,
        )
        self.limited.append(home)

    def log(self):
        return (self.state / "log").read_text()

    def stop_everything(self):
        self.stop()
        subprocess.run([sys.executable, str(HUB / "stop.py"), str(self.state)], check=True)
        for home in self.limited:
            subprocess.run(["umount", "--lazy", home], check=True)


class Containers(ClassServer):
    """Each student has a container of the image."""

    kind = "containers"

    def end_server(self, student):
        subprocess.run(["docker", "kill", f"{NAME}-{student.name}"], check=True, capture_output=True)

    def limit_disk(self, student, megabytes):
        subprocess.run(
            [
                "docker",
                "volume",
                "create",
                "--opt",
                "type=tmpfs",
                "--opt",
                "device=tmpfs",
                "--opt",
                f"o=size={megabytes}m,uid=1000,mode=700",
                f"{NAME}-{student}",
            ],
            check=True,
            capture_output=True,
        )

    def stop_everything(self):
        super().stop_everything()
        self.remove("container", "--all", "--filter", f"label=class={NAME}")
        self.remove("volume", "--filter", f"name=^{NAME}-")
        subprocess.run(["docker", "network", "rm", NAME], check=True, capture_output=True)

    def remove(self, what, *which):
        found = subprocess.run(
            ["docker", what, "ls", "--quiet", *which], check=True, capture_output=True, text=True
        ).stdout.split()
        if found:
            subprocess.run(["docker", what, "rm", "--force", *found], check=True, capture_output=True)


def kinds():
    from pods import Pods  # which needs this module

    return {server.kind: server for server in (ClassServer, Containers, Pods)}


@contextmanager
def running(kind="one_machine"):
    """Starts a class server, and ends all of it afterwards. After an error, it prints the end of the hub's log."""
    with tempfile.TemporaryDirectory() as directory:
        hub = kinds()[kind](Path(directory))
        os.chmod(directory, 0o711)
        hub.start()
        try:
            yield hub
        except BaseException:
            print(*hub.log().splitlines()[-40:], sep="\n", file=sys.stderr)
            raise
        finally:
            hub.stop_everything()
