"""Where a person speaks or chairs, as the newest version says: his own page, and that of whoever puts him forward."""

from dataclasses import dataclass

from django.db.models import Q

from accreditation.models import OVER, Nominator
from events.models import SessionChair, Speaker
from events.published import Item, published


@dataclass(frozen=True)
class Row:
    """One person at one session. `item` is the session as it was published, None before that."""

    person: Speaker | SessionChair
    is_chair: bool
    thing: object  # the side event, else the session
    item: Item | None

    @property
    def is_settled(self):
        return self.is_chair or self.person.is_settled


def own_appearances(user, ceremony) -> tuple[list[Row], list[Row]]:
    """(one's own, those of the people whom one puts forward), each in the order of the day; unpublished ones last."""
    programme = published(ceremony)
    nominators = Nominator.objects.filter(ceremony=ceremony).answered_by(user)
    own, others = [], []
    for model, is_chair in [(Speaker, False), (SessionChair, True)]:
        people = model.objects.to_come(ceremony)
        mine = [_row(one, is_chair, programme) for one in _with_things(people.by_person(user), is_chair)]
        put_forward = people.filter(
            Q(accreditation__nominator__in=nominators.values("pk")) & ~Q(accreditation__status__in=OVER)
        ).exclude(pk__in=[row.person.pk for row in mine])
        own += mine
        others += [_row(one, is_chair, programme) for one in _with_things(put_forward, is_chair)]
    return _in_order(own), _in_order(others)


def _with_things(people, is_chair):
    things = ("session",) if is_chair else ("session", "side_event__session", "side_event__lead")
    sealed = ("passport_number", "passport_index", "date_of_birth")
    return (
        people.select_related("accreditation", *things)
        .defer(*(f"accreditation__{name}" for name in sealed))
        .order_by("pk")
    )


def _row(person, is_chair, programme):
    event = None if is_chair else person.side_event
    session = person.session if event is None else getattr(event, "session", None)
    item = programme.by_key.get(str(session.key)) if session else None
    return Row(person, is_chair, event or session, item if item and item.is_on else None)


def _in_order(rows):
    published = sorted((row for row in rows if row.item), key=lambda row: row.item.starts_at)
    return [*published, *(row for row in rows if not row.item)]
