"""For the production's database: a note verbale, its owner and a stranger, all signed in."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from accreditation.models import Accreditation, Document, DocumentKind, Nominator, NominatorContact
from bench.people import sign_in
from ceremony.models import Ceremony
from directory.models import Entity
from directory.texts import LocalText

CONTENT = b"%PDF-1.4 the note verbale of Kenya"


def put_down():
    opening = timezone.localdate() + timedelta(days=20)
    ceremony = Ceremony.objects.create(
        slug="conference", title=LocalText(en="Conference"), city=LocalText(en="Ha Noi"), venue=LocalText(en="Centre"),
        time_zone="Asia/Ho_Chi_Minh", starts_on=opening, ends_on=opening, is_public=True,
    )  # fmt: skip
    people = {}
    for code in ("KEN", "BRA"):
        entity = Entity.objects.get(code=code)
        nominator = Nominator.objects.create(ceremony=ceremony, kind="delegation", entity=entity)
        user = User.objects.create_user(f"focal.point@{code.lower()}.example", name=f"{code} Example")
        NominatorContact.objects.create(nominator=nominator, user=user)
        people[code] = (nominator, user)
    nominator, user = people["KEN"]
    paper = Document.objects.create(
        nominator=nominator, kind=DocumentKind.NOTE_VERBALE, file=ContentFile(CONTENT, name="note.pdf"),
        name="Note verbale.pdf", content_type="application/pdf", size=len(CONTENT), sha256="0" * 64, uploaded_by=user,
        uploaded_at=timezone.now(),
    )  # fmt: skip
    Accreditation.objects.create(
        ceremony=ceremony, nominator=nominator, family_name="Example", passport_number="C7654321"
    )
    return {
        "content": CONTENT.decode(),
        "passport_number": "C7654321",
        "address": f"/conference/accreditation/documents/{paper.key}/",
        "path": paper.file.name,
        "owner": sign_in(user).cookies,
        "stranger": sign_in(people["BRA"][1]).cookies,
    }
