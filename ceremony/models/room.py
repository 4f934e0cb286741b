from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ceremony.models.ceremony import Ceremony, kept
from directory.texts import LocalTextField


class Layout(models.TextChoices):
    """How the chairs stand. A room seats fewer around a table than in rows."""

    THEATRE = "theatre", _("Theatre")
    CLASSROOM = "classroom", _("Classroom")
    U_SHAPE = "u_shape", _("U shape")
    ROUND = "round", _("Round tables")
    STANDING = "standing", _("Standing")


@kept()
class Room(models.Model):
    """A hall of the venue, in which one thing happens at a time."""

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="rooms", verbose_name=_("ceremony"))
    name = LocalTextField(_("name"))
    capacity = models.PositiveIntegerField(_("seats"), default=0)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    turnover = models.PositiveSmallIntegerField(
        _("turnover, in minutes"), default=15, help_text=_("Kept free after each session, to change over.")
    )
    booths = models.PositiveSmallIntegerField(
        _("interpretation booths"), default=0, help_text=_("One for each language.")
    )
    streams = models.BooleanField(_("can be streamed"), default=False)
    takes_side_events = models.BooleanField(
        _("takes side events"),
        default=True,
        help_text=_("Side events are placed here automatically. By hand anything is."),
    )
    opens = models.TimeField(_("opens"), null=True, blank=True, help_text=_("Left empty: open all day."))
    closes = models.TimeField(_("closes"), null=True, blank=True)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["ceremony", "position", "pk"]
        constraints = [
            # What a foreign key of two columns refers to: a session's room is one of its own ceremony.
            models.UniqueConstraint(fields=["ceremony", "id"], name="a_room_is_of_one_ceremony"),
            models.CheckConstraint(
                condition=Q(opens=None, closes=None)
                | Q(opens__isnull=False, closes__isnull=False, closes__gt=F("opens")),
                name="a_room_closes_after_it_opens",
                violation_error_message=_("Write both hours, the closing hour after the opening hour, or none."),
            ),
        ]

    def __str__(self):
        return str(self.name)

    def seats(self, layout):
        """How many it seats with the chairs standing so; its seats at large where nobody has counted."""
        return {setup.layout: setup.capacity for setup in self.setups.all()}.get(layout, self.capacity)


@kept()
class RoomSetup(models.Model):
    """How many a room seats in one layout."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="setups", verbose_name=_("room"))
    layout = models.CharField(_("set-up"), max_length=20, choices=Layout)
    capacity = models.PositiveIntegerField(_("seats"))

    class Meta:
        verbose_name = _("set-up of a room")
        verbose_name_plural = _("set-ups of rooms")
        ordering = ["room", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["room", "layout"],
                name="one_capacity_a_layout",
                violation_error_message=_("This set-up stands there already."),
            ),
        ]

    def __str__(self):
        return f"{self.get_layout_display()}: {self.capacity}"


@kept()
class RoomBlock(models.Model):
    """A time at which a room is not to be had: rehearsal, repair, security."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="blocks", verbose_name=_("room"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("blocked time")
        verbose_name_plural = _("blocked times")
        ordering = ["room", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="a_block_ends_after_it_starts",
                violation_error_message=_("The blocked time ends before it starts."),
            ),
        ]

    def __str__(self):
        return self.reason

    @property
    def ceremony(self):
        return self.room.ceremony
