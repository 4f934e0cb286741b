import uuid
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ceremony import typesetting
from ceremony.models import LedgerRow
from ceremony.procedure import Refused, move
from directory.models import name_language
from signatures.models.call import Sitting
from signatures.models.treaty import Treaty
from signatures.permissions import can_read_papers


class PaperKind(models.TextChoices):
    PROCES_VERBAL = "proces_verbal", _("Procès-verbal of a signing session")
    SIGNATORIES = "signatories", _("List of signatories")
    CERTIFICATE = "certificate", _("Certificate of an entry")
    DIGEST = "digest", _("Digest of a day")


class PaperStatus(models.TextChoices):
    REQUESTED = "requested", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be made")


S = PaperStatus
MOVES = {S.REQUESTED: {S.READY, S.FAILED}, S.FAILED: {S.REQUESTED}}
# A paper takes a second. One that nobody has finished for so long lost its worker.
LEASE = timedelta(minutes=1)
ATTEMPTS = 3
NAMES = {
    PaperKind.PROCES_VERBAL: "proces-verbal",
    PaperKind.SIGNATORIES: "signatories",
    PaperKind.CERTIFICATE: "certificate",
    PaperKind.DIGEST: "digest",
}


class PaperQuerySet(models.QuerySet):
    def visible_to(self, user, ceremony):
        if not can_read_papers(user, ceremony):
            return self.none()
        return self.filter(treaty__ceremony=ceremony)

    def requested(self):
        return self.filter(status=S.REQUESTED)

    def abandoned(self, at):
        """Requested so long ago that whoever was making them must be gone."""
        return self.requested().filter(tried_at__lt=at - LEASE)

    def ask(self, treaty, kind, *, language, by, at, sitting=None, number=None, day=None):
        """Ask for a paper about the log as it is now; a worker makes it after the commit.

        Asked for again while it is being made, it is the same paper. Raises Refused for an entry that there is not,
        a day to come, and a session of another treaty.
        """
        from signatures import log

        _refuse_what_is_not_there(treaty, sitting, number, day, at)
        with transaction.atomic():
            # The treaty's row is the log's lock: two who ask at once get one paper.
            Treaty.objects.locked(treaty)
            entries, head = log.head(treaty)
            about = {"kind": kind, "language": language, "sitting": sitting, "number": number, "day": day}
            there = self.requested().filter(treaty=treaty, head=head, **about).first()
            if there:
                return there
            paper = self.create(
                treaty=treaty, **about, entries=entries, head=head, asked_by=by, asked_at=at, tried_at=at
            )
            LedgerRow.objects.record(paper, before="", after=S.REQUESTED, by=by, at=at)
            paper.make_after_the_commit()
        return paper


def _refuse_what_is_not_there(treaty, sitting, number, day, at):
    if sitting is not None and sitting.treaty_id != treaty.pk:
        raise Refused(_now("This signing session belongs to another treaty."), code="sitting")
    if number is not None and not treaty.entries.filter(number=number).exists():
        raise Refused(_now("There is no entry %(number)d.") % {"number": number}, code="number")
    if day is not None and day > treaty.ceremony.local(at).date():
        raise Refused(_now("That day has not come yet."), code="day")


class Paper(models.Model):
    """A paper of the signing, made of the log's entries as they stood at one head: to be printed, signed and filed.

    It holds nothing that the log does not hold, and can be made again from it at any time.
    """

    MOVES = MOVES

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    treaty = models.ForeignKey(Treaty, models.PROTECT, related_name="papers", verbose_name=_("treaty"))
    kind = models.CharField(_("paper"), max_length=20, choices=PaperKind)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    sitting = models.ForeignKey(
        Sitting, models.CASCADE, null=True, blank=True, related_name="papers", verbose_name=_("signing session")
    )
    number = models.PositiveIntegerField(_("entry"), null=True, blank=True)
    day = models.DateField(_("day"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=PaperStatus, default=S.REQUESTED)
    entries = models.PositiveIntegerField(_("entries"), help_text=_("In the log when it was made."))
    head = models.CharField(_("head of the log"), max_length=64)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    tried_at = models.DateTimeField(_("last tried at"))
    trouble = models.TextField(_("what was in the way"), blank=True)
    file = models.FileField(_("file"), blank=True)
    made_at = models.DateTimeField(_("made at"), null=True, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=PaperKind.PROCES_VERBAL, sitting__isnull=False, number=None, day=None)
                | Q(kind=PaperKind.SIGNATORIES, sitting=None, number=None, day=None)
                | Q(kind=PaperKind.CERTIFICATE, sitting=None, number__isnull=False, day=None)
                | Q(kind=PaperKind.DIGEST, sitting=None, number=None, day__isnull=False),
                name="a_paper_says_what_it_is_about",
            ),
            models.CheckConstraint(
                condition=(Q(status=S.READY, made_at__isnull=False) & ~Q(file=""))
                | (~Q(status=S.READY) & Q(made_at=None, file="")),
                name="a_paper_that_is_ready_is_there",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.subject}" if self.subject else str(self.get_kind_display())

    @property
    def ceremony(self):
        return self.treaty.ceremony

    @property
    def subject(self):
        """What it is about, in words; empty for the list of all signatories."""
        from django.utils.formats import date_format

        if self.sitting_id:
            return str(self.sitting)
        if self.number:
            return _now("entry %(number)d") % {"number": self.number}
        return date_format(self.day, "DATE_FORMAT") if self.day else ""

    @property
    def file_name(self):
        """What it is called where it is saved. A rehearsal says so there too."""
        about = self.number or (self.day and self.day.isoformat()) or self.sitting_id
        parts = [self.ceremony.slug, NAMES[self.kind], str(about or ""), name_language(self.language), self.head[:8]]
        if self.ceremony.is_rehearsal:
            parts.insert(0, "REHEARSAL")
        return "-".join(part for part in parts if part) + ".pdf"

    # Verbs

    def make_after_the_commit(self):
        """Tell the workers. A broker that is away breaks nobody's request: the sweep finds the paper in the table."""
        from signatures.tasks import hand_over

        transaction.on_commit(lambda: hand_over([self.pk]))

    def make(self, *, at):
        """Typeset it, unless somebody else is at it or has done it. Returns whether it became ready.

        The attempt is committed before the work begins: a paper that kills its worker is not tried for ever.
        """
        from signatures.papers import compose

        mine = type(self).objects.requested().filter(Q(attempts=0) | Q(tried_at__lt=at - LEASE), pk=self.pk)
        if not mine.update(attempts=F("attempts") + 1, tried_at=at):
            return False
        self.refresh_from_db(fields=["attempts", "tried_at"])
        if self.attempts > ATTEMPTS:
            self._fail(at, _now("It was begun %(times)d times and never finished.") % {"times": ATTEMPTS})
            return False
        try:
            content = typesetting.typeset(compose.compose(self))
        except typesetting.NoFont as missing:
            self._fail(at, str(missing))
            return False
        self._keep(content, at)
        return True

    def _keep(self, content, at):
        # One name a paper, so that an attempt which was killed after writing leaves nothing behind.
        name, storage = f"papers/{self.key.hex}.pdf", self.file.storage
        storage.delete(name)
        storage.save(name, ContentFile(content))
        move(self, S.READY, by=None, at=at, file=name, made_at=at, trouble="")

    def _fail(self, at, trouble):
        with override(settings.LANGUAGE_CODE):
            move(self, S.FAILED, by=None, at=at, trouble=trouble)

    def try_again(self, *, by, at):
        """Once what was in the way is gone. Raises Refused for a paper that is being made, or is there."""
        with transaction.atomic():
            move(self, S.REQUESTED, by=by, at=at, trouble="", attempts=0, tried_at=at)
            self.make_after_the_commit()
