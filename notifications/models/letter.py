import uuid
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.models import Ceremony
from ceremony.procedure import Refused, move
from notifications import marks
from notifications.kinds import letter_kinds
from notifications.permissions import can_see_outbox


class LetterStatus(models.TextChoices):
    HELD = "held", _("held for release")
    QUEUED = "queued", _("to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("not delivered")
    LAPSED = "lapsed", _("no longer wanted")


S = LetterStatus
MOVES = {
    S.HELD: {S.QUEUED, S.LAPSED},
    S.QUEUED: {S.SENDING, S.FAILED, S.LAPSED},
    S.SENDING: {S.SENT, S.QUEUED, S.FAILED},
    S.FAILED: {S.QUEUED, S.LAPSED},
}


class Trouble(models.TextChoices):
    ADDRESS = "address", _("The mail server refused the address.")
    LETTER = "letter", _("The mail server refused the letter.")
    SERVER = "server", _("The mail server did not take it; it is tried again.")
    GAVE_UP = "gave_up", _("The mail server did not take it for two days; it is not tried again.")
    OURS = "ours", _("It could not be made ready; it is tried again.")


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user, ceremony):
        """A ceremony's letters for its organisers; nobody else has an outbox. Sign-in letters belong to no ceremony."""
        if not can_see_outbox(user, ceremony):
            return self.none()
        return self.filter(ceremony=ceremony)

    def to_somebody_called(self, words):
        letters = self
        for word in words.split():
            letters = letters.filter(models.Q(to_name__icontains=word) | models.Q(to_email__icontains=word))
        return letters

    def each(self, verb, *, by, at):
        """`release` or `withdraw` of each of these. Returns how many, and a sentence for each that was left alone."""
        done, skipped = 0, []
        for letter in self.select_related("ceremony").defer("text", "html"):
            try:
                getattr(letter, verb)(by=by, at=at)
                done += 1
            except Refused as refusal:
                skipped.append(refusal.message)
        return done, skipped


class Letter(models.Model):
    """A letter as it was written, stored with its cause, and what became of it.

    One per cause, recipient and kind. Never holds a sign-in secret: a mark stands in its place until it is sent.
    """

    MOVES = MOVES

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
    link_to = models.CharField(
        _("leads to"),
        max_length=300,
        blank=True,
        help_text=_("The page behind its one link; the link is minted later."),
    )
    message_id = models.CharField(max_length=200, unique=True, editable=False)
    status = models.CharField(_("status"), max_length=20, choices=LetterStatus, default=LetterStatus.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    first_attempt_at = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    sending_since = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    lapses_at = models.DateTimeField(_("lapses at"), null=True, blank=True)
    maybe_twice = models.BooleanField(
        _("perhaps sent twice"),
        default=False,
        help_text=_("It was in flight when a worker or the mail server went away, and was sent again."),
    )
    trouble = models.CharField(_("trouble"), max_length=20, choices=Trouble, blank=True)
    last_error = models.TextField(_("what the mail server said"), blank=True)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "cause", "to_email"],
                name="one_letter_a_cause_and_recipient",
                violation_error_message=_("This letter went to this address already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status=LetterStatus.SENT) | models.Q(sent_at__isnull=False),
                name="a_sent_letter_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], name="letters_to_be_sent", condition=models.Q(status=LetterStatus.QUEUED)
            ),
            models.Index(
                fields=["sending_since"], name="letters_in_flight", condition=models.Q(status=LetterStatus.SENDING)
            ),
            models.Index(fields=["ceremony", "status", "-id"], name="letters_by_status"),
        ]

    def __str__(self):
        return f"{self.subject} → {self.to_email}"

    def get_absolute_url(self):
        return reverse("notifications:letter", args=[self.ceremony.slug, self.pk])

    @staticmethod
    def new_message_id():
        return f"<{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname or 'plenipo.invalid'}>"

    @property
    def reference(self):
        return f"{self.ceremony.slug.upper() if self.ceremony_id else 'PLENIPO'}/{self.pk:06d}"

    @property
    def kind_label(self):
        """Of a room that is gone, its bare name."""
        kind = letter_kinds.get(self.kind)
        return kind.label if kind else self.kind

    @property
    def may_sign_in(self):
        """Whether its link may sign the reader in: only in the account's own mailbox, and never for staff."""
        return bool(
            self.recipient_id
            and self.recipient.is_active
            and not self.recipient.is_staff
            and self.to_email == self.recipient.email
        )

    @property
    def plain_link(self):
        return settings.SITE_URL + self.link_to

    @property
    def current_address(self):
        """The account's address as it is now, if it was meant for the account's own mailbox."""
        return self.recipient.email if self.recipient_id else self.to_email

    @property
    def shown_text(self):
        return self._without_marks(self.text)

    @property
    def shown_html(self):
        return self._without_marks(self.html)

    def _without_marks(self, words):
        """As a person may see it who is not its recipient: the secret was never stored, and its mark is explained."""
        return words.replace(f'href="{marks.SIGN_IN_LINK}"', "").replace(
            marks.SIGN_IN_LINK, _now("‹a personal link, made when the letter is sent›")
        )

    # What an organiser does with it

    def release(self, *, by, at):
        """Send a letter that was held. Raises Refused when it does not wait any more."""
        if self.status != S.HELD:
            raise Refused(
                _now("%(letter)s does not wait for release: it is “%(status)s”.") % self._as_words(), code="not_held"
            )
        self._queue(by=by, at=at)

    def try_again(self, *, by, at, to_email=""):
        """Send a failed letter once more, to a corrected address if one is given.

        Raises Refused when it has not failed, or when the address is none or has had this letter.
        """
        if self.status != S.FAILED:
            raise Refused(_now("%(letter)s has not failed: it is “%(status)s”.") % self._as_words(), code="not_failed")
        to_email = (to_email or self.to_email).strip().lower()
        columns, reason = {"trouble": "", "last_error": "", "first_attempt_at": None}, ""
        if to_email != self.to_email:
            try:
                validate_email(to_email)
            except ValidationError as error:
                raise Refused(
                    _now("“%(email)s” is no e-mail address.") % {"email": to_email}, code="address"
                ) from error
            if Letter.objects.filter(kind=self.kind, cause=self.cause, to_email=to_email).exists():
                raise Refused(_now("%(email)s has had this letter already.") % {"email": to_email}, code="twin")
            reason = _now("Address corrected from %(before)s.") % {"before": self.to_email}
            columns["to_email"] = to_email
        self._queue(by=by, at=at, reason=reason, **columns)

    def withdraw(self, *, by, at, reason=""):
        """Never send it. Raises Refused when it has gone or is going."""
        if self.status not in (S.HELD, S.QUEUED, S.FAILED):
            raise Refused(_now("%(letter)s cannot be withdrawn: it is “%(status)s”.") % self._as_words(), code="gone")
        move(self, S.LAPSED, by=by, at=at, reason=reason, next_attempt_at=None)

    def _queue(self, *, by, at, **columns):
        from notifications.post import hand_over

        with transaction.atomic():
            move(self, S.QUEUED, by=by, at=at, next_attempt_at=at, **columns)
            transaction.on_commit(partial(hand_over, [self.pk]))

    def _as_words(self):
        return {"letter": self.reference, "status": self.get_status_display()}
