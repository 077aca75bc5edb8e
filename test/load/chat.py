"""Plays students on the class server who all run the chat model of page 11 at once: chat.py [STUDENTS [KIND]]

1, 2, 4 … students ask it a question in the same moment, each with a program of their own, as after a change of a cell.
It prints a table, or fails if a cell failed.
"""

import argparse
import asyncio
import re
import signal
import statistics
import sys

import classroom
import processes
from student import Student

NOTEBOOK = "notebooks/11_a_real_one.ipynb"
ASK = '%%\nwrite(llama.Ask("What is the capital of France, in {count} words?"), 40, true)'
ANSWER = "func write("  # the last of the cells that a question needs


async def play(hub, count):
    students = [Student(hub, f"student{number:02d}", NOTEBOOK) for number in range(1, count + 1)]
    await asyncio.gather(*(student.log_in() for student in students))
    await asyncio.gather(*(prepare(student) for student in students))
    print("| students at once | seconds to the end of an answer | the slowest | tokens/s | memory of all, at most |")
    print("|---|---|---|---|---|")
    for at_once in sizes(count):
        await measure(hub, students[:at_once])


def sizes(count):
    """1, 2, 4 …, and all."""
    powers = [2**power for power in range(count.bit_length())]
    return sorted({size for size in powers if size < count} | {count})


async def prepare(student):
    """Runs the cells that a question needs, and asks one, so that all that is compiled once is."""
    await student.open()
    sources = ["".join(cell["source"]) for cell in student.content["cells"] if cell["cell_type"] == "code"]
    last = next(place for place, source in enumerate(sources) if ANSWER in source)
    for source in sources[: last + 1]:
        await run(student, source)
    await ask(student)


async def run(student, source):
    seconds, error = await student.run(source, limit=600)
    if error:
        raise RuntimeError(f"{student.name}: {error}")
    return seconds


async def ask(student):
    """Returns the seconds until the answer was there, and the speed that the cell printed."""
    student.count += 1
    seconds = await run(student, ASK.replace("{count}", str(student.count)))
    return seconds, float(re.search(r"([\d.]+) tokens/s", student.printed["stdout"])[1])


async def measure(hub, students):
    memory = []
    watch = asyncio.create_task(processes.watch_memory(hub, memory, every=1))
    answers = await asyncio.gather(*(ask(student) for student in students))
    watch.cancel()
    seconds, speeds = zip(*answers)
    print(
        f"| {len(students)} | {statistics.median(seconds):.1f} | {max(seconds):.1f} | {statistics.median(speeds):.0f} "
        f"| {max(memory) / 1000:.1f} GB |",
        flush=True,
    )


def main():
    asked = argparse.ArgumentParser(description="Plays students who run the chat model at once.")
    asked.add_argument("students", nargs="?", type=int, default=8)
    asked.add_argument("kind", nargs="?", default="one_machine", choices=classroom.kinds())
    asked = asked.parse_args()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit("ended by a signal"))  # and so is what was started
    with classroom.running(asked.kind) as hub:
        asyncio.run(play(hub, asked.students))


if __name__ == "__main__":
    main()
