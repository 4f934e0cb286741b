"""What this room brings to the organisers' pages."""

from django.db.models import Count, Min
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.addresses import address_of
from ceremony.desk import Card, Late, Watch, desk
from ceremony.models import Role
from notifications.models import Letter, LetterStatus


def outbox(ceremony, status=""):
    address = address_of("notifications:outbox", ceremony.slug)
    return f"{address}?status={status}" if status else address


def waiting(ceremony, at):
    """Letters that wait to be released. Those that were not delivered are late instead."""
    return Letter.objects.filter(ceremony=ceremony, status=LetterStatus.HELD).count()


def not_delivered(ceremony, at):
    """Letters that reached nobody: somebody has to put the address right, or let them lapse. Since the first was written."""
    failed = Letter.objects.filter(ceremony=ceremony, status=LetterStatus.FAILED).aggregate(
        count=Count("pk"), since=Min("created_at")
    )
    if not failed["count"]:
        return []
    what = ngettext("%(count)d letter was not delivered.", "%(count)d letters were not delivered.", failed["count"])
    return [Late(what % failed, failed["since"], str(_("the organisers")), outbox(ceremony, LetterStatus.FAILED.value))]


def register():
    desk.add(Watch(name="outbox", order=80, late=not_delivered, roles=frozenset({Role.ORGANISER})))
    desk.add(
        Card(
            name="outbox",
            label=_("Outbox"),
            description=_("Every letter: waiting for release, on its way, sent, or refused by the mail server."),
            roles=frozenset({Role.ORGANISER}),
            order=800,
            address=outbox,
            waiting=waiting,
        )
    )
