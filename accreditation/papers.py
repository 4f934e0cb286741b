"""Documents as they come: a PDF or a scan, known by its content and kept unchanged, with its digest."""

import hashlib
import re
import unicodedata
import warnings
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from accreditation.models import Document, DocumentKind
from accreditation.photos import MEGABYTE, MOST_PIXELS
from ceremony.procedure import Refused

LARGEST_FILE = 10 * MEGABYTE
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@dataclass(frozen=True)
class Paper:
    file: File
    name: str
    content_type: str
    size: int
    sha256: str


def read_paper(upload) -> Paper:
    """Raises ValidationError, in words, for what is neither a PDF nor a JPEG or PNG scan, or is too large."""
    if upload.size > LARGEST_FILE:
        raise ValidationError(
            _("The file has %(size)d MB; at most %(limit)d MB can be taken. Scan it in fewer points or in grey.")
            % {"size": round(upload.size / MEGABYTE), "limit": LARGEST_FILE // MEGABYTE},
            code="too_large",
        )
    content_type = _content_type(upload)
    digest = hashlib.sha256()
    upload.seek(0)
    for piece in upload.chunks():
        digest.update(piece)
    upload.seek(0)
    return Paper(upload, clean_name(upload.name, content_type), content_type, upload.size, digest.hexdigest())


def _content_type(upload):
    upload.seek(0)
    start = upload.read(1024)
    if start.startswith(b"%PDF-"):
        upload.seek(max(0, upload.size - 2048))
        if b"%%EOF" not in upload.read():
            raise ValidationError(_("The PDF ends too early: send it again from the original."), code="damaged")
        return "application/pdf"
    upload.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            scan = Image.open(upload, formats=("JPEG", "PNG"))
        if scan.width * scan.height <= MOST_PIXELS:
            content_type = Image.MIME[scan.format]
            scan.load()
            return content_type
    except Image.DecompressionBombError as error:
        raise _bomb() from error
    except Exception as error:  # Pillow's decoders raise whatever a damaged file makes them stumble over.
        raise ValidationError(
            _("This is neither a PDF nor a JPEG or PNG scan that can be read. Save it as PDF and send it again."),
            code="no_paper",
        ) from error
    raise _bomb()


def _bomb():
    return ValidationError(_("The scan claims more points than any scanner takes."), code="bomb")


def clean_name(name, content_type):
    """A name that may be shown and offered for download anywhere: no folders, no control marks, the true ending."""
    stem = PurePosixPath(unicodedata.normalize("NFC", name or "").replace("\\", "/")).name
    if "." in stem:
        stem = stem.rpartition(".")[0]
    stem = "".join(" " if unicodedata.category(character)[0] in "CZ" else character for character in stem)
    stem = re.sub(r'[<>:"/\\|?*]+', " ", stem)
    stem = re.sub(r"\s+", " ", stem).strip(" .")[:120]
    return f"{stem or _('document')}.{ENDINGS[content_type]}"


@transaction.atomic
def keep(paper, *, nominator, kind, by, at, accreditation=None, instead_of=None) -> Document:
    """Store a paper. A second note verbale takes the place of the first, which stays on record as replaced.

    `instead_of` is the primary key of the note verbale that the person saw standing, if any. Raises Refused when
    another one stands by now: nobody replaces what he has not seen.
    """
    if kind == DocumentKind.NOTE_VERBALE:
        type(nominator).objects.select_for_update().get(pk=nominator.pk)
        standing = nominator.documents.standing().filter(kind=kind).first()
        if standing and str(standing.pk) != str(instead_of or ""):
            raise Refused(
                _("“%(name)s” is the note verbale now: look at it, then say that yours replaces it.")
                % {"name": standing.name},
                code="stands",
            )
        if standing:
            standing.replaced_at = at
            standing.save(update_fields=["replaced_at"])
    return Document.objects.create(
        nominator=nominator, accreditation=accreditation, kind=kind, file=paper.file, name=paper.name,
        content_type=paper.content_type, size=paper.size, sha256=paper.sha256, uploaded_by=by, uploaded_at=at,
    )  # fmt: skip
