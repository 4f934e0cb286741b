"""Whom the changes of a version concern, each person once with all that is his."""

from collections import defaultdict
from dataclasses import dataclass, field

from accounts.models import User
from directory.models import Entity
from events.answering import people_of
from events.changes import Change
from events.models import Session, SponsorStatus


@dataclass
class Affected:
    """Somebody who is written to: an account, or a speaker's address alone."""

    email: str
    name: str
    user: User | None
    changes: list[Change] = field(default_factory=list)


def affected_by(rows, ceremony) -> list[Affected]:
    """Those who answer for lead and confirmed co-sponsors now, chairs and speakers with an address.

    In the order of their names. Whoever proposed an event and holds no office any more is none of them. A change of a
    description alone concerns nobody.
    """
    changes = [change for row in rows if (change := Change(row, ceremony)).is_worth_a_letter]
    people = _people_of(ceremony, [change.key for change in changes])
    found = {}
    for change in changes:
        for email, (name, user) in people[change.key].items():
            found.setdefault(email, Affected(email, name, user)).changes.append(change)
    return sorted(found.values(), key=lambda one: (one.name.casefold(), one.email))


def _people_of(ceremony, keys) -> dict:
    """{key of a session: {address: (name, account or None)}}."""
    sessions = (
        Session.objects.filter(ceremony=ceremony, key__in=keys)
        .select_related("side_event")
        .prefetch_related(
            "chairs__accreditation", "speakers__accreditation", "speakers__user", "side_event__sponsors",
            "side_event__speakers__accreditation", "side_event__speakers__user",
        )
    )  # fmt: skip
    entities, people = defaultdict(set), defaultdict(dict)
    for session in sessions:
        known = people[str(session.key)]
        for one in [*session.chairs.all(), *session.speakers.all(), *_of_event(session, "speakers")]:
            if getattr(one, "user", None):
                _add(known, one.user)
            elif email := _address_of(one):
                known[email] = (one.name, None)
        for sponsor in _of_event(session, "sponsors"):
            if sponsor.status == SponsorStatus.CONFIRMED:
                entities[sponsor.entity_id].add(str(session.key))
    for entity, users in people_of(Entity.objects.filter(pk__in=list(entities)), ceremony).items():
        for user in users:
            for key in entities[entity]:
                _add(people[key], user)
    _give_accounts(people)
    return people


def _of_event(session, name):
    return getattr(session.side_event, name).all() if session.side_event else []


def _address_of(person):
    """What was given for this purpose, else what the person was accredited with."""
    own = getattr(person, "email", "") or (person.accreditation.email if person.accreditation else "")
    return (own or "").strip().lower()


def _add(known, user):
    if user and user.is_active:
        known[user.email] = (user.name, user)


def _give_accounts(people):
    """A speaker who has an account is written to in its language."""
    without = {email for known in people.values() for email, (_name, user) in known.items() if user is None}
    users = {user.email: user for user in User.objects.filter(email__in=without, is_active=True)} if without else {}
    for known in people.values():
        for email in known.keys() & users.keys():
            known[email] = (known[email][0] or users[email].name, users[email])
