"""Plays a class on the class server, through its HTTP and WebSocket interface, and makes things fail: load.py N [MINUTES]

Each of N students logs in, runs notebook 03 from top to bottom, then changes a cell and runs it every 30 seconds. Meanwhile one student's
server is killed, the hub is restarted, and one student's disk is full. It prints a table, writes test/load/result.json, and
fails if a cell failed that should not, if 5 % of the changed cells took more than 5 seconds, or if something that was saved is lost.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import faults
import processes
from student import Student

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = "notebooks/03_model.ipynb"
PAUSE = 30  # seconds between two changed cells of a student
SLOW = 5  # seconds that 95 % of the changed cells must stay under


class Hub:
    """A class server on this machine, as `make hub` starts it."""

    def __init__(self, state, port=18100):
        self.state, self.port = state, port
        self.address = f"http://127.0.0.1:{port}/"
        self.homes = state / "homes"

    def start(self):
        environment = os.environ | {"NEXTTOKEN_HUB": self.address, "NEXTTOKEN_HUB_STATE": str(self.state), "NEXTTOKEN_HUB_PORT": str(self.port + 1)}
        with open(self.state / "log", "a") as log:
            self.process = subprocess.Popen([sys.executable, "-m", "jupyterhub", "--config", str(ROOT / "deploy/jupyterhub/one_machine.py")],
                                            cwd=self.state, env=environment, stdout=log, stderr=log)

    def stop(self):
        """Ends the hub alone: servers and proxy stay, as the configuration says."""
        self.process.terminate()
        self.process.wait(60)

    def stop_everything(self):
        self.stop()
        subprocess.run([sys.executable, str(ROOT / "deploy/jupyterhub/proxy.py"), str(self.state)], check=True)


async def play(hub, count, minutes):
    students = [Student(hub, f"student{number:02d}", NOTEBOOK) for number in range(1, count + 1)]
    started = time.monotonic()
    await asyncio.gather(*(student.log_in() for student in students))
    logged_in = time.monotonic() - started
    print(f"{count} students logged in within {logged_in:.0f} s", flush=True)
    started = time.monotonic()
    await asyncio.gather(*(student.run_notebook() for student in students))
    notebook = time.monotonic() - started
    print(f"all ran the whole notebook within {notebook:.0f} s", flush=True)
    calm = await changing(hub, students, minutes)
    print(f"{calm['changed cells']} changed cells, p95 {calm['p95 (s)']:.1f} s, {calm['failures']} failures", flush=True)
    happened = await faults.all_of_them(hub, students, PAUSE)
    return students, {"students": count, "log in, all (s)": logged_in, "notebook, all (s)": notebook, **calm, "faults": happened}


async def changing(hub, students, minutes):
    """Lets all students change and run a cell every PAUSE seconds, and measures it."""
    before, started = processes.seconds_of_cpu(hub.homes), time.monotonic()
    until = started + 60 * minutes
    memory = []
    watch = asyncio.create_task(processes.watch_memory(hub.homes, memory))
    await asyncio.gather(*(student.change_cells(until, PAUSE, PAUSE * index / len(students)) for index, student in enumerate(students)))
    watch.cancel()
    elapsed = time.monotonic() - started
    seconds = sorted(second for student in students for second in student.seconds)
    return {
        "changed cells": len(seconds),
        "p50 (s)": statistics.median(seconds),
        "p95 (s)": seconds[int(0.95 * (len(seconds) - 1))],
        "longest (s)": seconds[-1],
        "failures": sum(len(student.failures) for student in students),
        "memory a student, mean (MB)": statistics.mean(memory) / len(students),
        "memory a student, peak (MB)": max(memory) / len(students),
        "cores a student": (processes.seconds_of_cpu(hub.homes) - before) / elapsed / len(students),
        "load of the machine": os.getloadavg()[0],
    }


def report(result, students):
    for name, value in result.items():
        if name != "faults":
            print(f"| {name} | {value if isinstance(value, int) else f'{value:.2f}'} |")
    for fault, said in result["faults"].items():
        print(f"| {fault} | {said} |")
    for student in students:
        for failure in student.failures[:3]:
            print(f"{student.name}: {failure}", file=sys.stderr)
    (Path(__file__).parent / "result.json").write_text(json.dumps(result, indent=2) + "\n")


def main():
    count, minutes = int(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as directory:
        hub = Hub(Path(directory))
        os.chmod(directory, 0o711)
        hub.start()
        try:
            students, result = asyncio.run(play(hub, count, minutes))
        except BaseException:
            print(*(hub.state / "log").read_text().splitlines()[-40:], sep="\n", file=sys.stderr)
            raise
        finally:
            hub.stop_everything()
    report(result, students)
    failures = sum(len(student.failures) for student in students)
    if failures or result["p95 (s)"] > SLOW or any(said != "nobody else noticed, nothing was lost" for said in result["faults"].values()):
        sys.exit(f"FAIL: {failures} failures, p95 {result['p95 (s)']:.1f} s of {SLOW}")


if __name__ == "__main__":
    main()
