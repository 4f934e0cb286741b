from functools import cache

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ceremony.models.ceremony import Ceremony


class LedgerQuerySet(models.QuerySet):
    def about(self, row, *others):
        """What happened to it, and to others with it, the oldest first."""
        wanted = models.Q()
        for one in (row, *others):
            wanted |= models.Q(subject=one._meta.label_lower, subject_id=one.pk)
        return self.filter(wanted).order_by("pk")

    def record(self, row, *, before, after, by, at, reason="", code="", ceremony=None):
        told = self._row(row, before, after, by=by, at=at, reason=reason, code=code, ceremony=ceremony or row.ceremony)
        told.save(force_insert=True)
        return told

    def record_many(self, rows, *, after, by, at, ceremony, reason="", code=""):
        """A row for each of these, which are still in the status that they leave."""
        return self.bulk_create(
            self._row(row, row.status, after, by=by, at=at, reason=reason, code=code, ceremony=ceremony) for row in rows
        )

    def _row(self, row, before, after, *, by, at, **told):
        return self.model(
            subject=row._meta.label_lower, subject_id=row.pk, before=before, after=after, by=by,
            by_name=str(by)[:254] if by else "", at=at, **told,
        )  # fmt: skip


class LedgerRow(models.Model):
    """One change of state: who moved what, from where to where, when and why. Rows are only ever added.

    `subject` names the table and `subject_id` the row, without a foreign key: the ledger outlives what it tells of.
    """

    ceremony = models.ForeignKey(Ceremony, models.PROTECT, related_name="+", verbose_name=_("ceremony"))
    subject = models.CharField(_("about"), max_length=60)
    subject_id = models.BigIntegerField()
    before = models.CharField(_("from"), max_length=30, blank=True)
    after = models.CharField(_("to"), max_length=30)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    by_name = models.CharField(_("by"), max_length=254, blank=True)
    at = models.DateTimeField(_("at"))
    code = models.CharField(_("code"), max_length=40, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger row")
        verbose_name_plural = _("ledger")
        ordering = ["pk"]
        indexes = [models.Index(fields=["subject", "subject_id"], name="ledger_by_subject")]

    def __str__(self):
        return f"{self.subject} {self.subject_id}: {self.before} → {self.after}"

    def _word(self, status):
        """The status as a word in the reader's language, from the model that the row tells of."""
        return _words_of(self.subject).get(status, status)

    @property
    def before_word(self):
        return self._word(self.before)

    @property
    def after_word(self):
        return self._word(self.after)


@cache
def _words_of(subject):
    try:
        model = apps.get_model(subject)
    except LookupError:
        return {}  # A model of a room that has left: the ledger stays.
    return getattr(model, "LEDGER_WORDS", None) or dict(model._meta.get_field("status").flatchoices)
