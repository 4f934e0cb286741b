from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.models import Ceremony
from notifications import wording
from notifications.kinds import letter_kinds


class LetterTextQuerySet(models.QuerySet):
    def words_of(self, kind, ceremony):
        """What the organisers wrote in place of the standard text: language -> (subject, body)."""
        if ceremony is None:
            return {}
        texts = self.filter(ceremony=ceremony, kind=kind.name).values_list("language", "subject", "body")
        return {language: (subject, body) for language, subject, body in texts}

    def put(self, text, *, by, at):
        """These words from now on, whoever wrote the ones before."""
        return self.update_or_create(
            ceremony=text.ceremony,
            kind=text.kind,
            language=text.language,
            defaults={"subject": text.subject, "body": text.body, "by": by, "at": at},
        )[0]


class LetterText(models.Model):
    """The organisers' own words for one kind of letter in one language, in place of the standard ones."""

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="letter_texts", verbose_name=_("ceremony"))
    kind = models.CharField(_("kind"), max_length=80)
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(
        _("text"), max_length=10_000, help_text=_("An empty line begins a new paragraph. The frame is added by itself.")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))

    objects = LetterTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a letter")
        verbose_name_plural = _("texts of letters")
        ordering = ["ceremony", "kind", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["ceremony", "kind", "language"],
                name="one_text_a_kind_and_language",
                violation_error_message=_("This ceremony has its own text of this letter already: change that one."),
            )
        ]

    def __str__(self):
        return f"{letter_kinds[self.kind].label if self.kind in letter_kinds else self.kind} ({self.language})"

    def clean(self):
        """A wrong placeholder is refused here, when it is saved, and not when the letter is to go."""
        kind = letter_kinds.get(self.kind)
        if kind is None or kind.is_sign_in:
            raise ValidationError({"kind": _now("There is no letter of this kind to be written anew.")})
        if self.language not in settings.COMPLETE_LANGUAGES:
            raise ValidationError({"language": _now("Letters are not written in this language.")})
        problems = {}
        for name, check in (("subject", wording.check_subject), ("body", wording.check_body)):
            try:
                check(kind, getattr(self, name) or "")
            except ValidationError as error:
                problems[name] = error
        if problems:
            raise ValidationError(problems)
