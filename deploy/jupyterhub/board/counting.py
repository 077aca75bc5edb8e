"""Counts what students reported, by `nexttoken class`: the same command counts the saved pages of a class."""

import asyncio
import json
import time

FRESH = 2  # seconds for which a count is shown
PATIENCE = 60  # seconds after which a count is given up


class Counting:
    """Counts of the whole class, or of one student: each is made again only when there are other reports."""

    def __init__(self, reports, command):
        self.reports, self.command = reports, [*command, "class", "--json", "--reports", "/dev/stdin"]
        self.counted = {}  # by student, or by None for all: when, of how many reports, and the count
        self.busy = asyncio.Lock()  # one at a time: there may be more students than processors

    async def of(self, student=None):
        """Returns what `nexttoken class --json` prints of a student, or of all; the count before it if that fails."""
        async with self.busy:
            at, size, count = self.counted.get(student, (0, -1, {"students": 0, "exercises": [], "predictions": []}))
            lines = self.reports.of(student)
            if size != len(lines) and time.monotonic() - at > FRESH:
                count = await self.run(lines) or count
                self.counted[student] = time.monotonic(), len(lines), count
            return count

    async def run(self, lines):
        """Returns the count of some lines; None, with a line in the log, if there is none."""
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(*self.command, stdin=pipe, stdout=pipe, stderr=pipe)
        try:
            printed, notes = await asyncio.wait_for(process.communicate(lines), PATIENCE)
            return json.loads(printed)
        except TimeoutError:
            process.kill()
            print(f"board: no count after {PATIENCE} s", flush=True)
        except ValueError:
            print(f"board: no count: {notes.decode(errors='replace')[-500:]}", flush=True)
