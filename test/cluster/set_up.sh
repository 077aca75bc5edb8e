#!/bin/sh
# Makes in .venv/cluster what a cluster on this machine runs: Kubernetes, etcd and kube-router from Go's module proxy,
# pinned by go.sum; containerd, runc, CNI plugins, ipset and nft from Debian's packages, unpacked and not installed.
# A part is made again only when its sources have changed. The first time takes 15 minutes of one core.
set -eu
cd "$(dirname "$0")"
out=$(cd ../.. && pwd)/.venv/cluster
made=$out whose="the cluster's"
debian="containerd runc containernetworking-plugins ipset libipset13 nftables libnftables1 libjansson4
    libedit2 libbsd0 libmd0"

. ../../setup/unless_made.sh

# build FOLDER FLAGS PACKAGE…: builds programs of the module in FOLDER.
build() { (cd "$1" && CGO_ENABLED=0 go build -ldflags "-s -w $2" -o "$out/bin/" $3); }

kubernetes() {
    version=$(cd kubernetes && go list -m -f '{{.Version}}' k8s.io/kubernetes) minor=${version#v1.} programs=
    for name in kube-apiserver kube-controller-manager kube-scheduler kube-proxy kubelet kubectl; do
        programs="$programs k8s.io/kubernetes/cmd/$name"
    done
    in=k8s.io/component-base/version
    build kubernetes "-X $in.gitVersion=$version -X $in.gitMajor=1 -X $in.gitMinor=${minor%%.*}" "$programs"
    (cd kubernetes && CGO_ENABLED=0 go build -ldflags "-s -w" -o "$out/bin/etcd" go.etcd.io/etcd/server/v3)
}

policies() { build kuberouter "" github.com/cloudnativelabs/kube-router/v2/cmd/kube-router; }

unpack() {
    rm -rf "$out/debian" && mkdir -p "$out/debian/packages"
    (cd "$out/debian/packages" && apt-get -qq download $debian && for each in *.deb; do dpkg -x "$each" ..; done)
    rm -r "$out/debian/packages"
}

pause() { CGO_ENABLED=0 go build -ldflags "-s -w" -o "$out/bin/pause" ./pause; }

mkdir -p "$out/bin"
unless_made packages set_up.sh unpack
unless_made pause "set_up.sh pause/main.go" pause
unless_made kubernetes "set_up.sh kubernetes/go.sum" kubernetes
unless_made policies "set_up.sh kuberouter/go.sum" policies
