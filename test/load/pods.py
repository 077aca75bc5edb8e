"""A class server on a cluster of two nodes, for the load test: each student has a pod of the image."""

import json
import os
import subprocess
import sys
from contextlib import ExitStack

from classroom import ROOT, ClassServer

sys.path.insert(0, str(ROOT / "test" / "cluster"))
import cluster  # noqa: E402: where it lies is only known now
from settings import NETWORK, RUN  # noqa: E402

IMAGE = os.environ.get("IMAGE", "nexttoken")
NODE = f"{NETWORK}.11"  # on which the proxy stays
CLASS = ["--namespace", "class"]


class Pods(ClassServer):
    kind = "kubernetes"

    port = 8081

    def __init__(self, state):
        super().__init__(state)
        self.key, self.authority, self.running = state / "key.pem", str(state / "certificate.pem"), ExitStack()
        self.kubectl = None

    def start(self):
        """Starts the cluster with the class; later, the hub alone."""
        if self.kubectl:
            self.kubectl(*CLASS, "scale", "deployment/hub", "--replicas=1")
            return
        try:
            self.serve(self.running.enter_context(cluster.running()))
        except BaseException:
            self.running.close()
            raise

    def serve(self, found):
        self.kubectl = found.kubectl
        self.make_certificate()
        image, hub_image = "nexttoken:class-1", "nexttoken-hub:class-1"
        found.load(f"{IMAGE}={image}", f"{IMAGE}-hub={hub_image}")
        found.serve(
            image=image, hub_image=hub_image, key=self.key, certificate=self.authority, node="node1",
            settings={"NEXTTOKEN_HUB": f"https://{NODE}/", "NEXTTOKEN_CLASS": "everybody"},
        )
        port = self.kubectl(*CLASS, "get", "service", "class", "-o", "jsonpath={.spec.ports[0].nodePort}")
        self.address = f"https://{NODE}:{port}/"

    def make_certificate(self):
        request = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=class"]
        names = ["-addext", f"subjectAltName=IP:{NODE}"]
        files = ["-keyout", self.key, "-out", self.authority]
        subprocess.run([*request, *names, *files], check=True, capture_output=True)

    def stop(self):
        """Ends the hub alone: servers and proxy stay."""
        self.kubectl(*CLASS, "scale", "deployment/hub", "--replicas=0")
        label = "app.kubernetes.io/component=hub"
        self.kubectl(*CLASS, "wait", "--for=delete", "pod", "--selector", label, "--timeout=60s")

    def end_server(self, student):
        self.kubectl(*CLASS, "delete", "pod", f"student-{student.name}", "--now")

    def limit_disk(self, student, megabytes):
        """Gives a student, before the first login, a volume of a size."""
        name = f"volume{cluster.VOLUMES}"
        place = RUN / "volumes" / str(cluster.VOLUMES)
        size = f"size={megabytes}m,uid=1000,gid=1000,mode=770"
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", place], check=True)
        claim = {
            "apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": f"home-{student}"},
            "spec": {"accessModes": ["ReadWriteOnce"], "volumeName": name,
                     "resources": {"requests": {"storage": "1Gi"}}},
        }
        self.kubectl(*CLASS, "apply", "-f", "-", input=json.dumps(claim))

    def log(self):
        """What the hub has printed, and the pods."""
        if not self.kubectl:
            return ""
        return self.kubectl(*CLASS, "logs", "deployment/hub") + self.kubectl(*CLASS, "get", "pods", "-o", "wide")

    def stop_everything(self):
        self.running.close()
