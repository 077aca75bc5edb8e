"""The benchmark on a card: which peers it has, with which variables, and the table of docs/gpu.md. What the card does
is not tested: `nexttoken gpu` is a script here."""

import os
import sys
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "bench"))
import card  # noqa: E402: where they lie is only known now
import gpu  # noqa: E402
import run  # noqa: E402


class Card(unittest.TestCase):
    def prints(self, text):
        """What `nexttoken gpu` prints from now on."""
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        program = Path(folder.name, "nexttoken")
        program.write_text(f"#!/bin/sh\ncat <<'END'\n{text}END\n")
        program.chmod(0o755)
        for patch in (
            mock.patch.object(card, "NEXTTOKEN", program),
            mock.patch.dict(run.COMMANDS),
            mock.patch.dict(run.VARIABLES),
            mock.patch.dict(os.environ),
        ):
            patch.start()
            self.addCleanup(patch.stop)
        card.printed.cache_clear()
        self.addCleanup(card.printed.cache_clear)

    def test_one_more_peer_computes_on_it_and_all_others_on_the_cpu(self):
        self.prints(
            "# NVIDIA L4\nexport GOMLX_BACKEND='xla:/a b/c.so,tf32=false'\nexport CUDA_DEVICE_ORDER=PCI_BUS_ID\n"
        )
        self.assertEqual(run.add_gpu(), "NVIDIA L4")
        on_card = {"GOMLX_BACKEND": "xla:/a b/c.so,tf32=false", "CUDA_DEVICE_ORDER": "PCI_BUS_ID"}
        self.assertEqual(run.VARIABLES["gpu"], on_card)
        self.assertEqual(run.COMMANDS["gpu"], run.COMMANDS["ours"])
        self.assertEqual(gpu.ours(), ["ours", "gpu"])
        self.assertEqual({name: os.environ[name] for name in card.CPU}, card.CPU)
        self.assertEqual({**gpu.environment("ours"), **on_card}, gpu.environment("gpu"))
        self.assertEqual(run.machine("NVIDIA L4")["gpu"], "NVIDIA L4")

    def test_without_a_card_nothing_is_added(self):
        self.prints("")
        before = dict(run.COMMANDS)
        self.assertIsNone(run.add_gpu())
        self.assertEqual((run.COMMANDS, run.VARIABLES), (before, {}))
        self.assertNotIn("gpu", run.machine(None))
        with self.assertRaises(SystemExit) as stopped:
            gpu.main(short=False)
        self.assertIn("needs a card", str(stopped.exception))

    def test_the_table_has_the_columns_that_were_measured(self):
        rows = {"steps/s": {"ours": 1234.5, "gpu": 5.678, "jax_scan": 9.0}, "tokens/s": {"ours": 12, "gpu": 345}}
        self.assertEqual(
            list(gpu.lines({"card": "NVIDIA L4", "cores": 16, "rows": rows})),
            ["NVIDIA L4, and 16 cores of the machine's CPU:", "", "| | CPU | GPU | JAX, CPU |", "|---|---|---|---|",
             "| steps/s | 1,234 | 5.68 | 9 |", "| tokens/s | 12 | 345 |  |"],
        )
        self.assertIn("<!-- card -->\n", gpu.DOCUMENT.read_text())


if __name__ == "__main__":
    unittest.main()
