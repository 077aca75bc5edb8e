"""Plays a class on the class server, through its HTTP and WebSocket interface, and makes things fail: load.py
STUDENTS [KIND [MINUTES]]

Each student logs in, runs notebook 03 from top to bottom, then changes a cell and runs it every 30 seconds. Then,
while they go on, one student's server is killed, the hub is restarted, and one student's disk is full; and one student
forks without end, eats memory, spins, and fills the disk. It prints a table and writes results.json beside this file,
or fails if a cell failed that should not, if 5 % of the changed cells took more than 5 seconds, or if something that
was saved is lost.
"""

import argparse
import asyncio
import os
import signal
import statistics
import sys
import time

import classroom
import faults
import processes
import table
from student import Student

NOTEBOOK = "notebooks/03_model.ipynb"
PAUSE = 30  # seconds between two changed cells of a student
SLOW = 5  # seconds that 95 % of the changed cells must stay under


async def play(hub, count, minutes):
    students = [Student(hub, f"student{number:02d}", NOTEBOOK) for number in range(1, count + 1)]
    hub.limit_disk(students[1].name, faults.SMALL_DISK)
    started = time.monotonic()
    await asyncio.gather(*(student.log_in() for student in students))
    logged_in = time.monotonic() - started
    print(f"{count} students logged in within {logged_in:.0f} s", flush=True)
    started = time.monotonic()
    await asyncio.gather(*(student.run_notebook() for student in students))
    notebook = time.monotonic() - started
    print(f"all ran the whole notebook within {notebook:.0f} s", flush=True)
    calm = await changing(hub, students, minutes)
    print(
        f"{calm['changed cells']} changed cells, p95 {calm['p95 (s)']:.1f} s, {calm['failures']} failures", flush=True
    )
    happened = await faults.all_of_them(hub, students, PAUSE)
    beside = await faults.beside_misbehaviour(hub, students, PAUSE)
    figures = " / ".join(f"{seconds:.2f} s" for seconds in beside.values())
    print(f"reliability: beside = {figures}, {calm['p95 (s)']:.2f} s in calm", flush=True)
    return students, {
        "kind": hub.kind,
        "students": count,
        "cores": os.cpu_count(),
        "minutes": minutes,
        "log in, all (s)": logged_in,
        "notebook, all (s)": notebook,
        **calm,
        "faults": happened,
        "p95 beside a student who (s)": beside,
    }


async def changing(hub, students, minutes):
    """Lets all students change and run a cell every PAUSE seconds, and measures it."""
    before, started = processes.seconds_of_cpu(hub), time.monotonic()
    until = started + 60 * minutes
    memory = []
    watch = asyncio.create_task(processes.watch_memory(hub, memory))
    await asyncio.gather(
        *(student.change_cells(until, PAUSE, PAUSE * index / len(students)) for index, student in enumerate(students))
    )
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
        "cores a student": (processes.seconds_of_cpu(hub) - before) / elapsed / len(students),
        "load of the machine": os.getloadavg()[0],
    }


def report(result, students):
    """Prints the figures; returns what is wrong with them."""
    print(*table.lines([result]), sep="\n")
    for student in students:
        for failure in student.failures[:3]:
            print(f"{student.name}: {failure}", file=sys.stderr)
    failures = sum(len(student.failures) for student in students)
    if failures or result["p95 (s)"] > SLOW or set(result["faults"].values()) != {faults.FINE}:
        return f"FAIL: {failures} failures, p95 {result['p95 (s)']:.1f} s of {SLOW}"


def main():
    asked = argparse.ArgumentParser(description="Plays a class on the class server.")
    asked.add_argument("students", type=int, help="three or more")
    asked.add_argument("kind", nargs="?", default="one_machine", choices=classroom.kinds())
    asked.add_argument("minutes", nargs="?", type=float, default=3, help="of changing cells before something fails")
    asked = asked.parse_args()
    if asked.students < 3:
        sys.exit(f"{asked.students} students are too few: one has a fault, one goes on, and one has the next fault")
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit("ended by a signal"))  # and so is what was started
    with classroom.running(asked.kind) as hub:
        students, result = asyncio.run(play(hub, asked.students, asked.minutes))
    if wrong := report(result, students):
        sys.exit(wrong)
    table.keep(result)


if __name__ == "__main__":
    main()
