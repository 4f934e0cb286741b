"""The board: how many have signed, who was last, of which groups, when. All of it from what stands in the log."""

from collections import Counter
from itertools import accumulate, groupby

from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.addresses import address_of
from ceremony.desk import Entry, Section, Way, desk
from directory.models import UNGroup
from signatures import published
from signatures.models import BoardState, Treaty
from signatures.published import Published

# They partition the total: each signatory is in exactly one. The order is that of the bars.
GROUPS = dict(UNGroup.choices) | {
    "none": _("States without a regional group"),
    "reio": _("Regional economic integration organisations"),
}
CHART_WIDTH, CHART_HEIGHT = 720, 160


class Board:
    """What the board shows of what is published."""

    def __init__(self, of: Published):
        self.published, self.treaty, self.at = of, of.treaty, of.at
        self.signatories = sorted(of.signatures, key=lambda act: act.sort_key)
        # Whose day is not established counts, but nobody can say when: neither as one of the last nor in the chart.
        established = [act for act in of.signatures if act.day_established]
        self.in_time = sorted(established, key=lambda act: (act.at, act.number))

    @property
    def total(self):
        return len(self.signatories)

    @property
    def latest(self):
        """The last three who signed, the last one first."""
        return self.in_time[:-4:-1]

    @property
    def latest_despite(self):
        """Whether one of the last three bears the mark, so that it is explained there."""
        return any(act.despite for act in self.latest)

    @cached_property
    def by_group(self) -> dict:
        counts = Counter(act.group for act in self.signatories)
        return {key: counts[key] for key in GROUPS}

    def groups(self):
        """(label, number, percentage of the largest) of each group."""
        largest = max([1, *self.by_group.values()])
        return [(GROUPS[key], number, round(100 * number / largest)) for key, number in self.by_group.items()]

    def days(self):
        """(day, number who signed on it, number until then) of each day that is established."""
        days = [(day, len(list(acts))) for day, acts in groupby(sorted(act.done_on for act in self.in_time))]
        totals = accumulate(number for _day, number in days)
        return [(day, number, total) for (day, number), total in zip(days, totals, strict=True)]

    @property
    def without_day(self):
        return self.total - len(self.in_time)

    @property
    def despite(self):
        return sum(bool(act.despite) for act in self.signatories)

    def line(self) -> str:
        """The path of the chart: a step up at the instant of each signature."""
        if not self.in_time:
            return ""
        first, last = self.in_time[0].at, self.in_time[-1].at
        # A step at the edge would not be seen.
        span = max((last - first).total_seconds(), 1) * 1.04
        path = [f"M0 {CHART_HEIGHT}"]
        for number, act in enumerate(self.in_time, start=1):
            across = CHART_WIDTH * ((act.at - first).total_seconds() / span + 0.02)
            path.append(f"H{across:.1f}V{CHART_HEIGHT - CHART_HEIGHT * number / self.total:.1f}")
        return "".join([*path, f"H{CHART_WIDTH}"])


def _contents(ceremony):
    treaty = Treaty.objects.filter(ceremony=ceremony).first()
    if treaty is None or treaty.board == BoardState.EMBARGOED:
        return {"treaty": treaty}
    return {"treaty": treaty, "published": Published.of(treaty, None)}


def register():
    desk.add(
        Section(
            name="signatures.board",
            order=10,
            template="signatures/_home_section.html",
            context=_contents,
            version=published.PAGE_VERSION,
        )
    )
    desk.add(
        Way(
            name="signatures.board",
            order=90,
            # Without asking whether there is a treaty: every page of a ceremony has a navigation.
            entries=lambda ceremony, user: [
                Entry(_now("Signatures"), address_of("signatures:board", ceremony.slug), is_for_everybody=True)
            ],
        )
    )
