"""Makes a picture small, in few colours because they compress: small.py FROM.png TO.png"""

import io
import sys
from pathlib import Path

from PIL import Image


def small(png):
    packed = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(64).save(packed, "PNG", optimize=True)
    return packed.getvalue()


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(small(source.read_bytes()))
