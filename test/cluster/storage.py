"""Local volumes that both nodes reach, in the place of a network's storage. A kubelet gives a local one to the pod's
group; one of the kind hostPath it would leave root's.
"""

import json

CLASS = {
    "apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "provisioner": "kubernetes.io/no-provisioner",
    "metadata": {"name": "homes", "annotations": {"storageclass.kubernetes.io/is-default-class": "true"}},
    "volumeBindingMode": "WaitForFirstConsumer",
}


def manifests(folder, count, nodes):
    """Makes the folders of as many volumes, and returns what the cluster must know of them."""
    yield json.dumps(CLASS)
    for number in range(1, count + 1):
        path = folder / str(number)
        path.mkdir(parents=True)
        yield json.dumps(volume(f"volume{number}", path, nodes))


def volume(name, path, nodes):
    here = {"key": "kubernetes.io/hostname", "operator": "In", "values": nodes}
    return {
        "apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": name},
        "spec": {
            "capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"], "storageClassName": "homes",
            "persistentVolumeReclaimPolicy": "Retain", "local": {"path": str(path)},
            "nodeAffinity": {"required": {"nodeSelectorTerms": [{"matchExpressions": [here]}]}},
        },
    }
