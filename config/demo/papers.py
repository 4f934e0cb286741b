"""Notes verbales that say they are examples: the smallest PDF that every reader opens."""

from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accreditation.models import Document, DocumentKind
from accreditation.models.document import document_path


def hand_in(nominator, people, *, by, at):
    """The note of one delegation, its file stored and its row not yet. `people` is lines."""
    entity, year = nominator.entity, nominator.ceremony.starts_on.year
    paper = note_verbale(
        [
            f"NOTE VERBALE - EXAMPLE No. {entity.code}/{year}",
            "",
            "The mission presents its compliments to the organisers and has the honour",
            "to name the following persons as the delegation of",
            f"{entity.formal_en or entity.short_en}:",
            "",
            *(f"   {line}" for line in people),
            "",
            "Invented for the demonstration: no mission has written this note.",
        ]
    )
    return Document(
        nominator=nominator,
        kind=DocumentKind.NOTE_VERBALE,
        file=default_storage.save(document_path(None, ""), ContentFile(paper)),
        name=f"note-verbale-{entity.code.lower()}.pdf",
        content_type="application/pdf",
        size=len(paper),
        sha256=sha256(paper).hexdigest(),
        uploaded_by=by,
        uploaded_at=at,
    )


def note_verbale(lines) -> bytes:
    """One page A4 with these lines, in Helvetica. Letters that it lacks become question marks."""
    text = ["BT /F1 12 Tf 72 760 Td 18 TL"]
    for line in lines:
        safe = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        text.append(f"({safe}) Tj T*")
    stream = "\n".join([*text, "ET"]).encode("cp1252", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    paper, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(paper))
        paper += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(paper)
    paper += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    paper += b"".join(b"%010d 00000 n \n" % place for place in places)
    return paper + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
