"""docs/reliability.md names tests that are there, and each figure's command is a target of the Makefile."""

import re
import unittest

import reliability

TESTS = re.compile(r"`([\w/]+\.(?:py|go)): (\w+)`((?:, `\w+`)*)")


class Page(unittest.TestCase):
    def test_the_tests_of_the_promises_are_there(self):
        rows = [line for line in reliability.PAGE.read_text().splitlines() if line.startswith("| ")]
        named = 0
        for file, first, others in TESTS.findall("\n".join(rows)):
            code = (reliability.ROOT / file).read_text()
            for name in [first, *re.findall(r"\w+", others)]:
                named += 1
                self.assertRegex(code, rf"(?:def|func) {name}\(", f"{file} has no {name}")
        self.assertGreater(named, 40)

    def test_the_commands_are_targets(self):
        targets = (reliability.ROOT / "Makefile").read_text()
        for _, command in reliability.ROWS.values():
            self.assertRegex(targets, rf"(?m)^(?:[\w-]+ )*{command.split()[1]}(?: [\w-]+)*:", command)

    def test_what_a_command_prints_is_found(self):
        printed = "ok\nreliability: health = 0.03 s\n--- PASS\nreliability: back = 1.2 s / 4.0 s  \n"
        self.assertEqual(
            dict(reliability.FIGURE.findall(printed)), {"health": "0.03 s", "back": "1.2 s / 4.0 s"}
        )


if __name__ == "__main__":
    unittest.main()
