"""Where the benchmark finds a card, and how its peers use it or leave it alone."""

import importlib.util
import pathlib
import shlex
import subprocess
from functools import cache

NEXTTOKEN = pathlib.Path(__file__).resolve().parent.parent / ".venv" / "bin" / "nexttoken"
# JAX multiplies float32 as the CPU does, as we do on a card, and leaves memory of the card to its peers.
JAX = {
    "JAX_PLATFORMS": "cuda",
    "JAX_DEFAULT_MATMUL_PRECISION": "highest",
    "XLA_PYTHON_CLIENT_PREALLOCATE": "false",
}
JAX_HAS_IT = importlib.util.find_spec("jax_cuda13_plugin") is not None
CPU = {"NEXTTOKEN_GPU": "off", "JAX_PLATFORMS": "cpu"}


@cache
def printed():
    """What `nexttoken gpu` prints: a comment with the card's name, and variables; without a card, nothing."""
    return subprocess.run([NEXTTOKEN, "gpu"], stdout=subprocess.PIPE, check=True, text=True).stdout.splitlines()


def name():
    return printed()[0].removeprefix("# ") if printed() else None


def variables():
    exports = [shlex.split(line)[1] for line in printed()[1:]]
    return dict(export.split("=", 1) for export in exports)
