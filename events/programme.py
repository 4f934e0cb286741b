"""The sessions of a ceremony as its public home shows them: day by day, in the ceremony's zone."""

from itertools import groupby

from ceremony.desk import Section, desk
from events.models import Session


def days(ceremony):
    """[(local date, [sessions])], each session with its local times."""
    sessions = list(Session.objects.filter(ceremony=ceremony).in_order())
    for session in sessions:
        session.from_local, session.to_local = ceremony.local(session.starts_at), ceremony.local(session.ends_at)
    return [(day, list(those)) for day, those in groupby(sessions, key=lambda session: session.from_local.date())]


# A digest, made by PostgreSQL, of every row that the section shows: whatever wrote them, it changes with them.
VERSION = """
    SELECT md5(string_agg(session::text || coalesce(room::text, ''), '' ORDER BY session.id))
    FROM events_session session LEFT JOIN ceremony_room room ON room.id = session.room_id
    WHERE session.ceremony_id = %(ceremony)s
"""


def register():
    desk.add(
        Section(
            name="events.sessions",
            order=100,
            template="events/_session_list.html",
            context=lambda ceremony: {"days": days(ceremony)},
            version=VERSION,
        )
    )
