"""The letters of pools and press conferences: to those who applied for the people concerned, who hand them on to a crew.

So those are plain: their link leads to a page, and signs nobody in. Escort and moderator are written to themselves.
"""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from notifications.kinds import letter_kinds
from notifications.post import post
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
CHANGED = PressLetter(
    name="press.pool_changed",
    label=_("Pool: another gathering point or time"),
    subject=_("Pool “{pool}”: changed – {where}, {gathers}"),
    body=_(
        "The press pool “{pool}” of the {ceremony} was changed. It gathers now here: {where}, {gathers}. What an earlier "
        "letter said about it holds no more.\n\n{note}\n\n"
        "This concerns:\n\n{people}\n\n"
        "Whoever has a place and is not there then loses it to the next on the waiting list."
    ),
    placeholders=POOL | MEETING | {"note": (_("the note for those who come"), _("Flat shoes, please."))},
    button=_("See the places"),
    is_plain=True,
)
ESCORT_NAMED = PressLetter(
    name="press.escort_named",
    label=_("Pool: to its escort"),
    subject=_("Pool “{pool}”: you are its escort"),
    body=_(
        "You lead the press pool “{pool}” of the {ceremony}. It gathers here: {where}, {gathers}.\n\n"
        "Behind the button is the list of those who come, also as a PDF for the pocket. There you hand out the cards and note "
        "who did not come; the place then goes to the next who waits. If you cannot do it, please write to {contact}."
    ),
    placeholders={"pool": POOL["pool"]} | MEETING,
    button=_("See the list"),
)
ESCORT_RELEASED = PressLetter(
    name="press.escort_released",
    label=_("Pool: to who escorts it no more"),
    subject=_("Pool “{pool}”: you do not escort it any more"),
    body=_(
        "You were to lead the press pool “{pool}” of the {ceremony}. You need not come for it, for this reason:\n\n{reason}\n\n"
        "For questions please write to {contact}."
    ),
    placeholders={"pool": POOL["pool"]} | REASON,
    button=_("See the ceremony"),
)
MODERATOR_NAMED = PressLetter(
    name="press.moderator_named",
    label=_("Press conference: to its moderator"),
    subject=_("“{pool}”: you moderate the press conference"),
    body=_(
        "You moderate the press conference “{pool}” of the {ceremony}: {begins}. Questions come in ahead until {until}.\n\n"
        "Behind the button you read them, put them in order and note which were taken. If you cannot do it, please write to "
        "{contact}."
    ),
    placeholders={
        "pool": POOL["pool"],
        "begins": (_("when it begins"), "25 October 2025, 18:00 (Ha Noi time)"),
        "until": (_("until when questions can be put in"), "25 October 2025, 12:00 (Ha Noi time)"),
    },
    button=_("See the questions"),
)
KINDS = [PLACES_GIVEN, MOVED_UP, CHANGED, CANCELLED, SEAT_MOVED_UP, ESCORT_NAMED, ESCORT_RELEASED, MODERATOR_NAMED]


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


def pool_changed(pool, *, at):
    """One letter a nominator, about all of its people who have a place or wait for one."""
    from press.models import PoolRequest, RequestStatus
    from press.models.pool_request import WITH_PLACE

    concerned = PoolRequest.objects.filter(pool=pool, status__in=[*WITH_PLACE, RequestStatus.WAITING]).for_lists()
    lines = [
        (one, _("%(name)s: a place, %(kind)s") if one.status in WITH_PLACE else _("%(name)s: on the waiting list, %(kind)s"))
        for one in concerned
    ]  # fmt: skip
    _write(CHANGED, pool, lines, _meeting(pool) | {"note": pool.note}, at=at)


def escort_named(pool, *, at):
    """Anew whenever the meeting changes."""
    post(
        ESCORT_NAMED.name, to=pool.escort, cause=f"press.pool:{pool.pk}:{at.isoformat()}", ceremony=pool.ceremony,
        values={"pool": pool.session.title} | _meeting(pool),
        link_to=reverse("press:desk_pool_escort", args=[pool.ceremony.slug, pool.key]),
    )  # fmt: skip


def escort_released(pool, escort, *, reason, at):
    """`reason` is words, or gives them in the reader's language when called."""
    post(
        ESCORT_RELEASED.name, to=escort, cause=f"press.pool:{pool.pk}:{at.isoformat()}", ceremony=pool.ceremony,
        values={"pool": pool.session.title, "reason": reason},
        link_to=reverse("ceremony:home", args=[pool.ceremony.slug]),
    )  # fmt: skip


def moderator_named(conference, *, at):
    post(
        MODERATOR_NAMED.name,
        to=conference.moderator,
        cause=f"press.pressconference:{conference.pk}:{at.isoformat()}",
        ceremony=conference.ceremony,
        values={
            "pool": conference.session.title,
            "begins": conference.session.starts_at or (lambda: _now("the time is not known yet")),
            "until": conference.questions_close_at,
        },
        link_to=reverse("press:desk_conference", args=[conference.ceremony.slug, conference.key]),
    )


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

    together, first = {}, {}
    for request, sentence in lines:
        nominator = request.journalist.application.nominator_id
        together.setdefault(nominator, []).append(partial(_line, request, sentence))
        first.setdefault(nominator, request.pk)
    # People move up one after the other at one instant: each letter has a cause of its own.
    told = {
        nominator: (
            f"{pool._meta.label_lower}:{pool.pk}:{at.isoformat()}:{first[nominator.pk]}",
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
