"""What the debate and the exhibition bring to the pages that gather: tasks, ways in, counts, a rehearsal's copies, erasure."""

from collections import Counter

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count as CountRows
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.addresses import address_of
from ceremony.desk import Card, Copy, Count, Erasure, Figure, Progress, Task, TaskState, desk
from ceremony.rehearsal import twin
from delegations.models import KIND
from events.at_a_glance import Glance
from events.models import (
    Booth,
    BoothProposal,
    BoothStatus,
    Exhibition,
    Statement,
    StatementClass,
    StatementsList,
    StatementsMeeting,
    StatementStatus,
    StatementText,
)
from events.models.exhibition import SEE_BOOTHS
from events.models.statement import SEE_LIST

S = StatementStatus


# A delegation's tasks


def _statement_state(nominator, at):
    glance = Glance.of(nominator)
    speakers, own = glance.speakers, glance.statements
    if speakers is None:
        return TaskState(Progress.NOT_NEEDED, (_now("There is no list of speakers."),))
    closes = speakers.closes_at if speakers.is_open(at) else None
    if any(one["is_asked"] for one in own):
        return TaskState(Progress.ATTENTION, (_now("You are asked to exchange places: answer."),))
    if not own:
        words = (_now("The inscription is open: you may ask to speak."),) if closes else ()
        return TaskState(Progress.NOT_NEEDED, words, closes)
    if any(one["status"] == S.INSCRIBED and one["speaker"] is None for one in own):
        return TaskState(Progress.IN_PROGRESS, (_now("Say who speaks."),))
    return TaskState(Progress.DONE)


def _booth_state(nominator, at):
    glance = Glance.of(nominator)
    exhibition, own = glance.exhibition, glance.booth
    if exhibition is None:
        return TaskState(Progress.NOT_NEEDED, (_now("There is no exhibition."),))
    if own is None:
        closes = exhibition.closes_at if exhibition.is_open(at) else None
        return TaskState(Progress.NOT_NEEDED, (_now("You may ask for a booth."),) if closes else (), closes)
    if own["status"] == BoothStatus.SUBMITTED:
        return TaskState(Progress.WAITING)
    return TaskState(Progress.DONE, (_now("You have booth %(number)s.") % {"number": own["number"]},))


def _own(name):
    return lambda nominator: address_of(f"events:{name}", nominator.ceremony.slug, nominator.entity.code)


# Officers, and everybody


def _to(name):
    return lambda ceremony: address_of(f"events:{name}", ceremony.slug)


def _by_status(ceremony, at):
    counts = dict(
        Statement.objects.filter(list__ceremony=ceremony, reply=0)
        .exclude(status=S.WITHDRAWN)
        .order_by()
        .values_list("status")
        .annotate(CountRows("pk"))
    )
    address = _to("debate")(ceremony)
    return [
        Figure(sum(counts.values()), address=address),
        *(Figure(counts[status], str(status.label), address) for status in S if counts.get(status)),
    ]


def _exhibitors(ceremony, at):
    counts = dict(
        BoothProposal.objects.filter(ceremony=ceremony).order_by().values_list("status").annotate(CountRows("pk"))
    )
    address = _to("exhibition_desk")(ceremony)
    return [
        Figure(sum(counts.values()), address=address),
        *(
            Figure(counts[status], str(status.label), f"{address}?status={status.value}")
            for status in BoothStatus
            if counts.get(status)
        ),
    ]


# A rehearsal, and the end


def copy_debate(original, rehearsal, copied, at):
    """Settings, classes, meetings and booths; whoever speaks or exhibits stays."""
    for speakers in StatementsList.objects.filter(ceremony=original):
        copied[speakers] = twin(speakers, ceremony=rehearsal)
        for one in StatementClass.objects.filter(list=speakers):
            twin(one, list=copied[speakers])
        for one in StatementsMeeting.objects.filter(list=speakers).select_related("session"):
            if one.session in copied:
                twin(one, list=copied[speakers], session=copied[one.session])
    for exhibition in Exhibition.objects.filter(ceremony=original).select_related("room"):
        copied[exhibition] = twin(exhibition, ceremony=rehearsal, room=copied.get(exhibition.room))
    for booth in Booth.objects.filter(ceremony=original):
        twin(booth, ceremony=rehearsal)


def erase(ceremony) -> Counter:
    """Inside the transaction of the erasure: who spoke is nobody any more, and texts that nobody heard go with their files."""
    statements = Statement.objects.filter(list__ceremony=ceremony)
    unheard = StatementText.objects.filter(statement__in=statements).exclude(
        statement__status=S.DELIVERED, replaced_at=None
    )
    files = list(unheard.values_list("file", flat=True))
    done = Counter(
        speakers_of_statements=statements.exclude(speaker=None).update(speaker=None), texts=unheard.delete()[0]
    )
    transaction.on_commit(lambda: [default_storage.delete(name) for name in files])
    return +done


def register():
    for name, label, order, address, state in [
        ("statement", _("Statement"), 72, "statement", _statement_state),
        ("booth", _("Exhibition"), 74, "booth", _booth_state),
    ]:
        desk.add(Task(name=name, label=label, kinds=frozenset({KIND}), order=order, address=_own(address), state=state))
    desk.add(
        Card(
            name="events.debate",
            label=_("Debate"),
            roles=frozenset(SEE_LIST),
            order=37,
            address=_to("debate"),
            description=_(
                "Who speaks in the debate, in which order, for how long; the live page and the hall's clock."
            ),
        )
    )
    desk.add(
        Card(
            name="events.exhibition",
            label=_("Exhibition"),
            roles=frozenset(SEE_BOOTHS),
            order=38,
            address=_to("exhibition_desk"),
            waiting=lambda ceremony, at: BoothProposal.objects.filter(
                ceremony=ceremony, status=BoothStatus.SUBMITTED
            ).count(),
            description=_("Booths, who asks for one, and who got which."),
        )
    )
    desk.add(
        Count(
            name="statements by status",
            label=_("Statements"),
            definition=_(
                "Every statement on the list of speakers, groups included, rights of reply and withdrawn ones not, by its "
                "status now. The parts add up to the total."
            ),
            order=32,
            figures=_by_status,
            roles=frozenset(SEE_LIST),
        )
    )
    desk.add(
        Count(
            name="booths by status",
            label=_("Booths asked for"),
            definition=_("Every proposal for a booth, by its status now. The parts add up to the total."),
            order=34,
            figures=_exhibitors,
            roles=frozenset(SEE_BOOTHS),
        )
    )
    desk.add(Copy(name="events.debate", order=120, copy=copy_debate))
    desk.add(Erasure(name="events.debate", order=112, erase=erase))
