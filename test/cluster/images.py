"""Packs one program as an image, in the form that `docker save` writes."""

import hashlib
import io
import json
import tarfile


def packed(program, name):
    """Returns the archive of an image that holds a static program alone, and runs it as nobody."""
    layer = tar({program.name: (program.read_bytes(), 0o755)})
    config = json.dumps({
        "architecture": "amd64", "os": "linux",
        "config": {"Entrypoint": [f"/{program.name}"], "User": "65535:65535"},
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(layer).hexdigest()}"]},
    }).encode()
    of_config = hashlib.sha256(config).hexdigest() + ".json"
    manifest = json.dumps([{"Config": of_config, "RepoTags": [name], "Layers": ["layer.tar"]}]).encode()
    files = {"layer.tar": layer, of_config: config, "manifest.json": manifest}
    return tar({name: (content, 0o644) for name, content in files.items()})


def tar(files):
    """Returns a tar file of names with their contents and modes."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as file:
        for name, (content, mode) in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), mode
            file.addfile(entry, io.BytesIO(content))
    return packed.getvalue()
