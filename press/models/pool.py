import uuid

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.encryption import SealedTextField
from accreditation.models import Status
from ceremony.models import Ceremony, LedgerRow, kept
from ceremony.procedure import AlreadyDecided, Refused, move, move_many, who_was_first
from directory.texts import LocalTextField
from events.models import Session
from press import draw
from press.models.columns import both_or_neither, person, said_in_words


class PlaceKind(models.TextChoices):
    PHOTO = "photo", _("Photo")
    TV = "tv", _("Television")
    PRINT = "print", _("Print and online")
    HOST_BROADCASTER = "host_broadcaster", _("Host broadcaster")


class PoolWay(models.TextChoices):
    DRAW = "draw", _("By draw")
    DESK = "desk", _("By the press desk")


class PoolStatus(models.TextChoices):
    PREPARED = "prepared", _("In preparation")
    OPEN = "open", _("Open for requests")
    GIVEN = "given", _("Places given")
    CANCELLED = "cancelled", _("Cancelled")


S = PoolStatus
MOVES = {
    S.PREPARED: {S.OPEN, S.CANCELLED},
    S.OPEN: {S.GIVEN, S.CANCELLED},
    S.GIVEN: {S.CANCELLED},
}
AMENDABLE = ["way", "gathering_point", "gathers_at", "escort", "note", "opens_at", "closes_at"]
# Whoever has a place or waits for one goes by these: a letter says what they are now.
TOLD = {"gathering_point", "gathers_at", "note"}
# What may still change when requests came in on the strength of it: not how places are given, nor until when one asks.
AFTER_OPENING = ["gathering_point", "gathers_at", "escort", "note"]
SENTENCES = {
    "no_more_in_a_pool_than_it_has_places": _("More people have a place of this kind already."),
    "a_pool_keeps_the_places_that_are_given": _("More people have a place of this kind already."),
    "requests_to_a_pool_close_before_it_gathers": _("Requests close before the pool gathers."),
    "press_pool_session_id_key": _("This session has a pool already."),
}


class PoolQuerySet(models.QuerySet):
    def of_ceremony(self, ceremony):
        return self.filter(session__ceremony=ceremony)

    def published(self):
        """What the public and the applicants know of."""
        return self.exclude(status=S.PREPARED)

    def locked(self, pool):
        now = self.select_for_update(of=("self",), no_key=True).select_related("session__ceremony").filter(
            pk=pool.pk
        )  # fmt: skip
        return now.get()

    def prepare(self, session, *, places, by, at, **fields):
        """Set up a pool for a session. `places` is kind -> (how many, where they stand).

        Raises Refused for one that gathers after its session has begun.
        """
        with said_in_words(SENTENCES):
            pool = self.model(session=session, prepared_by=by, prepared_at=at, **fields)
            pool._refuse_to_gather_late()
            pool.save(force_insert=True)
            pool._set_places(places)
            LedgerRow.objects.record(pool, before="", after=S.PREPARED, by=by, at=at)
            pool._tell_the_escort(by, at)
        return pool


@kept(exclude=["sealed_seed", "seed"])
class Pool(models.Model):
    """Places for the press at a session with little room: who gets one, where they stand, where they gather and when.

    Drawn fairly: when requests open, a seed is made and its hash published; after they close the seed is revealed and
    gives the places. PostgreSQL lets nobody change the seed in between, and checks that it is the one of the hash.
    """

    MOVES = MOVES
    MEANINGS = {S.PREPARED: "quiet", S.OPEN: "moving", S.GIVEN: "good", S.CANCELLED: "over"}
    LEDGER_WORDS = dict(PoolStatus.choices) | {"amended": _("changed"), "places": _("number of places")}

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.OneToOneField(Session, models.PROTECT, related_name="pool", verbose_name=_("session"))
    way = models.CharField(_("how places are given"), max_length=10, choices=PoolWay, default=PoolWay.DRAW)
    gathering_point = LocalTextField(_("gathering point"))
    gathers_at = models.DateTimeField(_("gathers at"))
    escort = person(_("escort"))
    note = LocalTextField(_("note for those who come"), blank=True, lines=True)
    opens_at = models.DateTimeField(_("requests from"))
    closes_at = models.DateTimeField(_("requests until"))
    status = models.CharField(_("status"), max_length=20, choices=PoolStatus, default=S.PREPARED)
    prepared_by = person(_("prepared by"))
    prepared_at = models.DateTimeField(_("prepared at"))
    opened_by = person(_("opened by"))
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    given_by = person(_("places given by"))
    given_at = models.DateTimeField(_("places given at"), null=True, blank=True)
    # Until the draw nobody can read the seed in a copy of the database; its hash is public from the opening on.
    sealed_seed = SealedTextField(blank=True, editable=False)
    seed_hash = models.CharField(_("hash of the seed"), max_length=64, blank=True, editable=False)
    seed = models.CharField(_("seed"), max_length=64, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = PoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("pool")
        verbose_name_plural = _("pools")
        ordering = ["session__starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="requests_to_a_pool_close_after_they_open",
                violation_error_message=_("Requests close after they open."),
            ),
            models.CheckConstraint(
                condition=Q(gathers_at__gte=F("closes_at")),
                name="requests_to_a_pool_close_before_it_gathers",
                violation_error_message=_("Requests close before the pool gathers."),
            ),
            both_or_neither("opened_by", "opened_at", "an_opened_pool_says_by_whom"),
            both_or_neither("given_by", "given_at", "given_places_say_by_whom"),
            models.CheckConstraint(
                condition=~Q(status__in=[S.OPEN, S.GIVEN]) | Q(opened_at__isnull=False),
                name="an_open_pool_was_opened",
            ),
            models.CheckConstraint(
                condition=~Q(status=S.OPEN) | Q(way=PoolWay.DESK) | ~Q(seed_hash=""),
                name="a_pool_to_be_drawn_has_published_its_hash",
            ),
            models.CheckConstraint(
                condition=~Q(status=S.GIVEN) | Q(given_at__isnull=False, given_at__gte=F("closes_at")),
                name="places_are_given_after_requests_close",
                violation_error_message=_("Requests have not closed yet."),
            ),
            models.CheckConstraint(
                condition=~Q(status=S.GIVEN) | Q(way=PoolWay.DESK) | ~Q(seed=""),
                name="a_drawn_pool_has_revealed_its_seed",
            ),
        ]

    def __str__(self):
        return str(self.session)

    @property
    def ceremony(self) -> Ceremony:
        return self.session.ceremony

    def takes_requests(self, at):
        return self.status == S.OPEN and self.opens_at <= at <= self.closes_at and not self.session.is_cancelled

    def count_of(self, kind):
        return {one.kind: one.count for one in self.places.all()}.get(kind, 0)

    # Verbs of the press desk

    def amend(self, *, seen, by, at, places=None, **fields):
        """Change what is not settled yet; after the opening the meeting point, the escort and the places only.

        Whoever has a place or waits for one is told of another gathering point or time, and so is the escort.
        Raises AlreadyDecided when somebody else changed it since `seen`, Refused for fewer places than are given and for a
        pool that gathers after its session has begun.
        """
        from press import letters

        with said_in_words(SENTENCES):
            now = self._as_it_is(seen)
            open_to_change = AMENDABLE if now.status == S.PREPARED else AFTER_OPENING
            changed = [name for name in AMENDABLE if name in fields and getattr(now, name) != fields[name]]
            if fixed := [name for name in changed if name not in open_to_change]:
                raise Refused(
                    _now("Requests are open: “%(what)s” cannot be changed any more.")
                    % {"what": ", ".join(str(now._meta.get_field(name).verbose_name) for name in fixed)},
                    code="open",
                )
            before = now.escort
            for name in changed:
                setattr(now, name, fields[name])
            if "gathers_at" in changed:
                now._refuse_to_gather_late()
            if places is not None and now._set_places(places):
                changed.append("places")
            if not changed:
                return
            now._write([name for name in changed if name != "places"])
            now._note("amended", by, at)
            if now.session.is_to_come(at):
                if now.status == S.GIVEN and TOLD.intersection(changed):
                    letters.pool_changed(now, at=at)
                if {"escort", *TOLD}.intersection(changed):
                    now._tell_the_escort(by, at)
                if "escort" in changed:
                    now._release(before, by, at, reason=lambda: _now("Somebody else escorts it."))
            if "places" in changed and now.status == S.GIVEN:
                for kind in PlaceKind:
                    now.move_up(kind, by=by, at=at)
        self._take_over(now)

    def open(self, *, by, at):
        """Requests may come. For a draw the seed is made now and its hash published; nobody reads the seed before it.

        Raises Refused without places and after the time until which one may ask.
        """
        with transaction.atomic():
            now = self._as_it_is()
            now._refuse_a_cancelled_session()
            if at >= now.closes_at:
                raise Refused(_now("The time until which one may ask has passed: set a later one."), code="late")
            if not any(place.count for place in now.places.all()):
                raise Refused(_now("Say first how many places of which kind there are."), code="no_places")
            secret = {}
            if now.way == PoolWay.DRAW:
                seed = draw.new_seed()
                secret = {"sealed_seed": seed, "seed_hash": draw.hash_of(seed)}
            move(now, S.OPEN, by=by, at=at, reason=secret.get("seed_hash", ""), opened_by=by, opened_at=at, **secret)
        self._take_over(now)

    def give_places(self, *, by, at):
        """After requests have closed: draw, or end the desk's own giving; those who got none wait, in order.

        Who is not accredited by now is left out. Everybody concerned gets a letter. Raises Refused before the time.
        """
        from press import letters
        from press.models.pool_request import PoolRequest, RequestStatus

        with said_in_words(SENTENCES):
            now = self._as_it_is()
            if now.status == S.GIVEN:
                raise AlreadyDecided(who_was_first(now), code="already_decided")
            now._refuse_a_cancelled_session()
            if at < now.closes_at:
                raise Refused(
                    _now("Requests close on %(time)s: places are given after that.")
                    % {"time": now.ceremony.show_time(now.closes_at)},
                    code="early",
                )
            seed = now.sealed_seed if now.way == PoolWay.DRAW else ""
            asked = list(
                PoolRequest.objects.filter(pool=now, status=RequestStatus.REQUESTED)
                .select_related("journalist__accreditation", "journalist__application")
                .defer(*PoolRequest.SEALED)
                .select_for_update(of=("self",))
                .order_by("pk")
            )
            taking = [one for one in asked if one.journalist.accreditation.status == Status.APPROVED]
            if now.way == PoolWay.DRAW:
                places = {place.kind: place.count for place in now.places.all()}
                taken = PoolRequest.objects.filter(pool=now).with_place().values_list("kind", flat=True)
                for kind in taken:
                    places[kind] -= 1
                entries = [draw.Entry(str(one.key), one.kind, one.journalist.application.outlet_id) for one in taking]
                outcomes = draw.draw(seed, entries, places)
                for one in taking:
                    found = outcomes[str(one.key)]
                    one.ticket, one.round, one.rank = found.ticket, found.round, found.rank
                PoolRequest.objects.bulk_update(taking, ["ticket", "round", "rank"])
                drawn = [one for one in taking if outcomes[str(one.key)].has_place]
            else:
                for rank, one in enumerate(sorted(taking, key=lambda one: (one.kind, one.asked_at, one.pk)), start=1):
                    one.rank = rank
                PoolRequest.objects.bulk_update(taking, ["rank"])
                drawn = []
            with_place = {one.pk for one in drawn}
            # The pool first: its row is what the triggers ask whether places may be given.
            move(now, S.GIVEN, by=by, at=at, reason=seed, given_by=by, given_at=at, seed=seed)
            move_many(drawn, RequestStatus.PLACED, by=by, at=at, ceremony=now.ceremony)
            waiting = [one for one in taking if one.pk not in with_place]
            move_many(waiting, RequestStatus.WAITING, by=by, at=at, ceremony=now.ceremony)
            left_out = [one for one in asked if one.journalist.accreditation.status != Status.APPROVED]
            move_many(left_out, RequestStatus.LEFT_OUT, by=by, at=at, ceremony=now.ceremony)
            letters.places_given(now, placed=drawn, waiting=waiting, left_out=left_out, at=at)
        self._take_over(now)

    def cancel(self, *, by, at, reason):
        """The pool does not take place. Everybody who asked is told. Raises Refused without a reason."""
        from press import letters

        if not reason.strip():
            raise Refused(_now("Write why the pool is cancelled: those who asked are told."), code="reason")
        with transaction.atomic():
            now = self._as_it_is()
            was_public = now.status != S.PREPARED
            move(now, S.CANCELLED, by=by, at=at, reason=reason.strip())
            if was_public:
                letters.pool_cancelled(now, reason=reason.strip(), at=at)
            now._release(now.escort, by, at, reason=reason.strip())
        self._take_over(now)

    def move_up(self, kind, *, by, at, without=None):
        """Give the free places of a kind to those who wait, in their order. Called by whatever frees a place.

        Who is not accredited any more is passed over, and so is `without`, who is about to be. Nobody moves up to a session
        that is over or cancelled. Returns those who moved up.
        """
        from press import letters
        from press.models.pool_request import PoolRequest, RequestStatus

        with transaction.atomic():
            if not type(self).objects.locked(self).session.is_to_come(at):
                return []
            requests = PoolRequest.objects.filter(pool=self, kind=kind)
            free = self.places.filter(kind=kind).values_list("count", flat=True).first() or 0
            free -= requests.with_place().count()
            if free <= 0:
                return []
            waiting = (
                requests.filter(status=RequestStatus.WAITING, journalist__accreditation__status=Status.APPROVED)
                .exclude(pk=without and without.pk)
                .select_related("journalist__accreditation", "journalist__application")
                .defer(*PoolRequest.SEALED)
                .in_turn()[:free]
            )
            moved = list(waiting)
            for one in moved:
                one.pool = self
                move(one, RequestStatus.PLACED, by=by, at=at, reason=_now("Moved up from the waiting list"))
            letters.moved_up(self, moved, at=at)
            return moved

    # What the verbs share

    def _tell_the_escort(self, by, at):
        """Whoever was named by somebody else: what there is to do, when and where, with the way to the list."""
        from press import letters

        if self.escort_id and self.escort_id != (by.pk if by else None):
            letters.escort_named(self, at=at)

    def _release(self, escort, by, at, *, reason):
        """Whoever was told to come is told not to."""
        from press import letters

        if escort and escort != by:
            letters.escort_released(self, escort, reason=reason, at=at)

    def _refuse_to_gather_late(self):
        begins = self.session.starts_at
        if begins and self.gathers_at > begins:
            raise Refused(
                _now("The session begins at %(time)s: the pool gathers before that.")
                % {"time": self.ceremony.show_time(begins)},
                code="gathers_late",
            )

    def _refuse_a_cancelled_session(self):
        if self.session.is_cancelled:
            raise Refused(
                _now("The session is cancelled. Cancel the pool, so that those who asked are told."),
                code="session_cancelled",
            )

    def _set_places(self, places):
        """True if they are others than before."""
        before = {one.kind: (one.count, one.position) for one in self.places.all()}
        after = {kind: (count, str(position)) for kind, (count, position) in places.items()}
        if before == after:
            return False
        self.places.exclude(kind__in=after).delete()
        for kind, (count, position) in after.items():
            PoolPlaces.objects.update_or_create(pool=self, kind=kind, defaults={"count": count, "position": position})
        return True

    def _as_it_is(self, seen=None):
        now = type(self).objects.locked(self)
        if seen is not None and now.revision != seen:
            raise AlreadyDecided(who_was_first(now), code="stale")
        if seen is not None and now.status == S.CANCELLED:
            raise Refused(_now("The pool is cancelled."), code="cancelled")
        return now

    def _write(self, names):
        self.revision += 1
        self.save(update_fields=[*names, "revision"])

    def _note(self, word, by, at, reason=""):
        LedgerRow.objects.record(self, before=self.status, after=word, by=by, at=at, reason=reason, code=word)

    def _take_over(self, now):
        for field in self._meta.concrete_fields:
            setattr(self, field.attname, getattr(now, field.attname))


@kept()
class PoolPlaces(models.Model):
    """How many places of one kind a pool has, and where they are."""

    pool = models.ForeignKey(Pool, models.CASCADE, related_name="places", verbose_name=_("pool"))
    kind = models.CharField(_("kind"), max_length=20, choices=PlaceKind)
    count = models.PositiveSmallIntegerField(_("places"))
    position = models.CharField(_("position"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("places of a pool")
        verbose_name_plural = _("places of pools")
        ordering = ["pool", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pool", "kind"],
                name="places_of_a_kind_stand_once",
                violation_error_message=_("This kind of place stands there already."),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.count}"
