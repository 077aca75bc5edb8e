"""A node of the cluster: a network namespace of this machine with a containerd, a kubelet and a kube-proxy of its own,
and an enforcer of network policies, kube-router.
"""

import json
import os
import subprocess
from contextlib import contextmanager

import groups
from images import packed
from programs import run
from settings import BIN, BRIDGE, DEBIAN, NETWORK, NODES, PODS, SERVICES

PATH = f"{DEBIAN}/usr/bin:{DEBIAN}/usr/sbin:{DEBIAN}/sbin:{BIN}:{os.environ['PATH']}"
LIBRARIES = f"{DEBIAN}/usr/lib/x86_64-linux-gnu:{DEBIAN}/lib/x86_64-linux-gnu"
UNUSED = "internal.v1.opt snapshotter.v1.btrfs snapshotter.v1.zfs snapshotter.v1.aufs snapshotter.v1.devmapper"
GRACE = 5  # seconds between two reports of a node

# containerd may not lower an oom_score_adj without CAP_SYS_RESOURCE, which some machines lack.
CONTAINERD = """version = 2
root = "{folder}/containerd"
state = "{folder}/state"
disabled_plugins = [{unused}, "io.containerd.tracing.processor.v1.otlp"]
[grpc]
  address = "{folder}/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:1"
  restrict_oom_score_adj = true
  stream_server_address = "127.0.0.1"
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "{debian}/usr/lib/cni"
    conf_dir = "{folder}/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      BinaryName = "{debian}/usr/sbin/runc"
      Root = "{folder}/runc"
"""


class Node:
    def __init__(self, number, folder, programs):
        self.number, self.name, self.programs = number, f"node{number}", programs
        self.folder, self.link = folder / self.name, f"nexttoken{number}"
        self.address, self.pods = f"{NETWORK}.1{number}", f"{PODS}.{number}.0/24"
        self.socket = self.folder / "containerd.sock"
        self.inside = ["nsenter", f"--net=/run/netns/{self.link}"]  # a whole `ip netns exec` may not mount /sys here

    def connect(self):
        """Makes the node's network, on the bridge of the cluster."""
        run("ip", "netns", "add", self.link)
        run("ip", "link", "add", self.link, "type", "veth", "peer", "name", "eth0", "netns", self.link)
        run("ip", "link", "set", self.link, "master", BRIDGE, "up")
        for rest in (
            "link set lo up",
            f"addr add {self.address}/24 dev eth0",
            "link set eth0 up",
            f"route add default via {NETWORK}.1",
        ):
            run("ip", "-n", self.link, *rest.split())
        run(*self.inside, "sysctl", "-qw", "net.ipv4.ip_forward=1")
        run("ip", "route", "add", self.pods, "via", self.address)
        for other in set(NODES) - {self.number}:
            run("ip", "-n", self.link, "route", "add", f"{PODS}.{other}.0/24", "via", f"{NETWORK}.1{other}")

    def start(self, settings_of):
        """Starts the node. settings_of gives the file with which a program of a name reaches the control plane."""
        groups.make(self.number)
        self.folder.mkdir()
        for part in "cni", "logs", "volumes":
            (self.folder / part).mkdir()
        (self.folder / "cni" / "10-pods.conflist").write_text(json.dumps(self.network_of_pods()))
        unused = ", ".join(f'"io.containerd.{plugin}"' for plugin in UNUSED.split())
        settings = CONTAINERD.format(folder=self.folder, debian=DEBIAN, unused=unused)
        (self.folder / "containerd.toml").write_text(settings)
        self.begin("containerd", "containerd", "--config", self.folder / "containerd.toml")
        self.programs.until(self.ctr("version"))
        with self.takes_images() as file:
            file.write(packed(BIN / "pause", "localhost/pause:1"))
        kubelet = self.write("kubelet.yaml", self.kubelet())
        self.begin(
            "kubelet", "kubelet", "--config", kubelet, "--kubeconfig", settings_of(f"system:node:{self.name}"),
            "--root-dir", self.folder / "kubelet", "--cert-dir", self.folder / "keys",
            "--hostname-override", self.name, "--node-ip", self.address,
        )
        proxy = self.write("proxy.yaml", self.proxy(settings_of("system:kube-proxy")))
        self.begin("proxy", "kube-proxy", "--config", proxy)

    def begin(self, name, *command):
        self.programs.start(f"{name}{self.number}", *self.inside, "env", *self.variables(), *command)

    def variables(self):
        """What the programs of set_up.sh need: each other, Debian's libraries, and the node's name."""
        return [f"PATH={PATH}", f"LD_LIBRARY_PATH={LIBRARIES}", f"NODE_NAME={self.name}"]

    def write(self, name, settings):
        (self.folder / name).write_text(json.dumps(settings))  # which is YAML, too
        return self.folder / name

    def network_of_pods(self):
        addresses = {"type": "host-local", "dataDir": str(self.folder / "addresses"),
                     "ranges": [[{"subnet": self.pods}]], "routes": [{"dst": "0.0.0.0/0"}]}
        plugin = {"type": "ptp", "ipMasq": False, "mtu": 1500, "ipam": addresses}
        return {"cniVersion": "1.0.0", "name": "pods", "plugins": [plugin]}

    def kubelet(self):
        never = {"memory.available": "100Mi"} | dict.fromkeys(
            ("nodefs.available", "imagefs.available", "nodefs.inodesFree", "imagefs.inodesFree"), "0%")
        return {
            "apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration",
            "failCgroupV1": False, "cgroupDriver": "cgroupfs", "cgroupRoot": f"/nexttoken{self.number}",
            "failSwapOn": False, "containerRuntimeEndpoint": f"unix://{self.socket}",
            "podLogsDir": str(self.folder / "logs"), "volumePluginDir": str(self.folder / "volumes"),
            "clusterDomain": "cluster.local", "clusterDNS": [f"{SERVICES}.10"], "resolvConf": "",
            "authentication": {"anonymous": {"enabled": True}, "webhook": {"enabled": False}},
            "authorization": {"mode": "AlwaysAllow"}, "address": self.address, "healthzBindAddress": "127.0.0.1",
            "imageGCHighThresholdPercent": 100, "imageGCLowThresholdPercent": 99, "evictionHard": never,
            "nodeStatusUpdateFrequency": f"{GRACE}s", "podPidsLimit": 1000,
        }

    def proxy(self, connection):
        keep = {"maxPerCore": 0, "min": 0, "tcpEstablishedTimeout": "0s", "tcpCloseWaitTimeout": "0s"}
        return {
            "apiVersion": "kubeproxy.config.k8s.io/v1alpha1", "kind": "KubeProxyConfiguration", "mode": "nftables",
            "hostnameOverride": self.name, "clusterCIDR": f"{PODS}.0.0/16", "conntrack": keep,
            "clientConnection": {"kubeconfig": str(connection)},
        }

    def enforce_policies(self, connection):
        """Starts the enforcer. The node must be registered, or it ends at once."""
        self.begin("policies", *self.router(connection))

    def ignore_policies(self):
        """Ends the enforcer, and takes its rules away, which are all that iptables has on the node."""
        self.programs.stop(f"policies{self.number}")
        run(*self.inside, "iptables", "--flush")

    def router(self, connection):
        off = [f"--run-{part}=false" for part in ("router", "service-proxy", "loadbalancer")]
        return ["kube-router", f"--kubeconfig={connection}", f"--hostname-override={self.name}", "--run-firewall=true",
                *off, "--enable-cni=false", f"--service-cluster-ip-range={SERVICES}.0/24", "--health-port=0",
                "--metrics-port=0"]

    def ctr(self, *arguments):
        return [DEBIAN / "usr/bin/ctr", "--address", self.socket, "--namespace", "k8s.io", *arguments]

    @contextmanager
    def takes_images(self):
        """Gives a file to write images into. Layers that are unpacked are not kept a second time."""
        command = list(map(str, self.ctr("images", "import", "-")))
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as taker:
            yield taker.stdin
            taker.stdin.close()
        if taker.returncode:
            raise RuntimeError(f"{self.name} did not take the images: ctr ended with {taker.returncode}")
        for line in run(*self.ctr("content", "list")).splitlines()[1:]:
            digest, size = line.split("\t")[:2]
            if "MB" in size or "GB" in size:
                run(*self.ctr("content", "remove", digest))

    def name_images(self, names):
        """Gives images of Docker's engine other names."""
        for image, name in names:
            of_docker = image if ":" in image else f"{image}:latest"
            run(*self.ctr("images", "tag", f"docker.io/library/{of_docker}", f"docker.io/library/{name}"))

    def is_cut(self, yes):
        """Takes the node off the network, or puts it back."""
        run("ip", "link", "set", self.link, "down" if yes else "up")

