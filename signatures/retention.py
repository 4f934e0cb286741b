"""Personal data of those who signed goes with the ceremony's: what stays of them is the log's own copy."""

from collections import Counter

from django.core.files.storage import default_storage
from django.db import transaction

from ceremony.desk import Erasure, desk
from notifications.models import Letter
from signatures.letters import POWERS_RETURNED
from signatures.models import Call, FullPowers, Recording, Remark, Representative

NOBODY = "—"


def erase(ceremony) -> Counter:
    """Inside the transaction of the erasure; the copies of full powers go after it."""
    representatives = Representative.objects.filter(treaty__ceremony=ceremony).exclude(name=NOBODY)
    powers = FullPowers.objects.filter(treaty__ceremony=ceremony)
    calls = Call.objects.filter(treaty__ceremony=ceremony)
    files = list(powers.exclude(file="").values_list("file", flat=True))
    done = Counter(
        representatives=representatives.update(
            name=NOBODY, title=NOBODY, pronunciation="", office="", confirmation_source="", confirmed_by=None, confirmed_at=None,
            was_confirmed_at=None, was_confirmed_until=None,
        ),
        powers=powers.exclude(person_named="", issuer_name="", file="", defects="").update(
            person_named="", issuer_name="", file="", file_name="", defects=""
        ),
        # What officers wrote may name those whom it is about. That something was written stays, where a rule asks for it.
        reasons=powers.exclude(manner_reason__in=["", NOBODY]).update(manner_reason=NOBODY)
        + calls.exclude(moved_because__in=["", NOBODY]).update(moved_because=NOBODY)
        + calls.exclude(despite__in=["", NOBODY]).update(despite=NOBODY)
        + Remark.objects.filter(row__ceremony=ceremony).delete()[0],
        recordings=Recording.objects.filter(treaty__ceremony=ceremony).exclude(matter={}).update(matter={}),
        # The defects are told in words, which may name the person.
        letters=Letter.objects.filter(ceremony=ceremony, kind=POWERS_RETURNED.name)
        .exclude(text=NOBODY)
        .update(text=NOBODY, html=NOBODY),
    )  # fmt: skip
    transaction.on_commit(lambda: [default_storage.delete(name) for name in files])
    return +done  # what there was


def register():
    desk.add(Erasure(name="signatures", order=100, erase=erase))
