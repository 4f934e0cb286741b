"""The letters of pools and press conferences: to those who applied for the people concerned, who hand them on to a crew.

So those are plain: their link leads to a page, and signs nobody in. Escort and moderator are written to themselves.
"""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from notifications.kinds import letter_kinds
from press.letters.writing import PressLetter, write_to_nominators

POOL = {
    "pool": (_("the session"), _("Signing ceremony")),
    "people": (_("the people, a line each"), _("Amina Example: a place, photo")),
}
MEETING = {
    "where": (_("the gathering point"), _("Gate 3, press entrance")),
    "gathers": (_("when the pool gathers"), "25 October 2025, 08:00 (Ha Noi time)"),
}
REASON = {"reason": (_("the reason given"), _("The session was cancelled."))}

PLACES_GIVEN = PressLetter(
    name="press.places_given",
    label=_("Pool: the places are given"),
    subject=_("Pool “{pool}”: the places are given"),
    body=_(
        "The places of the press pool “{pool}” of the {ceremony} are given:\n\n{people}\n\n"
        "Whoever has a place collects the pool card at the press desk and is at the gathering point in time: {where}, "
        "{gathers}. Who is not there then loses the place to the next on the waiting list.\n\n"
        "How the places came about can be checked behind the button."
    ),
    placeholders=POOL | MEETING,
    button=_("See the places"),
    is_plain=True,
)
MOVED_UP = PressLetter(
    name="press.pool_moved_up",
    label=_("Pool: a place has become free"),
    subject=_("Pool “{pool}”: a place has become free"),
    body=_(
        "In the press pool “{pool}” of the {ceremony} a place has become free for:\n\n{people}\n\n"
        "Please collect the pool card at the press desk and be at the gathering point in time: {where}, {gathers}. "
        "If the place is not needed, say so behind the button: the next one gets it."
    ),
    placeholders=POOL | MEETING,
    button=_("See the place"),
    is_plain=True,
)
CANCELLED = PressLetter(
    name="press.pool_cancelled",
    label=_("Pool: cancelled"),
    subject=_("Pool “{pool}”: cancelled"),
    body=_(
        "The press pool “{pool}” of the {ceremony} does not take place, for this reason:\n\n{reason}\n\n"
        "You had asked for:\n\n{people}"
    ),
    placeholders=POOL | REASON,
    button=_("See the pools"),
    is_plain=True,
)
SEAT_MOVED_UP = PressLetter(
    name="press.seat_moved_up",
    label=_("Press conference: a seat has become free"),
    subject=_("“{pool}”: a seat has become free"),
    body=_(
        "At the press conference “{pool}” of the {ceremony} a seat has become free for:\n\n{people}\n\n"
        "If it is not needed, say so behind the button: the next one gets it."
    ),
    placeholders=POOL,
    button=_("See the press conference"),
    is_plain=True,
)
KINDS = [PLACES_GIVEN, MOVED_UP, CANCELLED, SEAT_MOVED_UP]


def register():
    letter_kinds.add(*KINDS)


def places_given(pool, *, placed, waiting, left_out, at):
    """One letter a nominator: what became of each of its people."""
    lines = [
        *((one, _("%(name)s: a place, %(kind)s")) for one in placed),
        *((one, _("%(name)s: on the waiting list, %(kind)s, number %(rank)s")) for one in waiting),
        *((one, _("%(name)s: not accredited yet, without a place")) for one in left_out),
    ]
    _write(PLACES_GIVEN, pool, lines, _meeting(pool), at=at)


def moved_up(pool, requests, *, at):
    _write(MOVED_UP, pool, [(one, _("%(name)s: %(kind)s")) for one in requests], _meeting(pool), at=at)


def pool_cancelled(pool, *, reason, at):
    from press.models import PoolRequest
    from press.models.pool_request import STANDING

    standing = PoolRequest.objects.filter(pool=pool, status__in=STANDING).for_lists()
    _write(CANCELLED, pool, [(one, _("%(name)s: %(kind)s")) for one in standing], {"reason": reason}, at=at)


def seats_moved_up(conference, seats, *, at):
    lines = [(seat, _("%(name)s")) for seat in seats]
    address = reverse("press:conferences", args=[conference.ceremony.slug])
    _write(SEAT_MOVED_UP, conference, lines, {}, at=at, address=address)


def _meeting(pool):
    return {"where": pool.gathering_point, "gathers": pool.gathers_at}


def _write(kind, pool, lines, values, *, at, address=None):
    """`lines` is (request, sentence). Whoever asked for several gets one letter."""
    from accreditation.models import Nominator

    together = {}
    for request, sentence in lines:
        together.setdefault(request.journalist.application.nominator_id, []).append(partial(_line, request, sentence))
    told = {
        nominator: (
            f"{pool._meta.label_lower}:{pool.pk}:{at.isoformat()}",
            {"pool": pool.session.title, "people": together[nominator.pk]} | values,
        )
        for nominator in Nominator.objects.in_bulk(list(together)).values()
    }
    address = address or reverse("press:pool", args=[pool.ceremony.slug, pool.key])
    write_to_nominators(kind, pool.ceremony, told, link_to=address)


def _line(request, sentence):
    rank = _now("–") if getattr(request, "rank", None) is None else request.rank
    kind = request.get_kind_display() if hasattr(request, "kind") else ""
    return str(sentence) % {"name": request.journalist, "kind": kind, "rank": rank}
