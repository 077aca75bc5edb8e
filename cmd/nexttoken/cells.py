"""Starts the kernel as JupyterLab does, runs a cell that uses XLA with a few changes, and prints a list of seconds."""

import json
import sys
import time

from jupyter_client.manager import start_new_kernel

CELL = """%noautoget
import "nexttoken/pkg/backend"

%%
engine, err := backend.Open()
fmt.Println({number}, engine.Name(), err)
"""


def text_of(content):
    return content.get("text") or content.get("evalue") or ""


def run(client, number):
    texts = []
    start = time.perf_counter()
    reply = client.execute_interactive(
        CELL.format(number=number),
        timeout=120,
        output_hook=lambda message: texts.append(text_of(message["content"])),
    )
    if reply["content"]["status"] != "ok" or f"{number} xla" not in "".join(texts):
        sys.exit("a cell printed: " + " ".join("".join(texts).split()))
    return time.perf_counter() - start


manager, client = start_new_kernel(kernel_name="gonb", startup_timeout=60)
try:
    print(json.dumps([run(client, number) for number in range(4)]))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
