"""What `make audit` makes of a scanner's answer. The scanners need databases that are elsewhere."""

import contextlib
import io
import unittest

import audit


class Audit(unittest.TestCase):
    def test_a_fault_fails_and_a_database_out_of_reach_is_named(self):
        scanners = {
            "one": (["sh", "-c", "echo all is well"], ".", "no database"),
            "two": (["sh", "-c", "echo no database; exit 1"], ".", "no database"),
        }
        status, printed = self.audited(scanners)
        self.assertEqual(status, 0)
        self.assertIn("audit: one: clean\n", printed)
        self.assertIn("audit: two: not asked: its database can't be reached from here\n", printed)
        scanners["three"] = ["sh", "-c", "echo a hole in x; exit 3"], ".", "no database"
        status, printed = self.audited(scanners)
        self.assertEqual(status, 1)
        self.assertIn("a hole in x\n\naudit: three: faults\n", printed)

    def audited(self, scanners):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            return audit.main(scanners), printed.getvalue()


if __name__ == "__main__":
    unittest.main()
