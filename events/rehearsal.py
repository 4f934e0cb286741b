"""What a rehearsal has of the programme: slots, themes and sessions with their run of show. No proposals, no people."""

import uuid

from ceremony.desk import Copy, desk
from ceremony.rehearsal import twin
from events.models import RunItem, Session


def copy_programme(original, rehearsal, copied, at):
    for row in [*original.slots.all(), *original.themes.all()]:
        copied[row] = twin(row, ceremony=rehearsal)
    sessions = Session.objects.standing().filter(ceremony=original).select_related("room", "slot", "theme")
    for session in sessions:
        copied[session] = twin(
            session,
            ceremony=rehearsal,
            key=uuid.uuid4(),
            room=copied.get(session.room),
            slot=copied.get(session.slot),
            theme=copied.get(session.theme),
            side_event=None,
            revision=1,
        )
    for item in RunItem.objects.filter(session__in=sessions).select_related("session"):
        twin(item, session=copied[item.session])


def register():
    desk.add(Copy(name="events.programme", order=100, copy=copy_programme))
