import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Deferrable, F, Func, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.models import Ceremony, Layout, LedgerRow, Room, kept
from ceremony.procedure import AlreadyDecided, Refused
from directory.texts import LocalTextField
from events.models.chair import SessionChair
from events.models.changing import (
    Changing,
    lock_programme,
    refuse_unless_accepted,
    refuse_what_bars,
    said_in_words,
    who_was_first,
    write_together,
)
from events.models.run_item import RunItem
from events.models.slot import Slot


class SessionKind(models.TextChoices):
    WELCOME = "welcome", _("Welcome")
    OPENING = "opening", _("Opening")
    SIGNING = "signing", _("Signing")
    PLENARY = "plenary", _("Plenary")
    SEMINAR = "seminar", _("Thematic seminar")
    SIDE_EVENT = "side_event", _("Side event")
    PRESS_CONFERENCE = "press_conference", _("Press conference")
    RECEPTION = "reception", _("Reception")
    EXHIBITION = "exhibition", _("Exhibition")


class Access(models.TextChoices):
    OPEN = "open", _("Open to everybody accredited")
    DELEGATES = "delegates", _("Delegates only")
    INVITATION = "invitation", _("By invitation")
    PRESS = "press", _("Press")


class SessionQuerySet(models.QuerySet):
    def in_order(self):
        return self.select_related("room").order_by("starts_at", "room__position", "pk")

    def standing(self):
        return self.filter(cancelled_at=None)

    def placed(self):
        """What takes place: not cancelled, with a time."""
        return self.filter(cancelled_at=None, starts_at__isnull=False)

    def schedule(self, ceremony, *, by, at, **fields):
        """Put a new session on the programme; without `starts_at` it waits to be placed.

        Raises Refused where the room is taken, closed or blocked, or something else stands against it.
        """
        session = self.model(ceremony=ceremony, **fields)
        with said_in_words(), transaction.atomic():
            lock_programme(ceremony)
            refuse_unless_accepted([session])
            session._join_its_slot()
            session.refuse_what_bars()
            session.save(force_insert=True)
            session._note(
                "placed" if session.starts_at and session.side_event_id else "scheduled", by, at, session.where
            )
        return session

    def place_first(self, side_event, room, starts_at, ends_at, *, by, at, slot=None):
        """Place an accepted side event that has no session yet. Raises AlreadyDecided when somebody just did."""
        ceremony = side_event.ceremony
        with transaction.atomic():
            lock_programme(ceremony)
            if there := self.filter(side_event=side_event).first():
                raise AlreadyDecided(who_was_first(there), code="already_changed")
            now = type(side_event).objects.select_related("theme").get(pk=side_event.pk)
            return self.schedule(
                ceremony, by=by, at=at, room=room, starts_at=starts_at, ends_at=ends_at, slot=slot,
                **now.for_the_programme(),
            )  # fmt: skip


class TimeRange(Func):
    """From the start up to the end, the end not included: one session may follow another without a gap."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class RoomRange(Func):
    """A row's key as a range of one number, so that a plain GiST index compares it without an extension."""

    function = "INT8RANGE"
    template = "%(function)s(%(expressions)s, '[]')"


class Lane(Func):
    """Two numbers that lie side by side: 0 for what stands alone, 1 for what may not run beside it.

    Ranges of different lanes are adjacent, those of one lane are not: so that only a pair of the two conflicts.
    """

    arg_joiner = ")::int, (NOT "
    template = "INT4RANGE((NOT %(expressions)s)::int, '[]')"


@kept()
class Session(models.Model):
    """Something on the programme, in a room, from one instant to another; without a time it waits to be placed.

    Side events come from proposals. Every verb takes `seen`, the revision that the person had on the screen: of two
    coordinators who move the same session, the second is told who was first.
    """

    LEDGER_WORDS = {
        "scheduled": _("put on the programme"),
        "placed": _("placed"),
        "moved": _("moved"),
        "unplaced": _("taken off the board"),
        "shifted": _("shifted"),
        "changed": _("changed"),
        "cancelled": _("cancelled"),
        "restored": _("taken up again"),
    }

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="sessions", verbose_name=_("ceremony"))
    # Names it in addresses and calendars for ever, wherever it is moved.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=SessionKind)
    title = LocalTextField(_("title"))
    description = LocalTextField(_("description"), blank=True, lines=True)
    theme = models.ForeignKey(
        "events.Theme", models.SET_NULL, null=True, blank=True, related_name="sessions", verbose_name=_("theme")
    )
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("room")
    )
    slot = models.ForeignKey(
        Slot, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("slot")
    )
    starts_at = models.DateTimeField(_("from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("to"), null=True, blank=True)
    # The end and the room's turnover. PostgreSQL refuses any other.
    clears_at = models.DateTimeField(null=True, editable=False)
    no_parallel = models.BooleanField(
        _("nothing in parallel"), default=False, help_text=_("No side event may overlap it: the opening, the signing.")
    )
    languages = ArrayField(
        models.CharField(max_length=10, choices=settings.LANGUAGES),
        verbose_name=_("languages of interpretation"),
        default=list,
        blank=True,
    )
    stream_url = models.URLField(_("web TV address"), blank=True, max_length=500)
    access = models.CharField(_("access"), max_length=20, choices=Access, default=Access.OPEN)
    responsible = models.CharField(_("responsible body"), max_length=200, blank=True)
    layout = models.CharField(_("set-up"), max_length=20, choices=Layout, blank=True)
    audience = models.PositiveIntegerField(_("expected audience"), null=True, blank=True)
    side_event = models.OneToOneField(
        "events.SideEvent",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="session",
        verbose_name=_("side event"),
    )
    revision = models.PositiveIntegerField(default=1, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cancelled by"),
    )
    # The reason is the officers' own and stands in the ledger: what the public reads is on the row.
    cancelled_note = models.CharField(
        _("note on the cancellation"),
        max_length=500,
        blank=True,
        help_text=_("Everybody reads it beside “Cancelled”. Left empty, nothing more is said."),
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="a_session_ends_after_it_starts",
                violation_error_message=_("The session ends before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None, clears_at=None, slot=None)
                | Q(starts_at__isnull=False, ends_at__isnull=False, clears_at__isnull=False),
                name="a_session_has_both_its_times",
                violation_error_message=_("Write both times, or none for a session that is placed later."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_note="", cancelled_by=None) | Q(cancelled_at__isnull=False),
                name="a_cancellation_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(side_event=None) | Q(kind=SessionKind.SIDE_EVENT),
                name="a_session_of_a_proposal_is_a_side_event",
                violation_error_message=_("A session that comes from a proposal is a side event."),
            ),
            # Checked at the end of the statement, so that two sessions change places in one.
            ExclusionConstraint(
                name="one_session_at_a_time_in_a_room",
                expressions=[
                    (RoomRange("room", "room"), RangeOperators.OVERLAPS),
                    (TimeRange("starts_at", "clears_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(room__isnull=False, starts_at__isnull=False, cancelled_at=None),
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message=_("This room is taken at that time."),
            ),
            ExclusionConstraint(
                name="nothing_beside_what_stands_alone",
                expressions=[
                    (RoomRange("ceremony", "ceremony"), RangeOperators.OVERLAPS),
                    (TimeRange("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                    (Lane("no_parallel", "no_parallel"), RangeOperators.ADJACENT_TO),
                ],
                condition=(Q(no_parallel=True) | Q(kind=SessionKind.SIDE_EVENT))
                & Q(starts_at__isnull=False, cancelled_at=None),
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message=_("No side event runs beside a session with nothing in parallel."),
            ),
        ]

    def __str__(self):
        return str(self.title)

    def save(self, *args, update_fields=None, **kwargs):
        self.clears_at = self.clears()
        if update_fields is not None:
            update_fields = {*update_fields, "clears_at"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def clean(self):
        self.clears_at = self.clears()
        if self.room_id and self.ceremony_id and self.room.ceremony_id != self.ceremony_id:
            raise ValidationError({"room": _("This room belongs to another ceremony.")})
        if self.theme_id and self.ceremony_id and self.theme.ceremony_id != self.ceremony_id:
            raise ValidationError({"theme": _("This theme belongs to another ceremony.")})

    def validate_constraints(self, exclude=None):
        """What stands against it in words that name the other session; else whatever a constraint would say."""
        from events import clashes

        if self.ceremony_id and self.is_placed and self.ends_at and (bars := clashes.bars_of([self])):
            raise ValidationError([ValidationError(clash.sentence, code=clash.kind) for clash in bars])
        # What a form does not ask for is known all the same, and conditions of constraints ask about it.
        super().validate_constraints()

    def clears(self):
        """When the next one may have the room: the end and the time to change over."""
        if not self.ends_at:
            return None
        return self.ends_at + timedelta(minutes=self.room.turnover if self.room_id else 0)

    @property
    def is_cancelled(self):
        return self.cancelled_at is not None

    def is_to_come(self, at):
        """It takes place and has not ended; one without a time may still get one."""
        return not self.is_cancelled and (self.ends_at is None or at < self.ends_at)

    @property
    def is_placed(self):
        return self.starts_at is not None and not self.is_cancelled

    @property
    def language_names(self):
        """In which languages it is interpreted, each in its own name."""
        return [name for code, name in settings.LANGUAGES if code in self.languages]

    @property
    def duration(self):
        return self.ends_at - self.starts_at if self.starts_at else None

    @property
    def where(self):
        """Place and time as the ledger keeps them."""
        if not self.starts_at:
            return ""
        first, last = self.ceremony.local(self.starts_at), self.ceremony.local(self.ends_at)
        return f"{self.room or '–'}, {first:%Y-%m-%d %H:%M}–{last:%H:%M}"

    # Verbs

    def place(self, room, starts_at, ends_at, *, by, at, seen=None, slot=None):
        """Give it a room and a time, whether it had one or not. Raises Refused in words, and AlreadyDecided."""
        with self._changing(seen) as now:
            before = now.where
            refuse_unless_accepted([now])
            now.room, now.starts_at, now.ends_at, now.slot = room, starts_at, ends_at, slot
            now._join_its_slot()
            now.refuse_what_bars()
            now._write(["room", "starts_at", "ends_at", "slot"])
            now._note("moved" if before else "placed", by, at, f"{before} → {now.where}" if before else now.where)
        self._take_over(now)

    def place_in(self, room, slot, *, by, at, seen=None):
        """Give it a room in a slot."""
        self.place(room, slot.starts_at, slot.event_ends_at, slot=slot, by=by, at=at, seen=seen)

    def unplace(self, *, by, at, seen=None, reason=""):
        """Back among those that wait for a room and a time."""
        with self._changing(seen) as now:
            if not now.starts_at:
                raise Refused(_now("“%(title)s” has no place on the board.") % {"title": now}, code="unplaced")
            before = now.where
            now.room = now.starts_at = now.ends_at = now.slot = None
            now._write(["room", "starts_at", "ends_at", "slot"])
            now._note("unplaced", by, at, f"{before}. {reason}" if reason else before)
        self._take_over(now)

    def swap(self, other, *, by, at, seen=None, seen_other=None):
        """Both change places. Each keeps its length; one that had no place leaves the other without."""
        with self._changing(seen) as now, other._changing(seen_other) as there:
            if now.pk == there.pk or not (now.starts_at or there.starts_at):
                raise Refused(_now("Choose two sessions, at least one of them with a place."), code="swap")
            places = [(one, one.where, one.room, one.starts_at, one.ends_at, one.slot) for one in (there, now)]
            for one, (_its, _where, room, starts_at, ends_at, slot) in zip([now, there], places, strict=True):
                length = one.duration
                one.room, one.slot, one.starts_at = room, slot, starts_at
                one.ends_at = starts_at + length if starts_at and length else ends_at
                one._join_its_slot()
            refuse_unless_accepted([one for one in (now, there) if one.starts_at])
            refuse_what_bars([now, there])
            write_together([now, there], ["room", "starts_at", "ends_at", "slot"])
            for one, before in [(now, places[1][1]), (there, places[0][1])]:
                one._note("moved" if one.starts_at else "unplaced", by, at, f"{before or '–'} → {one.where or '–'}")
        self._take_over(now)
        other._take_over(there)

    def change(self, *, by, at, seen=None, **fields):
        """Write other texts, times, languages and the like."""
        with self._changing(seen) as now:
            before = now.where
            for name, value in fields.items():
                setattr(now, name, value)
            if now.is_placed and now.where != before:
                refuse_unless_accepted([now])
            now._join_its_slot()
            now.refuse_what_bars()
            now._write([*fields, "slot"])
            word = "changed" if now.where == before else "moved" if before else "placed"
            now._note(word, by, at, f"{before} → {now.where}" if now.where != before else "")
        self._take_over(now)

    def write_run_of_show(self, items, *, by, at, seen=None):
        """Make [(what happens, minutes)] its run of show, in this order."""
        with self._changing(seen) as now:
            now.run_of_show.all().delete()
            RunItem.objects.bulk_create(
                RunItem(session=now, position=place, title=title, minutes=minutes)
                for place, (title, minutes) in enumerate(items, start=1)
            )
            now._write([])
            now._note("changed", by, at, _now("Run of show"))
        self._take_over(now)

    def name_chairs(self, chairs, *, by, at, seen=None):
        """Make these SessionChair, not saved yet, its chairs, in this order."""
        with self._changing(seen) as now:
            now.chairs.all().delete()
            for place, chair in enumerate(chairs, start=1):
                chair.pk, chair.session, chair.position = None, now, place
            SessionChair.objects.bulk_create(chairs)
            now._write([])
            now._note("changed", by, at, _now("Chairs"))
        self._take_over(now)

    def name_speakers(self, speakers, *, by, at, seen=None):
        """Make these Speaker its own, in this order, and invite whoever has an address and no accreditation.

        Raises Refused as `Speaker.objects.rewrite` does.
        """
        with self._changing(seen) as now:
            now.speakers.rewrite(now, speakers, at=at)
            now.speakers.invite(now, at=at)
            now._write([])
            now._note("changed", by, at, _now("Speakers"))
        self._take_over(now)

    def cancel(self, *, by, at, reason, note="", seen=None):
        """It does not take place. Its room is free; the next version says that it is cancelled, and the note beside it.

        The reason is for the ledger alone. Raises Refused without one.
        """
        if not reason.strip():
            raise Refused(_now("Write why it is cancelled: it stays on record, and is not published."), code="reason")
        with self._changing(seen) as now:
            now.cancelled_at, now.cancelled_by, now.cancelled_note = at, by, note.strip()
            now._write(["cancelled_at", "cancelled_by", "cancelled_note"])
            now._note("cancelled", by, at, reason.strip())
            thing = now.side_event or now
            thing.speakers.let_go(thing, at=at)
        self._take_over(now)

    def restore(self, *, by, at, reason):
        """It takes place after all: back among those that wait for a place. Raises Refused without a reason."""
        if not reason.strip():
            raise Refused(_now("Write why it takes place after all: it stays on record."), code="reason")
        with Changing(self, None, cancelled=True) as now:
            refuse_unless_accepted([now])
            now.cancelled_at, now.cancelled_by, now.cancelled_note = None, None, ""
            now.room = now.starts_at = now.ends_at = now.slot = None
            now._write(["cancelled_at", "cancelled_by", "cancelled_note", "room", "starts_at", "ends_at", "slot"])
            now._note("restored", by, at, reason.strip())
            thing = now.side_event or now
            thing.speakers.invite(thing, at=at)
        self._take_over(now)

    # What the verbs share

    def _changing(self, seen):
        return Changing(self, seen)

    def refuse_what_bars(self):
        refuse_what_bars([self])

    def _join_its_slot(self):
        """A side event exactly at a slot's times runs in that slot, however it came there: an overrun takes it along."""
        if self.kind == SessionKind.SIDE_EVENT and self.slot_id is None and self.starts_at:
            self.slot = Slot.objects.filter(ceremony=self.ceremony).exactly(self.starts_at, self.ends_at)

    def _write(self, names):
        self.revision += 1
        self.save(update_fields=[*names, "revision"])

    def _note(self, word, by, at, reason=""):
        LedgerRow.objects.record(self, before="", after=word, by=by, at=at, reason=reason, code=word)

    def _take_over(self, now):
        """What was written, on the object that the caller holds."""
        for field in self._meta.concrete_fields:
            setattr(self, field.attname, getattr(now, field.attname))
        for name in ("room", "slot"):
            if getattr(now, f"{name}_id") and type(now)._meta.get_field(name).is_cached(now):
                setattr(self, name, getattr(now, name))
