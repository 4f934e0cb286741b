"""The speakers' list of the high-level debate: when one may inscribe, at which meetings it is heard, who has how long."""

from contextlib import contextmanager
from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Deferrable, F, Func, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.models import Ceremony, LedgerRow, kept
from ceremony.procedure import AlreadyDecided, Refused
from delegations.models import Rank
from directory.texts import LocalText, LocalTextField
from events.models.session import RoomRange, Session

LONGEST = 60  # minutes
EARLY = timedelta(
    hours=1
)  # before its time a meeting may begin; the sentence of `require_begun` and a trigger say so too


class Shown(models.TextChoices):
    OFFICERS = "officers", _("Officers only")
    DELEGATIONS = "delegations", _("Officers and delegations")
    EVERYBODY = "everybody", _("Everybody")


# (name in English and Vietnamese, of States, from rank, down to rank, minutes, minutes on behalf of a group)
USUAL = [
    ("Heads of State", "Nguyên thủ quốc gia", True, Rank.HEAD_OF_STATE, Rank.HEAD_OF_STATE, 7, 8),
    ("Vice-Presidents and Crown Princes", "Phó nguyên thủ và người kế vị", True, Rank.VICE_PRESIDENT, Rank.VICE_PRESIDENT, 7, 8),
    ("Heads of Government", "Người đứng đầu chính phủ", True, Rank.HEAD_OF_GOVERNMENT, Rank.HEAD_OF_GOVERNMENT, 7, 8),
    ("Deputy Heads of Government", "Cấp phó của người đứng đầu chính phủ", True, Rank.DEPUTY_HEAD_OF_GOVERNMENT, Rank.DEPUTY_HEAD_OF_GOVERNMENT, 7, 8),
    ("Ministers for Foreign Affairs", "Bộ trưởng Ngoại giao", True, Rank.FOREIGN_MINISTER, Rank.FOREIGN_MINISTER, 5, 7),
    ("Other ministers", "Các bộ trưởng khác", True, Rank.MINISTER, Rank.MINISTER, 5, 7),
    ("Vice-ministers and heads of agencies", "Thứ trưởng và thủ trưởng cơ quan", True, Rank.VICE_MINISTER, Rank.VICE_MINISTER, 5, 7),
    ("Heads of mission and others", "Trưởng cơ quan đại diện và các chức danh khác", True, Rank.AMBASSADOR, Rank.OTHER, 4, 6),
    ("Organisations", "Các tổ chức", False, Rank.HEAD_OF_STATE, Rank.OTHER, 3, 5),
]  # fmt: skip


class StatementsListManager(models.Manager):
    @transaction.atomic
    def set_up(self, ceremony, *, sessions, **columns):
        """A list with the usual classes, heard at these sessions. Classes are changed afterwards, as data."""
        speakers = self.create(ceremony=ceremony, **columns)
        StatementClass.objects.bulk_create(
            StatementClass(
                list=speakers, name=LocalText(en=english, vi=vietnamese), position=position, of_states=of_states,
                highest=highest, lowest=lowest, minutes=minutes, group_minutes=group_minutes,
            )
            for position, (english, vietnamese, of_states, highest, lowest, minutes, group_minutes) in enumerate(USUAL, 1)
        )  # fmt: skip
        speakers.hear_at(sessions)
        return speakers


@kept()
class StatementsList(models.Model):
    """One a ceremony: its debate may go on over several meetings. `opens_at` and `closes_at` are instants.

    After it has closed only an officer enters somebody, with a reason (rule 16).
    """

    LEDGER_WORDS = {"changed": _("settings changed"), "arranged": _("classes arranged")}

    ceremony = models.OneToOneField(
        Ceremony, models.CASCADE, related_name="statements_list", verbose_name=_("ceremony")
    )
    opens_at = models.DateTimeField(_("inscription opens at"))
    closes_at = models.DateTimeField(_("inscription closes at"))
    guidance = LocalTextField(
        _("guidance"), blank=True, lines=True, help_text=_("What delegations read before they inscribe.")
    )
    shown = models.CharField(_("order shown to"), max_length=20, choices=Shown, default=Shown.OFFICERS)
    shows_speakers = models.BooleanField(
        _("with the names of the speakers"), default=False, help_text=_("Of those who are accredited.")
    )
    reply_minutes = models.PositiveSmallIntegerField(_("minutes of a first right of reply"), default=5)
    second_reply_minutes = models.PositiveSmallIntegerField(_("minutes of a second right of reply"), default=3)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = StatementsListManager()

    class Meta:
        verbose_name = _("list of speakers")
        verbose_name_plural = _("lists of speakers")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="inscription_closes_after_it_opens",
                violation_error_message=_("The inscription closes before it opens."),
            ),
            models.CheckConstraint(
                condition=Q(reply_minutes__range=(1, LONGEST), second_reply_minutes__range=(1, LONGEST)),
                name="a_reply_has_its_minutes",
                violation_error_message=_("A reply has from 1 to 60 minutes."),
            ),
        ]

    def __str__(self):
        return _now("List of speakers, %(ceremony)s") % {"ceremony": self.ceremony}

    def is_open(self, at) -> bool:
        return self.opens_at <= at < self.closes_at

    def require_open(self, at):
        """Raises Refused, in words, before the inscription opens and after it has closed."""
        if at < self.opens_at:
            raise Refused(
                _now("The inscription opens on %(when)s. Come back then.")
                % {"when": self.ceremony.show_time(self.opens_at)},
                code="not_open_yet",
            )
        if at >= self.closes_at:
            raise Refused(
                _now("The inscription closed on %(when)s. Write to the organisers: they may still enter you.")
                % {"when": self.ceremony.show_time(self.closes_at)},
                code="closed",
            )

    def change(self, *, sessions, by, at, seen, **columns):
        """Write the settings anew. Raises AlreadyDecided as `changing`, Refused as `hear_at`."""
        with self.changing("changed", by=by, at=at, seen=seen):
            for name, value in columns.items():
                setattr(self, name, value)
            self.save(update_fields=[*columns])
            self.hear_at(sessions)

    @contextmanager
    def changing(self, word, *, by, at, seen):
        """The list's lock around a change of its settings, and its row in the ledger.

        Raises AlreadyDecided when they are not those of the revision `seen` any more, naming who changed them.
        """
        with transaction.atomic():
            now = type(self).objects.select_for_update(no_key=True, of=("self",)).only("revision").get(pk=self.pk)
            if now.revision != seen:
                raise AlreadyDecided(self._who_was_first(), code="already_changed")
            yield
            self.revision = now.revision + 1
            self.save(update_fields=["revision"])
            LedgerRow.objects.record(self, before="", after=word, by=by, at=at)

    def _who_was_first(self):
        last = LedgerRow.objects.about(self).last()
        if last is None:
            return _now("The list of speakers has changed meanwhile. Nothing was changed by you: look again.")
        return _now("%(who)s was first (%(time)s, %(word)s). Nothing was changed by you: look again.") % {
            "who": last.by_name or _now("The clock"),
            "time": self.ceremony.show_time(last.at),
            "word": last.after_word,
        }

    def hear_at(self, sessions):
        """Make these sessions its meetings. Raises Refused for leaving out one that statements are placed at."""
        there = {one.session_id: one for one in self.meetings.all()}
        wanted = {session.pk: session for session in sessions}
        gone = [one for key, one in there.items() if key not in wanted]
        if used := next((one for one in gone if one.statements.exists()), None):
            raise Refused(
                _now("Statements are placed at “%(meeting)s”: move them to another meeting first.") % {"meeting": used},
                code="used",
            )
        self.meetings.filter(pk__in=[one.pk for one in gone]).delete()
        StatementsMeeting.objects.bulk_create(
            StatementsMeeting(list=self, session=session) for key, session in wanted.items() if key not in there
        )

    @property
    def is_public(self):
        return self.shown == Shown.EVERYBODY

    @property
    def is_shown_to_delegations(self):
        return self.shown != Shown.OFFICERS

    def in_order_of_time(self):
        """Its meetings that have a time, the first one first."""
        return list(
            self.meetings.filter(session__starts_at__isnull=False, session__cancelled_at=None)
            .select_related("session__room")
            .order_by("session__starts_at", "pk")
        )

    def class_of(self, entity, rank):
        """Whose class it is to speak with this rank. Raises Refused where the list has none for it."""
        for one in self.classes.all():
            if one.is_for(entity, rank):
                return one
        raise Refused(
            _now("The list of speakers has no class for %(entity)s with the level “%(rank)s”. Write to the organisers.")
            % {"entity": entity.name_in_text, "rank": Rank(rank).label},
            code="no_class",
        )


class RankRange(Func):
    """The ranks of one class, both ends included."""

    function = "INT4RANGE"
    template = "%(function)s(%(expressions)s, '[]')"
    output_field = IntegerRangeField()


class Side(Func):
    """States and organisations apart: a range of one number for each."""

    template = "INT4RANGE((%(expressions)s)::int, (%(expressions)s)::int, '[]')"


@kept()
class StatementClass(models.Model):
    """Ranks that are heard together, before the next class, each for the same time."""

    list = models.ForeignKey(StatementsList, models.CASCADE, related_name="classes", verbose_name=_("list of speakers"))
    name = LocalTextField(_("name"))
    position = models.PositiveSmallIntegerField(_("order"))
    of_states = models.BooleanField(_("of States"), default=True, help_text=_("Otherwise of organisations."))
    highest = models.PositiveSmallIntegerField(_("from"), choices=Rank)
    lowest = models.PositiveSmallIntegerField(_("down to"), choices=Rank)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(1), MaxValueValidator(LONGEST)]
    )
    group_minutes = models.PositiveSmallIntegerField(
        _("minutes on behalf of a group"), validators=[MinValueValidator(1), MaxValueValidator(LONGEST)]
    )

    class Meta:
        verbose_name = _("class of speakers")
        verbose_name_plural = _("classes of speakers")
        ordering = ["list", "position"]
        constraints = [
            # What a foreign key of two columns refers to: a statement's class is one of its own list.
            models.UniqueConstraint(fields=["list", "id"], name="a_class_is_of_one_list"),
            models.UniqueConstraint(
                fields=["list", "position"],
                name="classes_follow_one_another",
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message=_("Another class has this place."),
            ),
            models.CheckConstraint(
                condition=Q(lowest__gte=F("highest")),
                name="a_class_goes_from_higher_to_lower",
                violation_error_message=_("The class ends above the rank with which it begins."),
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(1, LONGEST), group_minutes__range=(1, LONGEST)),
                name="a_class_has_its_minutes",
                violation_error_message=_("A statement has from 1 to 60 minutes."),
            ),
            ExclusionConstraint(
                name="a_rank_is_in_one_class",
                expressions=[
                    (RoomRange("list", "list"), RangeOperators.OVERLAPS),
                    (Side("of_states"), RangeOperators.OVERLAPS),
                    (RankRange("highest", "lowest"), RangeOperators.OVERLAPS),
                ],
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message=_("One of these ranks is in another class already."),
            ),
        ]

    def __str__(self):
        return str(self.name)

    @property
    def ceremony(self):
        return self.list.ceremony

    def is_for(self, entity, rank) -> bool:
        return self.of_states == entity.is_state and self.highest <= rank <= self.lowest


@kept()
class StatementsMeeting(models.Model):
    """A session of the programme at which the list is heard."""

    list = models.ForeignKey(
        StatementsList, models.CASCADE, related_name="meetings", verbose_name=_("list of speakers")
    )
    session = models.OneToOneField(
        Session, models.PROTECT, related_name="statements_meeting", verbose_name=_("session")
    )

    class Meta:
        verbose_name = _("meeting of a list of speakers")
        verbose_name_plural = _("meetings of lists of speakers")
        ordering = ["list", "session__starts_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["list", "id"], name="a_meeting_is_of_one_list")]

    def __str__(self):
        return str(self.session)

    @property
    def ceremony(self):
        return self.list.ceremony

    @property
    def day(self):
        """Its day in the ceremony's zone; None while it has no time."""
        return self.list.ceremony.local(self.session.starts_at).date() if self.session.starts_at else None

    def has_begun(self, at) -> bool:
        """From an hour before its time: a chair may begin sooner. What is rehearsed is rehearsed on any day."""
        if self.list.ceremony.is_rehearsal:
            return True
        return self.session.starts_at is not None and at >= self.session.starts_at - EARLY

    def require_begun(self, at):
        """Raises Refused, in words, before anybody can have spoken at it."""
        if self.has_begun(at):
            return
        if self.session.starts_at is None:
            raise Refused(_now("“%(meeting)s” has no time yet.") % {"meeting": self}, code="not_begun")
        raise Refused(
            _now(
                "“%(meeting)s” begins on %(when)s. The floor is given, and a right of reply asked for, from one hour "
                "before that."
            )
            % {"meeting": self, "when": self.list.ceremony.show_time(self.session.starts_at)},
            code="not_begun",
        )

    @property
    def minutes(self):
        """How long it lasts."""
        return (self.session.duration or timedelta()) // timedelta(minutes=1)
