"""Portraits of nobody: a silhouette on a coloured ground, in the size and shape of a photo that was accepted."""

import colorsys
import io

from PIL import Image, ImageDraw

SIZE = (360, 480)
SKINS = ["#f1c9a5", "#e0ac7e", "#c68642", "#8d5524", "#5c3a1e"]
HAIRS = ["#1b1b1b", "#3b2a1a", "#5a3825", "#7a7a7a", "#b08d57"]


def portraits(chance, count):
    """As many different ones, as bytes of JPEG."""
    return [_portrait(chance, number / count) for number in range(count)]


def _portrait(chance, hue):
    ground = tuple(round(part * 255) for part in colorsys.hls_to_rgb(hue, 0.82, 0.35))
    coat = tuple(round(part * 255) for part in colorsys.hls_to_rgb(chance.random(), 0.28, 0.3))
    skin, hair = chance.choice(SKINS), chance.choice(HAIRS)
    # Drawn at twice the size and made smaller, for smooth edges.
    picture = Image.new("RGB", (SIZE[0] * 2, SIZE[1] * 2), ground)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((60, 640, 660, 1300), fill=coat)
    draw.polygon([(300, 640), (420, 640), (360, 780)], fill="#f4f4f4")
    draw.rectangle((300, 520, 420, 670), fill=skin)
    if chance.random() < 0.5:
        draw.ellipse((190, 170, 530, 640), fill=hair)
        draw.rectangle((190, 420, 530, 640), fill=hair)
        draw.rectangle((300, 520, 420, 670), fill=skin)
    draw.ellipse((220, 210, 500, 590), fill=skin)
    draw.pieslice((212, 180, 508, 520), 180, 360, fill=hair)
    draw.ellipse((250, 300, 470, 560), fill=skin)
    result = io.BytesIO()
    picture.resize(SIZE, Image.Resampling.LANCZOS).save(result, "JPEG", quality=80)
    return result.getvalue()
