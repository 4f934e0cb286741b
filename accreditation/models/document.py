import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accreditation.kinds import decided_by
from accreditation.models.accreditation import Accreditation
from accreditation.models.nominator import Nominator
from ceremony.models import Role
from ceremony.permissions import roles_of

SEE_PAPERS = {Role.ORGANISER, Role.ACCREDITATION, Role.VETTING, Role.TREATY}


class DocumentKind(models.TextChoices):
    NOTE_VERBALE = "note_verbale", _("Note verbale")
    CREDENTIALS = "credentials", _("Credentials")
    EXEMPTION = "exemption", _("Ground of an exemption")
    PASSPORT = "passport", _("Copy of the passport")
    ASSIGNMENT_LETTER = "assignment_letter", _("Letter of assignment")
    PRESS_CARD = "press_card", _("Press card")
    WORK_SAMPLE = "work_sample", _("Sample of work")
    OTHER = "other", _("Other document")


def document_path(document, filename):
    return f"documents/{uuid.uuid4().hex}"


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user, ceremony):
        """With the people: whoever may see those of a nominator may see its papers. A reader sees no paper at all."""
        return self.seen_by(user.pk, ceremony.pk, roles_of(user, ceremony)) if user.is_authenticated else self.none()

    def seen_by(self, user, ceremony, roles):
        """The same of somebody who holds these roles; both by key."""
        documents = self.filter(nominator__ceremony=ceremony)
        if roles & SEE_PAPERS:
            return documents
        own = models.Q(nominator__in=Nominator.objects.of_contact(user))
        return documents.filter(own | models.Q(nominator__kind__in=decided_by(roles)))

    def standing(self):
        return self.filter(replaced_at=None)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Document(models.Model):
    """A paper that was uploaded, for a whole group or for one person. Kept as it came; handed out by a checked view only."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nominator = models.ForeignKey(Nominator, models.CASCADE, related_name="documents", verbose_name=_("of"))
    accreditation = models.ForeignKey(
        Accreditation, models.CASCADE, null=True, blank=True, related_name="documents", verbose_name=_("about")
    )
    kind = models.CharField(_("kind"), max_length=30, choices=DocumentKind)
    file = models.FileField(_("file"), upload_to=document_path)
    name = models.CharField(_("name of the file"), max_length=200)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["nominator"],
                condition=models.Q(kind=DocumentKind.NOTE_VERBALE, replaced_at=None),
                name="one_note_verbale_stands",
                violation_error_message=_("A note verbale was uploaded meanwhile: look at it first."),
            )
        ]

    def __str__(self):
        return self.name
