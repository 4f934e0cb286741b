"""Personal data of those who speak and chair goes with the ceremony's: what stays is that a session had so many."""

from collections import Counter

from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.functions import Lower

from accounts.models import User
from accreditation.models import NominatorContact
from ceremony.desk import Erasure, desk
from directory.models import Contact
from events.letters import speakers as to_speakers
from events.letters.releases import RELEASED
from events.models import Appearance, SessionChair, Speaker
from notifications.models import Letter

NOBODY = "—"
# They open with the name of whom they are for, or tell of who speaks and chairs.
TELLING = [
    kind.name
    for kind in (
        RELEASED,
        to_speakers.SPEAKER_INVITED,
        to_speakers.SPEAKER_TAKEN_OFF,
        to_speakers.SESSION_SPEAKER_INVITED,
        to_speakers.SESSION_SPEAKER_TAKEN_OFF,
    )
]


def erase(ceremony) -> Counter:
    """Inside the transaction of the erasure. What was published stays as it was read: a public programme."""
    speakers = Speaker.objects.of_ceremony(ceremony).exclude(name=NOBODY)
    appearances = Appearance.objects.filter(session__ceremony=ceremony)
    letters = Letter.objects.filter(ceremony=ceremony, kind__in=TELLING)
    accounts = {*speakers.values_list("user", flat=True), *appearances.values_list("user", flat=True)}
    done = Counter(
        appearances=appearances.delete()[0],
        speakers=speakers.update(
            name=NOBODY, function="", organisation="", email="", accreditation=None, user=None,
            excuse="", excused_by=None, excused_at=None,
        ),
        chairs=SessionChair.objects.filter(session__ceremony=ceremony)
        .exclude(name=NOBODY)
        .update(name=NOBODY, accreditation=None),
        # To a speaker's or chair's bare address; of the others it stays to whom a letter went.
        letters=letters.filter(recipient=None).delete()[0]
        + letters.exclude(text=NOBODY).update(text=NOBODY, html=NOBODY),
        accounts=_close(accounts - {None}, ceremony),
    )  # fmt: skip
    return +done  # what there was


def _close(accounts, ceremony) -> int:
    """Delete those of these accounts that exist for the invitation alone, with the letters to them. How many they were.

    Whoever answers for somebody, is staff, was written to otherwise or did anything that stands on record keeps his.
    """
    invited = (
        User.objects.filter(pk__in=accounts, is_staff=False)
        .exclude(pk__in=NominatorContact.objects.values("user"))
        .exclude(pk__in=Speaker.objects.exclude(user=None).values("user"))
        .exclude(pk__in=Letter.objects.exclude(recipient=None).exclude(ceremony=ceremony).values("recipient"))
        .exclude(email__in=Contact.objects.annotate(address=Lower("email")).values("address"))
    )
    closed = 0
    for user in invited:
        try:
            with transaction.atomic():
                user.delete()
            closed += 1
        except ProtectedError:
            continue
    return closed


def register():
    desk.add(Erasure(name="events", order=110, erase=erase))
