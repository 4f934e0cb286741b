"""The released programme at the ceremony's public home, the ways to it, and what is late about it."""

from datetime import timedelta

from django.db.models import Min, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.addresses import address_of
from ceremony.desk import Card, Entry, Late, Section, Watch, Way, desk
from ceremony.models import LedgerRow, Role
from events.models import ProgrammeVersion, Session, SessionKind, SideEvent, Sponsor
from events.published import published
from events.snapshot import Preview

# Versions are only ever added: the number of the newest says all.
VERSION = "SELECT max(number)::text FROM events_programmeversion WHERE ceremony_id = %(ceremony)s"
RELEASE = frozenset({Role.SIDE_EVENTS, Role.ORGANISER})
# How long a draft may differ from what the public reads; close to the opening people act on what they read.
PATIENCE, PATIENCE_THEN = timedelta(days=1), timedelta(hours=1)
CLOSE = timedelta(days=7)


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


def late(ceremony, at):
    """A draft that waits for its release, and close to the opening what has no room; of a ceremony that is over, nothing."""
    if ceremony.is_over(at):
        return []
    close = ceremony.start_of(ceremony.starts_on) - CLOSE
    found = [_unreleased(ceremony, at, PATIENCE if at < close else PATIENCE_THEN)]
    if at >= close:
        found.append(_without_room(ceremony, close))
    return [one for one in found if one]


def _unreleased(ceremony, at, patience):
    version = ProgrammeVersion.objects.newest(ceremony)
    # A draft that was in order when it was released has not waited longer than that.
    if version is None or version.released_at > at - patience:
        return None
    changes = Preview.of(ceremony, at).changes
    since = changes and _changed_since(version, [change["key"] for change in changes])
    if not changes or since > at - patience:
        return None
    words = ngettext(
        "%(count)d session differs from version %(number)d of the programme, which everybody reads.",
        "%(count)d sessions differ from version %(number)d of the programme, which everybody reads.",
        len(changes),
    )
    return Late(
        words % {"count": len(changes), "number": version.number}, since, _now("the side-event coordinators"),
        address_of("events:release", ceremony.slug),
    )  # fmt: skip


def _changed_since(version, keys):
    """When the first of these sessions, its proposal or a sponsor was changed; else when the version was released."""
    sessions = Session.objects.filter(ceremony=version.ceremony_id, key__in=keys)
    events = sessions.exclude(side_event=None).values("side_event")
    rows = LedgerRow.objects.filter(ceremony=version.ceremony_id, at__gt=version.released_at).filter(
        Q(subject=Session._meta.label_lower, subject_id__in=sessions.values("pk"))
        | Q(subject=SideEvent._meta.label_lower, subject_id__in=events)
        | Q(
            subject=Sponsor._meta.label_lower, subject_id__in=Sponsor.objects.filter(side_event__in=events).values("pk")
        )
    )
    return rows.aggregate(first=Min("at"))["first"] or version.released_at


def _without_room(ceremony, close):
    """Receptions may be held outside the venue."""
    sessions = Session.objects.standing().filter(ceremony=ceremony, room=None).exclude(kind=SessionKind.RECEPTION)
    number = sessions.count() + SideEvent.objects.accepted().filter(ceremony=ceremony, session=None).count()
    if not number:
        return None
    words = ngettext("%(count)d session has no room.", "%(count)d sessions have no room.", number) % {"count": number}
    return Late(words, close, _now("the side-event coordinators"), address_of("events:board", ceremony.slug))


def register():
    desk.add(Watch(name="events.programme", order=32, late=late, roles=RELEASE))
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
                Entry(_now("Programme"), address_of("events:programme", ceremony.slug), is_for_everybody=True)
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
