"""Does the benchmark's work in eager PyTorch, when run.py asks for it.

python torch_peer.py EXAMPLES
"""

import json
import sys

import torch
from torch.nn.functional import cross_entropy

from python_peer import Peer

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
        return steps


Peer(Training).answer()
