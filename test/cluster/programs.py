"""Programs that run beside this one, each with a file for what it prints. The kernel ends them when this one ends."""

import subprocess
import time

PATIENCE = 10  # seconds until a program that was asked to end is killed


class Programs:
    def __init__(self, folder):
        self.folder, self.running = folder, {}

    def start(self, name, *command):
        with open(self.folder / f"{name}.log", "ab") as log:
            self.running[name] = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *map(str, command)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def stop(self, name):
        """Ends a program, if it runs."""
        process = self.running.pop(name, None)
        if process is None:
            return
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def stop_all(self):
        for name in reversed(list(self.running)):
            self.stop(name)

    def check(self):
        """Raises RuntimeError with the end of its log if a program has ended by itself."""
        for name, process in self.running.items():
            if process.poll() is not None:
                last = "\n".join((self.folder / f"{name}.log").read_text(errors="replace").splitlines()[-5:])
                raise RuntimeError(f"{name} has ended with {process.returncode}; its log ends with\n{last}")

    def until(self, succeeds, seconds=600):
        """Waits until a command of this machine succeeds. Raises RuntimeError if it does not."""
        for _ in range(5 * seconds):
            self.check()
            done = subprocess.run(list(map(str, succeeds)), capture_output=True, text=True)
            if done.returncode == 0:
                return
            time.sleep(0.2)
        raise RuntimeError(f"{' '.join(map(str, succeeds))} still fails after {seconds} s: {done.stderr[-500:]}")


def run(*command, **settings):
    """Runs a command, and returns what it prints. Raises RuntimeError with its error."""
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, **settings)
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))} failed: {(done.stderr or done.stdout).strip()[-1000:]}")
    return done.stdout
