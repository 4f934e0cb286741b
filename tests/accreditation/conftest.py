import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from accreditation.models import Accreditation, Document, DocumentKind
from accreditation.papers import keep, read_paper
from delegations.models import Delegation, DelegationStatus


def jpeg():
    content = io.BytesIO()
    Image.new("RGB", (300, 400), "teal").save(content, "JPEG")
    return ContentFile(content.getvalue(), name="photo.jpg")


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private"},
        }
    }
    return tmp_path / "private"


def note_verbale(delegation, by, at):
    upload = ContentFile(b"%PDF-1.7\n%%EOF\n", name="note.pdf")
    return keep(read_paper(upload), nominator=delegation.nominator, kind=DocumentKind.NOTE_VERBALE, by=by, at=at)


@pytest.fixture
def candidate(person, now):
    """Makes somebody who was submitted and against whom nothing stands: candidate(delegation, user, "Amina")."""

    def make(delegation, user, given_names="Amina", family_name="Example", **fields):
        Delegation.objects.filter(pk=delegation.pk).update(
            status=DelegationStatus.SUBMITTED, submitted_by=user, submitted_at=now
        )
        if not Document.objects.filter(nominator=delegation.nominator, kind=DocumentKind.NOTE_VERBALE).exists():
            note_verbale(delegation, user, now)
        found = person(
            delegation,
            given_names,
            family_name,
            **{"passport_number": f"X{Accreditation.objects.count():06}", "photo": jpeg()} | fields,
        ).accreditation
        found.submit(by=user, at=now)
        return found

    return make


@pytest.fixture
def amina(candidate, kenyan_delegation, kenyan_focal_point):
    return candidate(kenyan_delegation, kenyan_focal_point, "Amina", passport_number="C1234567")


@pytest.fixture
def bruno(candidate, brazilian_delegation, brazilian_focal_point):
    return candidate(brazilian_delegation, brazilian_focal_point, "Bruno", passport_number="B7654321")
