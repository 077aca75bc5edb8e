"""What the class server checks on its machine: addresses, the proxy's password, locks; a killed hub is back."""

import fcntl
import os
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

ROOT = Path(__file__).resolve().parent.parent
HUB = ROOT / "deploy" / "jupyterhub"
sys.path.insert(0, str(HUB))
import locks  # noqa: E402: where it lies is only known now
import machine  # noqa: E402
import proxy  # noqa: E402
import reserve  # noqa: E402
import users  # noqa: E402


class Addresses(unittest.TestCase):
    def test_an_address_that_no_browser_opens_is_refused(self):
        self.assertEqual(machine.public_address("http://0.0.0.0"), "http://0.0.0.0/")
        self.assertEqual(machine.public_address("https://host/"), "https://host/")
        for address in "http://0.0.0.0:99999/", "http://host:0", "http://host:x/", "ftp://host/", "h:80", "http://[::1/":
            with self.assertRaisesRegex(SystemExit, "it must look like"):
                machine.public_address(address)

    def test_where_students_can_listen_the_port_is_one_for_root(self):
        first = machine.first_port_for_all()
        with self.assertRaisesRegex(SystemExit, rf"port must be below {first}.* such as http://0.0.0.0/"):
            machine.public_address(f"http://0.0.0.0:{first}/")
        self.assertEqual(machine.public_address("http://0.0.0.0:8000/", False), "http://0.0.0.0:8000/")

    def test_localhost_is_refused_since_it_is_two_addresses(self):
        with self.assertRaisesRegex(SystemExit, "write 127.0.0.1 in place of localhost"):
            machine.public_address("http://localhost/")

    def test_subdomains(self):
        self.assertEqual(machine.host_of_subdomains("https://0.0.0.0/", ""), "")
        self.assertEqual(machine.host_of_subdomains("https://0.0.0.0/", "a-1.org"), "https://a-1.org")
        self.assertEqual(machine.host_of_subdomains("http://0.0.0.0:800/", "class.org"), "http://class.org:800")
        for domain in "https://class.org", "class.org/", "10.0.0.1", "*.class.org":
            with self.assertRaisesRegex(SystemExit, "it must be a domain"):
                machine.host_of_subdomains("https://0.0.0.0/", domain)


class Files(unittest.TestCase):
    def setUp(self):
        directory = TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.folder = Path(directory.name)

    def test_the_proxys_password_is_whole_or_refused(self):
        file = self.folder / "proxy.token"
        token = proxy.token_in(file)
        self.assertEqual((len(token), file.stat().st_mode & 0o777), (64, 0o600))
        self.assertEqual(proxy.token_in(file), token)
        for content in "", "abc\n":
            file.write_text(content)
            with self.assertRaisesRegex(SystemExit, f"{len(content.strip())} characters: it should have 64"):
                proxy.token_in(file)

    def test_a_lock_is_refused_to_a_second_hub_and_shared_by_a_hub_and_its_proxy(self):
        file = self.folder / "lock"
        for _ in "hub", "proxy":
            locks.hold(file, "taken", shared=True)
        for _ in "proxy", "hub":
            self.assertRaisesRegex(SystemExit, "nexttoken: taken", locks.hold, file, "taken")
            locks.held.pop().close()
        locks.hold(file, "taken").close()


    def test_a_students_folder_is_made_anew_and_no_link_is_followed(self):
        """A student owns such a folder: root, which gives it to the student again, must not follow what is in it."""
        others, own = self.folder / "others", self.folder / "own"
        others.mkdir()
        (others / "file").write_text("theirs")
        own.mkdir()
        (own / "kernels").symlink_to(others)
        subprocess.run(["mkdir", "--parents", "/".join(["d"] * 1200)], cwd=own, check=True)  # too deep for shutil
        users.remove(own)
        self.assertFalse(own.exists())
        self.assertEqual((others / "file").read_text(), "theirs")
        own.symlink_to(others)
        self.assertRaises(FileExistsError, users.make_folder, own, os.getuid(), os.getgid(), 0o777)
        self.assertEqual(others.stat().st_mode & 0o777, 0o777 & ~self.umask())
        own.unlink()
        users.make_folder(own, os.getuid(), os.getgid(), 0o2710)
        self.assertEqual(own.stat().st_mode & 0o7777, 0o2710)

    def umask(self):
        mask = os.umask(0)
        os.umask(mask)
        return mask

    def test_the_reserve_is_given_when_the_disk_is_full_and_taken_again_later(self):
        (self.folder / "homes" / "ada").mkdir(parents=True)
        (self.folder / "homes" / "ada" / "large").write_bytes(b"x" * 3_000_000)
        with mock.patch.object(reserve, "RESERVE", 1 << 20):
            self.assertIn("1 MB of", reserve.look(self.folder, lambda _: 3 << 20))
            self.assertEqual((self.folder / "reserve").stat().st_blocks * 512, 1 << 20)
            self.assertEqual(reserve.look(self.folder, lambda _: reserve.FULL), "")
            self.assertRegex(reserve.look(self.folder, lambda _: 0), r"1 MB of reserve are free now.*: ada 3 MB\.")
            self.assertEqual((self.folder / "reserve").stat().st_blocks, 0)
            self.assertEqual(reserve.look(self.folder, lambda _: 0), "")


class ARunningClass(unittest.TestCase):
    """`git pull` and `make setup` must not change what a class uses."""

    def test_parts_that_are_there_stay_as_they_are(self):
        with TemporaryDirectory() as directory:
            checkout = Path(directory)
            script = (ROOT / "setup" / "setup.sh").read_text()
            functions = script[script.index("made_before() {") : script.index("uses_go() {")]
            ask = f"cd {checkout}; venv=.venv root=$PWD; uses_go() {{ false; }}\n{functions}\n"
            ask += "made_before part source && echo stays || echo changes\n"
            (checkout / ".venv" / "made").mkdir(parents=True)
            (checkout / ".venv" / "made" / "part").write_text("made from another source\n")
            (checkout / "source").write_text("new")
            (checkout / ".venv" / "hub").mkdir()
            with open(checkout / ".venv" / "hub" / "in-use", "w") as in_use:
                self.assertEqual(self.said(ask), "changes\n")
                fcntl.flock(in_use, fcntl.LOCK_SH)
                self.assertRegex(self.said(ask), r"a class runs, so .venv stays as it is: .*\nstays\n")
            self.assertEqual(self.said(ask), "changes\n")

    def said(self, script):
        return subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True).stdout


class Supervisor(unittest.TestCase):
    """The command writes its number to a file, and waits."""

    def setUp(self):
        directory = TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.file = Path(directory.name, "numbers")

    def supervised(self, script, patience=30):
        program = f"import sys, supervise; supervise.PATIENCE = {patience}; sys.exit(supervise.main())"
        supervisor = subprocess.Popen(
            [sys.executable, "-c", program, "sh", "-c", f"echo $$ >>{self.file}; {script}"],
            cwd=HUB, stdout=subprocess.PIPE, text=True)
        self.addCleanup(supervisor.stdout.close)
        self.addCleanup(supervisor.kill)
        return supervisor

    def numbers(self, count):
        """Returns the numbers of the processes when as many have started."""
        for _ in range(500):
            found = self.file.read_text().split() if self.file.exists() else []
            if len(found) >= count:
                return [int(number) for number in found]
            time.sleep(0.1)
        self.fail(f"{len(found)} processes have started, want {count}")

    def test_what_is_killed_is_started_again_until_it_is_asked_to_end(self):
        supervisor = self.supervised("exec sleep 1000")
        for count in 1, 2:
            os.kill(self.numbers(count)[-1], signal.SIGKILL)
        last = self.numbers(3)[-1]
        supervisor.terminate()
        supervisor.wait(60)
        self.assertRaises(ProcessLookupError, os.kill, last, 0)

    def test_what_does_not_end_is_killed(self):
        supervisor = self.supervised("trap '' TERM; while :; do sleep 0.1; done", patience=1)
        last = self.numbers(1)[-1]
        supervisor.terminate()
        supervisor.wait(60)
        self.assertRaises(ProcessLookupError, os.kill, last, 0)

    def test_a_mistake_in_the_settings_ends_both(self):
        supervisor = self.supervised("exit 3")
        self.assertEqual(supervisor.wait(60), 3)
        self.assertEqual(len(self.numbers(1)), 1)


if __name__ == "__main__":
    unittest.main()
