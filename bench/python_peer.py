"""What the peers in Python do alike: they prepare and train, say what memory they take, and answer run.py, one line of JSON in, one out."""

import json
import resource
import sys
import time


class Peer:
    """Keeps a training for each size of batch. A training takes steps, and returns how many it took."""

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
        """Does what run.py asks for, by the names of the methods above and of more functions, until it asks for nothing more."""
        work = {work.__name__: work for work in (self.prepare, self.train, self.memory, *more)}
        for line in sys.stdin:
            asked = json.loads(line)
            print(json.dumps(work[asked.pop("do")](**asked)), flush=True)
