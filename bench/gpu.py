"""Measures the lecture on an NVIDIA card, beside the CPU of the same machine and beside JAX: `make bench-gpu`.

The benchmark's work, the strongest model of names, the GPT of page 10 that reads a novel and a larger one (how far each
comes in a minute), and how fast page 11's chat model writes. The figures go to bench/gpu.json, and their table to
docs/gpu.md. JAX is on the card too if bench/.venv has its plugin: bench/.venv/bin/pip install "jax[cuda13]==0.10.2".

    bench/.venv/bin/python bench/gpu.py            needs a card; takes about 15 minutes
    bench/.venv/bin/python bench/gpu.py --short    tries all of it in little, also without a card, and writes nothing
"""

import json
import os
import subprocess
import sys
import tempfile

import chat
import run
import table

DOCUMENT = run.HERE.parent / "docs" / "gpu.md"
COLUMNS = {"ours": "CPU", "gpu": "GPU", "jax_scan": "JAX, CPU", "jax_gpu": "JAX, GPU"}
READERS = {  # of the novel
    "page 10": {"width": 64, "heads": 4, "blocks": 2, "context": 32, "batch": 16, "rate": 0.01},
    "larger": {"width": 256, "heads": 8, "blocks": 4, "context": 64, "batch": 64, "rate": 0.003},
}
MINUTE = 60.0


def names_peers():
    return [name for name in COLUMNS if name in run.COMMANDS]


def steps(rounds, examples):
    """The benchmark's work: steps in a second."""
    peers = [run.Peer(name, examples) for name in names_peers()]
    for batch in run.BATCHES:
        for peer in peers:
            peer.ask("prepare", batch=batch)
        yield f"steps/s, batch {batch}", run.train(rounds, peers, batch)["steps_per_second"]
    for peer in peers:
        peer.end()


def strong(settings):
    """The strongest model of names, which JAX does not train."""
    figures = {name: run.train_strong(settings, run.VARIABLES.get(name, {})) for name in ours()}
    yield "strongest model of names: s", of(figures, "seconds")
    yield "strongest model of names: dev loss, nats per character", of(figures, "dev_loss")


def ours():
    return [name for name in names_peers() if not name.startswith("jax")]


def readers(seconds, novel, sizes_of):
    """GPTs that read the novel for a minute each."""
    for reader, sizes in sizes_of.items():
        figures = {name: read(name, novel, sizes | {"seconds": seconds}) for name in names_peers()}
        print(f"{reader}: {figures}", flush=True)
        gpt = f"GPT, {reader}, {figures['ours']['parameters']:,} parameters, after a minute"
        yield f"{gpt}: steps", of(figures, "steps")
        yield f"{gpt}: dev loss, nats per token", of(figures, "loss")


def read(name, novel, request):
    jax = [sys.executable, run.HERE / "jax_text.py", novel]
    command = jax if name.startswith("jax") else [run.GO, "text"]
    return run.output_of(*command, input=json.dumps(request).encode(), env=environment(name))


def environment(name):
    return os.environ | run.VARIABLES.get(name, {})


def chats(tokens):
    """The chat model, which JAX does not have."""
    command, file = chat.COMMANDS["ours"], chat.model()
    figures = {name: chat.answer(command, file, tokens, run.VARIABLES.get(name, {})) for name in ours()}
    yield "SmolLM2: tokens/s", of(figures, "tokens")
    yield "SmolLM2: s to the first token, from the start of the program", of(figures, "first")


def of(figures, what):
    return {name: figure[what] for name, figure in figures.items()}


def measured(short):
    """Yields the rows of the table: a name, and a figure for each column."""
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for what in "data", "novel":
            files[what] = os.path.join(folder, what)
            with open(files[what], "wb") as file:
                subprocess.run([run.GO, what], stdout=file, check=True)
        yield from steps(1 if short else 5, files["data"])
        yield from strong(run.STRONG.replace("15000", "200") if short else run.STRONG)
        little = {"little": READERS["page 10"] | {"width": 16, "batch": 4}}
        yield from readers(1.0 if short else MINUTE, files["novel"], little if short else READERS)
        yield from chats(8 if short else 100)


def lines(results):
    """The table of docs/gpu.md, with the name of the card before it."""
    columns = [name for name in COLUMNS if any(name in figures for figures in results["rows"].values())]
    yield f"{results['card']}, and {results['cores']} cores of the machine's CPU:"
    yield ""
    yield "| | " + " | ".join(COLUMNS[name] for name in columns) + " |"
    yield "|---" * (len(columns) + 1) + "|"
    for row, figures in results["rows"].items():
        cells = (table.figure(figures[name]) if name in figures else "" for name in columns)
        yield f"| {row} | " + " | ".join(cells) + " |"


def main(short):
    name = run.add_gpu()
    if not name and not short:
        sys.exit("bench/gpu.py needs a card and XLA for it: docs/gpu.md says how, and --short tries it without")
    results = {"card": name or "no card", "cores": run.machine(name)["cores"], "rows": dict(measured(short))}
    print("\n".join(lines(results)))
    if not short:
        (run.HERE / "gpu.json").write_text(json.dumps(results, indent=2) + "\n")
        table.put(DOCUMENT, "card", "\n".join(lines(results)))


if __name__ == "__main__":
    main(sys.argv[1:] == ["--short"])
