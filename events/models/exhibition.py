"""The exhibition and its booths: when one may ask for one, and how large each is."""

from contextlib import contextmanager
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.models import Ceremony, LedgerRow, Role, Room, kept
from ceremony.procedure import AlreadyDecided, Refused
from directory.texts import LocalTextField
from events.models.changing import who_wrote_last

SEE_BOOTHS = {Role.SIDE_EVENTS, Role.ORGANISER, Role.READER}
MOST_POWER = 20_000


@kept()
class Exhibition(models.Model):
    """One a ceremony: until when one may ask for a booth, and whether everybody sees who has which."""

    ceremony = models.OneToOneField(Ceremony, models.CASCADE, related_name="exhibition", verbose_name=_("ceremony"))
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("room"))
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"), help_text=_("Afterwards only an officer enters, with a reason."))
    guidance = LocalTextField(
        _("guidance"), blank=True, lines=True, help_text=_("What exhibitors read before they ask for a booth.")
    )
    is_public = models.BooleanField(_("exhibitors shown to everybody"), default=False)

    class Meta:
        verbose_name = _("exhibition")
        verbose_name_plural = _("exhibitions")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="proposals_of_booths_close_after_they_open",
                violation_error_message=_("It closes before it opens."),
            ),
        ]

    def __str__(self):
        return _now("Exhibition, %(ceremony)s") % {"ceremony": self.ceremony}

    def is_open(self, at) -> bool:
        return self.opens_at <= at < self.closes_at

    def require_open(self, at):
        """Raises Refused, in words, outside the time in which one may ask for a booth."""
        if at < self.opens_at:
            raise Refused(
                _now("Booths can be asked for from %(when)s. Come back then.")
                % {"when": self.ceremony.show_time(self.opens_at)},
                code="not_open_yet",
            )
        if at >= self.closes_at:
            raise Refused(
                _now("Booths could be asked for until %(when)s. Write to the organisers.")
                % {"when": self.ceremony.show_time(self.closes_at)},
                code="closed",
            )


def lock_exhibition(ceremony):
    """Numbers are taken, booths are given and changed one after the other, until the transaction ends."""
    Exhibition.objects.select_for_update(no_key=True, of=("self",)).filter(ceremony=ceremony).values_list("pk").first()


@contextmanager
def as_seen(row, seen):
    """The exhibition's lock around a change of a booth or a proposal; its next revision, to be written with the change.

    Raises AlreadyDecided when the row is not of the revision `seen` any more (without one: the one in hand), naming who
    was first.
    """
    with transaction.atomic():
        lock_exhibition(row.ceremony)
        now = type(row).objects.filter(pk=row.pk).values_list("revision", flat=True).first()
        if now != (row.revision if seen is None else seen):
            raise AlreadyDecided(who_wrote_last(row), code="already_changed")
        yield now + 1


@kept()
class Booth(models.Model):
    """A place in the exhibition, for one exhibitor."""

    LEDGER_WORDS = {"changed": _("changed"), "removed": _("removed")}

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="booths", verbose_name=_("ceremony"))
    number = models.CharField(_("number"), max_length=10)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    width = models.DecimalField(
        _("width, in metres"), max_digits=4, decimal_places=1, validators=[MinValueValidator(1)]
    )
    depth = models.DecimalField(
        _("depth, in metres"), max_digits=4, decimal_places=1, validators=[MinValueValidator(1)]
    )
    power = models.PositiveIntegerField(_("power, in watts"), default=0, validators=[MaxValueValidator(MOST_POWER)])
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("booth")
        verbose_name_plural = _("booths")
        ordering = ["ceremony", "position", "pk"]
        constraints = [
            # What a foreign key of two columns refers to: an exhibitor's booth is one of its own ceremony.
            models.UniqueConstraint(fields=["ceremony", "id"], name="a_booth_is_of_one_ceremony"),
            models.UniqueConstraint(
                fields=["ceremony", "number"],
                name="one_number_a_booth",
                violation_error_message=_("There is a booth with this number."),
            ),
            models.CheckConstraint(
                condition=Q(width__gte=1, depth__gte=1),
                name="a_booth_has_room_for_somebody",
                violation_error_message=_("A booth is at least one metre wide and deep."),
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def size(self):
        """As it is said, whether it was read from the database or just typed: 3 × 2.5 m."""
        width, depth = (Decimal(side).normalize() for side in (self.width, self.depth))
        return f"{width:f} × {depth:f} m"

    @property
    def facts(self):
        """Its number, size and power, as a letter says them: 12 (3 × 2 m, 1500 W)."""
        return _now("%(number)s (%(size)s, %(power)d W)") % {
            "number": self.number, "size": self.size, "power": self.power,
        }  # fmt: skip

    # Verbs

    def change(self, *, by, at, seen=None, **columns):
        """Its number, size, power or place; its exhibitor is told. Raises AlreadyDecided, and Refused for a number twice."""
        from events import letters

        try:
            with as_seen(self, seen) as revision:
                before = Booth.objects.get(pk=self.pk)
                for name, value in (columns := columns | {"revision": revision}).items():
                    setattr(self, name, value)
                self.save(update_fields=[*columns])
                reason = f"{before.facts} → {self.facts}"
                LedgerRow.objects.record(self, before="", after="changed", by=by, at=at, reason=reason)
                if before.facts != self.facts:
                    letters.booth_altered(self, before, at=at)
        except IntegrityError as error:
            if "one_number_a_booth" not in str(error):
                raise
            raise Refused(_now("There is a booth with this number."), code="number") from error

    def remove(self, *, by, at):
        """Raises Refused while somebody has it."""
        with as_seen(self, None):
            if holder := self.proposals.select_related("entity").first():
                raise Refused(
                    _now("Booth %(number)s is that of %(entity)s: give it another booth first.")
                    % {"number": self, "entity": holder.entity},
                    code="used",
                )
            LedgerRow.objects.record(self, before="", after="removed", by=by, at=at, reason=self.facts)
            self.delete()
