"""Measures this project against its peers on the same work, in one run: `make bench`.

Each peer is a process. In each round, all peers do the same work, one after the other, so that other programs slow all
of them. A ratio is the median over all rounds of our speed to the peer's in the same round. The results go to
bench/results.json, their table to bench/README.md, and a sentence to the main README.

    bench/.venv/bin/python bench/run.py [ROUNDS]
"""

import importlib.util
import json
import os
import pathlib
import platform
import subprocess
import sys
import tempfile
from statistics import median

import card
import chat
import table

HERE = pathlib.Path(__file__).parent
BATCHES = (32, 256, 4096)
SECONDS = 1.0  # for a measurement of steps
DEV_LOSS, REACH_BATCH, NAMES = 2.05, 128, 10_000
STRONG = "--context 6 --embedding 16 --hidden 400 --activation gelu --dropout 0.45 --weight-decay 0.05 --steps 15000"
PROBE = {32: 1000, 256: 500, 4096: 100}  # steps of the first measurement, which is not counted
GO = HERE.parent / ".venv" / "bin" / "bench-peer"
COMMANDS = {
    "ours": [GO, "ours"],
    "gomlx_loop": [GO, "gomlx_loop"],
    "jax_scan": [sys.executable, HERE / "jax_peer.py", "scan"],
    "jax_step": [sys.executable, HERE / "jax_peer.py", "step"],
}
if importlib.util.find_spec("torch"):  # one more peer where PyTorch is installed
    COMMANDS["torch"] = [sys.executable, HERE / "torch_peer.py"]
NEED_EXAMPLES = ("jax_scan", "jax_step", "torch", "jax_gpu")
WRITERS = ("ours", "jax_scan", "gpu", "jax_gpu")
REACHERS = ("ours", "jax_scan", "gomlx_loop", "gpu", "jax_gpu")
VARIABLES = {}  # of the peers on a GPU


def add_gpu():
    """Where set-up installed XLA for a GPU and a card is there, we on it are one more peer, and JAX if it has a plugin
    for it. All others compute on the CPU. Returns the name of the card, or none."""
    if name := card.name():
        COMMANDS["gpu"], VARIABLES["gpu"] = COMMANDS["ours"], card.variables()
        if card.JAX_HAS_IT:
            COMMANDS["jax_gpu"], VARIABLES["jax_gpu"] = COMMANDS["jax_scan"], card.JAX
    os.environ.update(card.CPU)
    return name


class Peer:
    def __init__(self, name, examples):
        command = [str(part) for part in COMMANDS[name]] + ([examples] if name in NEED_EXAMPLES else [])
        self.name = name
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=os.environ | VARIABLES.get(name, {}),
        )  # fmt: skip

    def ask(self, do, **work):
        self.process.stdin.write(json.dumps({"do": do} | work) + "\n")
        self.process.stdin.flush()
        if not (line := self.process.stdout.readline()):
            sys.exit(f"{self.name} ended while it was asked to {do} {work}")
        return json.loads(line)

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def in_turn(rounds, peers, measure):
    """Returns the figures of each peer, one for each round. Every second round has the peers in reverse order."""
    figures = {peer.name: [] for peer in peers}
    for number in range(rounds):
        for peer in peers if number % 2 == 0 else reversed(peers):
            figures[peer.name].append(measure(peer))
    return figures


def compared(figures, faster_is_more):
    """Returns medians, and the ratio of ours to each peer; above 1, ours is better."""
    ratios = {}
    for name, theirs in figures.items():
        if name != "ours":
            pairs = zip(figures["ours"], theirs)
            ratios[name] = median(a / b if faster_is_more else b / a for a, b in pairs)
    return {name: median(values) for name, values in figures.items()}, ratios


def train(rounds, peers, batch):
    steps = {}
    for peer in peers:
        probe = peer.ask("train", batch=batch, steps=PROBE[batch])
        steps[peer.name] = max(PROBE[batch], round(probe["steps"] / probe["seconds"] * SECONDS))

    def measure(peer):
        taken = peer.ask("train", batch=batch, steps=steps[peer.name])
        return taken["steps"] / taken["seconds"]

    speeds, ratios = compared(in_turn(rounds, peers, measure), faster_is_more=True)
    print(f"batch {batch}: {rounded(speeds)} steps/s, ours is {rounded(ratios)} times as fast", flush=True)
    return {"steps_per_second": speeds, "ratio": ratios}


def seconds_of(rounds, peers, what, **work):
    figures = in_turn(rounds, peers, lambda peer: peer.ask(what, **work)["seconds"])
    seconds, ratios = compared(figures, faster_is_more=False)
    print(f"{what}: {rounded(seconds)} s, ours is {rounded(ratios)} times as fast", flush=True)
    return {"seconds": seconds, "ratio": ratios}


def rounded(figures):
    return {name: float(f"{value:.3g}") for name, value in figures.items()}


def output_of(*command, **options):
    """Runs a command, and returns the JSON that it prints."""
    words = [str(word) for word in command]
    return json.loads(subprocess.run(words, stdout=subprocess.PIPE, check=True, **options).stdout)


def machine(gpu):
    system = {"cores": len(os.sched_getaffinity(0)), "system": platform.machine(), "load": os.getloadavg()[0]}
    return system | ({"gpu": gpu} if gpu else {})


def train_strong(settings=STRONG, variables={}):
    """Trains the strongest model here, and returns what it prints."""
    names = HERE.parent / "data" / "names.txt"
    with tempfile.TemporaryDirectory() as out:
        command = [GO.parent / "nexttoken", "train", "--json", "--names", names, "--out", out, *settings.split()]
        return output_of(*command, stderr=subprocess.DEVNULL, env=os.environ | variables)


def strong():
    """Returns the losses of the strongest model here and of the best counts. Dev names chose both."""
    trained, counts = train_strong(), output_of(GO, "counts")
    print(f"strong: {trained}, counts: {counts}", flush=True)
    return {key: trained[key] for key in ("dev_loss", "test_loss", "seconds", "parameters")} | counts


def main(rounds):
    gpu = add_gpu()
    with tempfile.NamedTemporaryFile("w", suffix=".json") as examples:
        subprocess.run([str(GO), "data"], stdout=examples, check=True)
        peers = [Peer(name, examples.name) for name in COMMANDS]
        results = {"machine": machine(gpu), "rounds": rounds}
        results["compile"] = {"seconds": {}}
        for batch in BATCHES:
            for peer in peers:
                prepared = peer.ask("prepare", batch=batch)
                if batch == BATCHES[0]:
                    results["compile"]["seconds"][peer.name] = prepared["seconds"]
        results["train"] = {str(batch): train(rounds, peers, batch) for batch in BATCHES}
        results["memory"] = {"megabytes": {peer.name: peer.ask("memory")["megabytes"] for peer in peers}}
        writers = [peer for peer in peers if peer.name in WRITERS]
        seconds_of(1, writers, "generate", names=NAMES)  # compiles
        results["generate"] = seconds_of(rounds, writers, "generate", names=NAMES)
        reachers = [peer for peer in peers if peer.name in REACHERS]
        results["reach"] = seconds_of(3, reachers, "reach", batch=REACH_BATCH, loss=DEV_LOSS)
        for peer in peers:
            peer.end()
    results["strong"] = strong()
    results["chat"] = chat.measure(rounds)
    print(f"chat: {results['chat']}", flush=True)
    results["cell"] = output_of(GO.parent / "python", HERE / "cells.py", "20", "--json")
    (HERE / "results.json").write_text(json.dumps(results, indent=2) + "\n")
    table.write(results)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
