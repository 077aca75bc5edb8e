"""The passwords of a class server: none is lost by a kill or a full disk, and of two who choose one, one wins."""

import dbm.dumb
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import unittest
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

HUB = Path(__file__).resolve().parent.parent / "deploy" / "jupyterhub"
sys.path.insert(0, str(HUB))
from passwords import Passwords  # noqa: E402: where it lies is only known now

WRITE = """
import sys
from passwords import Passwords
passwords, number = Passwords(sys.argv[1]), int(sys.argv[2])
while True:
    passwords.choose(f"student{number}", b"x" * 60)
    print(number, flush=True)
    number += 1
"""


class State(unittest.TestCase):
    """Each test has a directory of its own."""

    def setUp(self):
        directory = TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.state = Path(directory.name)
        (self.state / "homes").mkdir()


class Kept(State):
    def test_what_is_chosen_is_there_after_a_restart(self):
        Passwords(self.state).choose("ada", b"first")
        self.assertEqual(Passwords(self.state).of("ada"), b"first")
        self.assertIsNone(Passwords(self.state).of("bob"))

    def test_only_its_owner_reads_the_file(self):
        Passwords(self.state)
        self.assertEqual((self.state / "passwords.sqlite").stat().st_mode & 0o777, 0o600)

    def test_one_of_many_wins(self):
        passwords, start, now = Passwords(self.state), threading.Barrier(8), []

        def choose(mine):
            start.wait()
            now.append(passwords.choose("ada", mine))

        threads = [threading.Thread(target=choose, args=[b"%d" % number]) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(now, [passwords.of("ada")] * 8)

    def test_killed_while_it_writes(self):
        """What a call has returned is there, after each of five kills."""
        written = 0
        for _ in range(5):
            with subprocess.Popen(
                [sys.executable, "-c", WRITE, self.state, str(written)],
                cwd=HUB,
                stdout=subprocess.PIPE,
            ) as writer:
                for _ in range(7):
                    writer.stdout.readline()
                writer.kill()
                writer.stdout.read()
            passwords = Passwords(self.state)
            while passwords.of(f"student{written}"):
                written += 1
        self.assertGreaterEqual(written, 35)
        self.assertTrue(all(passwords.of(f"student{number}") for number in range(written)))

    def test_a_full_disk_takes_none_of_the_others(self):
        """The dbm file lost 28 of 60 here. A limit on the size of files stands for the disk."""
        passwords = Passwords(self.state)
        with passwords.changing() as file:
            file.executemany("INSERT INTO passwords VALUES (?, ?)", [(f"student{n}", b"x" * 60) for n in range(60)])
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (passwords.path.stat().st_size, before[1]))
        try:
            with self.assertRaises(sqlite3.Error):
                for number in range(60, 300):
                    passwords.choose(f"student{number}", b"x" * 60)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            signal.signal(signal.SIGXFSZ, ignored)
        self.assertEqual([passwords.of(f"student{n}") for n in range(number)], [b"x" * 60] * number)
        self.assertEqual(passwords.choose("later", b"y"), b"y")


class Moved(State):
    """Passwords of a hub before, in a dbm file."""

    def test_all_are_there_and_the_file_stays(self):
        for kind in dbm.dumb, dbm:  # what every Python has, and what this one prefers
            with self.subTest(kind=kind.__name__), TemporaryDirectory() as state:
                with kind.open(state + "/passwords", "c") as old:
                    for number in range(60):
                        old[f"student{number}"] = b"x%d" % number
                passwords = Passwords(state)
                self.assertEqual([passwords.of(f"student{n}") for n in range(60)], [b"x%d" % n for n in range(60)])
                self.assertIsNotNone(dbm.whichdb(state + "/passwords"))
                passwords.forget("student7")
                self.assertIsNone(Passwords(state).of("student7"), "forgotten, and back after a restart")

    def test_a_file_that_cannot_be_read_stops_the_hub(self):
        (self.state / "passwords").write_bytes(b"no such format")
        for _ in range(2):
            self.assertRaisesRegex(SystemExit, "can't be read .*all choose new passwords", Passwords, self.state)

    def test_killed_while_it_moves(self):
        with dbm.open(str(self.state / "passwords"), "c") as old:
            old["ada"] = b"x"
        with mock.patch("passwords.of_dbm", side_effect=KeyboardInterrupt), self.assertRaises(KeyboardInterrupt):
            Passwords(self.state)
        self.assertEqual(Passwords(self.state).of("ada"), b"x")


class Forgotten(State):
    def forget(self, name, state=None):
        return subprocess.run(
            [sys.executable, HUB / "passwords.py", state or self.state, name], capture_output=True, text=True
        )

    def test_while_the_hub_runs(self):
        passwords = Passwords(self.state)
        passwords.choose("ada", b"first")
        passwords.choose("bob", b"his")
        self.assertIn("the next login under this name chooses a new one", self.forget("Ada").stdout)
        self.assertEqual(passwords.choose("ada", b"second"), b"second")
        self.assertEqual(passwords.of("bob"), b"his")

    def test_while_another_writes(self):
        """It waits for the end of the other's change."""
        passwords = Passwords(self.state)
        passwords.choose("ada", b"first")
        with passwords.changing() as file:
            asked = subprocess.Popen([sys.executable, HUB / "passwords.py", self.state, "ada"], stdout=-1, text=True)
            file.execute("INSERT INTO passwords VALUES ('bob', x'00')")
            self.assertRaises(subprocess.TimeoutExpired, asked.wait, 0.5)
        self.assertIn("is forgotten", asked.communicate()[0])
        self.assertEqual((passwords.of("ada"), passwords.of("bob")), (None, b"\0"))

    def test_where_students_work_in_pods_the_folder_has_no_homes(self):
        (self.state / "homes").rmdir()
        self.assertIn("has no homes or passwords.sqlite", self.forget("ada").stderr)
        Passwords(self.state).choose("ada", b"first")
        self.assertIn("is forgotten", self.forget("ada").stdout)

    def test_what_is_wrong_is_one_sentence(self):
        for says, asked in (
            (r'no password is kept for "eve": is the name right', self.forget("eve")),
            ("whose password is to be forgotten", self.forget(" ")),
            ("/no/such has no homes or passwords.sqlite of a class", self.forget("ada", "/no/such")),
        ):
            self.assertEqual(asked.returncode, 1)
            self.assertRegex(asked.stderr, rf"\Anexttoken: [^\n]*{says}[^\n]*\n\Z")

    def test_a_file_of_passwords_is_plain_sqlite(self):
        """So that any program can save it while the hub runs."""
        Passwords(self.state).choose("ada", b"first")
        with closing(sqlite3.connect(self.state / "passwords.sqlite")) as file:
            self.assertEqual(file.execute("SELECT name, hash FROM passwords").fetchall(), [("ada", b"first")])
        self.assertEqual(sorted(os.listdir(self.state)), ["homes", "passwords.sqlite"])


if __name__ == "__main__":
    unittest.main()
