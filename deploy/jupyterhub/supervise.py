"""supervise.py COMMAND…: runs a command, and starts it again when it was killed or has failed; until Ctrl-C.

`make hub` runs the hub in this way. Where systemd runs, nexttoken-hub.service does it instead.
"""

import signal
import subprocess
import sys
import threading
import time

SOON = 10  # seconds: a command that fails earlier, at its first start, has a mistake in its settings
PATIENCE = 30  # seconds: a hub that was asked to end, and has not ended then, is killed


class Supervisor:
    def __init__(self, command):
        self.command, self.asked_to_end = command, False
        for each in signal.SIGINT, signal.SIGTERM:
            signal.signal(each, self.end)

    def end(self, number, frame):
        """Passes a signal on. The terminal sends Ctrl-C to both, so that is not passed on."""
        self.asked_to_end = True
        if number == signal.SIGTERM:
            self.process.terminate()
        killer = threading.Timer(PATIENCE, self.process.kill)
        killer.daemon = True
        killer.start()

    def run(self):
        """Returns the exit status of the command when it has ended and is not started again."""
        first = True
        while True:
            started = time.monotonic()
            self.process = subprocess.Popen(self.command)
            status = self.process.wait()
            mistake = first and status > 0 and time.monotonic() - started < SOON
            if self.asked_to_end or status == 0 or mistake:
                return status
            print(f"nexttoken: the hub has ended with the status {status}: starting it again", flush=True)
            first = False
            time.sleep(1)


def main():
    return max(0, Supervisor(sys.argv[1:]).run())


if __name__ == "__main__":
    sys.exit(main())
