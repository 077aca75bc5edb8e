"""Continues a prompt with llama.cpp, when chat.py asks for it in one line of JSON."""

import json
import os
import resource
import sys
import time

import xllamacpp

CONTEXT = 1024


def write(file, prompt, tokens):
    parameters = xllamacpp.CommonParams()
    parameters.model.path, parameters.n_ctx, parameters.warmup = file, CONTEXT, False
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = len(os.sched_getaffinity(0))
    server, times = xllamacpp.Server(parameters), []

    def arrived(part):
        times.append(time.perf_counter())
        if len(times) == 1:
            print(json.dumps({"steps": 1}), flush=True)

    asked = {"prompt": prompt, "n_predict": tokens, "temperature": 0, "ignore_eos": True, "stream": True}
    server.handle_completions(asked, arrived)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": times[tokens - 1] - times[0], "steps": tokens - 1, "megabytes": megabytes}


if __name__ == "__main__":
    print(json.dumps(write(**json.loads(sys.stdin.readline()))), flush=True)
