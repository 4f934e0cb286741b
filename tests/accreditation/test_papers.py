import hashlib
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accreditation.models import DocumentKind
from accreditation.papers import clean_name, keep, read_paper
from ceremony.procedure import Refused

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def paper(content=PDF, name="Note verbale.pdf"):
    return read_paper(SimpleUploadedFile(name, content))


def refusal(content, name="note.pdf"):
    with pytest.raises(ValidationError) as caught:
        paper(content, name)
    return caught.value.messages


def scan(kind="JPEG"):
    content = io.BytesIO()
    Image.new("L", (1200, 1700), "white").save(content, kind)
    return content.getvalue()


def test_a_pdf_is_kept_as_it_came_with_its_digest():
    result = paper()
    assert (result.content_type, result.name, result.size, result.sha256, result.file.read()) == (
        "application/pdf", "Note verbale.pdf", len(PDF), hashlib.sha256(PDF).hexdigest(), PDF,
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "content_type", "name"), [
    ("JPEG", "image/jpeg", "note.jpg"),
    ("PNG", "image/png", "note.png"),
])  # fmt: skip
def test_a_scan_is_known_by_its_content_and_gets_its_true_ending(kind, content_type, name):
    result = paper(scan(kind), "note.pdf")
    assert (result.content_type, result.name) == (content_type, name)


@pytest.mark.parametrize("content", [
    b"<html><script>alert(1)</script></html>",
    b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
    b"PK\x03\x04 a document of an office program",
    b"MZ a program",
    b"",
    scan()[:500],
])  # fmt: skip
def test_what_is_no_paper_is_refused_in_words(content):
    assert refusal(content) == [
        "This is neither a PDF nor a JPEG or PNG scan that can be read. Save it as PDF and send it again."
    ]


def test_a_pdf_that_ends_too_early_is_refused():
    assert refusal(PDF[:30]) == ["The PDF ends too early: send it again from the original."]


def test_thirty_megabytes_are_refused_in_words():
    assert refusal(PDF + b"0" * 30 * 1024**2) == [
        "The file has 30 MB; at most 10 MB can be taken. Scan it in fewer points or in grey."
    ]


@pytest.mark.parametrize(("given", "kept"), [
    ("../../etc/passwd", "passwd.pdf"),
    ("C:\\Users\\kito\\Note.PDF", "Note.pdf"),
    ('a"b\r\nSet-Cookie: x.pdf', "a b Set-Cookie x.pdf"),
    ("Công hàm số 5.pdf", "Công hàm số 5.pdf"),
    ("мнота\u202efdp.exe", "мнота fdp.pdf"),
    (".pdf", "document.pdf"),
    ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
])  # fmt: skip
def test_names_of_files_are_made_harmless(given, kept):
    assert clean_name(given, "application/pdf") == kept


def test_a_second_note_verbale_takes_the_place_of_the_first_that_was_seen(kenyan_delegation, kenyan_focal_point, now):
    nominator, how = kenyan_delegation.nominator, {"by": kenyan_focal_point, "at": now}
    first = keep(paper(), nominator=nominator, kind=DocumentKind.NOTE_VERBALE, **how)
    second = keep(paper(), nominator=nominator, kind=DocumentKind.NOTE_VERBALE, instead_of=first.pk, **how)
    first.refresh_from_db()
    assert (first.replaced_at, list(nominator.documents.standing())) == (now, [second])


def test_nobody_replaces_a_note_verbale_that_he_has_not_seen(kenyan_delegation, kenyan_focal_point, now):
    nominator, how = kenyan_delegation.nominator, {"by": kenyan_focal_point, "at": now}
    first = keep(paper(name="first.pdf"), nominator=nominator, kind=DocumentKind.NOTE_VERBALE, **how)
    with pytest.raises(Refused) as caught:
        keep(paper(), nominator=nominator, kind=DocumentKind.NOTE_VERBALE, **how)
    assert caught.value.messages == [
        "“first.pdf” is the note verbale now: look at it, then say that yours replaces it."
    ]
    assert list(nominator.documents.all()) == [first]
