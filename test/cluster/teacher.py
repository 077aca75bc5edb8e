"""Starts a class on the cluster as deploy/kubernetes/README.md says: a copy of its manifests, with settings written
into it, and in front of them what the test needs.
"""

import json
import secrets
import shutil

from settings import ROOT, RUN

MANIFESTS = ROOT / "deploy" / "kubernetes"
CONFIG = ROOT / "test" / "hub" / "jupyterhub_config.py"
CLASS = ["--namespace", "class"]
PARTS = "daemonset/images", "deployment/proxy", "deployment/hub"


class Teacher:
    def __init__(self, kubectl):
        self.kubectl, self.folder = kubectl, RUN / "class"

    def serve(self, image, hub_image, settings, names=(), key="", certificate="", node="", idle=""):
        """Starts the class, or changes it. Returns when all of it has the new settings.

        key and certificate are files, which the first call gives. The hub and its proxy stay on one of the nodes, if
        one is given; idle is the seconds after which a server that nobody uses is stopped, in place of an hour.
        """
        self.write_manifests(image, hub_image, settings, names)
        self.write_test(node, idle)
        self.kubectl("apply", "-f", self.folder / "namespace.yaml")
        if certificate:
            self.make_secrets(key, certificate)
        self.kubectl("apply", "--kustomize", RUN / "test")
        for part in PARTS:
            self.kubectl(*CLASS, "rollout", "status", part, "--timeout=600s")

    def write_manifests(self, image, hub_image, settings, names):
        shutil.copytree(MANIFESTS, self.folder, dirs_exist_ok=True)
        file = self.folder / "kustomization.yaml"
        text = file.read_text()
        for given, asked in ("nexttoken-hub", hub_image), ("nexttoken", image):
            name, tag = asked.split(":")
            example = f'newName: registry.example.org/{given}, newTag: "1"'
            assert example in text, f"{file} has no {example}"
            text = text.replace(example, f'newName: {name}, newTag: "{tag}"')
        file.write_text(text)
        lines = (self.folder / "settings.env").read_text().splitlines()
        kept = [line for line in lines if line.split("=")[0] not in settings]
        given = [f"{name}={value}" for name, value in settings.items() if value is not None]
        (self.folder / "settings.env").write_text("\n".join([*kept, *given]) + "\n")
        (self.folder / "class.txt").write_text("".join(f"{name}\n" for name in names))

    def write_test(self, node, idle):
        """Puts the test's configuration in front of the class's, as it is with the other spawners."""
        (RUN / "test").mkdir(exist_ok=True)
        shutil.copy(CONFIG, RUN / "test")
        place = "/spec/template/spec"
        add = [{"op": "replace", "path": f"{place}/containers/0/args/4", "value": f"/etc/test/{CONFIG.name}"}]
        for path, value in {
            "containers/0/volumeMounts": {"name": "test", "mountPath": "/etc/test"},
            "volumes": {"name": "test", "configMap": {"name": "test"}},
            "containers/0/env": {"name": "IDLE", "value": idle},
        }.items():
            add.append({"op": "add", "path": f"{place}/{path}/-", "value": value})
        stay = [{"op": "add", "path": f"{place}/nodeSelector", "value": {"kubernetes.io/hostname": node}}]
        patches = [{"target": {"kind": "Deployment", "name": "hub"}, "patch": json.dumps(add)}]
        if node:
            patches.append({"target": {"kind": "Deployment"}, "patch": json.dumps(stay)})
        (RUN / "test" / "kustomization.yaml").write_text(json.dumps({  # JSON is YAML, too
            "apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization", "namespace": "class",
            "resources": ["../class"], "configMapGenerator": [{"name": "test", "files": [CONFIG.name]}],
            "patches": patches,
        }))

    def make_secrets(self, key, certificate):
        self.kubectl(*CLASS, "create", "secret", "tls", "https", f"--key={key}", f"--cert={certificate}")
        token = f"--from-literal=token={secrets.token_hex(32)}"
        self.kubectl(*CLASS, "create", "secret", "generic", "proxy", token)
