"""The common part of the peers in Python. They answer each request of run.py, a line of JSON, with a line of JSON."""

import json
import resource
import sys
import time


class Peer:
    """Keeps a training for each batch size. Its method take takes steps, and returns how many it took."""

    def __init__(self, training):
        self.training, self.trainings = training, {}

    def prepare(self, batch):
        start = time.perf_counter()
        self.trainings[batch] = self.training(batch)
        self.trainings[batch].take(1)
        return {"seconds": time.perf_counter() - start}

    def train(self, batch, steps):
        start = time.perf_counter()
        taken = self.trainings[batch].take(steps)
        return {"seconds": time.perf_counter() - start, "steps": taken}

    def memory(self):
        return {"seconds": 0, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}

    def answer(self, *more):
        """Answers the requests of run.py, until there are no more: a method above, or one of the functions in more."""
        work = {work.__name__: work for work in (self.prepare, self.train, self.memory, *more)}
        for line in sys.stdin:
            asked = json.loads(line)
            print(json.dumps(work[asked.pop("do")](**asked)), flush=True)
