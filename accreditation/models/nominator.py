import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ceremony.models import Ceremony
from directory.models import Entity


class NominatorQuerySet(models.QuerySet):
    def answered_by(self, user):
        """Those for which this person answers as a contact."""
        return self.of_contact(user.pk) if user.is_authenticated else self.none()

    def of_contact(self, user):
        """The same, by the person's key."""
        return self.filter(contacts__user=user, contacts__is_active=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Nominator(models.Model):
    """Who answers for a group of people at a ceremony: a delegation, a press outlet, a contractor.

    Visibility, letters and quotas are written against it. `kind` names the room that made it.
    """

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="nominators", verbose_name=_("ceremony"))
    kind = models.CharField(_("kind"), max_length=30)
    entity = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("State or organisation")
    )
    name = models.CharField(_("name"), max_length=250, blank=True, help_text=_("Where the directory has no entry."))
    quota = models.PositiveSmallIntegerField(
        _("own quota"), null=True, blank=True, help_text=_("Empty: the quota of its kind of entity.")
    )

    objects = NominatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("nominator")
        verbose_name_plural = _("nominators")
        constraints = [
            models.UniqueConstraint(
                fields=["ceremony", "kind", "entity"],
                name="one_nominator_a_kind_and_entity",
                violation_error_message=_("This entity is there already."),
            ),
            models.CheckConstraint(
                condition=models.Q(entity__isnull=False) | ~models.Q(name=""), name="a_nominator_has_a_name"
            ),
        ]

    def __str__(self):
        return str(self.entity) if self.entity_id else self.name

    def people_to_write_to(self):
        return [contact.user for contact in self.contacts.filter(is_active=True).select_related("user")]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class NominatorContact(models.Model):
    """A person who answers for a nominator: the focal point of a delegation, an outlet's contact.

    What such a person may see and do hangs on this row, so its history is kept.
    """

    nominator = models.ForeignKey(Nominator, models.CASCADE, related_name="contacts", verbose_name=_("for"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="nominations", verbose_name=_("person")
    )
    is_active = models.BooleanField(_("active"), default=True)
    added_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.UniqueConstraint(
                fields=["nominator", "user"],
                name="one_contact_a_nominator_and_person",
                violation_error_message=_("This person is a contact already."),
            )
        ]

    def __str__(self):
        return f"{self.user} ({self.nominator})"
