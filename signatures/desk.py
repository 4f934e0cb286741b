"""What signatures bring to the ceremony's desk: the delegation's task, the officers' ways in, and what is late."""

from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.desk import Card, Late, Task, Watch, desk
from ceremony.models import Role
from delegations.models import KIND
from signatures import at_a_glance
from signatures.models import FullPowers, Manner, Part, PowersStatus, Recording, Representative, Standing

OFFICERS = frozenset({Role.TREATY, Role.DEPOSITARY})
PATIENCE = timedelta(days=1)
S = PowersStatus


def _signing(nominator):
    return reverse("signatures:signing", args=[nominator.ceremony.slug, nominator.entity.code])


def _to(name):
    return lambda ceremony: reverse(f"signatures:{name}", args=[ceremony.slug])


def _claimed(ceremony):
    """Offices that no officer has confirmed yet, of who has not signed."""
    return (
        Representative.objects.current()
        .filter(treaty__ceremony=ceremony, confirmed_at=None)
        .exclude(office="")
        .exclude(entity__code__in=_signed(ceremony))
    )


def _signed(ceremony):
    return Standing.objects.filter(treaty__ceremony=ceremony, part=Part.SIGNATURE).values("entity_code")


def _with_the_desk(ceremony):
    return FullPowers.objects.filter(
        treaty__ceremony=ceremony, status__in=[S.RECEIVED, S.EXAMINING, S.ACCEPTED]
    )  # fmt: skip


def late(ceremony, at):
    """Originals that did not come, copies that nobody has seen to for a day, offices that nobody has confirmed."""
    return [*_originals(ceremony, at), *_copies(ceremony, at), *_offices(ceremony)]


def _originals(ceremony, at):
    owed = FullPowers.objects.filter(
        treaty__ceremony=ceremony, status=S.VERIFIED, manner=Manner.PROVISIONAL, original_received_on=None,
        original_due_on__lt=ceremony.local(at).date(),
    ).select_related("entity")  # fmt: skip
    for one in owed:
        yield Late(
            what=_now("%(entity)s: the original of the full powers was due.") % {"entity": one.entity},
            since=datetime.combine(one.original_due_on + timedelta(days=1), time(), tzinfo=ceremony.zone),
            whose=_now("the focal point"),
            address=_page(ceremony, one),
        )


def _copies(ceremony, at):
    # Who has accepted it handed it on: from then on it waits for the depositary.
    for one in _with_the_desk(ceremony).select_related("entity"):
        is_accepted = one.status == S.ACCEPTED
        since = (one.examined_at if is_accepted else one.uploaded_at) + PATIENCE
        if since < at:
            yield Late(
                what=_now("%(entity)s: full powers “%(status)s” for more than a day.")
                % {"entity": one.entity, "status": one.get_status_display()},
                since=since,
                whose=_now("the depositary's officers") if is_accepted else _now("the treaty officers"),
                address=_page(ceremony, one),
            )


def _offices(ceremony):
    for one in _claimed(ceremony).select_related("entity"):
        yield Late(
            what=_now("%(entity)s: %(name)s is said to be %(office)s, which nobody has confirmed.")
            % {"entity": one.entity, "name": one, "office": one.office_in_words},
            since=one.named_at,
            whose=_now("the treaty officers"),
            address=reverse("signatures:entity", args=[ceremony.slug, one.entity.code]),
        )


def _page(ceremony, powers):
    return reverse("signatures:powers", args=[ceremony.slug, powers.key])


def register():
    desk.add(
        Task(
            name="signing",
            label=_("Signing"),
            kinds=frozenset({KIND}),
            order=60,
            address=_signing,
            state=at_a_glance.state_of,
        )
    )
    desk.add(Watch(name="signatures", order=60, late=late, roles=OFFICERS))
    desk.add(
        Card(
            name="signatures.papers",
            label=_("Papers of the signing"),
            roles=OFFICERS | {Role.ORGANISER},
            order=49,
            address=_to("papers"),
            description=_("Procès-verbal, list of signatories, certificates, digests."),
        )
    )
    for order, (name, label, address, roles, waiting, description) in enumerate(
        [
            (
                "signatories",
                _("Signatories"),
                _to("entities"),
                OFFICERS,
                lambda ceremony, at: _claimed(ceremony).count(),
                _("Who will sign, with a light for each; offices to be confirmed."),
            ),
            (
                "powers",
                _("Full powers"),
                _to("powers_list"),
                OFFICERS,
                lambda ceremony, at: _with_the_desk(ceremony).count(),
                _("Copies to be examined, accepted, returned and verified."),
            ),
            (
                "sittings",
                _("Signing sessions"),
                _to("sittings"),
                OFFICERS,
                None,
                _("In which order States are called to the table; from each list to recording."),
            ),
            (
                "confirm",
                _("To be confirmed"),
                _to("confirm"),
                frozenset({Role.DEPOSITARY}),
                lambda ceremony, at: Recording.objects.pending().filter(treaty__ceremony=ceremony).count(),
                _("What was recorded at the table and waits to be confirmed."),
            ),
        ],
        start=40,
    ):
        desk.add(
            Card(
                name=f"signatures.{name}",
                label=label,
                roles=roles,
                order=order,
                address=address,
                waiting=waiting,
                description=description,
            )
        )
