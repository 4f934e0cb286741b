"""What waits at the press desk: counted for its first page, its card and the overview of what is late."""

from django.db.models import Count, Exists, F, Min, OuterRef, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.addresses import address_of
from accreditation.models import TO_DECIDE, Accreditation
from press.models import (
    KIND,
    Advisory,
    AdvisoryStatus,
    Application,
    AssignmentLetter,
    EquipmentItem,
    EquipmentStatus,
    Journalist,
    LetterStatus,
    Outlet,
    OutletStatus,
    Pool,
    PoolStatus,
    QuotaRequest,
    QuotaRequestStatus,
    call_of,
)


def people_to_decide(ceremony):
    return Accreditation.objects.filter(ceremony=ceremony, nominator__kind=KIND, status__in=TO_DECIDE)


def outlets_to_verify(ceremony):
    """Those for which somebody was sent: one that was only entered can wait."""
    return Outlet.objects.filter(
        ceremony=ceremony, status=OutletStatus.UNVERIFIED,
        applications__nominator__accreditations__submitted_at__isnull=False,
    )  # fmt: skip


def letters_to_check(ceremony):
    return AssignmentLetter.objects.of_ceremony(ceremony).filter(status=LetterStatus.HANDED_IN)


def quotas_asked(ceremony):
    return QuotaRequest.objects.filter(outlet__ceremony=ceremony, status=QuotaRequestStatus.ASKED)


def late_applications(ceremony, at):
    """Those that nobody let in after the deadline, with somebody who could be submitted at once; since it or their beginning."""
    call = call_of(ceremony)
    if call is None or not call.is_late(at):
        return Application.objects.none().annotate(late_since=F("opened_at"))
    ready = Journalist.objects.complete_drafts().filter(application=OuterRef("pk"))
    return Application.objects.filter(
        Exists(ready), nominator__ceremony=ceremony, admitted_at=None, is_editorial=True
    ).exclude(outlet__status=OutletStatus.REJECTED).annotate(
        late_since=Greatest("opened_at", Value(call.closes_at))
    )  # fmt: skip


def equipment_to_decide(ceremony):
    return EquipmentItem.objects.of_ceremony(ceremony).filter(status=EquipmentStatus.DECLARED)


def pools_to_draw(ceremony, at):
    return Pool.objects.of_ceremony(ceremony).filter(status=PoolStatus.OPEN, closes_at__lte=at)


def drafts_of_advisories(ceremony):
    return Advisory.objects.filter(ceremony=ceremony, status=AdvisoryStatus.DRAFT)


def kinds(ceremony, at):
    """(rows, column that says since when, sentence of a number, name of the page, query) of each kind of work."""
    return [
        (
            people_to_decide(ceremony), "submitted_at",
            lambda n: ngettext("%(count)d person to decide about", "%(count)d people to decide about", n),
            "accreditation:queue", "?kind=press",
        ),
        (
            outlets_to_verify(ceremony), "entered_at",
            lambda n: ngettext("%(count)d outlet to verify", "%(count)d outlets to verify", n),
            "press:desk_outlets", "?status=unverified",
        ),
        (
            letters_to_check(ceremony), "handed_in_at",
            lambda n: ngettext(
                "%(count)d letter of assignment to check", "%(count)d letters of assignment to check", n
            ),
            "press:desk_letters", "",
        ),
        (
            quotas_asked(ceremony), "asked_at",
            lambda n: ngettext(
                "%(count)d request for more places to answer", "%(count)d requests for more places to answer", n
            ),
            "press:desk_outlets", "?status=asks",
        ),
        (
            late_applications(ceremony, at), "late_since",
            lambda n: ngettext(
                "%(count)d complete application to let in after the deadline, or not",
                "%(count)d complete applications to let in after the deadline, or not", n,
            ),
            "press:desk_outlets", "?status=late",
        ),
        (
            equipment_to_decide(ceremony), "declared_at",
            lambda n: ngettext(
                "%(count)d item of equipment to decide about", "%(count)d items of equipment to decide about", n
            ),
            "press:desk_equipment", "?status=declared",
        ),
        (
            pools_to_draw(ceremony, at), "closes_at",
            lambda n: ngettext(
                "%(count)d pool whose places are to be given", "%(count)d pools whose places are to be given", n
            ),
            "press:desk_pools", "",
        ),
        (
            drafts_of_advisories(ceremony), "written_at",
            lambda n: ngettext("%(count)d advisory in draft", "%(count)d advisories in draft", n),
            "press:desk_advisories", "",
        ),
    ]  # fmt: skip


def lines(ceremony, at):
    """(sentence, since when, address) of each kind of work of which there is any."""
    found = []
    for rows, column, words, page, query in kinds(ceremony, at):
        told = rows.order_by().aggregate(count=Count("pk", distinct=True), since=Min(column))
        if told["count"]:
            sentence = words(told["count"]) % {"count": told["count"]}
            found.append((sentence, told["since"], address_of(page, ceremony.slug) + query))
    return found


WHOSE = _("the press desk")
