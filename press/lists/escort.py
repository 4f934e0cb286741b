"""The escort's list of a pool: who comes, with which card, to which position; and who waits at the gate."""

from itertools import groupby

from django.utils.translation import gettext as _

from press.models import PoolRequest, RequestStatus
from press.models.pool_request import WITH_PLACE


def requests_of(pool):
    """Those with a place and those who wait, kind by kind, in their order."""
    return (
        PoolRequest.objects.filter(pool=pool, status__in=[*WITH_PLACE, RequestStatus.WAITING])
        .for_lists()
        .order_by("kind", "journalist__accreditation__family_name", "journalist__accreditation__given_names", "pk")
    )


def columns():
    return [_("Card"), _("Name"), _("Outlet"), _("Function"), _("Status"), _("Seen")]


def row(request):
    person = request.journalist
    return [
        "" if request.card_number is None else str(request.card_number), person.accreditation.badge_name,
        person.application.outlet.name, person.get_function_display(), request.get_status_display(), "☐",
    ]  # fmt: skip


def sections(pool, requests):
    """(title, rows): each kind with its position, then its waiting list."""
    places = {one.kind: one for one in pool.places.all()}
    found = []
    for kind, some in groupby(requests, key=lambda request: request.kind):
        some = list(some)
        coming = [one for one in some if one.status in WITH_PLACE]
        waiting = sorted((one for one in some if one.status not in WITH_PLACE), key=lambda one: one.turn)
        place = places.get(kind)
        title = some[0].get_kind_display()
        if place:
            title += f", {len(coming)}/{place.count}" + (f" · {place.position}" if place.position else "")
        if coming:
            found.append((title, [row(one) for one in coming]))
        if waiting:
            found.append(
                (_("Waiting list: %(kind)s") % {"kind": some[0].get_kind_display()}, [row(one) for one in waiting])
            )
    return found


def sheet_columns():
    return [_("Kind"), _("Position"), *columns()[:-1], _("Place in the order")]


def sheet_rows(pool, requests):
    positions = {one.kind: one.position for one in pool.places.all()}
    return [
        [one.get_kind_display(), positions.get(one.kind, ""), *row(one)[:-1], one.rank if one.rank is not None else ""]
        for one in requests
    ]
