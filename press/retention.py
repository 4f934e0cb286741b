"""Personal data of the press goes with the ceremony's. What stays: which outlets came, with how many, in which pools."""

from collections import Counter

from django.db.models import Q

from ceremony.desk import Erasure, desk
from notifications.models import Letter
from press.letters.applications import KINDS as OF_APPLICATIONS
from press.letters.outlets import KINDS as OF_OUTLETS
from press.letters.pools import KINDS as OF_POOLS
from press.models import (
    Application,
    AssignmentLetter,
    Journalist,
    LetterName,
    MediaContact,
    Outlet,
    Question,
    QuotaRequest,
    Subscription,
    WorkSample,
)

NOBODY = "—"
OF_LETTERS = OF_APPLICATIONS + OF_OUTLETS + OF_POOLS
OF_A_JOURNALIST = {"phone": "", "passport_expires": None, "press_card_number": ""}


def erase_journalists(ceremony):
    """What the kind itself holds; called by the erasure of the people."""
    people = Journalist.objects.filter(accreditation__ceremony=ceremony)
    holding = people.exclude(phone="", passport_expires=None, press_card_number="")
    return holding.update(**OF_A_JOURNALIST)


def erase(ceremony) -> Counter:
    """Inside the transaction of the erasure: names and addresses beside the people's own."""
    of_outlets = Q(application__nominator__ceremony=ceremony)
    done = Counter(
        contacts=Application.objects.filter(nominator__ceremony=ceremony)
        .exclude(contact_name__in=["", NOBODY], contact_phone="")
        .update(contact_name=NOBODY, contact_phone=""),
        names_in_letters=LetterName.objects.filter(letter__in=AssignmentLetter.objects.filter(of_outlets))
        .exclude(name=NOBODY)
        .update(name=NOBODY, key=""),
        signatories=AssignmentLetter.objects.filter(of_outlets)
        .exclude(signatory=NOBODY, note="")
        .update(signatory=NOBODY, note=""),
        editors=Outlet.objects.filter(ceremony=ceremony)
        .exclude(editor_name="", editor_email="")
        .update(editor_name="", editor_email=""),
        questions=Question.objects.filter(conference__session__ceremony=ceremony)
        .exclude(text=NOBODY)
        .update(text=NOBODY),
        quota_requests=QuotaRequest.objects.filter(outlet__ceremony=ceremony)
        .exclude(reason=NOBODY, answer="")
        .update(reason=NOBODY, answer=""),
        samples=WorkSample.objects.filter(journalist__accreditation__ceremony=ceremony).delete()[0],
        subscriptions=Subscription.objects.filter(ceremony=ceremony).delete()[0],
        media_contacts=MediaContact.objects.filter(ceremony=ceremony).delete()[0],
        # They name people, line by line.
        letters=Letter.objects.filter(ceremony=ceremony, kind__in=[kind.name for kind in OF_LETTERS])
        .exclude(text=NOBODY)
        .update(text=NOBODY, html=NOBODY),
    )
    return +done  # what there was


def register():
    desk.add(Erasure(name="press", order=120, erase=erase))
