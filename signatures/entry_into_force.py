"""When the treaty enters into force, and for whom. Rule 11.

It is the day of deposit of the instrument that reaches the threshold, and the days after it. An organisation's instrument
is not counted as additional to those of its member States.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from signatures.published import Act


@dataclass(frozen=True)
class EntryIntoForce:
    threshold: int
    counted: list[Act]  # instruments that count towards the threshold, in the order of deposit
    first_day: date | None  # None until the threshold is reached
    by_party: list[tuple[Act, date | None]]  # every instrument, and the day on which the treaty binds who deposited it

    @property
    def reached_by(self) -> Act | None:
        return self.counted[self.threshold - 1] if len(self.counted) >= self.threshold else None

    @property
    def not_counted(self):
        """How many instruments of organisations are not additional."""
        return len(self.by_party) - len(self.counted)


def entry_into_force(treaty, consents) -> EntryIntoForce:
    """`consents` are the instruments that stand."""
    in_order = sorted(consents, key=_deposited)
    with_members = {act.member_of for act in in_order}
    counted = [act for act in in_order if not (act.is_reio and act.code in with_members)]
    if len(counted) < treaty.threshold:
        return EntryIntoForce(treaty.threshold, counted, None, [(act, None) for act in in_order])
    reaching = counted[treaty.threshold - 1]
    first_day = reaching.done_on + timedelta(days=treaty.days_after_threshold)
    later = timedelta(days=treaty.days_for_later_parties)
    by_party = [
        (act, max(first_day, act.done_on + later) if _deposited(act) > _deposited(reaching) else first_day)
        for act in in_order
    ]
    return EntryIntoForce(treaty.threshold, counted, first_day, by_party)


def _deposited(act):
    return act.done_on, act.at, act.number
