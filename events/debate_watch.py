"""What is late in the debate and the exhibition: texts that are missing near the day, and what nobody has answered."""

from datetime import timedelta

from django.db.models import Count, Exists, Min, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.addresses import address_of
from ceremony.desk import Late, Watch, desk
from events.models import BoothProposal, BoothStatus, Exchange, Statement, StatementStatus, StatementText
from events.models.exhibition import SEE_BOOTHS
from events.models.statement import SEE_LIST

NEAR = timedelta(days=3)  # interpreters read a text before it is heard
ANSWER_PATIENCE = timedelta(days=2)
BOOTH_PATIENCE = timedelta(days=5)


def _late(rows, column, words, whose, address):
    """One line with the number and the first of them, or none."""
    told = rows.order_by().aggregate(count=Count("pk"), since=Min(column))
    return [Late(words(told["count"]) % told, told["since"], whose, address)] if told["count"] else []


def late_in_debate(ceremony, at):
    if ceremony.is_over(at):
        return []
    text = StatementText.objects.standing().filter(statement=OuterRef("pk"))
    without_text = Statement.objects.filter(
        ~Exists(text),
        list__ceremony=ceremony,
        list__closes_at__lte=at,
        status=StatementStatus.INSCRIBED,
        reply=0,
        meeting__session__starts_at__lte=at + NEAR,
    )
    unanswered = Exchange.objects.open().filter(asking__list__ceremony=ceremony, asked_at__lte=at - ANSWER_PATIENCE)
    address = address_of("events:debate", ceremony.slug)
    return [
        *_late(
            without_text,
            "list__closes_at",
            lambda number: ngettext(
                "%(count)d statement is heard within three days, and its text is not there.",
                "%(count)d statements are heard within three days, and their texts are not there.",
                number,
            ),
            _("the delegations"),
            address,
        ),
        *_late(
            unanswered,
            "asked_at",
            lambda number: ngettext(
                "%(count)d exchange of places has waited for an answer for two days.",
                "%(count)d exchanges of places have waited for an answer for two days.",
                number,
            ),
            _("the delegations asked"),
            address,
        ),
    ]


def late_in_exhibition(ceremony, at):
    if ceremony.is_over(at):
        return []
    waiting = BoothProposal.objects.filter(
        ceremony=ceremony, status=BoothStatus.SUBMITTED, submitted_at__lte=at - BOOTH_PATIENCE
    )
    return _late(
        waiting,
        "submitted_at",
        lambda number: ngettext(
            "%(count)d proposal for a booth has waited for a decision for five days.",
            "%(count)d proposals for booths have waited for a decision for five days.",
            number,
        ),
        _("the coordinators of the exhibition"),
        address_of("events:exhibition_desk", ceremony.slug) + f"?status={BoothStatus.SUBMITTED}",
    )


def register():
    desk.add(Watch(name="debate", order=32, late=late_in_debate, roles=frozenset(SEE_LIST)))
    desk.add(Watch(name="exhibition", order=34, late=late_in_exhibition, roles=frozenset(SEE_BOOTHS)))
