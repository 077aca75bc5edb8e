"""What set-up does for a GPU: with NEXTTOKEN_GPU=cuda13 it installs XLA's plugin and NVIDIA's libraries, and without it
nothing. The packages here are very small ones with the names of the real ones, and the machines folders of commands."""

import os
import re
import shutil
import subprocess
import sys
import unittest

from test_prerequisites import ROOT, Machine
from wheel import write_wheel


class WithPackages(Machine):
    def setUp(self):
        super().setUp()
        self.lacks("python3")
        for name in "mv", "touch":
            (self.commands / name).symlink_to(shutil.which(name))
        (self.commands / "python3").symlink_to(sys.executable)
        python = self.venv / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        python.chmod(0o755)
        packages = self.machine / "packages"
        packages.mkdir()
        (self.checkout / "setup" / "cuda13" / "requirements.txt").write_text(
            write_wheel(packages, "jax_cuda13_pjrt-1.0", {"jax_plugins/xla_cuda13/xla_cuda_plugin.so": "a plugin"})
            + write_wheel(packages, "nvidia_cublas-1.0", {"nvidia/cu13/lib/libcublas.so.13": "a library"})
        )
        self.environment = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(packages)}

    @property
    def venv(self):
        return self.checkout / ".venv"

    def install(self, **variables):
        return self.set_up("install_gpu", **self.environment, **variables)


class Setup(WithPackages):
    def test_nothing_happens_where_nobody_asked(self):
        for variables in {}, {"NEXTTOKEN_GPU": ""}, {"NEXTTOKEN_GPU": "off"}:
            done = self.install(**variables)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
            self.assertFalse((self.venv / "gpu").exists())

    def test_the_plugin_finds_the_libraries_and_both_stay(self):
        done = self.install(NEXTTOKEN_GPU="cuda13")
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        self.assertRegex(done.stdout, r"\Anexttoken: part 1 of 1: installing XLA for a GPU [^\n]+, \d+ s\n\Z")
        plugin = self.venv / "gpu" / "pjrt" / "pjrt_c_api_cuda_plugin.so"
        self.assertEqual(plugin.read_text(), "a plugin")
        self.assertTrue((plugin.parent / ".." / "nvidia" / "cu13" / "lib" / "libcublas.so.13").exists())
        self.assertEqual([path.name for path in self.venv.glob("gpu*")], ["gpu"])
        for variables in {"NEXTTOKEN_GPU": "cuda13"}, {}, {"NEXTTOKEN_GPU": "off"}:
            again = self.install(**variables)
            self.assertEqual((again.returncode, again.stdout, again.stderr), (0, "", ""))
            self.assertTrue(plugin.exists())

    def test_at_the_end_a_sentence_says_whether_there_is_a_card(self):
        nexttoken = self.venv / "bin" / "nexttoken"
        nexttoken.write_text('#!/bin/sh\necho "export A=1"\necho "$1: no card" >&2\n')
        nexttoken.chmod(0o755)
        self.assertEqual(self.install().stderr, "")
        done = self.install(NEXTTOKEN_GPU="cuda13")
        self.assertEqual((done.returncode, done.stderr), (0, "gpu: no card\n"))
        self.assertNotIn("export", done.stdout)

    def test_what_was_deleted_is_installed_again(self):
        self.install(NEXTTOKEN_GPU="cuda13")
        shutil.rmtree(self.venv / "gpu")
        self.install(NEXTTOKEN_GPU="cuda13")
        self.assertTrue((self.venv / "gpu" / "pjrt" / "pjrt_c_api_cuda_plugin.so").exists())

    def test_another_package_is_refused_and_leaves_no_half_of_it(self):
        pinned = self.checkout / "setup" / "cuda13" / "requirements.txt"
        pinned.write_text(pinned.read_text()[:-9] + "00000000\n")
        done = self.install(NEXTTOKEN_GPU="cuda13")
        self.assertEqual(done.returncode, 1)
        self.assertIn("DO NOT MATCH THE HASHES", done.stderr)
        self.assertFalse((self.venv / "gpu").exists())

    def test_a_gpu_that_is_not_known(self):
        done = self.install(NEXTTOKEN_GPU="cuda12")
        self.assertEqual(
            (done.returncode, done.stdout, done.stderr),
            (1, "", "nexttoken: NEXTTOKEN_GPU=cuda12 is not known: give cuda13 (NVIDIA, with a driver for CUDA 13), "
                    "or off\n"),
        )

    def test_a_machine_for_which_there_is_no_plugin(self):
        self.has("uname", "echo Darwin arm64")
        done = self.install(NEXTTOKEN_GPU="cuda13")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("needs Linux on x86-64 or arm64, and this is Darwin arm64: leave it out", done.stderr)

    def test_the_space_on_the_disk_is_looked_at_first(self):
        self.has("df", "echo; echo / 9 9 3276800 9")
        done = self.install(NEXTTOKEN_GPU="cuda13")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"- 9500 MB of free disk space in \S+, which has 3200 MB: delete files")
        self.assertEqual(self.install().returncode, 0)


class Kernel(WithPackages):
    """The start of the notebooks' kernel, with a GoNB that prints which backend it got."""

    def start(self, **variables):
        kernel = self.venv / "share" / "jupyter" / "kernels" / "gonb"
        kernel.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "setup" / "kernel" / "run", kernel)
        for name, prints in ("gonb", '"backend $GOMLX_BACKEND"'), ("nexttoken", "\"export GOMLX_BACKEND='a b'\""):
            (self.venv / "bin" / name).write_text(f"#!/bin/sh\necho {prints}\n")
            (self.venv / "bin" / name).chmod(0o755)
        environment = {"PATH": os.environ["PATH"], "NEXTTOKEN_GUARD": "off"} | variables
        done = subprocess.run([kernel / "run", "file"], env=environment, capture_output=True, text=True)
        self.assertEqual(done.stderr, "")
        return done.stdout

    def test_cells_use_the_gpu_only_where_it_is_installed(self):
        self.assertEqual(self.start(), "backend \n")
        self.install(NEXTTOKEN_GPU="cuda13")
        self.assertEqual(self.start(), "backend a b\n")


class Pinned(unittest.TestCase):
    def test_the_versions_are_those_of_one_cuda(self):
        text = (ROOT / "setup" / "cuda13" / "requirements.txt").read_text()
        pinned = dict(re.findall(r"^(nvidia-cuda-\w+|nvidia-nvvm)==(\S+)", text, re.M))
        self.assertGreater(len(pinned), 4)
        for name, version in pinned.items():
            self.assertRegex(version, r"^13\.0\.", name)


if __name__ == "__main__":
    unittest.main()
