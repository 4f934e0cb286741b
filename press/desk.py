"""What the press brings to the pages that gather: the desk's card, its numbers, what is late, and the ways of escorts."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.addresses import address_of
from accounts.composed import Composed
from accreditation.models import Status
from ceremony.desk import Card, Count, Entry, Figure, Invited, Late, Section, Watch, Way, desk
from ceremony.models import Ceremony, Role
from ceremony.permissions import roles_of
from delegations.own import delegations_of
from events.models import Session
from press import figures, waiting
from press.models import Outlet, OutletStatus, Pool, PoolStatus, call_of
from press.own import applications_of
from press.permissions import DESK_ROLES

PATIENCE = timedelta(days=2)
NUMBERS = frozenset({*DESK_ROLES, Role.ACCREDITATION, Role.READER})


def _to(page, query=""):
    return lambda ceremony: address_of(f"press:{page}", ceremony.slug) + query


def _to_decide(ceremony, at):
    return waiting.people_to_decide(ceremony).count()


def _people(ceremony, at):
    counts, address = figures.by_status(ceremony), _to("desk")(ceremony)
    return [
        Figure(sum(counts.values()), address=address),
        *(Figure(counts[status], str(status.label), address) for status in Status if counts.get(status)),
    ]


def _outlets(ceremony, at):
    rows = figures.outlets_by_status(Outlet.objects.filter(ceremony=ceremony).exclude(status=OutletStatus.MERGED))
    address = _to("desk")(ceremony)
    return [
        Figure(sum(count for _status, count in rows), address=address),
        *(Figure(count, str(status.label), address) for status, count in rows),
    ]


def late(ceremony, at):
    """What has waited at the desk for more than two days, a line a kind; places that were to be given, at once."""
    if ceremony.is_over(at):
        return []
    patient = [
        Late(sentence, since, str(waiting.WHOSE), address)
        for sentence, since, address in waiting.lines(ceremony, at)
        if since and (since < at - PATIENCE or address == _to("desk_pools")(ceremony))
    ]
    without_escort = (
        Pool.objects.of_ceremony(ceremony)
        .filter(status=PoolStatus.GIVEN, escort=None, gathers_at__range=(at, at + timedelta(hours=12)))
        .select_related("session")
        .defer("sealed_seed")
    )
    return patient + [
        Late(
            _now("The pool “%(pool)s” gathers soon and has no escort.") % {"pool": pool.session.title},
            pool.given_at, str(waiting.WHOSE), address_of("press:desk_pool", ceremony.slug, str(pool.key)),
        )
        for pool in without_escort
    ]  # fmt: skip


# Sessions at which a person escorts the pool or moderates, with the keys of both.
_entrusted = Composed(
    lambda user, ceremony: (
        Session.objects.filter(
            Q(pool__escort=user) & ~Q(pool__status=PoolStatus.CANCELLED) | Q(press_conference__moderator=user),
            ceremony=ceremony,
            cancelled_at=None,
        )
        .order_by("starts_at", "pk")
        .values_list("title", "pool__escort", "pool__key", "press_conference__moderator", "press_conference__key")
    )
)


def _own_ways(ceremony, user):
    """For whoever has nothing else here. Others find theirs on the media page: no page's navigation asks for them."""
    if not user.is_authenticated or roles_of(user, ceremony) or delegations_of(user, ceremony):
        return []
    return [] if applications_of(user, ceremony) else entrusted_to(user, ceremony)


def entrusted_to(user, ceremony):
    """The ways to the pools that a person escorts and the press conferences that he moderates."""
    found = []
    for title, escort, pool, moderator, conference in _entrusted(user.pk, ceremony.pk):
        if escort == user.pk:
            address = address_of("press:desk_pool_escort", ceremony.slug, str(pool))
            found.append(Entry(_now("Press pool: %(session)s") % {"session": title}, address))
        if moderator == user.pk:
            address = address_of("press:desk_conference", ceremony.slug, str(conference))
            found.append(Entry(_now("Press conference: %(session)s") % {"session": title}, address))
    return found


def _asked(user):
    """The ceremonies at which this person escorts a pool or moderates a press conference."""
    mine = Q(sessions__pool__escort=user) | Q(sessions__press_conference__moderator=user)
    return Ceremony.objects.filter(mine).values("pk")


# Whether it is time to apply is part of it, or a page that was kept would go on calling for applications.
CALL_VERSION = """
SELECT concat_ws('|', call.opens_at, call.closes_at, now() >= call.opens_at, now() > call.closes_at)
  FROM press_presscall call WHERE call.ceremony_id = %(ceremony)s
"""


def _call(ceremony):
    call, at = call_of(ceremony), timezone.now()
    return {"call": call, "is_early": call and call.is_early(at), "is_late": call and call.is_late(at)}


def register():
    desk.add(
        Section(
            name="press.call",
            order=50,
            template="press/_home_section.html",
            context=_call,
            version=CALL_VERSION,
            is_beside=True,
        )
    )
    desk.add(
        Card(
            name="press",
            label=_("Press"),
            roles=frozenset(DESK_ROLES),
            order=25,
            address=_to("desk"),
            waiting=_to_decide,
            description=_("Outlets, letters, equipment, pools, press conferences, advisories, badges."),
        )
    )
    desk.add(
        Card(
            name="press numbers",
            label=_("Press"),
            roles=frozenset({Role.READER}),
            order=26,
            address=_to("desk"),
            description=_("How many of the press there are, by status, kind and country."),
        )
    )
    desk.add(
        Count(
            name="press by status",
            label=_("People of the press"),
            definition=_(
                "Everybody whom an outlet has entered, once each, by the status of the accreditation now; drafts, withdrawn "
                "and refused people included. The parts add up to the total."
            ),
            order=25,
            figures=_people,
            roles=NUMBERS,
        )
    )
    desk.add(
        Count(
            name="outlets by status",
            label=_("Outlets of the press"),
            definition=_(
                "Every outlet that was entered, by whether it is verified; one merged into another is not counted."
            ),
            order=26,
            figures=_outlets,
            roles=NUMBERS,
        )
    )
    desk.add(Watch(name="press", order=25, late=late, roles=frozenset(DESK_ROLES)))
    desk.add(Way(name="press.escorts", order=60, entries=_own_ways))
    desk.add(Invited(name="press.escorts", order=60, ceremonies=_asked))
