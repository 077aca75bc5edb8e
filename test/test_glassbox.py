"""The glass box computes in Vega. Here a third implementation, slopes by finite differences among it, says the same.

The pictures are those of the committed pages; what a student would change is changed in their specification.
"""

import json
import math
import re
import unittest
from pathlib import Path

import nbformat
import vl_convert

from normalise import VEGA

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
LETTERS = "abiz-"
LABEL = re.compile(r'aria-label="([^":]+): (−?[\d.]+)(?:, gradient (−?[\d.]+))?"')
TABLE, HIDDEN, BIASES, LOGITS, LAST = 0, 10, 34, 38, 58  # where the parameters begin, in the order of their signals


def pictures():
    """Yields the specification and the text alternative of each glass box on the pages."""
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        for cell in nbformat.read(path, 4).cells:
            for output in cell.get("outputs", []):
                if VEGA in output.get("data", {}):
                    yield output.data[VEGA], output.data["text/plain"]


def forward(p, context):
    inputs = [p[TABLE + 2 * LETTERS.index(letter) + k] for letter in context for k in (0, 1)]
    sums = [p[BIASES + h] + sum(p[HIDDEN + 6 * h + i] * x for i, x in enumerate(inputs)) for h in range(4)]
    hidden = [math.tanh(x) for x in sums]
    logits = [p[LAST + s] + sum(p[LOGITS + 4 * s + h] * x for h, x in enumerate(hidden)) for s in range(5)]
    powers = [math.exp(z) for z in logits]
    return sums, hidden, logits, [power / sum(powers) for power in powers]


def loss(p, context, came):
    return -math.log(forward(p, context)[3][LETTERS.index(came)])


def slope(p, i, context, came):
    near = [list(p), list(p)]
    near[0][i] += 1e-5
    near[1][i] -= 1e-5
    return (loss(near[0], context, came) - loss(near[1], context, came)) / 2e-5


def signals(spec):
    return {signal["name"]: signal for signal in spec["signals"]}


def parameters(spec):
    return [signals(spec)[f"p{i}"]["value"] for i in range(64)]


def changed(spec, values):
    """A copy of a specification that begins with other values of its signals."""
    copy = json.loads(json.dumps(spec))
    for name, value in values.items():
        signals(copy)[name]["value"] = value
    return copy


def drawn(spec, context, came, step, **numbers):
    """Draws a glass box, and returns the descriptions of its numbers: number and gradient, and the whole picture."""
    begun = {"context": context, "letters": context, "next": came, "came": came, "step": step} | numbers
    picture = vl_convert.vega_to_svg(json.dumps(changed(spec, begun)))
    number = {name: float(value.replace("−", "-")) for name, value, _ in LABEL.findall(picture)}
    gradient = {name: float(value.replace("−", "-")) for name, _, value in LABEL.findall(picture) if value}
    return number, gradient, picture


class TheGlassBox(unittest.TestCase):
    def setUp(self):
        self.pictures = list(pictures())
        self.assertTrue(self.pictures, "no page has a glass box")

    def near(self, what, got, want):
        for x, y in zip(got, want, strict=True):
            self.assertLess(abs(x - y), 2e-5, f"{what}: {got}, want {want}")

    def compare(self, number, picture, p, context):
        """Compares the descriptions with all decimals, and the texts with three."""
        for numbers in forward(p, context):
            for x in numbers:
                self.assertIn(f">{x:.3f}<".replace("-", "−"), picture)
        sums, hidden, logits, probabilities = forward(p, context)
        self.near("sums", [number[f"sum of hidden {h}"] for h in range(1, 5)], sums)
        self.near("tanh", [number[f"hidden {h}, tanh of its sum"] for h in range(1, 5)], hidden)
        self.near("logits", [number[f"logit of {letter}"] for letter in LETTERS], logits)
        self.near("probabilities", [number[f"probability of {letter}"] for letter in LETTERS], probabilities)

    def test_forward(self):
        spec = self.pictures[0][0]
        others = {"p0": -0.7, "p13": 2.5, "p36": -3, "p45": 3, "p62": 1.1}
        for context, numbers in (("abi", {}), ("zzz", {}), ("a-b", others)):
            p = parameters(changed(spec, numbers))
            number, _, picture = drawn(spec, context, "-", 0, **numbers)
            self.compare(number, picture, p, context)

    def test_backward(self):
        spec = self.pictures[0][0]
        names = signals(spec)["names"]["value"]
        for context, came, numbers in (("abi", "-", {}), ("aba", "b", {}), ("zzz", "z", {"p30": 2.9, "p40": -3})):
            p = parameters(changed(spec, numbers))
            _, gradient, _ = drawn(spec, context, came, 1, **numbers)
            wanted = [slope(p, i, context, came) for i in range(63)]
            self.near("gradients", [gradient[name] for name in names[:63]], wanted)

    def test_after_one_update(self):
        spec = self.pictures[0][0]
        for context, came, rate in (("abi", "-", 0.1), ("aza", "i", 0.5), ("bbb", "b", -0.3)):
            p = parameters(spec)
            new = [x - rate * slope(p, i, context, came) for i, x in enumerate(p[:63])]
            number, _, picture = drawn(spec, context, came, 2, p63=rate)
            self.compare(number, picture, new, context)
            if "showLoss" in signals(spec) and signals(spec)["showLoss"]["value"]:
                self.assertIn(f"{loss(new, context, came):.3f}", picture)

    def test_the_text_alternative_has_the_numbers(self):
        for spec, text in self.pictures:
            begun = {name: signal.get("value") for name, signal in signals(spec).items()}
            _, hidden, logits, probabilities = forward(parameters(spec), begun["context"])
            for number in hidden + logits + probabilities:
                self.assertIn(f"{number:.3f}".replace("-", "−"), text)


if __name__ == "__main__":
    unittest.main()
