from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Func, Q
from django.utils.translation import gettext_lazy as _

from ceremony.models import Ceremony, Room, kept
from directory.texts import LocalTextField


class SessionKind(models.TextChoices):
    WELCOME = "welcome", _("Welcome")
    OPENING = "opening", _("Opening")
    SIGNING = "signing", _("Signing")
    PLENARY = "plenary", _("Plenary")
    SEMINAR = "seminar", _("Thematic seminar")
    SIDE_EVENT = "side_event", _("Side event")
    PRESS_CONFERENCE = "press_conference", _("Press conference")
    RECEPTION = "reception", _("Reception")
    EXHIBITION = "exhibition", _("Exhibition")


class SessionQuerySet(models.QuerySet):
    def in_order(self):
        return self.select_related("room").order_by("starts_at", "room__position", "pk")


class TimeRange(Func):
    """From the start up to the end, the end not included: one session may follow another without a gap."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class RoomRange(Func):
    """A room as a range of one number, so that a plain GiST index compares it without an extension."""

    function = "INT8RANGE"
    template = "%(function)s(%(expressions)s, '[]')"


@kept()
class Session(models.Model):
    """Something on the programme, in a room, from one instant to another."""

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="sessions", verbose_name=_("ceremony"))
    kind = models.CharField(_("kind"), max_length=20, choices=SessionKind)
    title = LocalTextField(_("title"))
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("room")
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))
    no_parallel = models.BooleanField(
        _("nothing in parallel"), default=False, help_text=_("No side event may overlap it: the opening, the signing.")
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")),
                name="a_session_ends_after_it_starts",
                violation_error_message=_("The session ends before it starts."),
            ),
            ExclusionConstraint(
                name="one_session_at_a_time_in_a_room",
                expressions=[
                    (RoomRange("room", "room"), RangeOperators.OVERLAPS),
                    (TimeRange("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(room__isnull=False),
                violation_error_message=_("This room is taken at that time."),
            ),
        ]

    def __str__(self):
        return str(self.title)

    def clean(self):
        if self.room_id and self.ceremony_id and self.room.ceremony_id != self.ceremony_id:
            raise ValidationError({"room": _("This room belongs to another ceremony.")})
