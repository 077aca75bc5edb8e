"""How often somebody may try a password at the class server."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "deploy" / "jupyterhub"))
import attempts  # noqa: E402: where it lies is only known now
from attempts import OF_A_NAME, OF_AN_ADDRESS, PERIOD, Attempts, address_of, in_words  # noqa: E402

ROOM = "203.0.113.7"  # an address for documents, RFC 5737


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


class Limits(unittest.TestCase):
    def setUp(self):
        self.clock = Clock()
        self.tried = Attempts(self.clock)

    def wrong(self, count, name="ada", address=ROOM, browser=None):
        """Returns what the last of some wrong passwords is answered, other than that it is wrong."""
        return [self.tried.begin(name, address, browser) for _ in range(count)][-1]

    def test_a_name_is_locked_and_the_waiting_ends(self):
        self.assertIsNone(self.wrong(OF_A_NAME))
        self.assertEqual(self.wrong(1), "Too many wrong passwords for ada. Wait 5 minutes, then try again.")
        self.assertIn("for ada", self.wrong(1, address="198.51.100.1"))
        self.assertIsNone(self.wrong(1, name="bob"))
        self.clock.now += PERIOD - 20
        self.assertIn("Wait 20 seconds,", self.wrong(1000))  # to go on trying does not make it longer
        self.clock.now += 20
        self.assertIsNone(self.wrong(OF_A_NAME))

    def test_many_at_the_same_time_are_counted(self):
        """All begin before the first is known to be wrong."""
        begun = [self.tried.begin("ada", ROOM) for _ in range(1000)]
        self.assertEqual(begun.count(None), OF_A_NAME)

    def test_right_passwords_do_not_count(self):
        for _ in range(1000):
            self.assertIsNone(self.tried.begin("ada", ROOM))
            self.tried.was_right("ada", ROOM)

    def test_a_class_behind_one_address(self):
        """Sixty students, three slips each, then the right password."""
        for number in range(60):
            self.assertIsNone(self.wrong(4, name=f"student{number}"))
            self.tried.was_right(f"student{number}", ROOM)

    def test_an_address_that_tries_all_names_is_locked(self):
        refused = [self.wrong(1, name=f"student{number % 60}") for number in range(OF_AN_ADDRESS + 1)]
        self.assertEqual(refused[:-1], [None] * OF_AN_ADDRESS)
        self.assertIn("from your network. Wait 5 minutes", refused[-1])
        self.assertIsNone(self.wrong(1, name="student1", address="198.51.100.1"))

    def test_nobody_is_locked_out_by_others_where_the_browser_is_known(self):
        self.wrong(OF_A_NAME + 1)
        for number in range(OF_AN_ADDRESS):
            self.wrong(1, name=f"student{number}")
        self.assertIsNone(self.wrong(OF_A_NAME, browser="ada 1"))
        self.assertIn("for ada", self.wrong(1, browser="ada 1"))
        self.assertIsNone(self.wrong(1, browser="ada 2"))

    def test_the_memory_is_bounded(self):
        for number in range(3 * attempts.KEYS):
            self.tried.begin(f"n{number}", str(number))
        self.assertEqual(len(self.tried.names.periods), attempts.KEYS)
        self.assertEqual(len(self.tried.addresses.periods), attempts.KEYS)

    def test_new_names_do_not_push_out_a_lock_of_the_same_time(self):
        self.wrong(OF_A_NAME)
        for number in range(attempts.KEYS - 1):
            self.tried.begin(f"n{number}", str(number))
        self.assertIn("for ada", self.wrong(1))

    def test_the_oldest_period_goes_first(self):
        for number in range(attempts.KEYS - 1):
            self.tried.begin("ada" if number == 0 else f"n{number}", str(number))
        self.clock.now += PERIOD
        self.wrong(OF_A_NAME)
        for number in range(10):
            self.tried.begin(f"new{number}", str(number))
        self.assertIn("for ada", self.wrong(1))

    def test_a_try_of_the_period_before_is_taken_back(self):
        self.wrong(1)
        self.clock.now += PERIOD
        self.tried.was_right("ada", ROOM)
        self.assertIsNone(self.wrong(OF_A_NAME))
        self.assertIsNotNone(self.wrong(1))

    def test_waiting_in_words(self):
        for seconds, words in (0.2, "1 second"), (1.5, "2 seconds"), (60, "60 seconds"), (60.5, "2 minutes"):
            self.assertEqual(in_words(seconds), words)


class Addresses(unittest.TestCase):
    def test_what_the_proxy_saw_counts_and_not_what_was_claimed(self):
        for forwarded in ROOM, "198.51.100.1," + ROOM, "198.51.100.1, 127.0.0.1," + ROOM, ROOM + ",":
            self.assertEqual(address_of("127.0.0.1", forwarded), ROOM)

    def test_proxies_of_ours_are_passed_over(self):
        self.assertEqual(address_of("127.0.0.1", f"1.1.1.1, {ROOM}, 127.0.0.1", trusted=["127.0.0.1"]), ROOM)
        self.assertEqual(address_of("127.0.0.1", "127.0.0.1", trusted=["127.0.0.1"]), "127.0.0.1")

    def test_a_container_that_asks_the_hub_itself_claims_nothing(self):
        self.assertEqual(address_of("172.18.0.5", ROOM, hub="172.18.0.1"), "172.18.0.5")
        self.assertEqual(address_of("172.18.0.1", ROOM, hub="172.18.0.1"), ROOM)

    def test_a_network_of_ipv6_is_one_address(self):
        for host in "2001:db8:1:2::1", "2001:db8:1:2:ffff::9":
            self.assertEqual(address_of("127.0.0.1", host), "2001:db8:1:2::/64")
        self.assertEqual(address_of("127.0.0.1", "::ffff:" + ROOM), ROOM)

    def test_no_address_at_all(self):
        self.assertEqual(address_of("", "x" * 10_000), "x" * 45)
        self.assertEqual(address_of("", ""), "")


if __name__ == "__main__":
    unittest.main()
