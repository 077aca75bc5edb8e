"""Times a changed cell in our kernel and in stock GoNB, alternating: `make bench-cells`.

Stock is GoNB as its own installer sets it up (gonb --install), in another HOME, with the same versions of the modules.
A reader of GoMLX's tutorials has this after the first cells. BEFORE is another checkout of the lecture that is set up,
such as the commit before: its kernel is a third one in the same rounds.

    .venv/bin/python bench/cells.py [ROUNDS] [--before BEFORE] [--json]
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
from statistics import median

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

ROOT = pathlib.Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TICKS = os.sysconf("SC_CLK_TCK")
GOMLX = """import (
	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	_ "github.com/gomlx/gomlx/backends/default"
)

%%
square := func(x *Node) *Node {{ return Mul(x, x) }}
fmt.Println({number}, MustExecOnce(compute.MustNew(), square, float32(3)))
"""
LECTURE = """import (
	. "github.com/gomlx/gomlx/core/graph"
	"nexttoken/pkg/backend"
)

%%
engine, _ := backend.Open()
square := func(x *Node) *Node {{ return Mul(x, x) }}
fmt.Println({number}, MustExecOnce(engine, square, float32(3)))
"""
PLAIN = """%%
fmt.Println({number}, strings.Repeat("ab", 3))
"""
# One computation on XLA, as the lecture's pages write it and as GoMLX's tutorials do, and a cell without XLA. Stock
# GoNB does not have the lecture's packages.
CELLS = {"xla": (LECTURE, GOMLX), "gomlx": (GOMLX, GOMLX), "plain": (PLAIN, PLAIN)}


class Kernel:
    """A kernel for one kind of cell: each notebook has its own kernel, too."""

    def __init__(self, spec, first_cell, cell):
        self.manager = KernelManager()
        self.manager._kernel_spec = spec
        self.manager.start_kernel(cwd=tempfile.mkdtemp(), stderr=subprocess.DEVNULL)
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=120)
        self.number, self.cell, self.seconds, self.processor = 0, cell, [], []
        self.execute(first_cell)
        self.change()  # compiles the packages that all cells use

    def execute(self, code):
        said = []
        hook = lambda message: said.append(message["content"].get("text") or message["content"].get("evalue") or "")
        reply = self.client.execute_interactive(code, timeout=600, output_hook=hook)
        if reply["content"]["status"] != "ok":
            sys.exit(f"a cell failed: {''.join(said)}")
        return "".join(said)

    def change(self):
        self.number += 1
        said = self.execute(self.cell.format(number=self.number))
        if not said.startswith(f"{self.number} "):
            sys.exit(f"a cell printed {said!r}")

    def time(self):
        started, used = time.perf_counter(), processor_seconds(self.manager.provisioner.pid)
        self.change()
        self.seconds.append(time.perf_counter() - started)
        self.processor.append(processor_seconds(self.manager.provisioner.pid) - used)

    def end(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def processor_seconds(pid):
    """The processor time of a process, of those that it started and of those of them that have ended."""
    fields = {}
    for file in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields[int(file.parent.name)] = file.read_text().rsplit(")", 1)[1].split()
        except OSError:
            pass  # it has ended
    family = [pid]
    for parent in family:
        family += [child for child, values in fields.items() if int(values[1]) == parent]
    return sum(int(ticks) for one in family if one in fields for ticks in fields[one][11:15]) / TICKS


def ours(checkout):
    folder = checkout / ".venv" / "share" / "jupyter" / "kernels" / "gonb"
    spec = KernelSpec.from_resource_dir(str(folder))
    spec.argv = [part.replace("{resource_dir}", str(folder)) for part in spec.argv]
    spec.env = {"PATH": f"{checkout}/.venv/bin:{os.environ['PATH']}"} | spec.env
    return spec, "%noautoget"


def stock(home):
    left_out = ("GOFLAGS", "GOWORK", "NEXTTOKEN_MODELS")
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    environment |= {"HOME": home, "PATH": f"{VENV}/bin:{os.environ['PATH']}"}
    environment |= {"PJRT_PLUGIN_LIBRARY_PATH": f"{VENV}/pjrt", "GOMLX_NO_AUTO_INSTALL": "1"}
    environment |= {name: go_environment(name) for name in ("GOCACHE", "GOMODCACHE", "GOPROXY", "GOSUMDB")}
    install = [VENV / "bin" / "gonb", "--install", "-force_deps"]
    subprocess.run(install, env=environment, check=True, capture_output=True)
    spec = KernelSpec(**json.loads(pathlib.Path(home, ".local/share/jupyter/kernels/gonb/kernel.json").read_text()))
    spec.env = environment | spec.env
    return spec, f"!*cp {ROOT}/go.sum . && go mod edit {' '.join(requirements())}"


def go_environment(name):
    return output_of("go", "env", name).strip()


def requirements():
    modules = json.loads(output_of("go", "mod", "edit", "-json", ROOT / "go.mod"))["Require"]
    return [f"-require={module['Path']}@{module['Version']}" for module in modules]


def output_of(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def measure(rounds, before=None):
    """Returns for each kind of cell the medians of "seconds" and of "processor" seconds, {"ours": …, "stock": …}, and
    the "ratio" of our seconds to those of stock GoNB; with the kernel "before" where one is given."""
    with tempfile.TemporaryDirectory() as home:
        kernels = {"ours": ours(ROOT)} | ({"before": ours(before)} if before else {}) | {"stock": stock(home)}
        return {kind: compare(kernels, *cells, rounds) for kind, cells in CELLS.items()}


def compare(specs, cell, cell_of_stock, rounds):
    kernels = {name: Kernel(*spec, cell_of_stock if name == "stock" else cell) for name, spec in specs.items()}
    for number in range(rounds):
        for name in kernels if number % 2 == 0 else reversed(kernels):
            kernels[name].time()
    for kernel in kernels.values():
        kernel.end()
    seconds = {name: median(kernel.seconds) for name, kernel in kernels.items()}
    processor = {name: median(kernel.processor) for name, kernel in kernels.items()}
    return {"seconds": seconds, "processor": processor, "ratio": seconds["ours"] / seconds["stock"]}


def lines(kind, result):
    for what, unit in ("seconds", "s"), ("processor", "s of processor time"):
        for name, value in result[what].items():
            ratio = "" if name == "ours" else f"; ours is {result[what]['ours'] / value:.2f} of it"
            yield f"  {kind:6} {name:6} {value:.2f} {unit}{ratio}"


def main():
    asked = argparse.ArgumentParser(description="Times a changed cell here and in stock GoNB.")
    asked.add_argument("rounds", nargs="?", type=int, default=20)
    asked.add_argument("--before", type=pathlib.Path, help="another checkout that is set up, to compare with")
    asked.add_argument("--json", action="store_true")
    asked = asked.parse_args()
    results = measure(asked.rounds, asked.before and asked.before.resolve())
    if asked.json:
        print(json.dumps(results))
        return
    print(f"a changed cell, medians of {asked.rounds}")
    for kind, result in results.items():
        print(*lines(kind, result), sep="\n")


if __name__ == "__main__":
    main()
