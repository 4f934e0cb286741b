"""Somebody is on the telephone: find the person in two seconds, and read out where he or she stands and what is missing."""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accreditation.models import EDITABLE, PersonalDataRead, Status
from directory.sorting import search_key
from press import covering
from press.forms.keys import keys_in
from press.models import EquipmentItem, EquipmentStatus, Journalist, Outlet, PoolRequest, Seat, SeatStatus
from press.models.pool_request import STANDING
from press.roll import Roll
from press.views.desk import desk_only, typed

MOST = 20
MOST_OUTLETS = 5


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
        at = timezone.now()
        context |= {"as_of": at, **_told(person, request.ceremony), **_to_ring(person, user=request.user, at=at)}
    elif words and not people:
        context["outlets"] = _without_people(request.ceremony, words)
    return render(request, "press/desk_phone.html", context)


def _without_people(ceremony, words):
    """Outlets of that name, of which nobody is entered yet: who has begun, and how he is reached."""
    if not search_key(words):
        return Outlet.objects.none()
    found = Outlet.objects.filter(ceremony=ceremony, applications__journalists=None).standing().named(words).distinct()
    return found.prefetch_related("applications__nominator__contacts__user")[:MOST_OUTLETS]


def _to_ring(person, *, user, at):
    """The numbers by which the person and the contact are reached. They are not for the caller's ears."""
    rows = Journalist.objects.filter(pk=person.pk).values_list("phone", "application__contact_phone")
    [(own, contacts)] = rows
    if own or contacts:
        read = [name for name, number in [("phone", own), ("contact_phone", contacts)] if number]
        PersonalDataRead.note(user=user, person=person.accreditation, fields=read, page="telephone", at=at)
    return {"own_phone": own, "contact_phone": contacts}


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
        "seats": Seat.objects.filter(journalist=person)
        .exclude(status=SeatStatus.WITHDRAWN)
        .select_related("conference__session"),
        "badge": getattr(person, "press_badge", None),
        "equipment": _equipment(person),
        "nowhere": EquipmentItem.objects.standing().filter(carrier=person).nowhere().count(),
    }


def _equipment(person):
    """(whose, status, how many) of what the person carries, and of what the application brings without naming who."""
    statuses = dict(EquipmentStatus.choices)
    counted = (
        EquipmentItem.objects.standing()
        .filter(Q(carrier=person) | Q(carrier=None, application=person.application_id))
        .order_by("carrier_id", "status")
        .values_list("carrier_id", "status")
        .annotate(Count("pk"))
    )
    return [
        (
            _("carried by the person") if carrier else _("of the team, carried by nobody in particular"),
            statuses[status],
            count,
        )
        for carrier, status, count in counted
    ]
