from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import F, Func, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ceremony.instants import written
from ceremony.models import Ceremony, kept
from ceremony.procedure import Refused
from events.models.changing import lock_programme


class SlotQuerySet(models.QuerySet):
    def exactly(self, starts_at, ends_at):
        """The one in which an event runs from the first of these to the last, or None."""
        return next((slot for slot in self.filter(starts_at=starts_at) if slot.event_ends_at == ends_at), None)

    def add(self, ceremony, times, *, changeover):
        """Make slots of these [(from, to)]. Raises Refused where one runs into another that is there already."""
        with transaction.atomic():
            # The programme's lock: a slot appears between moves, not during one.
            lock_programme(ceremony)
            there = list(self.filter(ceremony=ceremony))
            for starts_at, ends_at in times:
                for other in there:
                    if starts_at < other.ends_at and other.starts_at < ends_at:
                        other.ceremony = ceremony
                        raise Refused(
                            _now("Another slot runs at that time: %(slot)s.") % {"slot": other}, code="overlap"
                        )
            return self.bulk_create(
                Slot(ceremony=ceremony, starts_at=first, ends_at=last, changeover=changeover) for first, last in times
            )


@kept()
class Slot(models.Model):
    """A time that side events run in, side by side in several rooms: an hour, and a quarter of one to change over."""

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="slots", verbose_name=_("ceremony"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"), help_text=_("With the time to change over."))
    changeover = models.PositiveSmallIntegerField(
        _("of which to change over, in minutes"), default=15, validators=[MaxValueValidator(120)]
    )

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ["ceremony", "starts_at"]
        constraints = [
            # What a foreign key of two columns refers to: a session's slot is one of its own ceremony.
            models.UniqueConstraint(fields=["ceremony", "id"], name="a_slot_is_of_one_ceremony"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="a_slot_ends_after_it_starts",
                violation_error_message=_("The slot ends before it starts."),
            ),
            ExclusionConstraint(
                name="slots_follow_one_another",
                expressions=[
                    (Func("ceremony", "ceremony", function="INT8RANGE", template="%(function)s(%(expressions)s, '[]')"), RangeOperators.OVERLAPS),
                    (Func("starts_at", "ends_at", function="TSTZRANGE"), RangeOperators.OVERLAPS),
                ],
                deferrable=models.Deferrable.IMMEDIATE,
                violation_error_message=_("Another slot runs at that time."),
            ),
        ]  # fmt: skip

    def __str__(self):
        first, last = self.ceremony.local(self.starts_at), self.ceremony.local(self.event_ends_at)
        day = written(self.starts_at, "SHORT_DATE_FORMAT", self.ceremony.zone)
        return f"{day}, {first:%H:%M}–{last:%H:%M}"

    @property
    def event_ends_at(self):
        """When those who speak have to come to an end."""
        return self.ends_at - timedelta(minutes=self.changeover)

    def remove(self):
        """Raises Refused while a session is in it, or a proposal wishes it."""
        with transaction.atomic():
            lock_programme(self.ceremony)
            sessions, wishes = self.sessions.count(), self.wishes.count()
            if sessions:
                raise Refused(
                    ngettext(
                        "%(number)d session is in this slot: move it first.",
                        "%(number)d sessions are in this slot: move them first.",
                        sessions,
                    ) % {"number": sessions},
                    code="in_use",
                )  # fmt: skip
            if wishes:
                raise Refused(
                    ngettext(
                        "%(number)d proposal wishes this slot, and the wish would be lost.",
                        "%(number)d proposals wish this slot, and their wishes would be lost.",
                        wishes,
                    ) % {"number": wishes},
                    code="wished",
                )  # fmt: skip
            self.delete()
