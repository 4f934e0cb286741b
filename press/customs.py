"""What the desk decides about equipment, item by item or many at once: who declared it gets one letter about all of it."""

from dataclasses import dataclass, field

from django.db import transaction

from ceremony.procedure import Refused
from press import letters
from press.models import EquipmentItem
from press.own_affairs import refuse_own_affair


@dataclass
class Report:
    """What became of each item; nothing is passed over in silence."""

    done: list = field(default_factory=list)
    skipped: list = field(default_factory=list)  # (item, sentences)


def decide(items, verb, *, by, at, words="", seen=None):
    """`verb` is "grant" or "withhold". Each item in its own savepoint, the letters with those that were decided.

    `seen` is the key of an item -> the version that the officer looked at.
    """
    report = Report()
    with transaction.atomic():
        for item in items:
            try:
                with transaction.atomic():
                    _decide(item, verb, by, at, words, (seen or {}).get(item.key))
            except Refused as refused:
                report.skipped.append((item, list(refused.messages)))
            else:
                report.done.append(item)
        letters.equipment_decided(report.done, at=at)
    return report


def _decide(item: EquipmentItem, verb, by, at, words, seen):
    refuse_own_affair(by, [item.application.nominator_id])
    if verb == "grant":
        item.grant(by=by, at=at, note=words, seen=seen)
    else:
        item.withhold(by=by, at=at, reason=words, seen=seen)
