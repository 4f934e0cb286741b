"""Somebody is on the telephone: find the person in two seconds, and read out where he or she stands and what is missing."""

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accreditation.models import EDITABLE, Status
from directory.sorting import search_key
from press import covering
from press.forms.keys import keys_in
from press.models import Journalist, PoolRequest
from press.models.pool_request import STANDING
from press.roll import Roll
from press.views.desk import desk_only, typed

MOST = 20


def found_by(ceremony, words):
    """Everybody of whom each word is part of the name, of a name of the outlet, or of the e-mail address."""
    people = Journalist.objects.of_ceremony(ceremony)
    for word in words.split()[:6]:
        key = search_key(word)
        either = Q(accreditation__email__icontains=word)
        if key:
            either |= Q(accreditation__search_key__contains=key) | Q(application__outlet__search_key__contains=key)
        people = people.filter(either)
    return people.for_lists()


@require_safe
@desk_only
def phone(request):
    words, key = typed(request.GET, "q", 100).strip(), request.GET.get("person", "")
    people = list(found_by(request.ceremony, words)[: MOST + 1]) if words else []
    person = None
    if key:
        there = Journalist.objects.of_ceremony(request.ceremony).for_lists()
        person = get_object_or_404(there, accreditation__key__in=keys_in(key))
    elif len(people) == 1:
        person = people[0]
    context = {"words": words, "people": people[:MOST], "there_are_more": len(people) > MOST, "person": person}
    if person:
        context |= {"as_of": timezone.now(), **_told(person, request.ceremony)}
    return render(request, "press/desk_phone.html", context)


def _told(person, ceremony):
    """What may be read out: the words that the applicant reads too. Why somebody is held back is not among them."""
    accreditation, application = person.accreditation, person.application
    accreditation.ceremony = ceremony
    application.nominator.ceremony = ceremony
    status = Status(person.status_for_applicant)
    waits_with_us = status in {Status.SUBMITTED, Status.UNDER_REVIEW}
    missing = Roll(application).missing(person) if accreditation.status in EDITABLE else []
    return {
        "status": status,
        "missing": missing,
        "uncovered": covering.lacks(person) if waits_with_us or status == Status.RETURNED else "",
        "said": accreditation.code_words if status in {Status.RETURNED, Status.REFUSED} else "",
        "note": accreditation.decision_note if status in {Status.RETURNED, Status.REFUSED, Status.WAITLISTED} else "",
        "contacts": application.nominator.contacts.filter(is_active=True).select_related("user"),
        "requests": PoolRequest.objects.filter(journalist=person, status__in=STANDING).select_related("pool__session"),
        "badge": getattr(person, "press_badge", None),
        "equipment": application.equipment.standing().count(),
    }
