"""What this room brings to the organisers' pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ceremony.desk import Card, desk
from ceremony.models import Role
from notifications.models import Letter, LetterStatus


def waiting(ceremony, at):
    """Letters that wait for a person: to be released, or to have their address put right."""
    return Letter.objects.filter(ceremony=ceremony, status__in=[LetterStatus.HELD, LetterStatus.FAILED]).count()


def register():
    desk.add(
        Card(
            name="outbox",
            label=_("Outbox"),
            description=_("Every letter: waiting for release, on its way, sent, or refused by the mail server."),
            roles=frozenset({Role.ORGANISER}),
            order=800,
            address=lambda ceremony: reverse("notifications:outbox", args=[ceremony.slug]),
            waiting=waiting,
        )
    )
