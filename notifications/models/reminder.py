from django.db import models
from django.utils.translation import gettext_lazy as _

from ceremony.models import Deadline


class Reminder(models.Model):
    """One day on which those who still have something to do before a deadline are written to.

    Planned from the deadline by `notifications.reminders.plan` and planned anew when the deadline moves.
    """

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="reminders", verbose_name=_("deadline"))
    due_at = models.DateTimeField(_("due"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    letters = models.PositiveIntegerField(_("letters written"), default=0)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(fields=["deadline", "due_at"], name="one_reminder_a_deadline_and_instant"),
        ]
        indexes = [models.Index(fields=["due_at"], name="reminders_to_come", condition=models.Q(done_at=None))]

    def __str__(self):
        return f"{self.deadline} – {self.deadline.ceremony.show_time(self.due_at)}"
