"""Makes the README's picture from the pages' own pictures: the small network, the letters in motion, the tree.

picture.py TO.png
"""

import base64
import io
import sys
from pathlib import Path

import nbformat
from PIL import Image

from small import small

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
LEFT = ("04_gradients", "chart.GlassBoxBackward(")
RIGHT = [("07_learned_embeddings", "chart.Points("), ("08_sampling", "chart.Tree(")]
HEIGHT, GAP = 1000, 24  # in pixels


def picture_of(page, code):
    """The first picture of a page's cell with that code."""
    for cell in nbformat.read(NOTEBOOKS / f"{page}.ipynb", 4).cells:
        if cell.cell_type == "code" and code in cell.source:
            for output in cell.outputs:
                if png := output.get("data", {}).get("image/png"):
                    return on_white(Image.open(io.BytesIO(base64.b64decode(png))))
    raise SystemExit(f"{page} has no picture of a cell with {code}")


def on_white(image):
    page = Image.new("RGBA", image.size, "white")
    page.alpha_composite(image.convert("RGBA"))
    return page.convert("RGB")


def as_high(image, height):
    return image.resize((round(image.width * height / image.height), height), Image.Resampling.LANCZOS)


def as_wide(image, width):
    return image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)


def composed():
    left = as_high(picture_of(*LEFT), HEIGHT)
    right = [picture_of(*each) for each in RIGHT]
    width = round((HEIGHT - GAP) / sum(image.height / image.width for image in right))
    right = [as_wide(image, width) for image in right]
    page = Image.new("RGB", (left.width + width + 3 * GAP, HEIGHT + 2 * GAP), "white")
    page.paste(left, (GAP, GAP))
    top = GAP
    for image in right:
        page.paste(image, (left.width + 2 * GAP, top))
        top += image.height + GAP
    return page


if __name__ == "__main__":
    written = io.BytesIO()
    composed().save(written, "PNG")
    Path(sys.argv[1]).write_bytes(small(written.getvalue()))
