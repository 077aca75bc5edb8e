"""Writes the figures of bench/results.json as the table of README.md beside this file, and as a sentence of the main
README: python bench/table.py."""

import json
import pathlib
import sys
import textwrap

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "test"))
from marked import put  # noqa: E402: where it lies is only known now

README = HERE / "README.md"
MAIN = HERE.parent / "README.md"
PEERS = {
    "jax_scan": "JAX, `lax.scan`",
    "jax_step": "JAX, jitted step",
    "gomlx_loop": "GoMLX `train.Loop`",
    "torch": "PyTorch, eager",
    "llama_cpp": "llama.cpp",
    "gpu": "nexttoken, GPU",
    "jax_gpu": "JAX, `lax.scan`, GPU",
}
CHAT = {
    "tokens": "tokens/s, SmolLM2",
    "first": "s to its first token, from the start of the program",
    "megabytes": "MB of memory, SmolLM2",
}


def figure(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def table(results):
    chat = results.get("chat")  # not in the results of before the chat model
    measured = results["train"]["32"]["steps_per_second"] | (chat["tokens"]["figures"] if chat else {})
    peers = [peer for peer in PEERS if peer in measured]

    def row(name, figures, ratios):
        def cell(peer):
            text = figure(figures[peer]) if peer in figures else ""
            return f"{text} ({ratios[peer]:.2f} ×)" if peer in ratios else text

        return f"| {name} | {figure(figures['ours'])} | " + " | ".join(cell(peer) for peer in peers) + " |"

    yield "| | nexttoken | " + " | ".join(PEERS[peer] for peer in peers) + " |"
    yield "|---" * (len(peers) + 2) + "|"
    for batch, train in results["train"].items():
        yield row(f"steps/s, batch {batch}", train["steps_per_second"], train["ratio"])
    yield row("s to a dev loss of 2.05", results["reach"]["seconds"], results["reach"]["ratio"])
    yield row("s for 10,000 names", results["generate"]["seconds"], results["generate"]["ratio"])
    yield row("s to compile", results["compile"]["seconds"], {})
    yield row("MB of memory", results["memory"]["megabytes"], {})
    if chat:
        for what, name in CHAT.items():
            yield row(name, chat[what]["figures"], chat[what]["ratio"])


def sentences(results):
    xla, plain = results["cell"]["xla"], results["cell"]["plain"]
    strong, machine = results["strong"], results["machine"]
    yield f"A changed cell that uses XLA takes {xla['ratio']:.2f} of stock GoNB's time"
    yield f"({xla['seconds']['ours']:.2f} s), a pure-Go cell {plain['ratio']:.2f} of it"
    yield f"({plain['seconds']['ours']:.2f} s). The strongest model here has a loss of {strong['dev_loss']:.3f} on dev"
    yield f"and {strong['test_loss']:.3f} on test, after {strong['seconds']:.0f} s of training; the best counts,"
    yield f"{strong['counts_dev']:.3f} and {strong['counts_test']:.3f}."
    gpu = f" The GPU is an {machine['gpu']}." if "gpu" in machine else ""
    yield f"(Medians on {machine['cores']} cores, load {machine['load']:.0f}.{gpu})"


def sentence(results):
    """For the main README."""
    train, tokens = results["train"], results["chat"]["tokens"]
    small, large = (f"{train[batch]['ratio']['jax_scan']:.2f}" for batch in ("32", "256"))
    return (
        f"Steps a second, as a multiple of JAX's `lax.scan` on 2 cores: {small} with batches of 32, {large} with 256. "
        f"A changed cell that uses XLA takes {results['cell']['xla']['ratio']:.2f} of stock GoNB's time. "
        f"SmolLM2 writes {tokens['figures']['ours']:.0f} tokens/s, {tokens['ratio']['llama_cpp']:.2f} of llama.cpp's."
    )


def write(results):
    put(README, "bench", "\n".join([*table(results), "", textwrap.fill(" ".join(sentences(results)), 110)]))
    put(MAIN, "speed", textwrap.fill(sentence(results), 119))


if __name__ == "__main__":
    write(json.loads((HERE / "results.json").read_text()))
