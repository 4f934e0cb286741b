from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accreditation.models import WAITING as WITH_THE_OFFICERS
from accreditation.models import Status
from ceremony.models import LedgerRow, kept
from ceremony.procedure import Refused, move
from press import draw
from press.models.columns import both_or_neither, person, said_in_words
from press.models.journalist import Journalist
from press.models.pool import PlaceKind, Pool, PoolStatus


class RequestStatus(models.TextChoices):
    REQUESTED = "requested", _("Requested")
    PLACED = "placed", _("Has a place")
    WAITING = "waiting", _("On the waiting list")
    LEFT_OUT = "left_out", _("Not accredited when places were given")
    COLLECTED = "collected", _("Has the pool card")
    NO_SHOW = "no_show", _("Did not come")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    PASSED_ON = "passed_on", _("Passed on")


S = RequestStatus
MOVES = {
    S.REQUESTED: {S.PLACED, S.WAITING, S.LEFT_OUT, S.WITHDRAWN},
    S.WAITING: {S.PLACED, S.WITHDRAWN},
    S.LEFT_OUT: {S.PLACED, S.WAITING, S.WITHDRAWN},
    S.PLACED: {S.COLLECTED, S.NO_SHOW, S.WAITING, S.WITHDRAWN, S.PASSED_ON},
    S.COLLECTED: {S.NO_SHOW, S.WAITING, S.WITHDRAWN, S.PASSED_ON},
    S.NO_SHOW: {S.PLACED, S.WAITING},
    S.WITHDRAWN: {S.REQUESTED, S.PLACED, S.WAITING},
    S.PASSED_ON: {S.PLACED, S.WAITING},
}
# What a request begins with, also one that is begun anew. What was drawn for it stays: the draw is repeated from it.
NO_CARD = {"card_number": None, "collected_by": None, "collected_at": None}
BLANK = {"given_because": "", "late_because": "", "instead_of": None} | NO_CARD
WITH_PLACE = [S.PLACED, S.COLLECTED]
STANDING = [S.REQUESTED, S.WAITING, S.LEFT_OUT, *WITH_PLACE]
SENTENCES = {
    "one_request_a_pool_and_person": _("There is a request for this person and pool already."),
    "a_pool_card_has_a_number_of_its_own": _("This number is on another card of the pool."),
    "no_more_in_a_pool_than_it_has_places": _("Every place of this kind is given."),
    "a_place_is_for_the_accredited": _("A place is given to accredited people only."),
    "places_are_given_in_the_pools_own_way": _("The places of this pool are drawn: wait for the draw."),
    "a_request_comes_in_time": _("Requests for this pool have closed."),
    "a_request_is_of_the_pools_ceremony": _("The pool is of another ceremony."),
}


class PoolRequestQuerySet(models.QuerySet):
    def with_place(self):
        return self.filter(status__in=WITH_PLACE)

    def in_turn(self):
        """As those who wait move up: in the order of the draw, then whoever came late. `PoolRequest.turn` in SQL."""
        is_late = models.Case(models.When(late_because="", then=0), default=1)
        return self.order_by(is_late, models.F("rank").asc(nulls_last=True), "asked_at", "pk")

    def for_lists(self):
        return self.select_related("journalist__accreditation", "journalist__application__outlet").defer(
            *PoolRequest.SEALED
        )

    def ask(self, pool, journalist, kind, *, by, at, late_because="", named_by_desk=False):
        """Ask for a place of one kind in a pool, for somebody accredited or waiting to be.

        Raises Refused when requests are not open, for a second request, for a kind that the pool does not have, and for
        one that is not for this person; unless an officer asks. `late_because` is an officer's, after the time: such a
        request goes to the end of the waiting list. `named_by_desk`: in time, for a kind that the desk alone gives.
        """
        with said_in_words(SENTENCES):
            pool = Pool.objects.locked(pool)
            is_late = bool(late_because.strip())
            if not is_late and not pool.takes_requests(at):
                raise Refused(self._why_not(pool, at), code="closed")
            if is_late and pool.status != PoolStatus.GIVEN:
                raise Refused(_now("Late requests are taken when the places are given."), code="not_given")
            status = journalist.accreditation.status
            if status not in {*WITH_THE_OFFICERS, Status.APPROVED, Status.RETURNED, Status.WAITLISTED}:
                raise Refused(
                    _now("%(name)s has not applied for accreditation: submit the application first.")
                    % {"name": journalist},
                    code="not_applied",
                )
            if not pool.count_of(kind):
                raise Refused(_now("This pool has no places of this kind."), code="no_such_places")
            there = self.select_for_update().filter(pool=pool, journalist=journalist, status__in=STANDING).first()
            if there:
                raise Refused(
                    _now("%(name)s has asked for this pool already: “%(kind)s”.")
                    % {"name": journalist, "kind": there.get_kind_display()},
                    code="twice",
                )
            if not is_late and not named_by_desk:
                refuse_another_kind(journalist, kind)
            request = self.begin(
                pool, journalist, kind, S.WAITING if is_late else S.REQUESTED, by=by, at=at, reason=late_because,
                late_because=late_because.strip(),
            )  # fmt: skip
            if is_late:
                pool.move_up(kind, by=by, at=at)
                request.refresh_from_db(fields=["status"])
        return request

    def name_for_the_host(self, pool, journalist, *, by, at):
        """The desk names who has a place of the host broadcaster. Raises Refused for more people than there are places."""
        kind = PlaceKind.HOST_BROADCASTER
        with said_in_words(SENTENCES):
            pool = Pool.objects.locked(pool)
            if self.filter(pool=pool, kind=kind, status__in=STANDING).count() >= pool.count_of(kind) > 0:
                raise Refused(SENTENCES["no_more_in_a_pool_than_it_has_places"], code="full")
            return self.ask(pool, journalist, kind, by=by, at=at, named_by_desk=True)

    def begin(self, pool, journalist, kind, to, *, by, at, reason="", **columns):
        """This person's request for this kind of place, in status `to`: there is one row of it for ever.

        So whoever withdraws and asks again has the ticket of before: nobody tries until luck comes.
        """
        key = draw.key_of(pool.key, kind, journalist.accreditation.key)
        columns = BLANK | {"asked_by": by, "asked_at": at} | columns
        request = self.filter(key=key).first()
        if request:
            request.pool, request.journalist = pool, journalist
            move(request, to, by=by, at=at, reason=reason, **columns)
        else:
            request = self.create(pool=pool, journalist=journalist, kind=kind, key=key, status=to, **columns)
            LedgerRow.objects.record(request, before="", after=to, by=by, at=at, reason=reason)
        return request

    @staticmethod
    def _why_not(pool, at):
        if pool.status == PoolStatus.CANCELLED or pool.session.is_cancelled:
            return _now("The pool is cancelled.")
        if pool.status == PoolStatus.PREPARED or at < pool.opens_at:
            return _now("Requests for this pool open on %(time)s.") % {"time": pool.ceremony.show_time(pool.opens_at)}
        return _now("Requests for this pool closed on %(time)s. For a late request write to the press desk.") % {
            "time": pool.ceremony.show_time(pool.closes_at)
        }


def refuse_another_kind(journalist, kind):
    """Raises Refused for a kind of place that is not for this person."""
    from press.kinds_of_place import BY_THE_DESK, kinds_for

    if kind in BY_THE_DESK:
        raise Refused(
            _now("Places “%(kind)s” are given by the press desk alone: write to it.") % {"kind": PlaceKind(kind).label},
            code="by_the_desk",
        )
    fitting = kinds_for(journalist)
    if kind not in fitting:
        raise Refused(
            _now("A place “%(kind)s” is not for %(name)s (%(function)s, %(outlet)s). What fits: %(fitting)s.")
            % {
                "kind": PlaceKind(kind).label, "name": journalist, "function": journalist.get_function_display(),
                "outlet": journalist.application.outlet.get_kind_display(),
                "fitting": ", ".join(str(one.label) for one in fitting) or _now("no place in a pool"),
            },
            code="not_this_kind",
        )  # fmt: skip


@kept()
class PoolRequest(models.Model):
    """A person's request for a place in a pool, and what became of it: a place, a card, the waiting list, a no-show.

    Whatever frees a place moves the next one up in the same transaction.
    """

    MOVES = MOVES
    MEANINGS = {
        S.PLACED: "good", S.COLLECTED: "good", S.LEFT_OUT: "attention", S.NO_SHOW: "bad", S.PASSED_ON: "over",
    }  # fmt: skip
    # Never read by a list of requests.
    SEALED = (
        *(f"journalist__{name}" for name in ("phone", "passport_expires", "press_card_number")),
        *(f"journalist__accreditation__{name}" for name in ("passport_number", "date_of_birth")),
        "journalist__application__contact_phone",
    )

    key = models.UUIDField(unique=True, editable=False)  # see `draw.key_of`
    pool = models.ForeignKey(Pool, models.CASCADE, related_name="requests", verbose_name=_("pool"))
    journalist = models.ForeignKey(
        Journalist, models.CASCADE, related_name="pool_requests", verbose_name=_("journalist")
    )
    kind = models.CharField(_("kind of place"), max_length=20, choices=PlaceKind)
    status = models.CharField(_("status"), max_length=20, choices=RequestStatus, default=S.REQUESTED)
    asked_by = person(_("asked by"))
    asked_at = models.DateTimeField(_("asked at"))
    late_because = models.CharField(_("taken late because"), max_length=500, blank=True)
    # What the draw found; empty where the desk gave the place.
    ticket = models.CharField(_("ticket"), max_length=64, blank=True, editable=False)
    round = models.PositiveSmallIntegerField(_("round"), null=True, editable=False)
    rank = models.PositiveIntegerField(_("place in the order"), null=True, editable=False)
    given_because = models.CharField(_("given by the desk because"), max_length=500, blank=True)
    card_number = models.PositiveIntegerField(_("number of the card"), null=True, blank=True)
    collected_by = person(_("card handed out by"))
    collected_at = models.DateTimeField(_("card handed out at"), null=True, blank=True)
    instead_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="passed_to", verbose_name=_("in the place of")
    )

    objects = PoolRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a place in a pool")
        verbose_name_plural = _("requests for places in pools")
        ordering = ["pool", "kind", models.F("rank").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pool", "journalist"],
                condition=Q(status__in=STANDING),
                name="one_request_a_pool_and_person",
                violation_error_message=SENTENCES["one_request_a_pool_and_person"],
            ),
            models.UniqueConstraint(
                fields=["pool", "card_number"],
                name="a_pool_card_has_a_number_of_its_own",
                violation_error_message=SENTENCES["a_pool_card_has_a_number_of_its_own"],
            ),
            both_or_neither("collected_by", "collected_at", "a_handed_out_card_says_by_whom"),
            models.CheckConstraint(
                condition=~Q(status=S.COLLECTED) | Q(collected_at__isnull=False, card_number__isnull=False),
                name="a_collected_card_has_a_number_and_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.journalist}: {self.pool}"

    @property
    def ceremony(self):
        return self.pool.ceremony

    @property
    def turn(self):
        """Where it stands among those who wait for a place of its kind."""
        return (bool(self.late_because), self.rank is None, self.rank or 0, self.asked_at, self.pk)

    # Verbs of those who asked

    def withdraw(self, *, by, at, reason=""):
        """They do not need it. A place that this frees goes to the next who waits."""
        self._leave(S.WITHDRAWN, by=by, at=at, reason=reason)

    def step_back(self, *, by, at, reason=""):
        """Not accredited for the time being: the next who waits gets the place, and this one waits with its own rank."""
        with said_in_words(SENTENCES):
            pool = self._hold()
            move(self, S.WAITING, by=by, at=at, reason=reason, **NO_CARD)
            if pool.status == PoolStatus.GIVEN:
                pool.move_up(self.kind, by=by, at=at, without=self)

    def pass_on(self, to, *, by, at, reason=""):
        """A colleague of the same outlet takes the place, with a record. Raises Refused for anybody else."""
        with said_in_words(SENTENCES):
            pool = self._hold()
            if to.pk == self.journalist_id or to.application.outlet_id != self.journalist.application.outlet_id:
                raise Refused(_now("A place is passed on to a colleague of the same outlet."), code="not_a_colleague")
            if to.accreditation.status != Status.APPROVED:
                raise Refused(_now("%(name)s is not accredited.") % {"name": to}, code="not_approved")
            from press.kinds_of_place import BY_THE_DESK

            has_one = type(self).objects.filter(pool=pool, journalist=to, status__in=WITH_PLACE).exists()
            if has_one:
                raise Refused(_now("%(name)s has a place in this pool already.") % {"name": to}, code="twice")
            if self.kind not in BY_THE_DESK:
                refuse_another_kind(to, self.kind)
            move(self, S.PASSED_ON, by=by, at=at, reason=reason)
            others = type(self).objects.filter(pool=pool, journalist=to, status__in=STANDING).exclude(kind=self.kind)
            for own in others:
                own.pool = pool
                move(own, S.WITHDRAWN, by=by, at=at, reason=_now("Takes over the place of a colleague"))
            taken = type(self).objects.begin(
                pool, to, self.kind, S.PLACED, by=by, at=at, reason=reason, instead_of=self,
                late_because=_now("Passed on by a colleague"),
            )  # fmt: skip
        return taken

    # Verbs of the press desk and the escort

    def give(self, *, by, at, reason=""):
        """The desk gives a place: before the places are given where it gives them itself, later from the waiting list.

        Raises Refused out of a draw without a reason, when every place is given, and for somebody not accredited.
        """
        with said_in_words(SENTENCES):
            pool = self._hold()
            if pool.status == PoolStatus.OPEN and pool.way == "draw":
                raise Refused(_now("The places of this pool are drawn: wait for the draw."), code="is_drawn")
            if pool.way == "draw" and not reason.strip():
                raise Refused(
                    _now("Write why this person gets a place out of turn: it stays on record."), code="reason"
                )
            if self.journalist.accreditation.status != Status.APPROVED:
                raise Refused(SENTENCES["a_place_is_for_the_accredited"], code="not_approved")
            if pool.count_of(self.kind) <= type(self).objects.filter(pool=pool, kind=self.kind).with_place().count():
                raise Refused(SENTENCES["no_more_in_a_pool_than_it_has_places"], code="full")
            from press import letters

            move(self, S.PLACED, by=by, at=at, reason=reason.strip(), given_because=reason.strip())
            if pool.status == PoolStatus.GIVEN:
                letters.moved_up(pool, [self], at=at)

    def hand_card(self, *, by, at, number=None):
        """Hand out the pool card; without a number it gets the next one."""
        with said_in_words(SENTENCES):
            pool = self._hold()
            if self.journalist.accreditation.status != Status.APPROVED:
                raise Refused(SENTENCES["a_place_is_for_the_accredited"], code="not_approved")
            if number is None:
                number = (pool.requests.aggregate(last=models.Max("card_number"))["last"] or 0) + 1
            move(self, S.COLLECTED, by=by, at=at, card_number=number, collected_by=by, collected_at=at)

    def no_show(self, *, by, at, reason=""):
        """Not at the gathering point in time. The place is free, and the next who waits gets it."""
        if at < self.pool.gathers_at:
            raise Refused(
                _now("The pool gathers at %(time)s: nobody has failed to come before that.")
                % {"time": self.ceremony.show_time(self.pool.gathers_at)},
                code="early",
            )
        self._leave(S.NO_SHOW, by=by, at=at, reason=reason)

    def put_back(self, *, by, at, reason=""):
        """Who came late after all, or was accredited after the draw, waits again, and moves up where there is room.

        Raises Refused before the places are given: whoever waited then would not be drawn.
        """
        with said_in_words(SENTENCES):
            pool = self._hold()
            if pool.status != PoolStatus.GIVEN:
                raise Refused(
                    _now("Requests close on %(time)s: places are given after that.")
                    % {"time": pool.ceremony.show_time(pool.closes_at)},
                    code="not_given",
                )
            move(self, S.WAITING, by=by, at=at, reason=reason, **NO_CARD)
            pool.move_up(self.kind, by=by, at=at)
            self.refresh_from_db(fields=["status"])

    # What the verbs share

    def _leave(self, to, *, by, at, reason):
        with said_in_words(SENTENCES):
            pool = self._hold()
            had_place = self.status in WITH_PLACE
            move(self, to, by=by, at=at, reason=reason)
            if had_place and pool.status == PoolStatus.GIVEN:
                pool.move_up(self.kind, by=by, at=at)

    def _hold(self):
        """The pool's lock: whatever happens to its places happens one after the other."""
        self.pool = Pool.objects.locked(self.pool)
        if self.pool.status == PoolStatus.CANCELLED:
            raise Refused(_now("The pool is cancelled."), code="cancelled")
        return self.pool
