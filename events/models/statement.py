"""A statement in the debate, from its inscription to its delivery; rights of reply come after all of a meeting."""

import uuid
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accreditation.models import Accreditation, Nominator
from accreditation.models import Status as AccreditationStatus
from ceremony.models import LedgerRow, Role, kept
from ceremony.procedure import AlreadyDecided, Refused, move, who_was_first
from delegations.models import Delegate, Rank
from directory.models import Entity
from events.models.side_event import who_and_when
from events.models.statements_list import StatementClass, StatementsList, StatementsMeeting


class StatementStatus(models.TextChoices):
    INSCRIBED = "inscribed", _("Inscribed")
    SPEAKING = "speaking", _("Speaking")
    DELIVERED = "delivered", _("Delivered")
    PASSED = "passed", _("Passed over")
    WITHDRAWN = "withdrawn", _("Withdrawn")


S = StatementStatus
MOVES = {
    S.INSCRIBED: {S.SPEAKING, S.PASSED, S.WITHDRAWN},
    S.SPEAKING: {S.DELIVERED, S.INSCRIBED},
    S.DELIVERED: {S.INSCRIBED},
    S.PASSED: {S.INSCRIBED, S.WITHDRAWN},
}
STANDING = [S.INSCRIBED, S.SPEAKING, S.DELIVERED, S.PASSED]
TO_COME = [S.INSCRIBED, S.PASSED]
MOST_REPLIES = 2  # of one State at one meeting
# Who sees the whole list before it is shown.
SEE_LIST = {Role.SIDE_EVENTS, Role.ORGANISER, Role.READER}


def lock_list(speakers):
    """Whoever changes the order holds the list's row until the transaction ends."""
    StatementsList.objects.select_for_update(no_key=True, of=("self",)).filter(pk=speakers.pk).values_list("pk").get()


@contextmanager
def in_order(*statements):
    """A transaction with the list's lock, in which these statements and their places are read as they are now."""
    with transaction.atomic():
        lock_list(statements[0].list)
        for one in statements:
            one.refresh_from_db(fields=["status", "rank", "speaker", "meeting", "place_class", "place_at", "level"])
        yield


class StatementQuerySet(models.QuerySet):
    def of(self, user, ceremony):
        """Those of whom this person answers for. No officer's role stands in for it."""
        own = Nominator.objects.filter(ceremony=ceremony).answered_by(user).values("entity")
        return self.filter(list__ceremony=ceremony, entity__in=own)

    def standing(self):
        return self.filter(status__in=STANDING)

    def in_order(self):
        """Meeting by meeting: by class, within it by the time of the request; rights of reply after all others."""
        return self.order_by(
            F("meeting__session__starts_at").asc(nulls_last=True), "meeting", "reply",
            "place_class__position", "place_at", "pk",
        )  # fmt: skip

    def inscribe(
        self, speakers, entity, *, by, at, delegate=None, rank=None, wished_day=None, on_behalf_of="", because=""
    ):
        """Put an entity on the list, at the place that its rank and the time of the request give it.

        The level is that of `delegate`, who speaks, or the `rank` that is announced while nobody is named. `because` is
        an officer's reason to enter it himself, also outside the window. Raises Refused in words.
        """
        from events import inscription

        return inscription.inscribe(
            self, speakers, entity, by=by, at=at, delegate=delegate, rank=rank, wished_day=wished_day,
            on_behalf_of=on_behalf_of.strip(), because=because.strip(),
        )  # fmt: skip

    def reply(self, meeting, entity, *, by, at, key=None):
        """Ask for a right of reply, heard at the end of this meeting. Raises Refused before it, for a third, and for strangers.

        A request that comes again with its `key`, because nobody knew whether it had arrived, gives what it gave.
        """
        from events import inscription

        return inscription.reply(self, meeting, entity, by=by, at=at, key=key or uuid.uuid4())


@kept()
class Statement(models.Model):
    """What one State or organisation says in the debate, in its own name or on behalf of a group.

    Its place in the order is (`meeting`, `place_class`, `place_at`), given by rank and the time of the request. Two that
    exchange places exchange these; a withdrawal leaves no gap and a late request moves nobody whom it does not precede.
    """

    MOVES = MOVES
    MEANINGS = {S.INSCRIBED: "waiting", S.DELIVERED: "good", S.SPEAKING: "moving"}

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    list = models.ForeignKey(
        StatementsList, models.CASCADE, related_name="statements", verbose_name=_("list of speakers")
    )
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="+", verbose_name=_("State or organisation"))
    on_behalf_of = models.CharField(_("on behalf of"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=StatementStatus, default=S.INSCRIBED)
    rank = models.PositiveSmallIntegerField(_("level"), choices=Rank)
    speaker = models.ForeignKey(
        Accreditation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("speaker")
    )
    wished_day = models.DateField(_("wished day"), null=True, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("requested by")
    )
    requested_at = models.DateTimeField(_("requested at"))
    admitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )
    admitted_at = models.DateTimeField(_("entered at"), null=True, blank=True)
    admitted_because = models.CharField(_("entered because"), max_length=500, blank=True)

    # 0 for a statement; 1 and 2 for a first and a second right of reply
    reply = models.PositiveSmallIntegerField(_("right of reply"), default=0)
    level = models.ForeignKey(
        StatementClass, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("class")
    )
    meeting = models.ForeignKey(
        StatementsMeeting, models.PROTECT, null=True, blank=True, related_name="statements", verbose_name=_("meeting")
    )
    place_class = models.ForeignKey(StatementClass, models.PROTECT, null=True, blank=True, related_name="+")
    place_at = models.DateTimeField()

    started_at = models.DateTimeField(_("began at"), null=True, blank=True)
    # The limit with which it began: those of a class may be changed in the middle of a debate.
    given_minutes = models.PositiveSmallIntegerField(_("minutes given"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["list", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["list", "entity"],
                condition=Q(reply=0, on_behalf_of="") & ~Q(status=S.WITHDRAWN),
                name="one_statement_an_entity",
            ),
            models.UniqueConstraint(
                "list",
                Lower("on_behalf_of"),
                condition=~Q(on_behalf_of="") & ~Q(status=S.WITHDRAWN),
                name="one_statement_a_group",
            ),
            models.UniqueConstraint(
                fields=["meeting", "entity", "reply"],
                condition=Q(reply__gt=0) & ~Q(status=S.WITHDRAWN),
                name="a_reply_is_asked_for_once",
            ),
            models.UniqueConstraint(fields=["list"], condition=Q(status=S.SPEAKING), name="one_speaker_at_a_time"),
            models.CheckConstraint(
                condition=Q(reply=0, level__isnull=False, place_class__isnull=False)
                | Q(
                    reply__range=(1, MOST_REPLIES), level=None, place_class=None, on_behalf_of="", meeting__isnull=False
                ),
                name="a_reply_has_no_class",
            ),
            models.CheckConstraint(
                condition=Q(status=S.SPEAKING, started_at__isnull=False, given_minutes__isnull=False, ended_at=None)
                | Q(
                    status=S.DELIVERED,
                    started_at__isnull=False,
                    given_minutes__isnull=False,
                    ended_at__gte=F("started_at"),
                )
                | (~Q(status__in=[S.SPEAKING, S.DELIVERED]) & Q(started_at=None, given_minutes=None, ended_at=None)),
                name="a_statement_that_was_heard_has_its_times",
            ),
            who_and_when("admitted_by", "admitted_at", "an_entered_statement_has_a_person_and_a_time"),
            models.CheckConstraint(
                condition=Q(admitted_at=None, admitted_because="")
                | (Q(admitted_at__isnull=False) & ~Q(admitted_because="")),
                name="an_entered_statement_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["list", "status"], name="statements_by_status")]

    def __str__(self):
        if not self.on_behalf_of:
            return str(self.entity)
        return _now("%(entity)s, on behalf of %(group)s") % {"entity": self.entity, "group": self.on_behalf_of}

    @property
    def ceremony(self):
        return self.list.ceremony

    @property
    def minutes(self):
        """How long it may last: by the settings as they are, and once it has begun by those with which it began."""
        if self.given_minutes is not None:
            return self.given_minutes
        if self.reply:
            return self.list.reply_minutes if self.reply == 1 else self.list.second_reply_minutes
        return self.level.group_minutes if self.on_behalf_of else self.level.minutes

    @property
    def lasted(self):
        return self.ended_at - self.started_at if self.ended_at else None

    @property
    def overran(self):
        """By how much it was longer than its limit; None if it was not."""
        over = (self.lasted or timedelta()) - timedelta(minutes=self.minutes)
        return over if over > timedelta() else None

    @property
    def is_to_come(self):
        return self.status in TO_COME

    @property
    def public_speaker(self):
        """The name that a list shows: of somebody who is accredited, and nobody else."""
        person = self.speaker
        return person if person and person.status == AccreditationStatus.APPROVED else None

    def require_as_seen(self, status):
        """Raises AlreadyDecided when it is not what somebody had on the screen: a colleague was first."""
        if status != self.status:
            raise AlreadyDecided(who_was_first(self), code="already_decided")

    # Verbs of those who speak

    def speak_by(self, *, by, at, delegate=None, rank=None):
        """Name who speaks, or the level. Another class has its place by the time of this request. Raises Refused."""
        from events.inscription import rank_of

        rank = rank_of(delegate, self.entity, rank)
        with self._as_it_is():
            self._only(S.INSCRIBED)
            level = self.list.class_of(self.entity, rank)
            if level.pk != self.level_id:
                self.come_into(level, by=by, at=at)
                self._write(place_at=at)
            self._write(rank=rank, speaker=delegate and delegate.accreditation)

    def follow_rank(self, *, by, at):
        """Take over the rank that its speaker has in the delegation by now. Raises Refused while nobody is named."""
        with self._as_it_is():
            spoken = Delegate.objects.select_related("accreditation__nominator").filter(accreditation=self.speaker_id)
            if self.speaker_id is None or not (delegate := spoken.first()):
                raise Refused(_now("Nobody of the delegation is named: the level is the one announced."), code="nobody")
            self.speak_by(delegate=delegate, by=by, at=at)

    def withdraw(self, *, by, at, reason=""):
        """It is not given. Whoever comes after moves up."""
        with self._as_it_is():
            move(self, S.WITHDRAWN, by=by, at=at, reason=reason)
            self._lapse_exchanges(at)

    # Verbs of the officers

    def come_into(self, level, *, by, at, stays=False):
        """Another class, and so another place in the order unless it `stays`. Inside the list's lock."""
        if level.pk == self.level_id:
            return
        self._note(_now("%(before)s → %(after)s") % {"before": self.level, "after": level}, by, at)
        if not stays:
            self._lapse_exchanges(at)
        self._write(level=level, **({} if stays else {"place_class": level}))

    def move_to(self, meeting, *, by, at, reason):
        """Have it heard at another meeting; there its class and the time of its request place it. Raises Refused without a reason."""
        from events import letters

        if not reason.strip():
            raise Refused(_now("Write why it is moved: the delegation reads it."), code="reason")
        with self._as_it_is():
            self._only(*TO_COME)
            if meeting.list_id != self.list_id or meeting.pk == self.meeting_id:
                raise Refused(_now("Choose another meeting of this list."), code="meeting")
            self._lapse_exchanges(at)
            self._note(f"{self.meeting or '–'} → {meeting}. {reason.strip()}", by, at)
            self._write(meeting=meeting)
            letters.statement_moved(self, reason=reason.strip(), at=at)

    def take_off(self, *, by, at, reason):
        """The officers take it off the list. Raises Refused without a reason: the delegation reads it."""
        from events import letters

        if not reason.strip():
            raise Refused(_now("Write why it is taken off the list: the delegation reads it."), code="reason")
        with transaction.atomic():
            self.withdraw(by=by, at=at, reason=reason.strip())
            letters.statement_taken_off(self, reason=reason.strip(), at=at)

    def start(self, *, by, at):
        """Give the floor. Raises Refused before the meeting has begun, and while somebody else has it."""
        try:
            with self._as_it_is():
                self._require_begun(at)
                move(self, S.SPEAKING, by=by, at=at, started_at=at, given_minutes=self.minutes)
                self._lapse_exchanges(at)
        except IntegrityError as error:
            if "one_speaker_at_a_time" not in str(error):
                raise
            speaking = Statement.objects.filter(list=self.list_id, status=S.SPEAKING).first()
            raise Refused(
                _now("%(name)s has the floor: end that statement first.") % {"name": speaking or _now("Somebody else")},
                code="floor",
            ) from error

    def end(self, *, by, at):
        """It is delivered."""
        move(self, S.DELIVERED, by=by, at=at, ended_at=max(at, self.started_at or at))

    def take_back(self, *, by, at):
        """The floor was given by mistake: back to the list, in its place."""
        move(self, S.INSCRIBED, by=by, at=at, started_at=None, given_minutes=None)

    def not_delivered(self, *, by, at, reason):
        """It was ended by mistake: back to the list, in its place, and its text is nobody's to read again.

        Raises Refused without a reason: the delegation reads it.
        """
        from events import letters

        if not reason.strip():
            raise Refused(_now("Write why it was not delivered after all: the delegation reads it."), code="reason")
        with self._as_it_is():
            move(
                self, S.INSCRIBED, by=by, at=at, reason=reason.strip(), started_at=None, given_minutes=None, ended_at=None
            )  # fmt: skip
            letters.statement_not_delivered(self, reason=reason.strip(), at=at)

    def pass_over(self, *, by, at):
        """Called, and not in the hall. It can be put back at the end of the meeting. Raises Refused before it has begun."""
        with self._as_it_is():
            self._require_begun(at)
            move(self, S.PASSED, by=by, at=at)
            self._lapse_exchanges(at)

    def put_back(self, *, by, at):
        """Here after all: heard after all others of the meeting, before the rights of reply."""
        with self._as_it_is():
            last = self.list.classes.order_by("-position").first()
            move(self, S.INSCRIBED, by=by, at=at, place_at=at, **({} if self.reply else {"place_class": last}))

    # What the verbs share

    @contextmanager
    def _as_it_is(self):
        """In order, and as the caller saw it. Raises AlreadyDecided when a colleague was first."""
        seen = self.status
        with in_order(self):
            self.require_as_seen(seen)
            yield

    def _require_begun(self, at):
        if self.meeting is None:
            raise Refused(_now("“%(name)s” is at no meeting yet: move it to one.") % {"name": self}, code="no_meeting")
        self.meeting.list = self.list
        self.meeting.require_begun(at)

    def _only(self, *statuses):
        if self.status not in statuses:
            raise Refused(
                _now("“%(name)s” is “%(status)s”: its place is not changed any more.")
                % {"name": self, "status": self.get_status_display()},
                code="not_to_come",
            )

    def _write(self, **columns):
        for name, value in columns.items():
            setattr(self, name, value)
        self.save(update_fields=[*columns])

    def _note(self, reason, by, at):
        LedgerRow.objects.record(self, before=self.status, after=self.status, by=by, at=at, reason=reason)

    def _lapse_exchanges(self, at):
        """Whoever was asked about this place was asked about another one."""
        from events.models.exchange import Exchange

        for one in Exchange.objects.open().about(self):
            one.lapse(at=at)
