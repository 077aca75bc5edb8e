"""Starts the kernel as JupyterLab does, runs a cell that uses XLA with a few changes, and prints a list of seconds."""

import json
import os
import sys
import tempfile
import time

from jupyter_client.manager import KernelManager

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


def measure():
    manager = KernelManager(kernel_name="gonb", shutdown_wait_time=20)
    manager.start_kernel()
    client = manager.client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=60)
        return [run(client, number) for number in range(4)]
    finally:
        client.stop_channels()
        manager.shutdown_kernel()  # asks it to end: a kernel that is killed leaves gopls and its files


with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as directory:  # of all that the kernel and Go write
    os.environ |= {"TMPDIR": directory, "JUPYTER_RUNTIME_DIR": directory, "NEXTTOKEN_COMPLETION": "off"}
    print(json.dumps(measure()))
