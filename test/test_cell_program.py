"""What a cell's program links, and that the lecture builds without the workspace of cells, too."""

import json
import os
import shlex
import shutil
import subprocess
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
HEAVY = {"net/http", "github.com/gomlx/compute/gobackend", "google.golang.org/protobuf/proto"}
PROGRAM = """package main

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"

	"nexttoken/pkg/backend"
)

func main() {
	engine, err := backend.Open()
	fmt.Println(backend.IsXLA(engine), err)
	fmt.Println(ExecOnce(engine, func(x *Node) *Node { return Mul(x, x) }, float32(3)))
}
"""
TRAINING = """package main

import "nexttoken/pkg/training"

func main() { _, _ = training.Train(training.Config{}) }
"""
CHAT_MODEL = """package main

import (
	"fmt"

	"nexttoken/pkg/llama"
)

func main() {
	model, err := llama.SmolLM2()
	fmt.Println(model == nil, err)
}
"""


def kernel_environment():
    return json.loads((VENV / "share/jupyter/kernels/gonb/kernel.json").read_text())["env"]


class CellProgram(unittest.TestCase):
    def setUp(self):
        directory = TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        self.environment = os.environ | kernel_environment()
        self.environment |= {"PJRT_PLUGIN_LIBRARY_PATH": str(VENV / "pjrt"), "GOMLX_NO_AUTO_INSTALL": "1"}

    def output(self, *command, **otherwise):
        asked = {"cwd": self.directory, "env": self.environment, "capture_output": True, "text": True} | otherwise
        done = subprocess.run(command, **asked)
        self.assertEqual(done.returncode, 0, f"{shlex.join(map(str, command))}: {done.stderr}")
        return done.stdout + done.stderr

    def test_an_image_keeps_the_times_by_which_go_knows_the_copy(self):
        files = [path for path in (VENV / "kernel" / "go-xla").rglob("*") if path.is_file()]
        self.assertGreater(len(files), 10)
        self.assertEqual([path for path in files if path.stat().st_mtime_ns % 1_000_000_000], [])

    def workspace(self, program):
        """A cell as GoNB makes it: a module of its own, in a workspace with those that the kernel names."""
        (self.directory / "main.go").write_text(program)
        self.output("go", "mod", "init", "cell")
        self.output("go", "work", "init")
        self.output("go", "work", "use", ".", ROOT, VENV / "kernel" / "go-xla")

    def test_a_cell_with_xla_links_no_other_backend_no_installer_and_no_protobuf(self):
        self.workspace(PROGRAM)
        packages = set(self.output("go", "list", "-deps", ".").split())
        self.assertIn("github.com/gomlx/go-xla/compute/xla", packages)
        self.assertEqual(packages & HEAVY, set())
        self.output("go", "build", "-o", "program", ".")
        self.assertEqual(self.output("./program"), "true <nil>\nfloat32(9) <nil>\n")

    def test_a_cell_that_trains_still_has_the_backend_that_describes_graphs(self):
        self.workspace(TRAINING)
        packages = set(self.output("go", "list", "-deps", ".").split())
        self.assertEqual(packages & HEAVY, {"github.com/gomlx/compute/gobackend"})

    def test_a_cell_with_the_chat_model_is_built_and_links_no_protobuf(self):
        self.workspace(CHAT_MODEL)
        packages = set(self.output("go", "list", "-deps", ".").split())
        self.assertNotIn("google.golang.org/protobuf/proto", packages)
        self.output("go", "build", "-o", "program", ".")
        self.environment["NEXTTOKEN_SMOLLM2"] = "off"
        self.assertIn("true SmolLM2 is not installed, because NEXTTOKEN_SMOLLM2 is off", self.output("./program"))

    def test_the_text_of_graphs_is_the_same_in_cells(self):
        self.environment["GOWORK"] = str(VENV / "kernel" / "go.work")
        self.output("go", "test", "./internal/blueprint", cwd=ROOT)

    def test_what_set_up_compiles_is_what_cells_link(self):
        self.workspace(PROGRAM)
        ids = "go", "list", "-deps", "-export", "-f", "{{if not .Standard}}{{.ImportPath}} {{.BuildID}}{{end}}"
        linked = set(self.output(*ids, "nexttoken/pkg/backend").split("\n"))
        self.environment |= {"GOWORK": str(VENV / "kernel" / "go.work"), "GOFLAGS": "-tags=xlaonly"}
        self.assertEqual(linked, set(self.output(*ids, "./pkg/backend", cwd=ROOT).split("\n")))

    def test_an_option_that_a_cell_cannot_pass_to_xla_is_an_error(self):
        self.workspace(PROGRAM)
        self.output("go", "build", "-o", "program", ".")
        self.environment["XLA_DEBUG_OPTIONS"] = "xla_dump_to: '/tmp'"
        self.assertIn("can't read it", self.output("./program"))


class WithoutSetUp(unittest.TestCase):
    def test_go_mod_alone_builds_vets_and_has_both_backends(self):
        with TemporaryDirectory() as directory:
            checkout = Path(directory)
            for name in "cmd", "data", "internal", "pkg", "setup", "go.mod", "go.sum":
                copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
                copy(ROOT / name, checkout / name)
            environment = {name: value for name, value in os.environ.items() if name not in ("GOFLAGS", "GOWORK")}
            for command in (
                ["go", "build", "./pkg/...", "./setup/..."],
                ["go", "vet", "./pkg/backend", "./setup/..."],
                ["go", "test", "-run", "Without", "./pkg/backend", "./setup/..."],
                ["go", "list", "-deps", "./cmd/nexttoken"],
            ):
                done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True)
                self.assertEqual(done.returncode, 0, f"{shlex.join(command)}: {done.stderr}{done.stdout}")
            self.assertEqual(set(done.stdout.split()) & HEAVY, HEAVY)


if __name__ == "__main__":
    unittest.main()
