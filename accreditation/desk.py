"""What accreditation brings to home, navigation and overview."""

from django.db.models import Count as CountRows
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accreditation.models import TO_DECIDE, Accreditation, Nominator, Status, Vetting, VettingStatus
from accreditation.permissions import QUEUE_ROLES
from ceremony.desk import Card, Count, Figure, Invited, desk
from ceremony.models import Role


def queue_address(ceremony, **asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return reverse("accreditation:queue", args=[ceremony.slug]) + (f"?{query}" if query else "")


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


def register():
    desk.add(Invited(name="nominators", order=10, ceremonies=asked_to))
    desk.add(
        Card(
            name="accreditation",
            label=_("Accreditation"),
            roles=frozenset(set(QUEUE_ROLES) - {Role.VETTING}),
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
            roles=frozenset(QUEUE_ROLES),
        )
    )
