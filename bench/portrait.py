"""A photo as a telephone sends it, made here: no picture of a person is needed to measure one."""

import io

from PIL import Image


def portrait(size, width=1200, height=1600):
    """JPEG bytes of about `size`: shades and grain, finer until it is heavy enough."""
    for grain in range(4, 120, 4):
        shade = Image.radial_gradient("L").resize((width, height))
        noise = Image.effect_noise((width, height), grain)
        picture = Image.merge("RGB", [Image.blend(shade, noise, part) for part in (0.4, 0.5, 0.6)])
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=85)
        if buffer.tell() >= size * 0.95:
            break
    return buffer.getvalue()
