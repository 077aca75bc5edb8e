"""The cluster's control plane: etcd, the API server, the controllers and the scheduler, on this machine itself."""

import json
import secrets

from programs import run
from settings import BIN, NETWORK, NODES, PODS, SERVICES

ADDRESS = f"https://{NETWORK}.1:6443"
STORE = "http://127.0.0.1:23790"
USERS = {  # and their groups
    "admin": "system:masters", "system:kube-controller-manager": "", "system:kube-scheduler": "",
    "system:kube-proxy": "", **{f"system:node:node{number}": "system:nodes" for number in NODES},
}


class ControlPlane:
    def __init__(self, folder, programs):
        self.folder, self.programs = folder, programs
        self.keys = folder / "keys"

    def start(self):
        self.keys.mkdir()
        run("openssl", "genrsa", "-out", self.keys / "accounts.key", 2048)
        self.give_tokens()
        self.programs.start(
            "etcd", BIN / "etcd", "--data-dir", self.folder / "etcd", "--listen-client-urls", STORE,
            "--advertise-client-urls", STORE, "--listen-peer-urls", "http://127.0.0.1:23800", "--unsafe-no-fsync",
        )
        self.programs.start("apiserver", BIN / "kube-apiserver", *options(self.api_server()))
        self.programs.until(self.kubectl("get", "--raw", "/readyz"))
        self.programs.start("controllers", BIN / "kube-controller-manager", *options(self.controllers()))
        self.programs.start("scheduler", BIN / "kube-scheduler", *options(self.scheduler()))

    def give_tokens(self):
        lines = []
        for user, group in USERS.items():
            token = secrets.token_hex(16)
            lines.append(f'{token},{user},{user},"{group}"\n')
            self.settings_of(user).write_text(json.dumps(self.connection(token)))
        (self.folder / "tokens.csv").write_text("".join(lines))

    def settings_of(self, user="admin"):
        """Returns the file with which a program reaches the API server as this user."""
        return self.folder / f"{user.replace(':', '-')}.conf"

    def connection(self, token):
        cluster = {"server": ADDRESS, "certificate-authority": str(self.keys / "apiserver.crt")}
        return {
            "apiVersion": "v1", "kind": "Config", "current-context": "test",
            "clusters": [{"name": "test", "cluster": cluster}], "users": [{"name": "test", "user": {"token": token}}],
            "contexts": [{"name": "test", "context": {"cluster": "test", "user": "test"}}],
        }

    def kubectl(self, *arguments):
        return [BIN / "kubectl", f"--kubeconfig={self.settings_of()}", *arguments]

    def api_server(self):
        return {
            "etcd-servers": STORE, "bind-address": f"{NETWORK}.1", "advertise-address": f"{NETWORK}.1",
            "secure-port": 6443, "cert-dir": self.keys, "token-auth-file": self.folder / "tokens.csv",
            "authorization-mode": "Node,RBAC", "enable-admission-plugins": "NodeRestriction",
            "service-cluster-ip-range": f"{SERVICES}.0/24", "allow-privileged": "true",
            "service-account-key-file": self.keys / "accounts.key",
            "service-account-signing-key-file": self.keys / "accounts.key",
            "service-account-issuer": "https://kubernetes.default.svc", "endpoint-reconciler-type": "lease",
            "kubelet-preferred-address-types": "InternalIP",
        }

    def controllers(self):
        return {
            "kubeconfig": self.settings_of("system:kube-controller-manager"), "bind-address": "127.0.0.1",
            "service-account-private-key-file": self.keys / "accounts.key", "use-service-account-credentials": "true",
            "root-ca-file": self.keys / "apiserver.crt", "leader-elect": "false", "cluster-cidr": f"{PODS}.0.0/16",
            "allocate-node-cidrs": "false", "cert-dir": self.folder / "keys-of-controllers",
        }

    def scheduler(self):
        return {
            "kubeconfig": self.settings_of("system:kube-scheduler"), "bind-address": "127.0.0.1",
            "leader-elect": "false", "cert-dir": self.folder / "keys-of-scheduler",
        }


def options(settings):
    return [f"--{name}={value}" for name, value in settings.items()]
