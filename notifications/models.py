import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ceremony.models import Ceremony


class LetterStatus(models.TextChoices):
    HELD = "held", _("held for release")
    QUEUED = "queued", _("to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("not delivered")
    LAPSED = "lapsed", _("no longer wanted")


class Letter(models.Model):
    """A letter as it was written, stored with its cause, and what became of it.

    One per cause, recipient and kind. Never holds a sign-in secret: `secret_for` says what is to be minted at sending.
    """

    ceremony = models.ForeignKey(
        Ceremony, models.CASCADE, null=True, blank=True, related_name="letters", verbose_name=_("ceremony")
    )
    kind = models.CharField(_("kind"), max_length=80)
    cause = models.CharField(
        _("cause"), max_length=120, help_text=_("What it was written for; the same cause never twice.")
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("recipient"),
    )
    to_email = models.EmailField(_("to"))
    to_name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"))
    # Where the letter's one link leads after sign-in; the link itself is minted at sending.
    link_to = models.CharField(max_length=300, blank=True)
    message_id = models.CharField(max_length=200, unique=True, editable=False)
    status = models.CharField(_("status"), max_length=20, choices=LetterStatus, default=LetterStatus.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    sending_since = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    lapses_at = models.DateTimeField(_("lapses at"), null=True, blank=True)
    maybe_twice = models.BooleanField(
        _("perhaps sent twice"),
        default=False,
        help_text=_("It was in flight when a worker was killed, and went again."),
    )
    last_error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "cause", "to_email"], name="one_letter_a_cause_and_recipient"),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], name="letters_to_be_sent", condition=models.Q(status=LetterStatus.QUEUED)
            ),
            models.Index(fields=["ceremony", "status"], name="letters_by_status"),
        ]

    def __str__(self):
        return f"{self.subject} → {self.to_email}"

    @staticmethod
    def new_message_id():
        return f"<{uuid.uuid4()}@plenipo.invalid>"
