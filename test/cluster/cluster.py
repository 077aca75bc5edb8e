"""A Kubernetes of two nodes on this machine, for tests: cluster.py, as root, after set_up.sh.

It prints "ready", and then reads commands, one on each line, and answers each with a line: "done", or what is wrong.

    load IMAGE=NAME…     gives images of Docker's engine to both nodes, under other names
    serve {"image": …}   starts a class, or changes it: teacher.py has the names of the settings
    cut node2            takes a node off the network, as a machine that lost its power
    join node2           puts it back
    policies off         ends the enforcer of network policies on both nodes, and takes its rules away
    policies on          starts it

At the end of its input, or after a signal, it ends all that it has started, and puts back the settings of this
machine's kernel that kubelets change.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
from contextlib import ExitStack, contextmanager

import clean
from control import ControlPlane
from node import Node
from programs import Programs, run
from settings import BRIDGE, NETWORK, NODES, RUN
from teacher import Teacher
from storage import manifests

SIZE = "8g"  # of memory that images, homes and all else may take: they are gone at once in the end
VOLUMES = 24  # homes, and the hub's volume: local ones that both nodes reach, in the place of a network's storage


class Cluster:
    def __init__(self):
        self.programs = Programs(RUN)
        self.control = ControlPlane(RUN, self.programs)
        self.teacher = Teacher(self.kubectl)
        self.nodes = {node.name: node for node in (Node(number, RUN, self.programs) for number in NODES)}

    def start(self):
        RUN.mkdir()
        run("mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=711", "nexttoken", RUN)
        clean.note_settings(RUN)
        self.connect()
        self.control.start()
        for node in self.nodes.values():
            node.start(self.control.settings_of)
        for name in self.nodes:
            self.programs.until(self.control.kubectl("get", "node", name))
            self.kubectl("wait", "--for=condition=Ready", "node", name, "--timeout=600s")
        self.policies("on")
        self.kubectl("apply", "-f", "-", input="\n---\n".join(manifests(RUN / "volumes", VOLUMES, list(self.nodes))))

    def connect(self):
        """Makes the network that the nodes share, and the nodes' places in it."""
        run("ip", "link", "add", BRIDGE, "type", "bridge")
        run("ip", "addr", "add", f"{NETWORK}.1/24", "dev", BRIDGE)
        run("ip", "link", "set", BRIDGE, "up")
        run("iptables", "-I", *clean.FORWARDED)  # Docker's engine refuses what it does not know
        for node in self.nodes.values():
            node.connect()

    def kubectl(self, *arguments, **settings):
        return run(*self.control.kubectl(*arguments), **settings)

    def stop(self):
        self.programs.stop_all()
        clean.everything(RUN)

    def load(self, *names):
        """Copies images from Docker's engine to all nodes at once, since it takes long to write them."""
        names = [name.split("=") for name in names]
        images = sorted({image for image, _ in names})
        with ExitStack() as stack:
            writer = stack.enter_context(subprocess.Popen(["docker", "save", *images], stdout=subprocess.PIPE))
            takers = [stack.enter_context(node.takes_images()) for node in self.nodes.values()]
            while part := writer.stdout.read(1 << 20):
                for taker in takers:
                    taker.write(part)
            for taker in takers:
                taker.close()  # both unpack at the same time
        if writer.returncode:
            raise RuntimeError(f"docker save {' '.join(images)} failed with {writer.returncode}")
        for node in self.nodes.values():
            node.name_images(names)

    def serve(self, **settings):
        self.teacher.serve(**settings)

    def cut(self, name):
        self.nodes[name].is_cut(True)

    def join(self, name):
        self.nodes[name].is_cut(False)

    def policies(self, which):
        for node in self.nodes.values():
            if which == "on":
                node.enforce_policies(self.control.settings_of())
            else:
                node.ignore_policies()

    def obey(self, line):
        """Follows a command, and returns the answer, one line."""
        name, _, rest = line.strip().partition(" ")
        known = {"load": self.load, "cut": self.cut, "join": self.join, "policies": self.policies}
        try:
            self.programs.check()
            if name == "serve":
                self.serve(**json.loads(rest))
            else:
                known[name](*rest.split())
        except Exception as error:  # whoever asked decides what follows
            return f"{line.strip()[:100]}: {error!r}"
        return "done"


@contextmanager
def running():
    """Starts a cluster, and ends it, and first what an earlier one has left that was killed."""
    if os.getuid() != 0:
        sys.exit("the cluster of the test has networks and control groups of its own: run it as root")
    with open("/run/nexttoken-cluster.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit("another cluster of the test runs on this machine: wait until it ends")
        clean.everything(RUN)
        cluster = Cluster()
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()


def main():
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit("ended by a signal"))
    with running() as cluster:
        print("ready", flush=True)
        for line in sys.stdin:
            print(cluster.obey(line), flush=True)


if __name__ == "__main__":
    main()
