"""One decision for many people: who it was done for, and who was left alone and why, by name."""

from dataclasses import dataclass, field

from django.db import transaction

from accreditation.kinds import person_kinds
from accreditation.letters import write_decision
from accreditation.models import Vetting
from ceremony.procedure import Refused


@dataclass
class Report:
    done: list = field(default_factory=list)
    skipped: list = field(default_factory=list)  # (person, sentences)


def _hold(person, *, by, at, reason):
    person.hold(by=by, at=at, reason=reason)


def _waitlist(person, *, by, at, reason):
    person.waitlist(by=by, at=at, reason=reason, write=False)


def _approve(person, *, by, at, reason):
    person.approve(by=by, at=at, write=False)


def _ask_vetting(person, *, by, at, reason):
    Vetting.objects.ask(person, by=by, at=at)


VERBS = {"approve": _approve, "hold": _hold, "waitlist": _waitlist, "ask-vetting": _ask_vetting}
WITH_LETTER = {"approve", "waitlist"}


def carry_out(action, people, *, may, by, at, reason="") -> Report:
    """Do `action` for each of `people` that allows it, in one transaction, with one letter a nominator.

    `may(person)` is a sentence against it, or empty. What their kinds count by is held before, and people are taken in
    the order of their keys, so that two bulks at once wait for each other instead of locking each other out.
    """
    report = Report()
    with transaction.atomic():
        for kind in person_kinds.values():
            kind.hold([person for person in people if person.nominator.kind == kind.name])
        for person in sorted(people, key=lambda person: person.pk):
            if against := may(person):
                report.skipped.append((person, [against]))
                continue
            try:
                with transaction.atomic():
                    VERBS[action](person, by=by, at=at, reason=reason)
            except Refused as refused:
                report.skipped.append((person, refused.messages))
            else:
                report.done.append(person)
        if action in WITH_LETTER and report.done:
            write_decision(report.done)
    return report
