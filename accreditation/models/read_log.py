from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.composed import Added
from ceremony.models import Ceremony

AN_HOUR = timedelta(hours=1)


class PersonalDataRead(models.Model):
    """Somebody saw restricted data: who, of whom, which fields, where, when. Rows are only ever added.

    No foreign key to the person or the nominator: the row survives the erasure of what was read.
    """

    ceremony = models.ForeignKey(Ceremony, models.PROTECT, related_name="+", verbose_name=_("ceremony"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who"))
    accreditation_id = models.BigIntegerField(_("of whom"), null=True, db_index=True)
    nominator_id = models.BigIntegerField(_("of which group"), db_index=True)
    fields = models.CharField(_("what"), max_length=200)
    page = models.CharField(_("where"), max_length=100)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("read of personal data")
        verbose_name_plural = _("reads of personal data")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.user}: {self.fields} ({self.accreditation_id or self.nominator_id})"

    @classmethod
    def note(cls, *, user, person, fields, page, at):
        """`user` saw these `fields` of `person`, an Accreditation, on `page`."""
        _one_more(**cls._columns(user, person, fields, page, at))

    @classmethod
    def note_all(cls, *, user, people, fields, page, at):
        """The same for a page that shows many people at once. Opened again and again it is one reading an hour of each."""
        rows = cls.objects.filter(
            user=user, accreditation_id__in=[person.pk for person in people], page=page[:100], at__gt=at - AN_HOUR
        )
        read = set(rows.values_list("accreditation_id", flat=True))
        fresh = [cls(**cls._columns(user, person, fields, page, at)) for person in people if person.pk not in read]
        return cls.objects.bulk_create(fresh)

    @staticmethod
    def _columns(user, person, fields, page, at):
        return {
            "ceremony_id": person.ceremony_id, "user_id": user.pk, "accreditation_id": person.pk,
            "nominator_id": person.nominator_id, "fields": ", ".join(fields), "page": page[:100], "at": at,
        }  # fmt: skip

    @classmethod
    def note_document(cls, *, user, document, page, at):
        """`user` opened a paper, of one person or of a whole group."""
        return cls.objects.create(
            ceremony_id=document.nominator.ceremony_id, user=user, accreditation_id=document.accreditation_id,
            nominator_id=document.nominator_id, fields=document.kind, page=page[:100], at=at,
        )  # fmt: skip

    @classmethod
    def was_noted(cls, *, user, person, field, at):
        """Whether this reading is on record already, within the hour: a page and its picture are one."""
        return cls.objects.filter(
            user=user, accreditation_id=person.pk, fields__contains=field, at__gte=at - AN_HOUR
        ).exists()


_one_more = Added(PersonalDataRead)
