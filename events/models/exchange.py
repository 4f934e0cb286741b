"""Two delegations that exchange their places on the list of speakers: one asks, the other says yes."""

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.models import LedgerRow, kept
from ceremony.procedure import Refused, move
from events.models.side_event import who_and_when
from events.models.statement import Statement, StatementStatus, in_order


class ExchangeStatus(models.TextChoices):
    ASKED = "asked", _("Asked")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    CALLED_OFF = "called_off", _("Called off")
    LAPSED = "lapsed", _("Lapsed")


S = ExchangeStatus
MOVES = {S.ASKED: {S.ACCEPTED, S.REFUSED, S.CALLED_OFF, S.LAPSED}}


class ExchangeQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status=S.ASKED)

    def about(self, *statements):
        return self.filter(Q(asking__in=statements) | Q(asked__in=statements)).order_by("pk")

    def ask(self, asking, asked, *, by, at):
        """Ask another delegation for its place, in exchange for one's own. Raises Refused in words."""
        from events import letters

        with in_order(asking, asked):
            _refuse_what_cannot(asking, asked)
            if self.open().filter(asking=asking).exists():
                raise Refused(
                    _now("You have asked somebody already: wait for the answer, or call it off first."), code="asked"
                )
            try:
                with transaction.atomic():
                    exchange = self.create(asking=asking, asked=asked, asked_by=by, asked_at=at)
            except IntegrityError as error:
                raise Refused(_now("This exchange is asked for already."), code="asked") from error
            LedgerRow.objects.record(exchange, before="", after=S.ASKED, by=by, at=at)
            letters.exchange_asked(exchange, at=at)
        return exchange

    def by_officer(self, one, other, *, by, at, reason):
        """The officers exchange two places themselves, with a reason that both delegations read."""
        from events import letters
        from events.inscription import require_an_officer

        require_an_officer(by, one.list.ceremony)
        if not reason.strip():
            raise Refused(_now("Write why they exchange places: both delegations read it."), code="reason")
        with in_order(one, other):
            _refuse_what_cannot(one, other)
            for row in self.open().about(one, other):
                row.lapse(at=at)
            exchange_places(one, other, by=by, at=at, reason=reason.strip())
            for statement in (one, other):
                letters.statement_moved(statement, reason=reason.strip(), at=at)


def _refuse_what_cannot(one, other):
    if one.pk == other.pk or one.list_id != other.list_id or one.reply or other.reply:
        raise Refused(_now("Choose another statement of this list."), code="other")
    for statement in (one, other):
        if statement.status != StatementStatus.INSCRIBED:
            raise Refused(
                _now("“%(name)s” is “%(status)s”: it has no place to exchange.")
                % {"name": statement, "status": statement.get_status_display()},
                code="no_place",
            )


def exchange_places(one, other, *, by, at, reason):
    """Inside the list's lock. Each keeps its level and its time; only the places change hands."""
    places = [(row.meeting, row.place_class, row.place_at) for row in (other, one)]
    for row, (meeting, place_class, place_at), partner in zip((one, other), places, (other, one), strict=True):
        row._note(_now("Exchanged places with %(other)s. %(reason)s") % {"other": partner, "reason": reason}, by, at)
        row._write(meeting=meeting, place_class=place_class, place_at=place_at)


@kept()
class Exchange(models.Model):
    """One delegation asks another to change places with it; the places are those of the moment of the request."""

    MOVES = MOVES
    MEANINGS = {S.LAPSED: "over"}

    asking = models.ForeignKey(Statement, models.CASCADE, related_name="exchanges_asked", verbose_name=_("asking"))
    asked = models.ForeignKey(Statement, models.CASCADE, related_name="exchanges_received", verbose_name=_("asked"))
    status = models.CharField(_("status"), max_length=20, choices=ExchangeStatus, default=S.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("exchange of places")
        verbose_name_plural = _("exchanges of places")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(asking=F("asked")), name="places_are_exchanged_by_two"),
            models.UniqueConstraint(fields=["asking"], condition=Q(status=S.ASKED), name="one_is_asked_at_a_time"),
            who_and_when("answered_by", "answered_at", "an_exchange_is_answered_by_somebody"),
            models.CheckConstraint(
                condition=~Q(status__in=[S.ACCEPTED, S.REFUSED]) | Q(answered_at__isnull=False),
                name="an_answered_exchange_says_who",
            ),
        ]

    def __str__(self):
        return _now("%(asking)s and %(asked)s") % {"asking": self.asking, "asked": self.asked}

    @property
    def ceremony(self):
        return self.asking.list.ceremony

    @property
    def warning(self) -> str:
        """What to know before a yes where the places are of different classes; empty where they are of one."""
        asking, asked = self.asking, self.asked
        if asking.place_class_id == asked.place_class_id:
            return ""
        return _now(
            "The places are of different classes: %(asking)s would speak among “%(class_of_asked)s”, and %(asked)s among "
            "“%(class_of_asking)s”. Each keeps its own time limit."
        ) % {
            "asking": asking,
            "class_of_asked": asked.place_class,
            "asked": asked,
            "class_of_asking": asking.place_class,
        }

    # Verbs

    def accept(self, *, by, at):
        """Both change places, in one transaction. Raises Refused when one of them has none any more."""
        from events import letters

        with in_order(self.asking, self.asked):
            _refuse_what_cannot(self.asking, self.asked)
            move(self, S.ACCEPTED, by=by, at=at, answered_by=by, answered_at=at)
            for other in type(self).objects.open().about(self.asking, self.asked):
                other.lapse(at=at)
            exchange_places(self.asking, self.asked, by=by, at=at, reason="")
            letters.exchange_answered(self, at=at)

    def refuse(self, *, by, at):
        from events import letters

        with transaction.atomic():
            move(self, S.REFUSED, by=by, at=at, answered_by=by, answered_at=at)
            letters.exchange_answered(self, at=at)

    def call_off(self, *, by, at):
        """Whoever asked does not want it any more."""
        move(self, S.CALLED_OFF, by=by, at=at)

    def lapse(self, *, at):
        """One of the two has no such place any more."""
        move(self, S.LAPSED, by=None, at=at)
