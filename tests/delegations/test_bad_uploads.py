"""What a focal point may send by mistake or in malice: a sentence, what was typed kept, nothing half saved."""

import struct
import zlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from accreditation.models import Document
from delegations.models import Delegate, Delegation
from tests.delegations.conftest import jpeg

MEGABYTE = 1024**2
ADVICE = "Choose a JPEG, PNG or WebP photo of at least 300 by 400 points."
NO_PAPER = "This is neither a PDF nor a JPEG or PNG scan that can be read. Save it as PDF and send it again."


def bomb(width=60_000, height=60_000):
    """A PNG of a thousand bytes that claims 3.6 billion points."""

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


PDF = b"%PDF-1.7\nnote\n%%EOF\n"
SVG = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>alert(document.cookie)</script></svg>"


def files_kept():
    folders = [name for name in ("photos", "photos/pending", "documents") if default_storage.exists(name)]
    return sorted(name for folder in folders for name in default_storage.listdir(folder)[1])


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("photo.jpg", jpeg() + bytes(30 * MEGABYTE), "The file is larger than 10 MB."),
        ("photo.jpg", PDF, "This is a PDF document, not a photo."),
        ("photo.png", bomb(), "The photo claims more points than any camera takes."),
        ("photo.jpg", SVG, "This is a drawing or a web page, not a photo."),
        ("photo.svg", SVG, "This is a drawing or a web page, not a photo."),
        ("photo.jpg", jpeg()[:2000], "The file is damaged or incomplete."),
        ("photo.jpg", b"GIF89a" + bytes(99), "This is a GIF, which may move."),
        ("photo.jpg", b"not a picture at all", "This file is not a photo that can be read."),
    ],
    ids=["30 MB", "PDF named jpg", "bomb", "SVG named jpg", "SVG", "cut off", "GIF", "text"],
)
def test_a_file_that_is_no_photo_is_refused_in_words_and_the_rest_is_kept(
    kenyan, kenyan_delegation, address, typed, name, content, sentence
):
    before = files_kept()
    page = kenyan.post(
        address("delegate_add", "KEN"), typed(photo=SimpleUploadedFile(name, content, content_type="image/jpeg"))
    )
    assert page.context["form"].errors == {"photo": [f"{sentence} {ADVICE}"]}
    assert 'value="Amina Wanjiru"' in page.content.decode()
    assert Delegate.objects.count() == 0
    assert Delegation.objects.get(pk=kenyan_delegation.pk).status == "invited"
    assert files_kept() == before


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "note.pdf", PDF[:-6] + bytes(30 * MEGABYTE) + b"%%EOF\n",
            "The file has 30 MB; at most 10 MB can be taken. Scan it in fewer points or in grey.",
        ),
        ("note.png", bomb(), "The scan claims more points than any scanner takes."),
        ("note.pdf", SVG, NO_PAPER),
        ("note.pdf", b"MZ\x90 program", NO_PAPER),
        ("note.pdf", b"PK\x03\x04 an office document", NO_PAPER),
        ("note.pdf", b"%PDF-1.7\nthe line was cut", "The PDF ends too early: send it again from the original."),
    ],
    ids=["30 MB", "bomb", "SVG", "program", "office document", "cut off"],
)  # fmt: skip
def test_a_file_that_is_no_paper_is_refused_in_words(kenyan, kenyan_delegation, address, name, content, sentence):
    before = files_kept()
    page = kenyan.post(
        address("note_verbale", "KEN"), {"file": SimpleUploadedFile(name, content, content_type="application/pdf")}
    )
    assert page.context["form"].errors == {"file": [sentence]}
    assert Document.objects.count() == 0
    assert files_kept() == before


def test_a_form_that_names_a_file_and_sends_none_says_what_to_do(kenyan, kenyan_delegation, address):
    page = kenyan.post(address("note_verbale", "KEN"), {"file": "note.pdf"})
    assert list(page.context["form"].errors) == ["file"]
    assert Document.objects.count() == 0
