"""Personal data goes on its day: passport data, dates of birth, photos, papers, the vetting note and what the kinds hold.

What stays is who was there and what was decided. History tables never held what is erased here: the encrypted columns
and addresses are not tracked, and of a photo they know no more than a random name that leads nowhere any more.
"""

from collections import Counter
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction

from accreditation.kinds import person_kinds
from accreditation.models import Accreditation, Document, Vetting
from ceremony.desk import Erasure, desk
from ceremony.models import Ceremony

# Field -> what is left of it. A test of the house compares this with the models' encrypted fields.
ERASED = {"passport_number": "", "passport_index": "", "date_of_birth": None, "email": "", "photo": ""}
FOLDERS = ("photos", "documents")


def due(at):
    """Ceremonies whose day has come at this instant, each in its own time zone."""
    candidates = Ceremony.objects.filter(erase_on__lte=at.date() + timedelta(days=1))
    return [ceremony for ceremony in candidates if ceremony.erase_on <= ceremony.local(at).date()]


def erase(ceremony, *, dry_run=False) -> Counter:
    """Erase the personal data of a ceremony and say how much. A second time there is nothing left to erase.

    Rows first, in one transaction; their files only after it, so that a failure in between loses no file that a row
    still names. Files left over by a kill go with `sweep_orphans`.
    """
    people = Accreditation.objects.filter(ceremony=ceremony)
    holding = people.exclude(**{name: value for name, value in ERASED.items() if value is not None}, date_of_birth=None)
    papers = Document.objects.filter(nominator__ceremony=ceremony)
    notes = Vetting.objects.filter(accreditation__ceremony=ceremony).exclude(note="")
    with transaction.atomic():
        files = [
            name for name in [*people.values_list("photo", flat=True), *papers.values_list("file", flat=True)] if name
        ]
        done = Counter(people=holding.count(), documents=papers.count(), notes=notes.count())
        holding.update(**ERASED)
        notes.update(note="")
        papers.delete()
        for kind in person_kinds.values():
            if erased := kind.erase(ceremony):
                done[kind.name] += erased
        for room in desk.in_order(Erasure):
            done.update(room.erase(ceremony))
        if dry_run:
            transaction.set_rollback(True)
            return done
        transaction.on_commit(lambda: [default_storage.delete(name) for name in files])
    return done


def sweep_orphans(at, *, older_than=timedelta(days=1)) -> int:
    """Delete files that no row names: of a photo that was replaced, a person deleted, a transaction that failed."""
    known = set(Accreditation.objects.exclude(photo="").values_list("photo", flat=True))
    known.update(Document.objects.values_list("file", flat=True))
    swept = 0
    for folder in FOLDERS:
        if not default_storage.exists(folder):
            continue
        for name in default_storage.listdir(folder)[1]:
            path = f"{folder}/{name}"
            if path not in known and default_storage.get_modified_time(path) < at - older_than:
                default_storage.delete(path)
                swept += 1
    return swept
