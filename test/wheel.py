"""Writes very small Python packages, for tests of what set-up installs from PyPI."""

import hashlib
import zipfile


def write_wheel(folder, package, files):
    """Writes the wheel of a package, "name-version", with files, which maps paths to texts. All of them can be run.
    Returns the line of a requirements file that pins it."""
    name, version = package.split("-")
    information = {
        "METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nRequires-Dist: nothing",
        "WHEEL": "Wheel-Version: 1.0\nGenerator: a test\nRoot-Is-Purelib: true\nTag: py3-none-any",
    }
    files = files | {f"{package}.dist-info/{file}": text for file, text in information.items()}
    files |= {f"{package}.dist-info/RECORD": "".join(f"{path},,\n" for path in files)}
    wheel = folder / f"{package}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            entry = zipfile.ZipInfo(path)
            entry.external_attr = 0o100755 << 16
            archive.writestr(entry, text)
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"
