"""Times a changed cell in our kernel and in stock GoNB, alternating: `make bench-cells`.

Stock is GoNB as its own installer sets it up (gonb --install), in another HOME, with the same versions of the modules.
A reader of GoMLX's tutorials has this after the first cells.

    .venv/bin/python bench/cells.py [ROUNDS] [--json]
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
from statistics import median

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import KernelManager

ROOT = pathlib.Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
CELLS = {
    "xla": """import (
	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	_ "github.com/gomlx/gomlx/backends/default"
)

%%
square := func(x *Node) *Node {{ return Mul(x, x) }}
fmt.Println({number}, MustExecOnce(compute.MustNew(), square, float32(3)))
""",
    "plain": """%%
fmt.Println({number}, strings.Repeat("ab", 3))
""",
}


class Kernel:
    """A kernel for one kind of cell: each notebook has its own kernel, too."""

    def __init__(self, spec, first_cell):
        self.manager = KernelManager()
        self.manager._kernel_spec = spec
        self.manager.start_kernel(cwd=tempfile.mkdtemp(), stderr=subprocess.DEVNULL)
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=120)
        self.number = 0
        self.execute(first_cell)

    def execute(self, code):
        said = []
        hook = lambda message: said.append(message["content"].get("text") or message["content"].get("evalue") or "")
        reply = self.client.execute_interactive(code, timeout=600, output_hook=hook)
        if reply["content"]["status"] != "ok":
            sys.exit(f"a cell failed: {''.join(said)}")
        return "".join(said)

    def time(self, cell):
        self.number += 1
        start = time.perf_counter()
        said = self.execute(cell.format(number=self.number))
        took = time.perf_counter() - start
        if not said.startswith(f"{self.number} "):
            sys.exit(f"a cell printed {said!r}")
        return took

    def end(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def ours():
    return KernelSpecManager().get_kernel_spec("gonb"), "%noautoget"


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


def measure(rounds):
    """Returns medians in seconds: {"xla": {"seconds": {"ours": …, "stock": …}, "ratio": ours to stock}, "plain": …}."""
    with tempfile.TemporaryDirectory() as home:
        specs = {"ours": ours(), "stock": stock(home)}
        return {kind: compare(cell, specs, rounds) for kind, cell in CELLS.items()}


def compare(cell, specs, rounds):
    kernels = {name: Kernel(*spec) for name, spec in specs.items()}
    seconds = {name: [] for name in kernels}
    for kernel in kernels.values():
        kernel.time(cell)  # compiles the packages that all cells use
    for number in range(rounds):
        for name in kernels if number % 2 == 0 else reversed(kernels):
            seconds[name].append(kernels[name].time(cell))
    for kernel in kernels.values():
        kernel.end()
    medians = {name: median(values) for name, values in seconds.items()}
    return {"seconds": medians, "ratio": medians["ours"] / medians["stock"]}


def main(arguments):
    rounds = int(next((argument for argument in arguments if argument.isdigit()), 20))
    results = measure(rounds)
    if "--json" in arguments:
        print(json.dumps(results))
        return
    print(f"a changed cell, median of {rounds}, in seconds")
    for kind, result in results.items():
        ours, stock = result["seconds"]["ours"], result["seconds"]["stock"]
        print(f"  {kind:6} ours {ours:.2f}, stock GoNB {stock:.2f}: {result['ratio']:.2f} of its time")


if __name__ == "__main__":
    main(sys.argv[1:])
