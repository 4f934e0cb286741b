"""What delegations bring to the ceremony's desk: the way in of focal points, the officers' card, counts, what is late."""

from urllib.parse import urlencode

from django.db.models import Count as HowMany
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.addresses import address_of
from accreditation.models.accreditation import SEE_EVERYBODY
from ceremony.desk import Card, Count, Entry, Figure, Late, Watch, Way, desk
from delegations import lateness
from delegations.models import Delegation, DelegationStatus, Rank
from delegations.models.delegation import NOT_COMING
from delegations.own import delegations_of
from directory.models import EntityKind, UNGroup


def _of(ceremony):
    return Delegation.objects.filter(nominator__ceremony=ceremony)


def _list(ceremony, **filters):
    address = address_of("delegations:list", ceremony.slug)
    return f"{address}?{urlencode(filters)}" if filters else address


def _ways(ceremony, user):
    """For a focal point, the delegations that he answers for; straight to the only one."""
    if not user.is_authenticated:
        return []
    own = list(delegations_of(user, ceremony).values())
    if len(own) == 1:
        return [Entry(_now("Delegation of %(name)s") % {"name": own[0].in_text()}, own[0].get_absolute_url())]
    return [Entry(_now("Your delegations"), address_of("delegations:mine", ceremony.slug))] if own else []


def _by(field, choices, *, filter_name, ceremony, delegations, nothing=None):
    """The parts that sum to the total, in the order of the choices; what belongs to none comes last."""
    found = dict(delegations.order_by().values_list(field).annotate(HowMany("pk")))
    parts = [
        Figure(found[value], str(label), _list(ceremony, **{filter_name: value}))
        for value, label in choices
        if value not in {"", None} and found.get(value)
    ]
    rest = found.get("", 0) + found.get(None, 0)
    if rest:
        parts.append(Figure(rest, str(nothing), _list(ceremony, **{filter_name: "none"})))
    return [Figure(sum(found.values()), address=_list(ceremony)), *parts]


def _by_status(ceremony, at):
    return _by("status", DelegationStatus.choices, filter_name="status", ceremony=ceremony, delegations=_of(ceremony))


def _by_kind(ceremony, at):
    return _by(
        "nominator__entity__kind",
        EntityKind.choices,
        filter_name="kind",
        ceremony=ceremony,
        delegations=_coming(ceremony),
    )


def _by_group(ceremony, at):
    return _by(
        "nominator__entity__un_group",
        UNGroup.choices,
        filter_name="group",
        ceremony=ceremony,
        delegations=_coming(ceremony),
        nothing=_("no UN regional group"),
    )


def _by_head(ceremony, at):
    return _by(
        "head__rank",
        Rank.choices,
        filter_name="head",
        ceremony=ceremony,
        delegations=_coming(ceremony),
        nothing=_("no head named yet"),
    )


def _coming(ceremony):
    return _of(ceremony).exclude(status__in=NOT_COMING)


def _late(ceremony, at):
    deadlines = lateness.deadlines(ceremony, at=at)
    late = lateness.with_counts(lateness.late(_of(ceremony), at=at, deadlines=deadlines)).select_related(
        "nominator__entity"
    )
    rows = []
    for delegation in late:
        delegation.nominator.ceremony = ceremony
        rows.append(
            Late(
                what=_now("Delegation of %(name)s: “%(status)s”%(paper)s")
                % {
                    "name": delegation.in_text(),
                    "status": delegation.get_status_display(),
                    "paper": "" if delegation.has_note_verbale else _now(", without note verbale"),
                },
                since=lateness.late_since(delegation, at=at, deadlines=deadlines),
                whose=str(lateness.whose_move(delegation)),
                address=delegation.get_absolute_url(),
            )
        )
    return rows


def register():
    desk.add(Way(name="delegations", order=10, entries=_ways))
    desk.add(
        Card(
            name="delegations",
            label=_("Delegations"),
            roles=frozenset(SEE_EVERYBODY),
            order=10,
            address=_list,
            description=_("Who is invited, who registers, who is late; invite more."),
        )
    )
    desk.add(Watch(name="delegations", order=10, late=_late, roles=frozenset(SEE_EVERYBODY)))
    for order, (name, label, definition, figures) in enumerate(
        [
            (
                "status",
                _("Delegations by status"),
                _("Every entity that was invited, by what became of it."),
                _by_status,
            ),
            ("kind", _("Delegations by kind"), _("Invited entities that have not declined or withdrawn."), _by_kind),
            (
                "group",
                _("Delegations by UN regional group"),
                _("The same; entities without a regional group are counted apart."),
                _by_group,
            ),
            (
                "head",
                _("Delegations by rank of the head"),
                _("The same, by the rank of the head of delegation as the delegation gave it."),
                _by_head,
            ),
        ],
        start=10,
    ):
        desk.add(
            Count(
                name=f"delegations.{name}",
                label=label,
                definition=definition,
                order=order,
                figures=figures,
                roles=frozenset(SEE_EVERYBODY),
            )
        )
