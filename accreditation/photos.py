"""Photos of people: what a picture is, is decided by its content; what is kept is a new picture made from it.

Made anew, it carries nothing of the file that came: no place, no camera, no script, no second picture behind the first.
"""

import io
import uuid
import warnings

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MEGABYTE = 1024**2
LARGEST_FILE = 10 * MEGABYTE
MOST_PIXELS = 50_000_000  # a telephone's largest picture; a bomb claims more
SMALLEST = (300, 400)
SIZE = (600, 800)
FORMATS = ("JPEG", "PNG", "WEBP")
# What people send by mistake, by its first bytes, so that the answer can name it.
KNOWN_STRANGERS = [
    (b"%PDF-", _("This is a PDF document, not a photo.")),
    (b"GIF8", _("This is a GIF, which may move.")),
    (b"II*\0", _("This is a TIFF file.")),
    (b"MM\0*", _("This is a TIFF file.")),
    (b"PK\x03\x04", _("This is a ZIP archive or an office document, not a photo.")),
]


def read_photo(upload) -> ContentFile:
    """A portrait of 600 by 800 points at most, as JPEG, from what was uploaded.

    Raises ValidationError, in words, for what is no photo, is too large or too small, or is far from a portrait's
    shape. A shape that is nearly right is cut around the middle.
    """
    if upload.size > LARGEST_FILE:
        raise _unusable(
            _("The file is larger than %(limit)d MB.") % {"limit": LARGEST_FILE // MEGABYTE}, code="too_large"
        )
    upload.seek(0)
    _refuse_strangers(upload.read(512))
    upload.seek(0)
    try:
        with warnings.catch_warnings():
            # Pillow warns of a bomb while it reads the header; our own limit is lower and comes next.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(upload, formats=FORMATS)
        _refuse_by_header(picture)
        # Lets the decoder of a JPEG make the picture smaller while it reads it: four times as fast.
        picture.draft("RGB", SIZE)
        picture = ImageOps.exif_transpose(picture)
        picture = _without_transparency(picture)
    except ValidationError:
        raise
    except Image.DecompressionBombError as error:
        raise _bomb() from error
    except UnidentifiedImageError as error:
        raise _unusable(_("This file is not a photo that can be read."), code="no_photo") from error
    except Exception as error:  # Pillow's decoders raise whatever a damaged file makes them stumble over.
        raise _unusable(_("The file is damaged or incomplete."), code="damaged") from error
    picture = _portrait(picture)
    result = io.BytesIO()
    picture.save(result, "JPEG", quality=82)
    return ContentFile(result.getvalue(), name=f"{uuid.uuid4().hex}.jpg")


def _unusable(what, *, code):
    return ValidationError(
        _("%(what)s Choose a JPEG, PNG or WebP photo of at least %(width)d by %(height)d points.")
        % {"what": what, "width": SMALLEST[0], "height": SMALLEST[1]},
        code=code,
    )


def _bomb():
    return _unusable(_("The photo claims more points than any camera takes."), code="bomb")


def _refuse_strangers(start):
    for magic, sentence in KNOWN_STRANGERS:
        if start.startswith(magic):
            raise _unusable(_(sentence), code="no_photo")
    if start[4:8] == b"ftyp":
        raise _unusable(_("This is a HEIC photo or a film, which not every office can open."), code="no_photo")
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise _unusable(_("This is a drawing or a web page, not a photo."), code="no_photo")


def _refuse_by_header(picture):
    """All that can be known before a single point is decoded."""
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise _bomb()
    if getattr(picture, "is_animated", False):
        raise _unusable(_("The picture moves."), code="moves")
    # Turned or not: the orientation is applied only once it is decoded.
    if min(width, height) < SMALLEST[0] or max(width, height) < SMALLEST[1]:
        raise _unusable(
            _("The photo is too small: %(width)d by %(height)d points.") % {"width": width, "height": height},
            code="too_small",
        )


def _without_transparency(picture):
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        ground = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(ground, picture.convert("RGBA")).convert("RGB")
    return picture.convert("RGB")


def _portrait(picture):
    width, height = picture.size
    ratio = width / height
    if not 0.55 <= ratio <= 1.05:
        shape = _("wide") if ratio > 1 else _("narrow")
        raise _unusable(
            _("The photo is too %(shape)s for a portrait: cut it to the head and shoulders, three wide by four high.")
            % {"shape": shape},
            code="shape",
        )
    size = (round(height * 3 / 4), height) if ratio > 3 / 4 else (width, round(width * 4 / 3))
    if size[0] < SMALLEST[0] - 1 or size[1] < SMALLEST[1] - 1:
        raise _unusable(
            _("The photo is too small: %(width)d by %(height)d points.") % {"width": width, "height": height},
            code="too_small",
        )
    # A face sits above the middle: cut more below than above.
    target = (min(size[0], SIZE[0]), min(size[1], SIZE[1]))
    return ImageOps.fit(picture, target, Image.Resampling.BICUBIC, centering=(0.5, 0.35))
