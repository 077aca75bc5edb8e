"""Makes a picture small: in few colours, because they compress."""

import io

from PIL import Image


def small(png):
    packed = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(64).save(packed, "PNG", optimize=True)
    return packed.getvalue()
