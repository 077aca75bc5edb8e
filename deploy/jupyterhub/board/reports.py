"""What students' servers report: kept on disk, within limits. What a report claims of its sender is not used."""

import json
import os
import re
import time

LARGEST = 8192  # bytes of a report as it comes
LONGEST = 200  # characters of a text in it, as package savedchecks writes them
A_STUDENT = 1000  # checks and predictions that are kept of one student: ten times what the lecture asks
ALL = 64 << 20  # bytes of all that is kept
BURST, PER_SECOND = 60, 1  # reports at once, and then each second, that one student may send
A_PAGE = re.compile(r"[0-9][0-9]_.*\.ipynb", re.S)
PARTS = {"check": ("title", "function", "output"), "prediction": ("question", "answer")}


class Refused(Exception):
    """Why a report is not taken: an HTTP status, and a sentence."""

    def __init__(self, status, sentence):
        super().__init__(sentence)
        self.status = status


class Reports:
    """The reports in a file of JSON lines, which `nexttoken class --reports` reads, too."""

    def __init__(self, file, now=time.time):
        self.file, self.now = file, now
        self.lines = {}  # of each student: what is kept
        self.latest = {}  # of each student: page, cells, and time of the latest report, kept or not
        self.last = {}  # the last answer to each question of a student
        self.allowances = {}  # of each student: how many reports at a time, in seconds since 1970
        self.size = 0
        if file.exists():
            self.read()

    def read(self):
        """Reads what was kept before a restart. A line that is damaged is left out."""
        content = self.file.read_bytes()
        self.size = content.rfind(b"\n") + 1
        os.truncate(self.file, self.size)  # where the machine stopped in the middle of a line
        for line in content[:self.size].splitlines(keepends=True):
            try:
                kept = json.loads(line)
                self.keep(kept["student"], kept, line)
                self.latest[kept["student"]] = {"page": kept["page"], "cells": None, "at": kept["time"]}
            except (ValueError, KeyError, TypeError):
                continue

    def add(self, student, body):
        """Takes a report of a student, as bytes. Raises Refused."""
        self.spend(student)
        report = parsed(body)
        self.latest[student] = {"page": report["page"], "cells": report.pop("cells", None), "at": stamp(self.now())}
        kind = next((kind for kind in PARTS if kind in report), None)
        if not kind or self.last.get(key(student, report)) == report[kind]:
            return  # where the student is; or the same answer again
        if not A_PAGE.fullmatch(report["page"]):
            raise Refused(422, f"page is {report['page']!r}: want a page of the lecture, such as 03_model.ipynb")
        if len(self.lines.get(student, ())) >= A_STUDENT:
            raise Refused(507, f"{A_STUDENT} reports of this student are kept, and no more")
        kept = {"student": student, "page": report["page"], "time": stamp(self.now()), kind: report[kind]}
        line = json.dumps(kept, ensure_ascii=False).encode() + b"\n"
        self.append(line)
        self.keep(student, kept, line)

    def keep(self, student, kept, line):
        (kind,) = PARTS.keys() & kept.keys()
        self.last[key(student, kept)] = kept[kind]
        self.lines.setdefault(student, []).append(line)

    def spend(self, student):
        """Takes one of the reports that a student may send now."""
        now = self.now()
        left, since = self.allowances.get(student, (BURST, now))
        left = min(BURST, left + PER_SECOND * (now - since))
        if left < 1:
            raise Refused(429, f"more than {BURST} reports at once, and {PER_SECOND} each second after them")
        self.allowances[student] = left - 1, now

    def append(self, line):
        """Writes a line whole or not at all, also on a full disk."""
        if self.size + len(line) > ALL:
            raise Refused(507, f"{ALL >> 20} MB of reports are kept, and no more")
        file = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            if os.write(file, line) < len(line):
                raise OSError("the disk is full")
            self.size += len(line)
        except OSError as error:
            os.truncate(file, self.size)
            raise Refused(507, f"the report could not be written: {error}") from error
        finally:
            os.close(file)

    def of(self, student=None):
        """Returns the lines that are kept of a student, or of all."""
        all_lines = self.lines.values() if student is None else [self.lines.get(student, [])]
        return b"".join(line for lines in all_lines for line in lines)


def key(student, report):
    """What a report answers: later answers to it may take the place of earlier ones."""
    check = report.get("check") or {}
    return student, check.get("function") or check.get("title"), report.get("prediction", {}).get("question")


def stamp(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def parsed(body):
    """Returns the fields of a report that are known, and only these. Raises Refused."""
    try:
        given = json.loads(body) if len(body) <= LARGEST else None
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise Refused(400, f"a report is a JSON object of at most {LARGEST} bytes")
    report = {"page": text(given, "page")}
    for kind, names in PARTS.items():
        if isinstance(given.get(kind), dict):
            report[kind] = {name: text(given[kind], name) for name in names}
    if "check" in report and "prediction" in report:
        raise Refused(422, "a report has a check or a prediction, not both")
    cells = given.get("cells")
    if type(cells) is int and 0 <= cells < 1_000_000:
        report["cells"] = cells
    return report


def text(fields, name):
    """Returns a short text of printable characters; "" if it is missing."""
    value = fields.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST:
        raise Refused(422, f"{name} must be a text of at most {LONGEST} characters")
    return "".join(letter if letter.isprintable() else " " for letter in value)
