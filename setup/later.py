"""Installs what JupyterLab opens without, while it is open: the chat model, then gopls, which completes code.

    .venv/bin/python setup/later.py PORT     waits until JupyterLab listens on PORT

When it ends, what it started ends with it. NEXTTOKEN_SMOLLM2=off and NEXTTOKEN_COMPLETION=off leave a part out.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

SETUP = Path(__file__).resolve().parent


def wait_for_jupyterlab(port):
    """Returns when a server listens on the port, or after a minute."""
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)


def run(*command):
    """Runs a command in a process group of its own, which ends with this process."""
    process = subprocess.Popen(command, start_new_session=True)
    try:
        process.wait()
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)


def main(port):
    for number in signal.SIGINT, signal.SIGTERM:
        signal.signal(number, lambda *_: sys.exit(1))
    os.nice(10)  # a student's cells come first
    wait_for_jupyterlab(int(port))
    run(sys.executable, "-P", SETUP / "smollm2.py")
    if os.environ.get("NEXTTOKEN_COMPLETION") != "off":
        run(SETUP / "setup.sh", "install_completion")


if __name__ == "__main__":
    main(*sys.argv[1:])
