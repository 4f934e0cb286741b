"""What accreditation brings to home, navigation and overview."""

from datetime import timedelta

from django.db.models import Count as CountRows
from django.db.models import Min
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.addresses import address_of
from accreditation.kinds import decided_by
from accreditation.models import TO_DECIDE, Accreditation, Nominator, Status, Vetting, VettingStatus
from accreditation.permissions import QUEUE_ROLES
from ceremony.desk import Card, Count, Figure, Invited, Late, Watch, desk
from ceremony.models import Role

PATIENCE = timedelta(days=3)
# Not the press desk: these numbers count people whom it does not see. Its own room gives it a card of its own.
SEE_EVERYBODY = set(QUEUE_ROLES) - {Role.PRESS_DESK}


def queue_address(ceremony, **asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return address_of("accreditation:queue", ceremony.slug) + (f"?{query}" if query else "")


def waiting(ceremony, at):
    return Accreditation.objects.filter(ceremony=ceremony, status__in=TO_DECIDE).count()


def vetting_asked(ceremony, at):
    return Vetting.objects.filter(accreditation__ceremony=ceremony, status=VettingStatus.ASKED).count()


def by_status(ceremony, at):
    counts = dict(
        Accreditation.objects.filter(ceremony=ceremony).order_by().values_list("status").annotate(CountRows("pk"))
    )
    return [
        Figure(sum(counts.values()), address=queue_address(ceremony, status="all")),
        *(
            Figure(counts[status], str(status.label), queue_address(ceremony, status=status.value))
            for status in Status
            if counts.get(status)
        ),
    ]


def asked_to(user):
    """The ceremonies at which this person answers for somebody."""
    return Nominator.objects.answered_by(user).values("ceremony")


def _waiting_too_long(ceremony, at):
    """People whom nobody has decided for three days, and vetting that was asked for as long ago; since the first of them.

    Of the kinds that accreditation decides about: another desk says itself what is late there.
    """
    before = at - PATIENCE
    people = Accreditation.objects.filter(
        ceremony=ceremony, status__in=TO_DECIDE, submitted_at__lt=before,
        nominator__kind__in=decided_by({Role.ACCREDITATION}),
    )  # fmt: skip
    asked = Vetting.objects.filter(
        accreditation__ceremony=ceremony, status=VettingStatus.ASKED, asked_at__lt=before
    )  # fmt: skip
    people = people.aggregate(count=CountRows("pk"), since=Min("submitted_at"))
    asked = asked.aggregate(count=CountRows("pk"), since=Min("asked_at"))
    late = []
    if people["count"]:
        what = ngettext(
            "%(count)d person has waited for a decision for more than three days.",
            "%(count)d people have waited for a decision for more than three days.",
            people["count"],
        )
        late.append(Late(what % people, people["since"], str(_("the accreditation officers")), queue_address(ceremony)))
    if asked["count"]:
        what = ngettext(
            "Vetting of %(count)d person was asked for more than three days ago.",
            "Vetting of %(count)d people was asked for more than three days ago.",
            asked["count"],
        )
        address = queue_address(ceremony, vetting=VettingStatus.ASKED.value, status="all")
        late.append(Late(what % asked, asked["since"], str(_("the vetting officers")), address))
    return late


def register():
    desk.add(Watch(name="accreditation", order=20, late=_waiting_too_long, roles=frozenset(SEE_EVERYBODY)))
    desk.add(Invited(name="nominators", order=10, ceremonies=asked_to))
    desk.add(
        Card(
            name="accreditation",
            label=_("Accreditation"),
            roles=frozenset(SEE_EVERYBODY - {Role.VETTING}),
            order=20,
            address=queue_address,
            waiting=waiting,
            description=_("Everybody who was put forward: check, approve, return, refuse."),
        )
    )
    desk.add(
        Card(
            name="vetting",
            label=_("Vetting"),
            roles=frozenset({Role.VETTING}),
            order=21,
            address=lambda ceremony: queue_address(ceremony, vetting=VettingStatus.ASKED.value, status="all"),
            waiting=vetting_asked,
            description=_("People about whom accreditation has asked you."),
        )
    )
    desk.add(
        Count(
            name="people by status",
            label=_("People put forward"),
            definition=_(
                "Everybody on a list, of every kind, once each, by the status of the accreditation now; drafts, "
                "withdrawn and refused people included. The parts add up to the total."
            ),
            order=20,
            figures=by_status,
            roles=frozenset(SEE_EVERYBODY),
        )
    )
