import uuid

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.models import Ceremony, LedgerRow, kept
from ceremony.procedure import Refused
from directory.texts import LocalTextField
from press.models.columns import both_or_neither, person
from press.models.conference import PressConference


class TextKind(models.TextChoices):
    TRANSCRIPT = "transcript", _("Transcript")
    STATEMENT = "statement", _("Statement")
    RELEASE = "release", _("Press release")
    HAND_OUT = "hand_out", _("Hand-out")


def press_text_path(text, filename):
    return f"press/{uuid.uuid4().hex}"


class PressTextQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn_at=None)

    def public(self, at):
        """What everybody may read at this instant: published, not withdrawn, past its embargo."""
        return self.standing().filter(published_at__lte=at).filter(Q(embargo_until=None) | Q(embargo_until__lte=at))

    def hand_in(
        self, ceremony, *, kind, title, language, body="", paper=None, conference=None, embargo_until=None, by, at
    ):
        """Keep a text, in words or as a paper (`accreditation.papers.read_paper`), until somebody publishes it."""
        if bool(body.strip()) == bool(paper):
            raise Refused(_now("Write the text, or upload it: one of the two."), code="one_of_two")
        file = {
            "file": paper.file, "name": paper.name, "content_type": paper.content_type, "size": paper.size,
            "sha256": paper.sha256,
        } if paper else {}  # fmt: skip
        with transaction.atomic():
            text = self.create(
                ceremony=ceremony, conference=conference, kind=kind, title=title, language=language,
                body=body.strip(), embargo_until=embargo_until, handed_in_by=by, handed_in_at=at, **file,
            )  # fmt: skip
            text._note("handed_in", by, at)
        return text


@kept()
class PressText(models.Model):
    """A transcript, a statement or a hand-out for the press, in one language. It is released at its minute, not before."""

    LEDGER_WORDS = {
        "handed_in": _("handed in"),
        "published": _("published"),
        "embargo": _("another embargo"),
        "withdrawn": _("withdrawn"),
    }

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="press_texts", verbose_name=_("ceremony"))
    conference = models.ForeignKey(
        PressConference, models.CASCADE, null=True, blank=True, related_name="texts", verbose_name=_("press conference")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=TextKind)
    title = LocalTextField(_("title"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    body = models.TextField(_("text"), blank=True)
    file = models.FileField(_("file"), upload_to=press_text_path, blank=True)
    name = models.CharField(_("name of the file"), max_length=200, blank=True)
    content_type = models.CharField(max_length=60, blank=True)
    size = models.PositiveIntegerField(_("bytes"), null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    embargo_until = models.DateTimeField(
        _("embargo until"), null=True, blank=True, help_text=_("Left empty: from its publication on.")
    )
    handed_in_by = person(_("handed in by"))
    handed_in_at = models.DateTimeField(_("handed in at"))
    published_by = person(_("published by"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = PressTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text for the press")
        verbose_name_plural = _("texts for the press")
        ordering = ["-handed_in_at", "-pk"]
        constraints = [
            both_or_neither("published_by", "published_at", "a_published_text_says_by_whom"),
            models.CheckConstraint(
                condition=(Q(body="") & ~Q(file="")) | (~Q(body="") & Q(file="")),
                name="a_press_text_is_written_or_a_file",
                violation_error_message=_("Write the text, or upload it: one of the two."),
            ),
        ]

    def __str__(self):
        return str(self.title)

    def released_at(self):
        """From when on everybody may read it; None while nobody has published it."""
        if self.published_at is None:
            return None
        return max(self.published_at, self.embargo_until or self.published_at)

    def is_public(self, at):
        return self.withdrawn_at is None and self.published_at is not None and self.released_at() <= at

    @transaction.atomic
    def publish(self, *, by, at):
        """From now on, or from the end of its embargo on, everybody may read it."""
        now = self._as_it_is()
        if now.published_at:
            raise Refused(_now("It is published already."), code="published")
        self._set(by, at, "published", published_by=by, published_at=at)

    @transaction.atomic
    def set_embargo(self, until, *, by, at):
        """Raises Refused once everybody could read it: what is out is out."""
        now = self._as_it_is()
        if now.is_public(at):
            raise Refused(_now("It is public already: an embargo comes too late. You may withdraw it."), code="public")
        self._set(by, at, "embargo", reason=until.isoformat() if until else "–", embargo_until=until)

    @transaction.atomic
    def withdraw(self, *, by, at, reason=""):
        """Nobody reads it from here any more; it stays on record."""
        self._as_it_is()
        self._set(by, at, "withdrawn", reason=reason, withdrawn_at=at)

    def _as_it_is(self):
        now = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
        if now.withdrawn_at:
            raise Refused(_now("It was withdrawn."), code="withdrawn")
        return now

    def _set(self, by, at, word, reason="", **columns):
        for name, value in columns.items():
            setattr(self, name, value)
        self.save(update_fields=list(columns))
        self._note(word, by, at, reason)

    def _note(self, word, by, at, reason=""):
        LedgerRow.objects.record(self, before="", after=word, by=by, at=at, reason=reason, code=word)
