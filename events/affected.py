"""Whom the changes of a version concern, each person once with all that is his."""

from collections import defaultdict
from dataclasses import dataclass, field

from accounts.models import User
from directory.models import Entity
from events.answering import people_of
from events.changes import Change
from events.models import Appearance, Session, SponsorStatus


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
    people, gone = _people_of(ceremony, [change.key for change in changes])
    found = {}
    for change in changes:
        for email, (name, user) in people[change.key].items():
            found.setdefault(email, Affected(email, name, user)).changes.append(change)
        for email, (name, user) in gone[change.key].items():
            found.setdefault(email, Affected(email, name, user)).changes.append(change.for_who_left())
    return sorted(found.values(), key=lambda one: (one.name.casefold(), one.email))


def named_at(ceremony, keys) -> dict:
    """{session: {address: (name, account or None)}} of its chairs, and of its speakers as far as they are published."""
    sessions = (
        Session.objects.filter(ceremony=ceremony, key__in=keys)
        .select_related("side_event")
        .prefetch_related(
            "chairs__accreditation", "speakers__accreditation", "speakers__user", "side_event__sponsors",
            "side_event__speakers__accreditation", "side_event__speakers__user",
        )
    )  # fmt: skip
    named = {}
    for session in sessions:
        known = named[session] = {}
        speakers = [one for one in [*session.speakers.all(), *_of_event(session, "speakers")] if one.is_settled]
        for one in [*session.chairs.all(), *speakers]:
            if getattr(one, "user", None):
                _add(known, one.user, one.name)
            elif email := _address_of(one):
                known[email] = (one.name, None)
    _give_accounts(named)
    return named


def _people_of(ceremony, keys) -> tuple[dict, dict]:
    """Those concerned now, and those whom the last version named and this one does not.

    Each is {key of a session: {address: (name, account or None)}}.
    """
    named = named_at(ceremony, keys)
    entities, people, gone = defaultdict(set), defaultdict(dict), defaultdict(dict)
    for session, known in named.items():
        people[str(session.key)] |= known
        for sponsor in _of_event(session, "sponsors"):
            if sponsor.status == SponsorStatus.CONFIRMED:
                entities[sponsor.entity_id].add(str(session.key))
    for entity, users in people_of(Entity.objects.filter(pk__in=list(entities)), ceremony).items():
        for user in users:
            for key in entities[entity]:
                _add(people[key], user)
    for row in Appearance.objects.filter(session__in=list(named)).select_related("user", "session"):
        key, stays = str(row.session.key), {name for name, _user in named[row.session].values()}
        if row.email not in people[key] and row.name not in stays:
            gone[key][row.email] = (row.name, row.user)
    return people, gone


def _of_event(session, name):
    return getattr(session.side_event, name).all() if session.side_event else []


def _address_of(person):
    """What was given for this purpose, else what the person was accredited with."""
    own = getattr(person, "email", "") or (person.accreditation.email if person.accreditation else "")
    return (own or "").strip().lower()


def _add(known, user, name=""):
    if user and user.is_active:
        known[user.email] = (name or user.name, user)


def _give_accounts(people):
    """A speaker who has an account is written to in its language."""
    without = {email for known in people.values() for email, (_name, user) in known.items() if user is None}
    users = {user.email: user for user in User.objects.filter(email__in=without, is_active=True)} if without else {}
    for known in people.values():
        for email in known.keys() & users.keys():
            known[email] = (known[email][0] or users[email].name, users[email])
