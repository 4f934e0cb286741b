import json
from functools import cached_property

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from directory.models import name_language
from signatures.models.treaty import Action, Part, Treaty


class EntryKind(models.TextChoices):
    ACT = "act", _("Act")
    ANNULMENT = "annulment", _("Annulment")
    RECTIFICATION = "rectification", _("Rectification")


class Entry(models.Model):
    """One entry of the log: what was done at the table, or what corrects it. Rows are only ever added.

    `canonical` is the entry itself, copies only, and what the hash is taken of; the other columns repeat of it what
    is asked for, and PostgreSQL compares them. Nothing here is a key to what may be erased.
    """

    treaty = models.ForeignKey(Treaty, models.PROTECT, related_name="entries", verbose_name=_("treaty"))
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=20, choices=EntryKind)
    action = models.CharField(_("action"), max_length=30, choices=Action)
    entity_code = models.CharField(_("code"), max_length=40)
    at = models.DateTimeField(_("at"))
    corrects = models.PositiveIntegerField(_("corrects"), null=True, blank=True)
    canonical = models.TextField(_("entry"))
    previous_hash = models.CharField(_("hash of the one before"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("entry of the log")
        verbose_name_plural = _("entries of the log")
        ordering = ["treaty", "number"]
        constraints = [
            models.UniqueConstraint(fields=["treaty", "number"], name="numbers_of_a_log_are_its_own"),
            models.UniqueConstraint(fields=["treaty", "hash"], name="every_entry_of_a_log_has_its_hash"),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.ACT, corrects=None) | (~Q(kind=EntryKind.ACT) & Q(corrects__isnull=False)),
                name="only_corrections_correct",
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.content['entity']['short']['en']}"

    @cached_property
    def content(self) -> dict:
        return json.loads(self.canonical)

    @property
    def short_name(self):
        """The name as it was that day, in the reader's language."""
        names = self.content["entity"]["short"]
        return names.get(name_language(get_language())) or names["en"]

    @property
    def formal_name(self):
        names = self.content["entity"]["formal"]
        return names.get(name_language(get_language())) or names["en"]

    @property
    def local_date(self):
        """The day at the place where it was done; ISO."""
        return self.content["local"][:10]


class StandingQuerySet(models.QuerySet):
    def signatures(self, treaty):
        return self.filter(treaty=treaty, part=Part.SIGNATURE)

    def consents(self, treaty):
        return self.filter(treaty=treaty, part=Part.CONSENT)


class Standing(models.Model):
    """What stands now: of this treaty and entity, the entry in force. Follows from the log and can be made anew from it."""

    treaty = models.ForeignKey(Treaty, models.PROTECT, related_name="standings", verbose_name=_("treaty"))
    entity_code = models.CharField(_("code"), max_length=40)
    part = models.CharField(_("part"), max_length=20, choices=Part)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="standing", verbose_name=_("entry"))

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        ordering = ["treaty", "entity_code"]
        constraints = [
            # Rule 5, and rule 8's one consent to be bound.
            models.UniqueConstraint(
                fields=["treaty", "entity_code", "part"],
                name="one_standing_signature_and_consent_an_entity",
            ),
        ]

    def __str__(self):
        return f"{self.entity_code}: {self.get_part_display()}"
