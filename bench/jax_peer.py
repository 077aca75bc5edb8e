"""Does the benchmark's work in JAX, when run.py asks for it.

python jax_peer.py step EXAMPLES    one jitted step a call
python jax_peer.py scan EXAMPLES    500 steps a call, in lax.scan
"""

import json
import sys
import time

import jax
import jax.numpy as jnp
import numpy as np
import optax

from python_peer import Peer

CONTEXT, SYMBOLS, EMBEDDING, HIDDEN, END = 3, 27, 10, 200, 26
RATE, SCAN, EVALUATE_EVERY, LONGEST, LETTERS = 0.001, 500, 500, 100_000, 40

kind, path = sys.argv[1:]
with open(path) as file:
    data = {name: jnp.array(values, jnp.int32) for name, values in json.load(file).items()}
inputs, dev_inputs = (data[name].reshape(-1, CONTEXT) for name in ("train_inputs", "dev_inputs"))
labels, dev_labels = data["train_labels"], data["dev_labels"]
adam = optax.adam(RATE)


def first_parameters():
    keys = jax.random.split(jax.random.key(1), 3)
    return {
        "embedding": jax.random.normal(keys[0], (SYMBOLS, EMBEDDING)),
        "hidden": jax.random.normal(keys[1], (CONTEXT * EMBEDDING, HIDDEN)) * 0.18,
        "hidden_bias": jnp.zeros(HIDDEN),
        "logits": jax.random.normal(keys[2], (HIDDEN, SYMBOLS)) * 0.01,
        "logits_bias": jnp.zeros(SYMBOLS),
    }


def logits(p, context):
    joined = p["embedding"][context].reshape(context.shape[0], -1)
    return jnp.tanh(joined @ p["hidden"] + p["hidden_bias"]) @ p["logits"] + p["logits_bias"]


def loss(p, context, following):
    return optax.softmax_cross_entropy_with_integer_labels(logits(p, context), following).mean()


def step(batch, carry, key):
    parameters, state = carry
    rows = jax.random.randint(key, (batch,), 0, inputs.shape[0])
    value, gradients = jax.value_and_grad(loss)(parameters, inputs[rows], labels[rows])
    updates, state = adam.update(gradients, state)
    return (optax.apply_updates(parameters, updates), state), value


@jax.jit
def dev_loss(parameters):
    return loss(parameters, dev_inputs, dev_labels)


class Training:
    """A training whose calls take 1 step, or 500."""

    def __init__(self, batch):
        one = lambda carry, key: step(batch, carry, key)
        many = lambda carry, key: jax.lax.scan(one, carry, jax.random.split(key, SCAN))
        self.call = jax.jit(many if kind == "scan" else one, donate_argnums=0)
        self.each = SCAN if kind == "scan" else 1
        self.calls = 0
        self.key = jax.random.key(2)
        self.reset()

    def reset(self):
        parameters = first_parameters()
        self.carry = (parameters, adam.init(parameters))

    def take(self, steps):
        for _ in range(max(1, round(steps / self.each))):
            self.calls += 1
            self.carry, value = self.call(self.carry, jax.random.fold_in(self.key, self.calls))
        jax.block_until_ready((self.carry, value))
        return max(1, round(steps / self.each)) * self.each


peer = Peer(Training)


def reach(batch, loss):
    if batch not in peer.trainings:
        peer.prepare(batch)
    training = peer.trainings[batch]
    training.reset()
    dev_loss(training.carry[0]).block_until_ready()
    start = time.perf_counter()
    for steps in range(EVALUATE_EVERY, LONGEST + 1, EVALUATE_EVERY):
        training.take(EVALUATE_EVERY)
        if (value := float(dev_loss(training.carry[0]))) <= loss:
            return {"seconds": time.perf_counter() - start, "steps": steps, "loss": value}
    raise RuntimeError("the dev loss was not reached")


@jax.jit
def write(parameters, key, written):
    """Draws characters, [names, letters], until every name has ended."""
    names = written.shape[0]

    def unfinished(state):
        return (state[0] < LETTERS) & ~jnp.all(state[3])

    def letter(state):
        i, context, written, ended, key = state
        key, draw = jax.random.split(key)
        following = jnp.where(ended, END, jax.random.categorical(draw, logits(parameters, context)))
        context = jnp.concatenate([context[:, 1:], following[:, None]], 1)
        return i + 1, context, written.at[:, i].set(following), ended | (following == END), key

    start = (0, jnp.full((names, CONTEXT), END), written, jnp.zeros(names, bool), key)
    return jax.lax.while_loop(unfinished, letter, start)[2]


def generate(names):
    parameters = next(iter(peer.trainings.values())).carry[0]
    empty = jnp.full((names, LETTERS), END)
    start = time.perf_counter()
    ids = np.asarray(write(parameters, jax.random.key(time.time_ns() & 0xFFFF), empty))
    letters = (ids + ord("a")).astype(np.uint8)
    written = [row.tobytes().split(b"{")[0].decode() for row in letters]  # "{" follows "z": the end token
    return {"seconds": time.perf_counter() - start, "steps": len(written)}


peer.answer(reach, generate)
