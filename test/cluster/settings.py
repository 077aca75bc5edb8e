"""Where the cluster's programs are, and its addresses. Only this machine reaches these."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / ".venv" / "cluster"  # what set_up.sh makes
BIN, DEBIAN = OUT / "bin", OUT / "debian"
RUN = OUT / "run"  # of a cluster that runs
NETWORK, PODS, SERVICES = "10.66.0", "10.67", "10.68.0"
NODES = 1, 2
BRIDGE = "nexttoken0"
