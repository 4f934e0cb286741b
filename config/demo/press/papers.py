"""What they hand in: passports and press cards, letters of assignment that an officer checks, and what they carry."""

from datetime import timedelta
from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accreditation.models import Document, DocumentKind, Status
from accreditation.models.document import document_path
from config.demo.papers import note_verbale
from config.demo.press.figures import CARRIED
from press.models import AssignmentLetter, EquipmentItem, LetterName, LetterStatus
from press.models.letter import CHECKLIST, words_of_name


class Papers:
    """Of the teams of a newsroom."""

    def __init__(self, newsroom):
        self.teams, self.story, self.officer = newsroom.teams, newsroom.story, newsroom.officer
        self.ceremony = newsroom.ceremony
        self.sheet = note_verbale(["EXAMPLE", "", "Invented for the demonstration: nobody has issued this paper."])
        self.digest = sha256(self.sheet).hexdigest()

    def hand_in(self):
        papers, with_letter = [], []
        for team in self.teams:
            for one in team.people:
                papers.append(self._paper(team, DocumentKind.PASSPORT, "passport.pdf", one.accreditation))
                if one.needs_press_card and (one.accreditation.decision_code, team.stage) != ("press_card", "at fault"):
                    papers.append(self._paper(team, DocumentKind.PRESS_CARD, "press-card.pdf", one.accreditation))
            if (
                not any(one.accreditation.decision_code == "no_letter" for one in team.people)
                and team.stage != "writing"
            ):
                with_letter.append(team)
        sheets = [self._paper(team, DocumentKind.ASSIGNMENT_LETTER, "letter-of-assignment.pdf") for team in with_letter]
        Document.objects.bulk_create([*papers, *sheets], batch_size=500)
        for team, sheet in zip(with_letter, sheets, strict=True):
            team.letter = AssignmentLetter(
                application=team.application, document=sheet, signatory="Edna Editor-Example", status=LetterStatus.HANDED_IN,
                dated=self.ceremony.local(team.outlet.entered_at).date() - timedelta(days=2), handed_in_by=team.user,
                handed_in_at=team.application.opened_at,
            )  # fmt: skip
        AssignmentLetter.objects.bulk_create([team.letter for team in with_letter])
        LetterName.objects.bulk_create(
            LetterName(
                letter=team.letter, name=str(one), key=words_of_name(str(one))[:200], journalist=one,
                is_named=True if team.stage == "accredited" else None,
            )
            for team in with_letter
            for one in team.people
            if one.accreditation.decision_code != "not_named"
        )  # fmt: skip
        self._check(with_letter)

    def declare_equipment(self):
        items = []
        for team in self.teams:
            for place, one in enumerate(team.people):
                for kind, make, model, value, more in CARRIED.get(one.function, []):
                    number = len(items) + 1
                    item = EquipmentItem(
                        application=team.application, carrier=one, kind=kind, make=make, model=model,
                        serial=f"EX{number:05}", value=value, currency="EUR", declared_by=team.user, port=one.port,
                        declared_at=team.application.opened_at + timedelta(minutes=20 + place),
                        ata_carnet=f"EX-ATA-{team.application.pk:04}" if number % 3 else "", **more,
                    )  # fmt: skip
                    if one.accreditation.status == Status.APPROVED and number % 4:
                        item.status, item.decided_by = "granted", self.officer
                        item.decided_at = one.accreditation.decided_at
                    item.fill_keys()
                    items.append(item)
            if team.outlet.kind == "tv" and team.stage == "at fault" and team.people:
                items.append(self._drone(team))
        EquipmentItem.objects.bulk_create(items, batch_size=500)
        for item in items:
            if item.decided_at:
                self.story.tell(
                    item, "declared", item.status, by=self.officer, at=item.decided_at, reason=item.decision_note
                )  # fmt: skip

    def _paper(self, team, kind, name, person=None):
        return Document(
            nominator=team.application.nominator, accreditation=person, kind=kind, name=name,
            file=default_storage.save(document_path(None, ""), ContentFile(self.sheet)), content_type="application/pdf",
            size=len(self.sheet), sha256=self.digest, uploaded_by=team.user, uploaded_at=team.application.opened_at,
        )  # fmt: skip

    def _check(self, teams):
        """The officer has been through those of the accredited, and of whom the letter is wanting."""
        checked = []
        for team in teams:
            self.story.tell(team.letter, "", LetterStatus.HANDED_IN, by=team.user, at=team.letter.handed_in_at)
            is_wanting = any(one.accreditation.decision_code == "letter" for one in team.people)
            if team.stage != "accredited" and not is_wanting:
                continue
            letter = team.letter
            letter.checked_by, letter.checked_at = self.officer, letter.handed_in_at + timedelta(hours=7)
            for name in CHECKLIST:
                setattr(letter, name, True)
            letter.is_signed = not is_wanting
            letter.status = LetterStatus.REJECTED if is_wanting else LetterStatus.ACCEPTED
            self.story.tell(letter, LetterStatus.HANDED_IN, letter.status, by=self.officer, at=letter.checked_at)
            checked.append(letter)
        AssignmentLetter.objects.bulk_update(
            checked, ["status", "checked_by", "checked_at", *CHECKLIST], batch_size=200
        )

    def _drone(self, team):
        item = EquipmentItem(
            application=team.application, kind="drone", make="Exemple", model="Fly 2", serial=f"EXD{team.application.pk:04}",
            value=2_300, currency="EUR", declared_by=team.user, declared_at=team.application.opened_at,
            status="not_granted", decided_by=self.officer, decided_at=team.application.opened_at + timedelta(days=1),
            decision_note="Nothing flies over the venue.",
        )  # fmt: skip
        item.fill_keys()
        return item
