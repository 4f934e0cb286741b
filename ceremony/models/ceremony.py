from datetime import datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo, available_timezones

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.addresses import address_of
from accounts.brought import objects_of
from ceremony.desk import Invited, desk
from ceremony.instants import written
from directory.models import Entity, EntityKind
from directory.texts import LocalTextField

# First segments of addresses that belong to the site; no ceremony may take them.
RESERVED_SLUGS = {
    "accounts", "admin", "api", "healthz", "language", "media", "metrics", "new", "private", "protected", "readyz", "static",
    "work",
}  # fmt: skip


def not_reserved(slug):
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("“%(slug)s” is an address of the site itself: choose another.") % {"slug": slug})


def known_zone(name):
    if name not in available_timezones():
        raise ValidationError(
            _("“%(name)s” is no time zone. Write its IANA name, such as Asia/Ho_Chi_Minh.") % {"name": name}
        )


class CeremonyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Published ones for everybody; those in preparation for their officers and for those asked to them."""
        if user.is_superuser:
            return self
        if not user.is_authenticated:
            return self.filter(is_public=True)
        theirs = models.Q(is_public=True) | models.Q(pk__in=user.offices.active().values("ceremony"))
        for room in desk.in_order(Invited):
            theirs |= models.Q(pk__in=room.ceremonies(user))
        return self.filter(theirs)


def kept(*, exclude=()):
    """The history of a model: every insert, change and deletion, by whatever statement, with who and where."""
    return pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=list(exclude)
    )


@kept(exclude=["updated_at"])
class Ceremony(models.Model):
    """A treaty signing conference: everything else belongs to one. A rehearsal is a ceremony of its own."""

    slug = models.SlugField(
        _("address"),
        max_length=50,
        unique=True,
        validators=[not_reserved],
        help_text=_("The first part of its addresses."),
    )
    title = LocalTextField(_("title"))
    city = LocalTextField(_("city"))
    venue = LocalTextField(_("venue"))
    host = models.ForeignKey(Entity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("host"))
    time_zone = models.CharField(
        _("time zone"), max_length=64, validators=[known_zone], help_text=_("IANA name, such as Asia/Ho_Chi_Minh.")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    is_public = models.BooleanField(_("public"), default=False, help_text=_("Its home can be seen by everybody."))
    is_rehearsal = models.BooleanField(
        _("rehearsal"), default=False, help_text=_("Marked on every page, paper and letter.")
    )
    rehearsal_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="rehearsals", verbose_name=_("rehearsal of")
    )
    holds_decision_letters = models.BooleanField(
        _("hold decision letters"),
        default=False,
        help_text=_("Letters about decisions wait in the outbox until an organiser releases them."),
    )
    contact_email = models.EmailField(_("contact address"), blank=True, help_text=_("Printed below every letter."))
    erase_on = models.DateField(
        _("personal data erased on"),
        null=True,
        blank=True,
        help_text=_("Passport data, dates of birth, needs and photos are erased on this day."),
    )
    in_figures = LocalTextField(
        _("in figures"),
        blank=True,
        lines=True,
        help_text=_("What was published about it, a figure a line: 2,500 | people accredited, 26 October 2025"),
    )
    updated_at = models.DateTimeField(auto_now=True)

    # It has no status; what its organisers do to it as a whole stands in the ledger under these words.
    LEDGER_WORDS = {"made": _("made as a rehearsal")}

    objects = CeremonyQuerySet.as_manager()

    class Meta:
        verbose_name = _("ceremony")
        verbose_name_plural = _("ceremonies")
        ordering = ["-starts_on", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="a_ceremony_ends_after_it_starts",
                violation_error_message=_("The last day is before the first day."),
            ),
            models.CheckConstraint(
                condition=models.Q(rehearsal_of=None) | models.Q(is_rehearsal=True),
                name="what_rehearses_another_is_a_rehearsal",
                violation_error_message=_("A ceremony that rehearses another is marked as a rehearsal."),
            ),
        ]

    def __str__(self):
        return str(self.title)

    def get_absolute_url(self):
        return address_of("ceremony:home", self.slug)

    @property
    def published_figures(self):
        """(figure, what it counts and as of when) of each line of `in_figures`; the figure may be empty."""
        lines = (line.rpartition("|") for line in str(self.in_figures).splitlines() if line.strip())
        return [(figure.strip(), words.strip()) for figure, _bar, words in lines]

    @property
    def zone(self):
        return ZoneInfo(self.time_zone)

    def local(self, at: datetime) -> datetime:
        return timezone.localtime(at, self.zone)

    def has_begun(self, at: datetime) -> bool:
        """Its first day is here, or past."""
        return self.local(at).date() >= self.starts_on

    def is_over(self, at: datetime) -> bool:
        """Its last day has passed, or the day on which its papers are erased has come: nobody owes it anything."""
        today = self.local(at).date()
        return today > self.ends_on or (self.erase_on is not None and today >= self.erase_on)

    def show_time(self, at: datetime) -> str:
        """An instant as people read it: "25 October 2025, 15:04 (Ha Noi time)"."""
        return _("%(date)s, %(time)s (%(city)s time)") % {
            "date": written(at, "DATE_FORMAT", self.zone),
            "time": written(at, "H:i", self.zone),
            "city": self.city or self.time_zone,
        }

    def start_of(self, day, hour=0, minute=0) -> datetime:
        return datetime.combine(day, time(hour, minute), tzinfo=self.zone)

    @cached_property
    def deadlines_by_kind(self) -> dict:
        """Where a page's address named the ceremony they came with it; else they are asked for."""
        if "brought_deadlines" in self.__dict__:
            return {one.kind: one.at for one in objects_of(Deadline, self.brought_deadlines)}
        return dict(self.deadlines.values_list("kind", "at"))

    def deadline(self, kind) -> datetime | None:
        """The instant up to which one may; None where the ceremony has set no such deadline."""
        return self.deadlines_by_kind.get(kind)

    @property
    def days(self):
        return [self.starts_on + timedelta(days=number) for number in range((self.ends_on - self.starts_on).days + 1)]


class DeadlineKind(models.TextChoices):
    REGISTRATION = "registration", _("Registration of delegations")
    NOTE_VERBALE = "note_verbale", _("Note verbale")
    ARRIVALS = "arrivals", _("Arrivals")


@kept()
class Deadline(models.Model):
    """An instant after which only an officer admits, with a reason."""

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="deadlines", verbose_name=_("ceremony"))
    kind = models.CharField(_("for"), max_length=30, choices=DeadlineKind)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ["ceremony", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["ceremony", "kind"],
                name="one_deadline_a_kind",
                violation_error_message=_("This ceremony already has a deadline of this kind."),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.ceremony.show_time(self.at)}"


@kept()
class Quota(models.Model):
    """How many people of one role each entity of one kind may bring. A role left empty means all together."""

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="quotas", verbose_name=_("ceremony"))
    entity_kind = models.CharField(_("kind of entity"), max_length=20, choices=EntityKind)
    role = models.CharField(_("role"), max_length=30, blank=True, help_text=_("Empty: all roles together."))
    limit = models.PositiveSmallIntegerField(_("people"))

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["ceremony", "entity_kind", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["ceremony", "entity_kind", "role"],
                name="one_quota_a_kind_and_role",
                violation_error_message=_("There is already a quota for this kind and role."),
            )
        ]

    def __str__(self):
        return f"{self.get_entity_kind_display()}: {self.limit}"
