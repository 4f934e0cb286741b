"""What the badge desk does with many badges at once; whoever is left out is named, with the reason."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from accreditation.models import Nominator
from ceremony.procedure import Refused
from press.models import PressBadge
from press.own_affairs import OWN_AFFAIR


@dataclass
class Report:
    done: list = field(default_factory=list)
    skipped: list = field(default_factory=list)  # (journalist, sentence)


def mark(people, *, by, at):
    """Mark them as to be printed."""
    people, own = _of_others(people, by)
    marked, left = PressBadge.objects.mark(people, by=by, at=at)
    why = _("not accredited, or marked before")
    return Report([badge.journalist for badge in marked], own + [(one, why) for one in left])


def print_all(people, *, by, at):
    """They came out of the printer."""
    people, own = _of_others(people, by)
    report = Report(skipped=own)
    for one in people:
        badge = getattr(one, "press_badge", None)
        if badge is None:
            report.skipped.append((one, _("not marked as to be printed")))
            continue
        badge.journalist = one
        try:
            with transaction.atomic():
                badge.print(by=by, at=at)
        except Refused as refused:
            report.skipped.append((one, " ".join(refused.messages)))
        else:
            report.done.append(one)
    return report


def _of_others(people, officer):
    """Those for whom the officer does not answer himself; and the rest, each with the sentence that says so."""
    answered = set(Nominator.objects.answered_by(officer).values_list("pk", flat=True))
    others = [one for one in people if one.application.nominator_id not in answered]
    own = [(one, str(OWN_AFFAIR)) for one in people if one.application.nominator_id in answered]
    return others, own
