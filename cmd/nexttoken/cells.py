"""Starts the kernel as JupyterLab does, changes a cell that uses XLA a few times, and prints how long each took, as JSON."""

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


def run(client, number):
    said = []
    start = time.perf_counter()
    reply = client.execute_interactive(
        CELL.format(number=number),
        timeout=120,
        output_hook=lambda message: said.append(message["content"].get("text") or message["content"].get("evalue") or ""),
    )
    if reply["content"]["status"] != "ok" or f"{number} xla" not in "".join(said):
        sys.exit("a cell answered: " + " ".join("".join(said).split()))
    return time.perf_counter() - start


manager, client = start_new_kernel(kernel_name="gonb", startup_timeout=60)
try:
    print(json.dumps([run(client, number) for number in range(4)]))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
