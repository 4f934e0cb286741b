import io
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accreditation.models import Document, DocumentKind
from delegations.models import Delegation
from directory.models import Entity, EntityKind


def jpeg(width=600, height=800, noise=False):
    picture = (
        Image.effect_noise((width, height), 80).convert("RGB") if noise else Image.new("RGB", (width, height), "teal")
    )
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=90)
    return file.getvalue()


@pytest.fixture
def photo():
    return SimpleUploadedFile("portrait.jpg", jpeg(), content_type="image/jpeg")


@pytest.fixture
def pdf():
    return SimpleUploadedFile("Note 12-2025.pdf", b"%PDF-1.7\nnote\n%%EOF\n", content_type="application/pdf")


@pytest.fixture
def complete(person, kenya):
    """Makes a delegate who lacks nothing: complete(delegation, "Amina")."""
    numbers = iter(range(1000, 9999))

    def make(delegation, given_names="Amina", **fields):
        return person(
            delegation,
            given_names,
            **{
                "passport_number": f"AK{next(numbers)}",
                "date_of_birth": date(1985, 3, 12),
                "nationality": kenya,
                "photo": ContentFile(b"a photo", name="x.jpg"),
                **fields,
            },
        )

    return make


@pytest.fixture
def note_verbale(now):
    def make(delegation):
        return Document.objects.create(
            nominator=delegation.nominator,
            kind=DocumentKind.NOTE_VERBALE,
            file=ContentFile(b"%PDF-", name="note.pdf"),
            name="note.pdf",
            content_type="application/pdf",
            size=5,
            sha256="0" * 64,
            uploaded_at=now,
        )

    return make


@pytest.fixture
def entities(db):
    """Makes so many organisations, each with one contact unless told otherwise."""

    def make(count, *, kind=EntityKind.NGO, contacts=True, prefix="EX"):
        found = [
            Entity.objects.create(code=f"{prefix}{number:03}", kind=kind, short_en=f"Example Union {number:03}")
            for number in range(count)
        ]
        if contacts:
            for entity in found:
                entity.contacts.create(email=f"office@{entity.code.lower()}.example", name=f"Office {entity.code}")
        return found

    return make


@pytest.fixture
def address(ceremony):
    """address("detail", "KEN") -> the path."""

    def make(name, *args):
        return reverse(f"delegations:{name}", args=[ceremony.slug, *args])

    return make


@pytest.fixture
def typed(kenya):
    """What a focal point types into the form of a person."""

    def make(**fields):
        return {
            "family_name": "Example",
            "given_names": "Amina Wanjiru",
            "role": "representative",
            "rank": "100",
            "nationality": str(kenya.pk),
            "date_of_birth": "1985-03-12",
            "passport_number": "AK1234567",
            **fields,
        }

    return make


@pytest.fixture
def kenyan(client, kenyan_focal_point, kenyan_delegation):
    client.force_login(kenyan_focal_point)
    return client


@pytest.fixture
def registering(kenyan_delegation, complete):
    """Kenya with a head, ready to be submitted."""
    head = complete(kenyan_delegation, "Amina")
    Delegation.objects.filter(pk=kenyan_delegation.pk).update(status="registering", head=head)
    kenyan_delegation.refresh_from_db()
    return kenyan_delegation
