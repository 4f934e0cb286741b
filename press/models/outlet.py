import uuid

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accreditation.models import Nominator
from ceremony.models import Ceremony, LedgerRow, kept
from ceremony.procedure import AlreadyDecided, Refused, move, who_was_first
from directory.models import Entity
from directory.sorting import search_key
from press.models.columns import both_or_neither, person, said_in_words
from press.models.outlet_name import OutletName
from press.near_names import grams_of, host_of, initials_of, name_key, near


class OutletKind(models.TextChoices):
    AGENCY = "agency", _("News agency")
    PRINT = "print", _("Newspaper or magazine")
    ONLINE = "online", _("Online")
    TV = "tv", _("Television")
    RADIO = "radio", _("Radio")
    PHOTO = "photo", _("Photo agency")
    DOCUMENTARY = "documentary", _("Documentary film")


class OutletStatus(models.TextChoices):
    UNVERIFIED = "unverified", _("Not verified")
    VERIFIED = "verified", _("Verified")
    REJECTED = "rejected", _("Not bona fide media")
    MERGED = "merged", _("Merged into another")


S = OutletStatus
MOVES = {
    S.UNVERIFIED: {S.VERIFIED, S.REJECTED, S.MERGED},
    S.VERIFIED: {S.UNVERIFIED, S.REJECTED, S.MERGED},
    S.REJECTED: {S.UNVERIFIED, S.MERGED},
}
NO_DECISION = {"decided_by": None, "decided_at": None, "decision_note": ""}
AMENDABLE = ["name", "kind", "country", "website", "editor_name", "editor_email"]
PERSONAL = ["editor_name", "editor_email"]


class OutletQuerySet(models.QuerySet):
    def standing(self):
        """Those that are not merged into another."""
        return self.exclude(status=S.MERGED)

    def named(self, words):
        """Those of which every word is part of some name, with or without diacritics."""
        outlets = self
        for word in search_key(words).split():
            outlets = outlets.filter(search_key__contains=word)
        return outlets

    def of_people(self, people):
        """Keys of the outlets for which these accreditations were put forward."""
        nominators = {person.nominator_id for person in people}
        return (
            self.filter(applications__nominator__in=nominators).order_by("pk").values_list("pk", flat=True).distinct()
        )

    def near(self, ceremony, name, *, website="", without=None):
        """See `press.near_names.near`."""
        return near(ceremony, name, website=website, without=without)

    def locked(self, *keys):
        """These rows as they are now, in the order of their keys, nobody else's until the transaction ends."""
        return list(self.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk"))

    def enter(self, ceremony, *, name, kind, country=None, website="", by, at, seen_near=(), **fields):
        """Enter an outlet that is not there yet. `seen_near` are the keys of the near ones that the person was shown.

        Raises Refused (code "same") when it is there under this name, and (code "near", with `params["near"]`) when
        near ones were not shown yet: whoever has seen them and finds his own among none of them may enter it.
        """
        name = " ".join(name.split())
        if not name_key(name):
            raise Refused(_now("Write the name of the outlet."), code="no_name")
        found = near(ceremony, name, website=website)
        country_pk = country.pk if country else None
        same = next((one for one in found if one.is_the_same and one.outlet.country_id == country_pk), None)
        if same:
            raise Refused(
                _now("“%(name)s” is on the list already: choose it there.") % {"name": same.outlet},
                code="same", params={"near": [same]},
            )  # fmt: skip
        seen = {str(key) for key in seen_near}
        if unseen := [one for one in found if str(one.outlet.key) not in seen]:
            raise Refused(
                _now("There are outlets with nearly this name: %(names)s. Choose yours, or say that it is none of them.")
                % {"names": ", ".join(str(one.outlet) for one in found)},
                code="near", params={"near": found, "unseen": unseen},
            )  # fmt: skip
        outlet = self.model(
            ceremony=ceremony, name=name, kind=kind, country=country, website=website, entered_by=by, entered_at=at,
            **fields,
        )  # fmt: skip
        with said_in_words(SENTENCES):
            outlet.save(force_insert=True)
            outlet._name_it(name)
            LedgerRow.objects.record(outlet, before="", after=S.UNVERIFIED, by=by, at=at)
        return outlet


SENTENCES = {"one_outlet_a_name_and_country": _("An outlet of this name and country is there already: merge the two.")}


@kept(exclude=["search_key", *PERSONAL])
class Outlet(models.Model):
    """A newspaper, an agency, a station at a ceremony: its people, letters and quota hang on it. An object, not a text.

    Twins are merged, never deleted: whoever still holds the address of one is led to the other.
    """

    MOVES = MOVES
    MEANINGS = {S.UNVERIFIED: "waiting", S.REJECTED: "bad"}
    LEDGER_WORDS = dict(OutletStatus.choices) | {
        "amended": _("changed"),
        "named": _("another name"),
        "unnamed": _("a name taken away"),
        "quota": _("own quota"),
        "took_in": _("took in a twin"),
    }

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="outlets", verbose_name=_("ceremony"))
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=250, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=OutletKind)
    country = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    website = models.URLField(_("website"), max_length=300, blank=True)
    host = models.CharField(max_length=120, blank=True, editable=False, db_index=True)
    editor_name = models.CharField(_("editor who signs"), max_length=200, blank=True)
    editor_email = models.EmailField(_("the editor's e-mail address"), blank=True)
    quota = models.PositiveSmallIntegerField(
        _("own quota"), null=True, blank=True, help_text=_("Empty: the quota of its kind.")
    )
    status = models.CharField(_("status"), max_length=20, choices=OutletStatus, default=S.UNVERIFIED)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="twins", verbose_name=_("merged into")
    )
    decided_by = person(_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_note = models.CharField(_("why"), max_length=1000, blank=True)
    entered_by = person(_("entered by"))
    entered_at = models.DateTimeField(_("entered at"))
    # Counted up by every change, so that whoever saves a page that has grown old is told.
    version = models.PositiveIntegerField(default=1, editable=False)
    search_key = models.TextField(editable=False)

    objects = OutletQuerySet.as_manager()

    class Meta:
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
        ordering = ["ceremony", "name_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ceremony", "name_key", "country"],
                condition=~Q(status=S.MERGED),
                nulls_distinct=False,
                name="one_outlet_a_name_and_country",
                violation_error_message=_("An outlet of this name and country is there already."),
            ),
            models.CheckConstraint(
                condition=Q(status=S.MERGED, merged_into__isnull=False) | (~Q(status=S.MERGED) & Q(merged_into=None)),
                name="a_merged_outlet_says_into_which",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="an_outlet_is_not_merged_into_itself"
            ),
            both_or_neither("decided_by", "decided_at", "an_outlets_decision_has_a_person_and_a_time"),
            models.CheckConstraint(
                condition=~Q(status=S.REJECTED) | ~Q(decision_note=""),
                name="a_rejected_outlet_has_a_reason",
                violation_error_message=_("Write why this is not bona fide media."),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        if "name" in self.__dict__:
            self.name_key, self.host = name_key(self.name), host_of(self.website)
            if not self.search_key:
                self.search_key = search_key(self.name)
        super().save(*args, **kwargs)

    def now(self):
        """The outlet that this one is now: itself, or the one it was merged into, however often."""
        outlet = self
        while outlet.merged_into_id:
            outlet = outlet.merged_into
        return outlet

    @property
    def people(self):
        """The accreditations of everybody who applies for it, in whichever application."""
        from accreditation.models import Accreditation

        return Accreditation.objects.filter(nominator__press_application__outlet=self)

    # Verbs of the press desk

    def verify(self, *, by, at, seen=None, note=""):
        """It is what it says: bona fide media. Its people can be approved. Raises AlreadyDecided as `amend` does."""
        self._move(
            S.VERIFIED, seen, by=by, at=at, reason=note, decided_by=by, decided_at=at, decision_note=note.strip()
        )

    def reject(self, *, by, at, reason, seen=None):
        """It is no bona fide media, such as one that sells advertising. Nobody of it is approved any more.

        Those who apply for it are told, with the reason. Raises Refused without one.
        """
        from press import letters

        if not reason.strip():
            raise Refused(_now("Write why this is not bona fide media: those who applied read it."), code="reason")
        with transaction.atomic():
            self._move(
                S.REJECTED,
                seen,
                by=by,
                at=at,
                reason=reason,
                decided_by=by,
                decided_at=at,
                decision_note=reason.strip(),
            )
            letters.outlet_rejected(self, at=at)

    def reopen(self, *, by, at, seen=None, reason=""):
        """Look again at one that was verified or rejected."""
        self._move(S.UNVERIFIED, seen, by=by, at=at, reason=reason, **NO_DECISION)

    def amend(self, *, seen, by, at, **fields):
        """Change what is known of it. Raises AlreadyDecided when somebody else changed it since `seen`.

        A new name is kept beside the former one, by which it is still found. Another kind may have room for more people.
        """
        from press.quotas import move_up

        with said_in_words(SENTENCES):
            now = self._as_it_is(seen)
            changed = [name for name in AMENDABLE if name in fields and getattr(now, name) != fields[name]]
            if not changed:
                return
            for name in changed:
                setattr(now, name, fields[name])
            if "name" in changed:
                now.name = " ".join(now.name.split())
                if not name_key(now.name):
                    raise Refused(_now("Write the name of the outlet."), code="no_name")
                now._name_it(now.name)
            now._write([*changed, "name_key", "host"])
            now._note("amended", by, at, ", ".join(str(now._meta.get_field(name).verbose_name) for name in changed))
            if "kind" in changed:
                move_up(now, by=by, at=at)
        self._take_over(now)

    def add_name(self, name, *, by, at, is_shared=False):
        """Another name by which it is found: its initials, its name in another language.

        Raises Refused (code "taken") for a name of another outlet, unless it is said that both bear it.
        """
        name = " ".join(name.split())
        if not name_key(name):
            raise Refused(_now("Write the name."), code="no_name")
        with transaction.atomic():
            now = self._as_it_is()
            if now.names.filter(key=name_key(name)).exists():
                raise Refused(_now("“%(name)s” is one of its names already.") % {"name": name}, code="same")
            others = OutletName.objects.filter(key=name_key(name), outlet__ceremony=now.ceremony_id).exclude(outlet=now)
            other = others.exclude(outlet__status=S.MERGED).select_related("outlet").first()
            if other and not is_shared:
                raise Refused(
                    _now(
                        "“%(name)s” is a name of the outlet “%(other)s”. If the two are one, merge them; if both bear the "
                        "name, say so."
                    )
                    % {"name": name, "other": other.outlet},
                    code="taken",
                )
            now._name_it(name, is_main=False)
            now._write([])
            now._note("named", by, at, name)
        self._take_over(now)

    def drop_name(self, name, *, by, at):
        """Take another name away. Raises Refused for the name that it bears."""
        with transaction.atomic():
            now = self._as_it_is()
            found = now.names.filter(pk=name.pk).first()
            if found is None or found.is_main:
                raise Refused(_now("The name that it bears stays: change it instead."), code="is_main")
            found.delete()
            now._keep_search_key()
            now._write([])
            now._note("unnamed", by, at, found.name)
        self._take_over(now)

    def set_quota(self, limit, *, by, at, reason, seen=None):
        """Its own quota, or with None that of its kind; those who wait move up as far as there is room. Returns them.

        Raises Refused without a reason, AlreadyDecided as `amend` does.
        """
        from press.quotas import move_up

        if not reason.strip():
            raise Refused(_now("Write why: a quota of its own stays on record."), code="reason")
        with transaction.atomic():
            now = self._as_it_is(seen)
            before, now.quota = now.quota, limit
            now._write(["quota"])
            now._note("quota", by, at, f"{_or_dash(before)} → {_or_dash(limit)}. {reason.strip()}")
            moved = move_up(now, by=by, at=at)
        self._take_over(now)
        return moved

    def merge_into(self, other, *, by, at, reason):
        """This and `other` are one: its names, applications, letters and requests are `other`'s from now on.

        Nothing is lost: this row stays and leads to the other, and those who applied for it are told. Raises Refused for itself, another ceremony's, and one
        that is merged already.
        """
        from press import letters
        from press.quotas import move_up

        if not reason.strip():
            raise Refused(_now("Write why the two are one outlet: it stays on record."), code="reason")
        if other.pk == self.pk or other.ceremony_id != self.ceremony_id:
            raise Refused(_now("Choose another outlet of this ceremony to merge it into."), code="itself")
        with transaction.atomic():
            rows = {row.pk: row for row in type(self).objects.locked(self.pk, other.pk)}
            now, into = rows[self.pk], rows[other.pk]
            if into.status == S.MERGED:
                raise Refused(
                    _now("“%(name)s” was merged into another outlet meanwhile. Choose that one.") % {"name": into},
                    code="merged",
                )
            if now.status == S.MERGED:
                raise AlreadyDecided(who_was_first(now), code="already_decided")
            gone_over = list(now.applications.values_list("pk", flat=True))
            now._hand_over(into)
            move(now, S.MERGED, by=by, at=at, reason=f"→ {into.name}. {reason.strip()}", merged_into=into)
            into._keep_search_key()
            into._write(["quota"])
            into._note("took_in", by, at, f"{now.name}. {reason.strip()}")
            letters.outlet_merged(now, into, into.applications.filter(pk__in=gone_over), at=at)
            move_up(into, by=by, at=at)
        self._take_over(now)
        other._take_over(into)

    # What the verbs share

    def _hand_over(self, into):
        there = set(into.names.values_list("key", flat=True))
        self.names.exclude(key__in=there).update(outlet=into, is_main=False)
        type(self).objects.filter(merged_into=self).update(merged_into=into)
        self.applications.update(outlet=into)
        Nominator.objects.filter(press_application__outlet=into).update(name=into.name)
        # Two requests that wait would be two answers to one outlet: the later of them stays the twin's own.
        from press.models.quota import QuotaRequestStatus
        from press.quotas import limit_of

        waiting = Q(status=QuotaRequestStatus.ASKED)
        if not into.quota_requests.filter(waiting).exists():
            self.quota_requests.filter(waiting).update(outlet=into)
        self.quota_requests.exclude(waiting).update(outlet=into)
        if self.quota is not None and (limit := limit_of(into)) is not None and limit < self.quota:
            into.quota = self.quota

    def _move(self, to, seen, **how):
        with transaction.atomic():
            now = self._as_it_is(seen)
            move(self, to, version=now.version + 1, **how)

    def _as_it_is(self, seen=None):
        now = next(iter(type(self).objects.locked(self.pk)), None)
        if now is None:
            raise AlreadyDecided(_now("This no longer exists."), code="gone")
        if now.status == S.MERGED:
            raise Refused(
                _now("“%(name)s” is part of “%(other)s” now: nothing was changed.") % {"name": now, "other": now.now()},
                code="merged",
            )
        if seen is not None and now.version != seen:
            raise AlreadyDecided(who_was_first(now), code="stale")
        return now

    def _name_it(self, name, *, is_main=True):
        if is_main:
            self.names.filter(is_main=True).update(is_main=False)
        OutletName.objects.update_or_create(
            outlet=self,
            key=name_key(name),
            defaults={
                "name": name[:200], "initials": initials_of(name)[:60], "grams": grams_of(name), "is_main": is_main,
            },
        )  # fmt: skip
        if is_main:
            Nominator.objects.filter(press_application__outlet=self).update(name=name[:200])
        self._keep_search_key()

    def _keep_search_key(self):
        self.search_key = " ".join(dict.fromkeys([name_key(self.name), *self.names.values_list("key", flat=True)]))
        type(self).objects.filter(pk=self.pk).update(search_key=self.search_key)

    def _write(self, names):
        self.version += 1
        self.save(update_fields=[*names, "version"])

    def _note(self, word, by, at, reason=""):
        LedgerRow.objects.record(self, before=self.status, after=word, by=by, at=at, reason=reason, code=word)

    def _take_over(self, now):
        for field in self._meta.concrete_fields:
            setattr(self, field.attname, getattr(now, field.attname))


def _or_dash(number):
    return "–" if number is None else number
