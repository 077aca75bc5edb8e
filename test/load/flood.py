"""Tries wrong passwords at a class server without a pause, and measures how the hub answers others meanwhile.

flood.py [AT_A_TIME [SECONDS]], as root, with the hub's Python: .venv/hub/python/bin/python test/load/flood.py

It fails if half of the requests for /hub/health take more than 0.1 s, or if a student can't log in meanwhile who has
logged in with the same browser before.
"""

import argparse
import asyncio
import collections
import statistics
import sys
import time

import classroom
from student import Student

SLOW = 0.1  # seconds that half of the answers must stay under
VICTIM, OTHER = "ada", "bob"


async def guess(hub, number, answers):
    """Tries passwords for one name, the next when the last was answered, as fast as the hub lets it."""
    attacker = Student(hub, "attacker", None)
    await attacker.ask("hub/login")
    while True:
        answers[(await attacker.send_login(VICTIM, f"wrong password {number}")).code] += 1


async def health(hub, seconds):
    """Returns how many seconds each answer took, of one after the other."""
    asker, taken, end = Student(hub, "teacher", None), [], time.monotonic() + seconds
    while time.monotonic() < end or len(taken) < 5:
        began = time.monotonic()
        await asker.ask("hub/health")
        taken.append(time.monotonic() - began)
        await asyncio.sleep(0.1)
    return taken


async def log_in(student, name):
    """Returns how long it takes until the student is let in, or the status of the refusal."""
    began = time.monotonic()
    status = (await student.send_login(name, "secret of " + name)).code
    return f"let in after {time.monotonic() - began:.2f} s" if status == 302 else f"refused with {status}"


async def flood(hub, at_a_time, seconds):
    students = {name: Student(hub, name, None) for name in (VICTIM, OTHER)}
    for name, student in students.items():
        await student.wait_for_hub()
        print(f"{name} chooses a password: {await log_in(student, name)}")
    calm, answers = await health(hub, 2), collections.Counter()
    attackers = [asyncio.create_task(guess(hub, number, answers)) for number in range(at_a_time)]
    flooded = await health(hub, seconds)
    meanwhile = [await log_in(student, name) for name, student in students.items()]
    for attacker in attackers:
        attacker.cancel()
    print(f"{at_a_time} wrong passwords for {VICTIM} at a time, answers by status: {dict(answers)}")
    print(f"meanwhile, {VICTIM} was {meanwhile[0]}, {OTHER} {meanwhile[1]}")
    for when, taken in ("calm", calm), ("meanwhile", flooded):
        print(f"/hub/health, {when}: p50 {statistics.median(taken):.3f} s, longest {max(taken):.3f} s")
    print(f"reliability: health = {statistics.median(flooded):.3f} s, {statistics.median(calm):.3f} s in calm")
    if any(said.startswith("refused") for said in meanwhile):
        return "FAIL: a student could not log in with a browser of before"
    if statistics.median(flooded) > SLOW:
        return f"FAIL: p50 of /hub/health is above {SLOW} s"


def main():
    asked = argparse.ArgumentParser(description="Tries wrong passwords at a class server.")
    asked.add_argument("at_a_time", nargs="?", type=int, default=20)
    asked.add_argument("seconds", nargs="?", type=float, default=15)
    asked = asked.parse_args()
    with classroom.running() as hub:
        wrong = asyncio.run(flood(hub, asked.at_a_time, asked.seconds))
    sys.exit(wrong)


if __name__ == "__main__":
    main()
