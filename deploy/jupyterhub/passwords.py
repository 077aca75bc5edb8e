"""The passwords of a class, as hashes of bcrypt in an SQLite file; passwords.py STATE NAME forgets one.

SQLite writes a change whole and onto the disk, or not at all; and several processes can use the file, so that a
password is forgotten while the hub runs. The dbm file that was here before (Berkeley DB, through Python's dbm.ndbm)
is not safe: on a full disk, new passwords took 28 of 60 others with them, without an error, and who has no password
loses the name to whoever logs in first.
"""

import dbm
import os
import sqlite3
import sys
from contextlib import closing, contextmanager
from pathlib import Path

from state import folder_of_a_class

FILE = "passwords.sqlite"
SECONDS = 30  # to wait for another process that writes


class Passwords:
    """A file of names and hashes. Each call opens it, so that any thread may call."""

    def __init__(self, state):
        """Makes the file in the directory state, with what an older hub's dbm file holds, which stays as it is."""
        self.path = Path(state) / FILE
        os.close(os.open(self.path, os.O_CREAT, 0o600))
        with self.changing() as file:
            if file.execute("PRAGMA user_version").fetchone() == (0,):
                file.execute("CREATE TABLE passwords (name TEXT PRIMARY KEY, hash BLOB NOT NULL)")
                file.executemany("INSERT INTO passwords VALUES (?, ?)", of_dbm(Path(state) / "passwords"))
                file.execute("PRAGMA user_version = 1")  # in the same transaction: what was forgotten stays forgotten

    @contextmanager
    def changing(self):
        """One transaction, in which no other process or thread writes."""
        with closing(sqlite3.connect(self.path, SECONDS, isolation_level=None)) as file:
            file.execute("PRAGMA synchronous = EXTRA")  # the disk has it when the call returns
            file.execute("BEGIN IMMEDIATE")
            with file:
                yield file

    def of(self, name):
        """Returns the hash of a name's password, or None."""
        with closing(sqlite3.connect(self.path, SECONDS)) as file:
            found = file.execute("SELECT hash FROM passwords WHERE name = ?", (name,)).fetchone()
        return found and found[0]

    def choose(self, name, hashed):
        """Keeps the hash if the name has none yet. Returns the one that it has now: of two callers, one wins."""
        with self.changing() as file:
            file.execute("INSERT INTO passwords VALUES (?, ?) ON CONFLICT DO NOTHING", (name, hashed))
        return self.of(name)

    def replace(self, name, hashed):
        with self.changing() as file:
            file.execute("INSERT OR REPLACE INTO passwords VALUES (?, ?)", (name, hashed))

    def forget(self, name):
        """Returns whether the name had a password."""
        with self.changing() as file:
            return file.execute("DELETE FROM passwords WHERE name = ?", (name,)).rowcount > 0


def of_dbm(path):
    """Returns the names and hashes in a dbm file, of which Python has three kinds; [] where there is none."""
    kind = dbm.whichdb(str(path))
    if kind is None:
        return []
    try:
        with dbm.open(str(path), "r") as file:
            return [(key.decode(), file[key]) for key in file.keys()]
    except (ImportError, *dbm.error) as error:
        sys.exit(f"nexttoken: the passwords of the hub before, in {path}, can't be read ({error}): start the hub with "
                 "the Python that wrote them, or move the file away, and all choose new passwords")


def main():
    if len(sys.argv) != 3 or not sys.argv[2].strip():
        sys.exit("nexttoken: whose password is to be forgotten? make forget-password NAME=ada")
    name = sys.argv[2].strip().lower()
    state = folder_of_a_class(sys.argv[1], "homes", FILE)  # the second alone where students work in pods
    try:
        had = Passwords(state).forget(name)
    except PermissionError:
        sys.exit("nexttoken: the passwords belong to root: sudo make forget-password NAME=ada")
    if not had:
        sys.exit(f'nexttoken: no password is kept for "{name}": is the name right? The next login chooses one')
    print(f"nexttoken: the password of {name} is forgotten: the next login under this name chooses a new one "
          "(for a teacher, the hub prints it in its log)")


if __name__ == "__main__":
    main()
