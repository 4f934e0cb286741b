from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accreditation.models.accreditation import Accreditation


class PersonalDataRead(models.Model):
    """Somebody saw restricted data of a person: who, of whom, which fields, when, where. Rows are only ever added.

    No foreign key to the person: the row survives the erasure of what was read.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who"))
    accreditation_id = models.BigIntegerField(_("of whom"), db_index=True)
    fields = models.CharField(_("what"), max_length=200)
    page = models.CharField(_("where"), max_length=100)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("read of personal data")
        verbose_name_plural = _("reads of personal data")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.user}: {self.fields} ({self.accreditation_id})"

    @classmethod
    def note(cls, *, user, person: Accreditation, fields, page, at):
        return cls.objects.create(user=user, accreditation_id=person.pk, fields=", ".join(fields), page=page, at=at)
