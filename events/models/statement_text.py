"""The written text of a statement: private until it was delivered and its embargo is over."""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accreditation.models import Nominator
from ceremony.models import kept
from ceremony.permissions import roles_of
from ceremony.procedure import Refused
from events.models.statement import SEE_LIST, Statement, StatementStatus
from events.models.statements_list import EARLY, Shown


def text_path(text, filename):
    return f"statements/{uuid.uuid4().hex}"


class StatementTextQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(replaced_at=None)

    def public(self, at):
        """What everybody may read: of a list that everybody sees, delivered at a meeting that has begun, past its embargo."""
        return (
            self.standing()
            .filter(statement__status=StatementStatus.DELIVERED, statement__list__shown=Shown.EVERYBODY)
            .filter(statement__meeting__session__starts_at__lte=at + EARLY)
            .filter(Q(embargo_until=None) | Q(embargo_until__lte=at))
        )

    def readable_by(self, user, ceremony, at):
        """The public ones; for whom the statement is, and for the debate's officers, the others too."""
        texts = self.filter(statement__list__ceremony=ceremony)
        if roles_of(user, ceremony) & SEE_LIST:
            return texts.standing()
        public = Q(pk__in=self.model.objects.public(at).values("pk"))
        if not user.is_authenticated:
            return texts.filter(public)
        own = Nominator.objects.filter(ceremony=ceremony).answered_by(user).values("entity")
        return texts.standing().filter(public | Q(statement__entity__in=own))

    def hand_in(self, statement, paper, *, language, embargo_until, by, at):
        """Store the text in one language; it takes the place of an earlier one. `paper` is of `accreditation.papers`.

        Raises Refused for a statement that was withdrawn.
        """
        with transaction.atomic():
            now = Statement.objects.select_for_update(of=("self",), no_key=True).get(pk=statement.pk)
            if now.status == StatementStatus.WITHDRAWN:
                raise Refused(_now("This statement was withdrawn: there is no text to hand in."), code="withdrawn")
            self.standing().filter(statement=statement, language=language).update(replaced_at=at)
            return self.create(
                statement=statement, language=language, file=paper.file, name=paper.name,
                content_type=paper.content_type, size=paper.size, sha256=paper.sha256, embargo_until=embargo_until,
                uploaded_by=by, uploaded_at=at,
            )  # fmt: skip


@kept()
class StatementText(models.Model):
    """The text as it was handed in, one standing in each language. Kept as it came, handed out by a checked view only."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="texts", verbose_name=_("statement"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    file = models.FileField(_("file"), upload_to=text_path)
    name = models.CharField(_("name of the file"), max_length=200)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)
    embargo_until = models.DateTimeField(
        _("embargo until"), null=True, blank=True, help_text=_("Left empty: until it is delivered.")
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)

    objects = StatementTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a statement")
        verbose_name_plural = _("texts of statements")
        ordering = ["statement", "language", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "language"], condition=Q(replaced_at=None), name="one_text_a_language_stands"
            ),
            models.CheckConstraint(
                condition=Q(replaced_at=None) | Q(replaced_at__gte=F("uploaded_at")),
                name="a_text_is_replaced_after_it_came",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def ceremony(self):
        return self.statement.list.ceremony
