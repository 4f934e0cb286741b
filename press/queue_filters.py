"""By what the desk narrows the queue of the press: function, kind and country of the outlet, and how far somebody is."""

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accreditation.kinds import Filter
from accreditation.models import TO_DECIDE, Document, DocumentKind, VettingStatus
from directory.sorting import search_key
from press.models import LetterName, LetterStatus, OutletKind, OutletStatus, Way, WorkSample
from press.models.journalist import REPORTING, Function

HOW_FAR = [("unchecked", _("Letter not checked")), ("ready", _("Ready to be approved"))]


def _of_country(people, words):
    """Of every word a part, in any language that the directory knows."""
    for word in search_key(words).split()[:5]:
        people = people.filter(journalist__application__outlet__country__search_key__contains=word)
    return people


def _named(**columns):
    return Exists(LetterName.objects.filter(journalist__accreditation=OuterRef("pk"), **columns))


def _paper(kind):
    return Exists(Document.objects.filter(accreditation=OuterRef("pk"), kind=kind, replaced_at=None))


def _this_far(people, how_far):
    if how_far == "unchecked":
        return people.filter(_named(letter__status=LetterStatus.HANDED_IN))
    return people.filter(ready(), status__in=TO_DECIDE)


def ready():
    """What `press.kind.blockers` asks for, but the passport's last day, which is sealed, and the outlet's quota."""
    reports = Q(journalist__function__in=REPORTING)
    shown = Exists(WorkSample.objects.filter(journalist__accreditation=OuterRef("pk")))
    in_time = Q(journalist__press_card_expires=None) | Q(journalist__press_card_expires__gte=F("ceremony__starts_on"))
    return (
        Q(journalist__application__outlet__status=OutletStatus.VERIFIED)
        & Q(_named(letter__status=LetterStatus.ACCEPTED, is_named=True))
        & (~reports | _paper(DocumentKind.PRESS_CARD))
        & (~reports | ~Q(journalist__application__way=Way.FREELANCE) | shown | _paper(DocumentKind.WORK_SAMPLE))
        & (Q(vetting=None) | Q(vetting__status=VettingStatus.CLEARED))
        & ~Q(passport_index="")
        & ~Q(photo="")
        & in_time
    )


FILTERS = (
    Filter(
        "function",
        _("Function"),
        lambda people, value: people.filter(journalist__function=value),
        choices=Function.choices,
    ),
    Filter(
        "outlet_kind",
        _("Kind of outlet"),
        lambda people, value: people.filter(journalist__application__outlet__kind=value),
        choices=OutletKind.choices,
    ),
    Filter("country", _("Country of the outlet"), _of_country),
    Filter("far", _("How far"), _this_far, choices=HOW_FAR, is_for_deciders=True),
)
