"""Measures the chat model of page 11 against llama.cpp, which opens the same file.

Each answer is a process of its own, so that the time to the first token has everything in it: the start of the
process, opening the file, and with us the compilation. Both write the same number of tokens, the likeliest each time.

    bench/.venv/bin/python bench/chat.py [ROUNDS]
"""

import json
import os
import pathlib
import subprocess
import sys
import time
from statistics import median

HERE = pathlib.Path(__file__).resolve().parent
VENV = HERE.parent / ".venv"
PROMPT = "<|im_start|>user\nTell me a short story about a robot.<|im_end|>\n<|im_start|>assistant\n"
TOKENS = 100
VARIABLE = "NEXTTOKEN_SMOLLM2"
COMMANDS = {
    "ours": [VENV / "bin" / "bench-peer", "chat"],
    "llama_cpp": [sys.executable, HERE / "llama_cpp_peer.py"],
}


def model():
    """Returns the path of the file that set-up installed, or that the environment names."""
    installed = [os.environ[VARIABLE]] if VARIABLE in os.environ else VENV.glob("smollm2/*.gguf")
    return next((str(path) for path in installed), None) or sys.exit("SmolLM2 is not installed: run `make setup`")


def answer(command, file, tokens=TOKENS, variables={}):
    """Returns the seconds to the first token, the tokens in a second after it, and the memory of a new process."""
    start = time.perf_counter()
    words = [str(word) for word in command]
    process = subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env=os.environ | {VARIABLE: file} | variables,
    )  # fmt: skip
    process.stdin.write(json.dumps({"file": file, "prompt": PROMPT, "tokens": tokens}) + "\n")
    process.stdin.close()
    first = process.stdout.readline()
    seconds = time.perf_counter() - start
    last = process.stdout.readline()
    if process.wait() or not first or not last:
        sys.exit(f"{words} ended without an answer")
    last = json.loads(last)
    return {"first": seconds, "tokens": last["steps"] / last["seconds"], "megabytes": last["megabytes"]}


def measure(rounds):
    """Returns the medians of each figure, and the medians of our figure by theirs in the same round."""
    file, answers = model(), {name: [] for name in COMMANDS}
    for number in range(rounds):
        for name in COMMANDS if number % 2 == 0 else reversed(COMMANDS):
            answers[name].append(answer(COMMANDS[name], file))
    return {figure: compared(answers, figure) for figure in ("first", "tokens", "megabytes")}


def compared(answers, figure):
    """Returns medians, and how many times as good we are."""
    values = {name: [each[figure] for each in of] for name, of in answers.items()}
    quotients = [ours / theirs for ours, theirs in zip(values["ours"], values["llama_cpp"])]
    ratio = median(quotients) if figure == "tokens" else median(1 / quotient for quotient in quotients)
    return {"figures": {name: median(of) for name, of in values.items()}, "ratio": {"llama_cpp": ratio}}


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 7), indent=2))
