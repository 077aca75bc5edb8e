"""Does the benchmark's work in PyTorch, eagerly, when run.py asks for it: one line of JSON in, one out.

python torch_peer.py EXAMPLES
"""

import json
import resource
import sys
import time

import torch
from torch.nn.functional import cross_entropy

CONTEXT, SYMBOLS, EMBEDDING, HIDDEN, RATE = 3, 27, 10, 200, 0.001

with open(sys.argv[1]) as file:
    data = json.load(file)
inputs = torch.tensor(data["train_inputs"]).reshape(-1, CONTEXT)
labels = torch.tensor(data["train_labels"])


class Training:
    def __init__(self, batch):
        torch.manual_seed(1)
        self.batch = batch
        self.model = torch.nn.Sequential(
            torch.nn.Embedding(SYMBOLS, EMBEDDING), torch.nn.Flatten(),
            torch.nn.Linear(CONTEXT * EMBEDDING, HIDDEN), torch.nn.Tanh(), torch.nn.Linear(HIDDEN, SYMBOLS))
        self.adam = torch.optim.Adam(self.model.parameters(), lr=RATE)

    def take(self, steps):
        for _ in range(steps):
            rows = torch.randint(len(inputs), (self.batch,))
            loss = cross_entropy(self.model(inputs[rows]), labels[rows])
            self.adam.zero_grad()
            loss.backward()
            self.adam.step()


trainings = {}


def prepare(batch):
    start = time.perf_counter()
    trainings[batch] = Training(batch)
    trainings[batch].take(1)
    return {"seconds": time.perf_counter() - start}


def train(batch, steps):
    start = time.perf_counter()
    trainings[batch].take(steps)
    return {"seconds": time.perf_counter() - start, "steps": steps}


def memory():
    return {"seconds": 0, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


WORK = {work.__name__: work for work in (prepare, train, memory)}
for line in sys.stdin:
    asked = json.loads(line)
    print(json.dumps(WORK[asked.pop("do")](**asked)), flush=True)
