"""The released programme at the ceremony's public home, and the ways to it."""

from django.utils.translation import gettext_lazy as _

from accounts.addresses import address_of
from ceremony.desk import Card, Entry, Section, Way, desk
from ceremony.models import Role
from events.models import SessionKind
from events.published import published

# Versions are only ever added: the number of the newest says all.
VERSION = "SELECT max(number)::text FROM events_programmeversion WHERE ceremony_id = %(ceremony)s"
RELEASE = frozenset({Role.SIDE_EVENTS, Role.ORGANISER})


def outline(ceremony):
    """{"version": number, "days": [(date, sessions, number of side events)]} of what the public may read."""
    programme = published(ceremony)
    days = [
        (
            day,
            [item for item in programme.on if item.day == day and item.kind != SessionKind.SIDE_EVENT],
            sum(item.day == day and item.kind == SessionKind.SIDE_EVENT for item in programme.on),
        )
        for day in dict.fromkeys(item.day for item in programme.on)
    ]
    return {"version": programme.number, "days": days}


def register():
    desk.add(
        Section(
            name="events.sessions",
            order=100,
            template="events/_session_list.html",
            context=outline,
            version=VERSION,
        )
    )
    desk.add(
        Way(
            name="events.programme",
            order=80,
            # Whether or not a version is released: every page of a ceremony has a navigation.
            entries=lambda ceremony, user: [
                Entry(_("Programme"), address_of("events:programme", ceremony.slug), is_for_everybody=True)
            ],
        )
    )
    desk.add(
        Card(
            name="events.release",
            label=_("Release of the programme"),
            roles=RELEASE,
            order=36,
            address=lambda ceremony: address_of("events:release", ceremony.slug),
            description=_("What has changed since the last version, what stays off, and who will be told."),
        )
    )
