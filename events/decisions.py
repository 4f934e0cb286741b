"""Decisions on many proposals: prepared together, released together, and a report of what was left alone and why."""

from dataclasses import dataclass, field

from django.db import transaction

from ceremony.procedure import Refused
from events.models.side_event import SideEvent


@dataclass
class Report:
    done: list = field(default_factory=list)
    skipped: list = field(default_factory=list)  # (event, sentences)


def _each(events, verb) -> Report:
    """Do `verb` for each event that allows it, in one transaction; two bulks at once wait for each other."""
    report = Report()
    with transaction.atomic():
        for event in sorted(events, key=lambda event: event.pk):
            try:
                with transaction.atomic():
                    verb(event)
            except Refused as refused:
                report.skipped.append((event, refused.messages))
            else:
                report.done.append(event)
    return report


def prepare(events, decision, *, by, at, reason="", seen) -> Report:
    """`seen` is {key of an event: the decision that the person saw prepared for it}."""
    return _each(
        events, lambda event: event.prepare(decision, by=by, at=at, reason=reason, seen=seen.get(str(event.key), ""))
    )


def unprepare(events, *, by, seen) -> Report:
    return _each(events, lambda event: event.unprepare(by=by, seen=seen.get(str(event.key), "")))


def release(events, *, by, at) -> Report:
    """Tell what is prepared for these: the letters go now, each with its decision."""
    return _each(events, lambda event: event.release_decision(by=by, at=at))


def prepared(ceremony):
    """What waits to be released, in the order in which officers look at it: by decision, then by number."""
    return SideEvent.objects.filter(ceremony=ceremony).exclude(prepared_status="").order_by("prepared_status", "number")
