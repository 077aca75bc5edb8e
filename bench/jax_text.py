"""Trains the GPT of page 10 on a novel in JAX, for the seconds of one request: the work of `peer text`.

python jax_text.py NOVEL    NOVEL is what `peer novel` prints
"""

import json
import sys
import time

import jax
import jax.numpy as jnp
import optax

SCAN, PROBE, WARM_UP, CLIP = 50, 50, 50, 1.0  # SCAN: steps in a call

with open(sys.argv[1]) as file:
    novel = json.load(file)
asked = json.loads(sys.stdin.readline())
WIDTH, HEADS, BLOCKS, CONTEXT, BATCH = (asked[name] for name in ("width", "heads", "blocks", "context", "batch"))
SYMBOLS = novel["vocabulary"]
train = jnp.array(novel["train"], jnp.int32)


def first_parameters():
    def normal(deviation, *shape):
        return jax.random.normal(next(keys), shape) * deviation

    keys = iter(jax.random.split(jax.random.key(1), 3 + 6 * BLOCKS))
    square, wide = (WIDTH, WIDTH), (WIDTH, 4 * WIDTH)
    shapes = {"query": square, "key": square, "value": square, "output": square, "hidden": wide, "back": wide[::-1]}
    return {
        "tokens": normal(0.1, SYMBOLS, WIDTH),
        "places": normal(0.1, CONTEXT, WIDTH),
        "blocks": [{name: normal(0.05, *shape) for name, shape in shapes.items()} for _ in range(BLOCKS)],
        "head": normal(0.05, WIDTH, SYMBOLS),
    }


def scaled(x):
    return x * jax.lax.rsqrt(jnp.mean(x * x, -1, keepdims=True) + 1e-6)


def attend(p, x):
    heads = lambda name: (x @ p[name]).reshape(*x.shape[:2], HEADS, WIDTH // HEADS)
    mixed = jax.nn.dot_product_attention(heads("query"), heads("key"), heads("value"), is_causal=True)
    return mixed.reshape(x.shape) @ p["output"]


def logits(p, ids):
    x = p["tokens"][ids] + p["places"]
    for block in p["blocks"]:
        x = x + attend(block, scaled(x))
        x = x + jax.nn.gelu(scaled(x) @ block["hidden"], approximate=True) @ block["back"]
    return scaled(x) @ p["head"]


def loss(p, sequences):
    labels = sequences[:, 1:]
    return optax.softmax_cross_entropy_with_integer_labels(logits(p, sequences[:, :-1]), labels).mean()


def sequences_at(ids, starts):
    return ids[starts[:, None] + jnp.arange(CONTEXT + 1)]


def trainer(steps):
    """Returns a jitted function that takes SCAN steps, and what it starts with. A sequence begins every CONTEXT/4."""
    rate = lambda step: optax.cosine_decay_schedule(asked["rate"], steps)(step) * jnp.minimum((step + 1) / WARM_UP, 1)
    adam = optax.chain(optax.clip_by_global_norm(CLIP), optax.adam(rate))
    places = (train.shape[0] - CONTEXT - 1) // (CONTEXT // 4) + 1

    def step(carry, key):
        parameters, state = carry
        starts = jax.random.randint(key, (BATCH,), 0, places) * (CONTEXT // 4)
        gradients = jax.grad(loss)(parameters, sequences_at(train, starts))
        updates, state = adam.update(gradients, state)
        return (optax.apply_updates(parameters, updates), state), ()

    many = lambda carry, key: jax.lax.scan(step, carry, jax.random.split(key, SCAN))[0]
    parameters = first_parameters()
    return jax.jit(many, donate_argnums=0), (parameters, adam.init(parameters))


def take(steps):
    """Trains, and returns the parameters and the seconds without the compilation."""
    call, carry = trainer(steps)
    key = jax.random.key(2)
    call = call.lower(carry, key).compile()
    start = time.perf_counter()
    for number in range(steps // SCAN):
        carry = call(carry, jax.random.fold_in(key, number))
    jax.block_until_ready(carry)
    return carry[0], time.perf_counter() - start


def dev_loss(parameters):
    """The mean of the dev set's sequences, one after the other, BATCH at a time."""
    dev = jnp.array(novel["dev"], jnp.int32)
    starts = jnp.arange(0, dev.shape[0] - CONTEXT, CONTEXT)
    batches = [starts[at : at + BATCH] for at in range(0, len(starts), BATCH)]
    measure = jax.jit(lambda p, starts: loss(p, sequences_at(dev, starts)))
    return sum(float(measure(parameters, batch)) * len(batch) for batch in batches) / len(starts)


_, probe = take(PROBE)
steps = max(1, round(asked["seconds"] * PROBE / probe / SCAN)) * SCAN
parameters, seconds = take(steps)
count = sum(leaf.size for leaf in jax.tree.leaves(parameters))
answer = {"seconds": seconds, "steps": steps, "loss": dev_loss(parameters), "parameters": count}
print(json.dumps(answer), flush=True)
