import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.encryption import SealedDateField, SealedTextField, blind_index
from accreditation.models.nominator import Nominator
from ceremony.models import Ceremony
from ceremony.permissions import roles_of
from ceremony.procedure import Refused, move
from directory.models import Entity
from directory.sorting import search_key


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    UNDER_REVIEW = "under_review", _("Under review")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")
    REFUSED = "refused", _("Refused")
    ON_HOLD = "on_hold", _("On hold")
    WAITLISTED = "waitlisted", _("Waitlisted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REVOKED = "revoked", _("Revoked")


S = Status
MOVES = {
    S.DRAFT: {S.SUBMITTED, S.WAITLISTED, S.WITHDRAWN},
    S.SUBMITTED: {S.UNDER_REVIEW, S.APPROVED, S.RETURNED, S.REFUSED, S.ON_HOLD, S.WAITLISTED, S.WITHDRAWN},
    S.UNDER_REVIEW: {S.APPROVED, S.RETURNED, S.REFUSED, S.ON_HOLD, S.WAITLISTED, S.WITHDRAWN},
    S.ON_HOLD: {S.APPROVED, S.RETURNED, S.REFUSED, S.WAITLISTED, S.WITHDRAWN},
    S.WAITLISTED: {S.SUBMITTED, S.APPROVED, S.RETURNED, S.REFUSED, S.WITHDRAWN},
    S.RETURNED: {S.SUBMITTED, S.WAITLISTED, S.WITHDRAWN},
    S.APPROVED: {S.REVOKED, S.WITHDRAWN},
    S.REFUSED: {S.UNDER_REVIEW},
}
# Waiting for an officer's decision; over with; counted against a quota.
WAITING = [S.SUBMITTED, S.UNDER_REVIEW, S.ON_HOLD]
EDITABLE = [S.DRAFT, S.RETURNED]
OVER = [S.WITHDRAWN, S.REFUSED, S.REVOKED]
IN_QUOTA = [S.SUBMITTED, S.UNDER_REVIEW, S.ON_HOLD, S.APPROVED, S.RETURNED]


class RefusalCode(models.TextChoices):
    NO_STATUS = "no_status", _("Not part of the nominating entity")
    DOUBLE = "double", _("Double accreditation")
    IDENTITY = "identity", _("Identity document expired or mismatched")
    PHOTO = "photo", _("Photo not usable")
    QUOTA = "quota", _("Quota exceeded")
    LATE = "late", _("Late")
    INCOMPLETE = "incomplete", _("Incomplete after a reminder")
    SECURITY = "security", _("Not granted")  # the applicant never reads more than this


class ReturnCode(models.TextChoices):
    NAME = "name", _("The name does not match the passport")
    PASSPORT = "passport", _("The passport number is wrong or missing")
    PHOTO = "photo", _("The photo cannot be used")
    FUNCTION = "function", _("The title or function needs correcting")
    NOTE_VERBALE = "note_verbale", _("The person is not named in the note verbale")
    OTHER = "other", _("Something else")


class VettingStatus(models.TextChoices):
    NOT_ASKED = "not_asked", _("Not asked for")
    ASKED = "asked", _("Asked for")
    CLEARED = "cleared", _("Cleared")
    OBJECTION = "objection", _("Objection")


def photo_path(accreditation, filename):
    return f"photos/{uuid.uuid4().hex}.jpg"


class AccreditationQuerySet(models.QuerySet):
    def visible_to(self, user, ceremony):
        """Every person of a ceremony for its officers, else those of one's own nominators."""
        people = self.filter(ceremony=ceremony)
        if roles_of(user, ceremony):
            return people
        return people.filter(nominator__in=Nominator.objects.filter(ceremony=ceremony).answered_by(user))

    def waiting(self):
        return self.filter(status__in=WAITING)

    def active(self):
        return self.exclude(status__in=OVER)

    def named(self, words):
        people = self
        for word in search_key(words).split():
            people = people.filter(search_key__contains=word)
        return people


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["passport_number", "passport_index", "date_of_birth", "vetting_note", "search_key"],
)
class Accreditation(models.Model):
    """Permission for a named person to be at a ceremony: who they are, who puts them forward, what was decided.

    The same row through every status; each change of status is in the ledger.
    """

    MOVES = MOVES

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # in addresses, so that none can be guessed
    # Repeated from the nominator for the constraint on passports; a trigger keeps the two equal.
    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="accreditations", verbose_name=_("ceremony"))
    nominator = models.ForeignKey(
        Nominator, models.PROTECT, related_name="accreditations", verbose_name=_("put forward by")
    )
    family_name = models.CharField(_("family name"), max_length=120)
    given_names = models.CharField(_("given names"), max_length=120, blank=True)
    badge_name = models.CharField(_("name on the badge"), max_length=60)
    title = models.CharField(_("functional title"), max_length=200, blank=True)
    nationality = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("nationality")
    )
    date_of_birth = SealedDateField(_("date of birth"), null=True, blank=True)
    passport_number = SealedTextField(_("passport number"), blank=True)
    passport_index = models.CharField(max_length=64, blank=True, editable=False)
    email = models.EmailField(_("e-mail address"), blank=True)
    photo = models.ImageField(_("photo"), upload_to=photo_path, blank=True)
    exemption = models.CharField(
        _("exempt from passport and photo"),
        max_length=200,
        blank=True,
        help_text=_("Why: Heads of State and Government, or a documented exemption."),
    )
    search_key = models.CharField(max_length=400, editable=False)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_code = models.CharField(_("decision code"), max_length=40, blank=True)
    decision_note = models.TextField(_("what to fix or why"), blank=True, help_text=_("The applicant reads this."))
    vetting = models.CharField(_("vetting"), max_length=20, choices=VettingStatus, default=VettingStatus.NOT_ASKED)
    vetted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("vetted by")
    )
    vetted_at = models.DateTimeField(_("vetted at"), null=True, blank=True)
    vetting_note = SealedTextField(_("vetting note"), blank=True)
    created_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = AccreditationQuerySet.as_manager()

    class Meta:
        verbose_name = _("accreditation")
        verbose_name_plural = _("accreditations")
        ordering = ["ceremony", "family_name", "given_names", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ceremony", "passport_index"],
                condition=Q(status=Status.APPROVED) & ~Q(passport_index=""),
                name="one_approved_accreditation_a_passport",
                violation_error_message=_("A person with this passport is approved already."),
            ),
            models.UniqueConstraint(
                fields=["nominator", "passport_index"],
                condition=~Q(status__in=OVER) & ~Q(passport_index=""),
                name="one_person_a_passport_and_nominator",
                violation_error_message=_("A person with this passport number is on your list already."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="a_decision_has_a_person_and_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[S.APPROVED, S.RETURNED, S.REFUSED, S.REVOKED]) | Q(decided_by__isnull=False),
                name="a_decided_accreditation_says_who_decided",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[S.RETURNED, S.REFUSED]) | ~Q(decision_code=""),
                name="a_return_or_refusal_has_a_code",
                violation_error_message=_("Choose a code."),
            ),
            models.CheckConstraint(
                condition=Q(vetted_by=None, vetted_at=None) | Q(vetted_by__isnull=False, vetted_at__isnull=False),
                name="vetting_has_a_person_and_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.APPROVED) | ~Q(vetting__in=[VettingStatus.ASKED, VettingStatus.OBJECTION]),
                name="nobody_is_approved_against_vetting",
                violation_error_message=_("Vetting is not finished, or objects."),
            ),
        ]
        indexes = [
            models.Index(fields=["ceremony", "status", "submitted_at"], name="accreditations_queue"),
            models.Index(fields=["ceremony", "passport_index"], name="accreditations_by_passport"),
        ]

    def __str__(self):
        return self.full_name

    @property
    def full_name(self):
        return f"{self.given_names} {self.family_name}".strip()

    def save(self, *args, **kwargs):
        self.passport_index = blind_index(self.passport_number)
        self.search_key = search_key(f"{self.given_names} {self.family_name} {self.badge_name} {self.title}")[:400]
        super().save(*args, **kwargs)

    # Verbs

    def submit(self, *, by, at):
        move(self, Status.SUBMITTED, by=by, at=at, submitted_at=at)

    def waitlist(self, *, by, at, reason):
        move(self, Status.WAITLISTED, by=by, at=at, reason=reason, submitted_at=self.submitted_at or at)

    def approve(self, *, by, at):
        """Raises Refused, with the sentence, while anything stands against it (see `blockers`)."""
        from accreditation.kinds import blockers

        against = blockers(self, at)
        if against:
            raise Refused(against, code="blocked")
        self._decide(Status.APPROVED, by=by, at=at)

    def send_back(self, *, by, at, code, note):
        self._decide(Status.RETURNED, by=by, at=at, code=code, note=note)

    def refuse(self, *, by, at, code, note=""):
        self._decide(Status.REFUSED, by=by, at=at, code=code, note=note)

    def revoke(self, *, by, at, note):
        self._decide(Status.REVOKED, by=by, at=at, note=note)

    def hold(self, *, by, at, reason):
        move(self, Status.ON_HOLD, by=by, at=at, reason=reason)

    def withdraw(self, *, by, at, reason=""):
        move(self, Status.WITHDRAWN, by=by, at=at, reason=reason)

    def _decide(self, status, *, by, at, code="", note=""):
        move(
            self, status, by=by, at=at, code=code, reason=note,
            decided_by=by, decided_at=at, decision_code=code, decision_note=note,
        )  # fmt: skip
