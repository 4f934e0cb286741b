import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accreditation.models import Status
from ceremony.models import LedgerRow, kept
from ceremony.procedure import AlreadyDecided, Refused, move
from events.models import Session
from press.models.columns import person, said_in_words
from press.models.journalist import Journalist

AMENDABLE = ["seats", "opens_at", "closes_at", "questions_close_at", "moderator"]
MOST_QUESTIONS = 3  # of one person, so that there is room for others
LONGEST_QUESTION = 600


class SeatStatus(models.TextChoices):
    SEATED = "seated", _("Has a seat")
    WAITING = "waiting", _("On the waiting list")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class QuestionStatus(models.TextChoices):
    PUT_IN = "put_in", _("Put in")
    TAKEN = "taken", _("Taken")
    PASSED_OVER = "passed_over", _("Passed over")
    WITHDRAWN = "withdrawn", _("Withdrawn")


SENTENCES = {
    "no_more_seated_than_seats": _("Every seat is taken."),
    "a_conference_keeps_the_seats_that_are_taken": _("More seats than that are taken already."),
    "a_person_has_one_seat_at_a_conference": _("This person is signed up already."),
    "press_pressconference_session_id_key": _("This session is set up as a press conference already."),
}


class PressConferenceQuerySet(models.QuerySet):
    def of_ceremony(self, ceremony):
        return self.filter(session__ceremony=ceremony)

    def locked(self, conference):
        return self.select_for_update(of=("self",), no_key=True).select_related("session__ceremony").get(
            pk=conference.pk
        )  # fmt: skip

    def prepare(self, session, *, by, at, **fields):
        """Set up a session as a press conference: seats, from when until when one signs up, who moderates."""
        with said_in_words(SENTENCES):
            conference = self.create(session=session, **fields)
            conference._note("prepared", by, at)
            conference._tell_the_moderator(by, at)
        return conference


@kept()
class PressConference(models.Model):
    """A session at which the press asks. Who sits on the podium are the session's chairs and co-chairs."""

    LEDGER_WORDS = {"prepared": _("set up"), "amended": _("changed"), "ordered": _("questions put in order")}

    session = models.OneToOneField(Session, models.PROTECT, related_name="press_conference", verbose_name=_("session"))
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    seats = models.PositiveSmallIntegerField(_("seats"))
    opens_at = models.DateTimeField(_("sign-up from"))
    closes_at = models.DateTimeField(_("sign-up until"))
    questions_close_at = models.DateTimeField(_("questions until"))
    moderator = person(_("moderator"))
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = PressConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("press conference")
        verbose_name_plural = _("press conferences")
        ordering = ["session__starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="a_sign_up_closes_after_it_opens",
                violation_error_message=_("Sign-up closes after it opens."),
            ),
        ]

    def __str__(self):
        return str(self.session)

    @property
    def ceremony(self):
        return self.session.ceremony

    def takes_people(self, at):
        return self.opens_at <= at <= self.closes_at and not self.session.is_cancelled

    def takes_questions(self, at):
        return self.opens_at <= at <= self.questions_close_at and not self.session.is_cancelled

    # Verbs of the press desk

    def amend(self, *, seen, by, at, **fields):
        """Raises AlreadyDecided when somebody else changed it since `seen`, Refused for fewer seats than are taken."""
        with said_in_words(SENTENCES):
            now = self._as_it_is(seen)
            changed = [name for name in AMENDABLE if name in fields and getattr(now, name) != fields[name]]
            for name in changed:
                setattr(now, name, fields[name])
            if changed:
                now._write(changed)
                now._note("amended", by, at)
            if "moderator" in changed:
                now._tell_the_moderator(by, at)
            now.move_up(by=by, at=at)
        self._take_over(now)

    def order(self, keys, *, seen, by, at):
        """The moderator's order of the questions: those of `keys` first, as they stand there, the others after them.

        Raises AlreadyDecided when the order, or the list of questions, is not the one that was seen.
        """
        with said_in_words(SENTENCES):
            now = self._as_it_is(seen)
            rows = list(now.questions.filter(status=QuestionStatus.PUT_IN).order_by("position", "pk"))
            asked = [str(key) for key in keys]
            places = {key: place for place, key in enumerate(asked)}
            rows.sort(key=lambda row: places.get(str(row.key), len(places)))
            for place, row in enumerate(rows, start=1):
                row.position = place
            Question.objects.bulk_update(rows, ["position"])
            now._write([])
            now._note("ordered", by, at)
        self._take_over(now)

    # Verbs of the press

    def sign_up(self, journalist, *, by, at):
        """A seat for an accredited person, or a place on the waiting list when all are taken."""
        with said_in_words(SENTENCES):
            now = self._as_it_is()
            if not now.takes_people(at):
                raise Refused(now._why_not(at), code="closed")
            if journalist.accreditation.status != Status.APPROVED:
                raise Refused(_now("%(name)s is not accredited yet.") % {"name": journalist}, code="not_approved")
            taken = now.seatings.filter(status=SeatStatus.SEATED).count()
            waits = now.seatings.filter(status=SeatStatus.WAITING).exists()
            status = SeatStatus.WAITING if taken >= now.seats or waits else SeatStatus.SEATED
            seat = now.seatings.filter(journalist=journalist).first()
            if seat and seat.status != SeatStatus.WITHDRAWN:
                raise Refused(SENTENCES["a_person_has_one_seat_at_a_conference"], code="twice")
            if seat:
                seat.conference = now
                move(seat, status, by=by, at=at, asked_by=by, asked_at=at)
            else:
                seat = Seat.objects.create(
                    conference=now, journalist=journalist, status=status, asked_by=by, asked_at=at
                )
                LedgerRow.objects.record(seat, before="", after=status, by=by, at=at)
        return seat

    def move_up(self, *, by, at, without=None):
        """Give free seats to those who wait, who asked first first, but to `without`, while it is to come. Returns them."""
        from press import letters

        free = self.seats - self.seatings.filter(status=SeatStatus.SEATED).count()
        if free <= 0 or not self.session.is_to_come(at):
            return []
        waiting = (
            self.seatings.filter(status=SeatStatus.WAITING, journalist__accreditation__status=Status.APPROVED)
            .exclude(pk=without and without.pk)
            .order_by("asked_at", "pk")
        )
        moved = list(waiting.select_related("journalist__accreditation", "journalist__application__nominator")[:free])
        for seat in moved:
            seat.conference = self
            move(seat, SeatStatus.SEATED, by=by, at=at)
        letters.seats_moved_up(self, moved, at=at)
        return moved

    def put_question(self, journalist, text, *, language, to_whom="", by, at):
        """Put in a question ahead, with its language and to whom on the podium it goes."""
        text = text.strip()
        with said_in_words(SENTENCES):
            now = self._as_it_is()
            if not now.takes_questions(at):
                raise Refused(
                    _now("Questions could be put in until %(time)s.")
                    % {"time": now.ceremony.show_time(now.questions_close_at)},
                    code="closed",
                )
            if not text or len(text) > LONGEST_QUESTION:
                raise Refused(
                    _now("Write the question in %(most)d characters at most.") % {"most": LONGEST_QUESTION}, code="text"
                )
            if journalist.accreditation.status != Status.APPROVED:
                raise Refused(_now("%(name)s is not accredited yet.") % {"name": journalist}, code="not_approved")
            own = now.questions.filter(journalist=journalist).exclude(status=QuestionStatus.WITHDRAWN)
            own = [_evened(there) for there in own.values_list("text", flat=True)]
            if _evened(text) in own:
                raise Refused(_now("This question is put in already: it stands there once."), code="same")
            if len(own) >= MOST_QUESTIONS:
                raise Refused(
                    _now("You have put in %(count)d questions: leave room for your colleagues.")
                    % {"count": MOST_QUESTIONS},
                    code="too_many",
                )
            last = now.questions.aggregate(last=models.Max("position"))["last"] or 0
            question = Question.objects.create(
                conference=now, journalist=journalist, text=text, language=language, to_whom=to_whom.strip()[:200],
                position=last + 1, put_in_by=by, put_in_at=at,
            )  # fmt: skip
            LedgerRow.objects.record(question, before="", after=QuestionStatus.PUT_IN, by=by, at=at)
        return question

    # What the verbs share

    def _tell_the_moderator(self, by, at):
        """Whoever was named by somebody else, with the way to the questions."""
        from press import letters

        if self.moderator_id and self.moderator_id != (by.pk if by else None):
            letters.moderator_named(self, at=at)

    def _why_not(self, at):
        if self.session.is_cancelled:
            return " ".join(filter(None, [_now("The press conference is cancelled."), self.session.cancelled_note]))
        if at < self.opens_at:
            return _now("Sign-up opens on %(time)s.") % {"time": self.ceremony.show_time(self.opens_at)}
        return _now("Sign-up closed on %(time)s.") % {"time": self.ceremony.show_time(self.closes_at)}

    def _as_it_is(self, seen=None):
        now = type(self).objects.locked(self)
        if seen is not None and now.revision != seen:
            raise AlreadyDecided(_changed(now), code="stale")
        return now

    def _write(self, names):
        self.revision += 1
        self.save(update_fields=[*names, "revision"])

    def _note(self, word, by, at, reason=""):
        LedgerRow.objects.record(self, before="", after=word, by=by, at=at, reason=reason, code=word)

    def _take_over(self, now):
        for field in self._meta.concrete_fields:
            setattr(self, field.attname, getattr(now, field.attname))


def _evened(text):
    """One question whatever its spaces, capitals and last sign."""
    return " ".join(text.casefold().split()).rstrip(" ?.!;؟？。")


def _changed(conference):
    last = LedgerRow.objects.about(conference).last()
    if last is None:
        return _now("This has changed meanwhile: look again.")
    return _now("%(who)s was first: at %(time)s this was %(word)s. Nothing was changed by you: look again.") % {
        "who": last.by_name or _now("The clock"),
        "time": last.ceremony.show_time(last.at),
        "word": last.after_word,
    }


class SeatQuerySet(models.QuerySet):
    def seated(self):
        return self.filter(status=SeatStatus.SEATED)


@kept()
class Seat(models.Model):
    """A person's seat at a press conference, or the place on its waiting list."""

    MOVES = {
        SeatStatus.WAITING: {SeatStatus.SEATED, SeatStatus.WITHDRAWN},
        SeatStatus.SEATED: {SeatStatus.WAITING, SeatStatus.WITHDRAWN},
        SeatStatus.WITHDRAWN: {SeatStatus.SEATED, SeatStatus.WAITING},
    }
    MEANINGS = {SeatStatus.SEATED: "good"}

    conference = models.ForeignKey(
        PressConference, models.CASCADE, related_name="seatings", verbose_name=_("press conference")
    )
    journalist = models.ForeignKey(Journalist, models.CASCADE, related_name="seats", verbose_name=_("journalist"))
    status = models.CharField(_("status"), max_length=20, choices=SeatStatus)
    asked_by = person(_("asked by"))
    asked_at = models.DateTimeField(_("asked at"))

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat at a press conference")
        verbose_name_plural = _("seats at press conferences")
        ordering = ["conference", "asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "journalist"],
                name="a_person_has_one_seat_at_a_conference",
                violation_error_message=SENTENCES["a_person_has_one_seat_at_a_conference"],
            )
        ]

    def __str__(self):
        return f"{self.journalist}: {self.conference}"

    @property
    def ceremony(self):
        return self.conference.ceremony

    def leave(self, *, by, at, reason=""):
        """They do not come. The next who waits gets the seat."""
        with said_in_words(SENTENCES):
            conference = PressConference.objects.locked(self.conference)
            self.conference = conference
            move(self, SeatStatus.WITHDRAWN, by=by, at=at, reason=reason)
            conference.move_up(by=by, at=at)

    def step_back(self, *, by, at, reason=""):
        """Not accredited for the time being: the next who waits gets the seat, and this one waits as of its sign-up."""
        with said_in_words(SENTENCES):
            conference = PressConference.objects.locked(self.conference)
            self.conference = conference
            move(self, SeatStatus.WAITING, by=by, at=at, reason=reason)
            conference.move_up(by=by, at=at, without=self)


@kept(exclude=["text"])
class Question(models.Model):
    """A question put in ahead. The moderator keeps the order and says which is taken."""

    MOVES = {
        QuestionStatus.PUT_IN: {QuestionStatus.TAKEN, QuestionStatus.PASSED_OVER, QuestionStatus.WITHDRAWN},
        QuestionStatus.TAKEN: {QuestionStatus.PUT_IN},
        QuestionStatus.PASSED_OVER: {QuestionStatus.PUT_IN},
        QuestionStatus.WITHDRAWN: set(),
    }
    MEANINGS = {QuestionStatus.PUT_IN: "waiting", QuestionStatus.PASSED_OVER: "over"}

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    conference = models.ForeignKey(
        PressConference, models.CASCADE, related_name="questions", verbose_name=_("press conference")
    )
    journalist = models.ForeignKey(Journalist, models.CASCADE, related_name="questions", verbose_name=_("journalist"))
    text = models.TextField(_("question"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    to_whom = models.CharField(_("to"), max_length=200, blank=True, help_text=_("Empty: whoever wishes to answer."))
    position = models.PositiveIntegerField(_("order"))
    status = models.CharField(_("status"), max_length=20, choices=QuestionStatus, default=QuestionStatus.PUT_IN)
    put_in_by = person(_("put in by"))
    put_in_at = models.DateTimeField(_("put in at"))

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["conference", "position", "pk"]

    def __str__(self):
        return self.text[:60]

    @property
    def ceremony(self):
        return self.conference.ceremony

    def withdraw(self, *, by, at):
        move(self, QuestionStatus.WITHDRAWN, by=by, at=at)

    def take(self, *, by, at):
        """It was asked."""
        move(self, QuestionStatus.TAKEN, by=by, at=at)

    def pass_over(self, *, by, at, reason=""):
        move(self, QuestionStatus.PASSED_OVER, by=by, at=at, reason=reason)

    def put_back(self, *, by, at):
        """Not asked after all: back in the order."""
        move(self, QuestionStatus.PUT_IN, by=by, at=at)
