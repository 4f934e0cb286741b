import uuid

import pghistory
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.encryption import SealedDateField, SealedTextField, blind_index, plain_number
from accreditation.models.nominator import Nominator
from ceremony.models import Ceremony, LedgerRow, Role
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
    S.ON_HOLD: {S.UNDER_REVIEW, S.APPROVED, S.RETURNED, S.REFUSED, S.WAITLISTED, S.WITHDRAWN},
    S.WAITLISTED: {S.SUBMITTED, S.APPROVED, S.RETURNED, S.REFUSED, S.WITHDRAWN},
    S.RETURNED: {S.SUBMITTED, S.WAITLISTED, S.WITHDRAWN},
    S.APPROVED: {S.RETURNED, S.REVOKED, S.WITHDRAWN},
    S.REFUSED: {S.UNDER_REVIEW},
    S.REVOKED: {S.UNDER_REVIEW},
}
# For an officer to decide now; the same and those put aside; open to the applicant's pen; over with; in the quota.
TO_DECIDE = [S.SUBMITTED, S.UNDER_REVIEW]
WAITING = [*TO_DECIDE, S.ON_HOLD]
EDITABLE = [S.DRAFT, S.RETURNED]
OVER = [S.WITHDRAWN, S.REFUSED, S.REVOKED]
IN_QUOTA = [*WAITING, S.APPROVED, S.RETURNED]


class RefusalCode(models.TextChoices):
    NO_STATUS = "no_status", _("Not part of the nominating entity")
    DOUBLE = "double", _("Double accreditation")
    IDENTITY = "identity", _("Identity document expired or mismatched")
    PHOTO = "photo", _("Photo not usable")
    QUOTA = "quota", _("Quota exceeded")
    LATE = "late", _("Late")
    INCOMPLETE = "incomplete", _("Incomplete after a reminder")
    NO_LETTER = "no_letter", _("No letter of assignment")
    LETTER = "letter", _("Letter of assignment unsigned or not on letterhead")
    NOT_NAMED = "not_named", _("Not named in the letter of assignment")
    NOT_MEDIA = "not_media", _("Not bona fide media")
    SAMPLES = "samples", _("Samples of work missing")
    SECURITY = "security", _("Not granted")  # nobody outside vetting reads more than this


class ReturnCode(models.TextChoices):
    NAME = "name", _("The name does not match the passport")
    PASSPORT = "passport", _("The passport number is wrong or missing")
    PHOTO = "photo", _("The photo cannot be used")
    FUNCTION = "function", _("The title or function needs correcting")
    NOTE_VERBALE = "note_verbale", _("The person is not named in the note verbale")
    LETTER = "letter", _("The letter of assignment is missing or cannot be used")
    NOT_NAMED = "not_named", _("The letter of assignment does not name the person")
    PRESS_CARD = "press_card", _("The press card is missing or has expired")
    SAMPLES = "samples", _("Samples of work are missing")
    OUTLET = "outlet", _("What is said of the outlet needs correcting")
    OTHER = "other", _("Something else")


# What there is to say of anybody. A kind of people may have codes of its own (`PersonKind.refusals`, `returns`).
REFUSALS = [
    RefusalCode.NO_STATUS, RefusalCode.DOUBLE, RefusalCode.IDENTITY, RefusalCode.PHOTO, RefusalCode.QUOTA,
    RefusalCode.LATE, RefusalCode.INCOMPLETE, RefusalCode.SECURITY,
]  # fmt: skip
RETURNS = [
    ReturnCode.NAME, ReturnCode.PASSPORT, ReturnCode.PHOTO, ReturnCode.FUNCTION, ReturnCode.NOTE_VERBALE, ReturnCode.OTHER,
]  # fmt: skip


def photo_path(accreditation, filename):
    return f"photos/{uuid.uuid4().hex}.jpg"


# Those of one desk only, such as the press desk, see the kinds of people that they decide about.
SEE_EVERYBODY = {Role.ORGANISER, Role.ACCREDITATION, Role.VETTING, Role.TREATY, Role.READER}


class AccreditationQuerySet(models.QuerySet):
    def visible_to(self, user, ceremony):
        """Everybody for the officers who look after people; for a desk the kinds that it decides; else one's own."""
        return self.seen_by(user.pk, ceremony.pk, roles_of(user, ceremony)) if user.is_authenticated else self.none()

    def seen_by(self, user, ceremony, roles):
        """The same of somebody who holds these roles; both by key."""
        from accreditation.kinds import decided_by

        if roles & SEE_EVERYBODY:
            return self.filter(ceremony=ceremony)
        return self.of_desk(user, ceremony, decided_by(roles))

    def of_desk(self, user, ceremony, kinds):
        """For whom this user answers, and everybody of the kinds about which he decides; both by key."""
        own = Nominator.objects.filter(ceremony=ceremony, contacts__user=user, contacts__is_active=True)
        # Which groups these are is worked out before the people, of whom there are ten times as many.
        theirs = Nominator.objects.filter(Q(pk__in=own) | Q(kind__in=kinds), ceremony=ceremony)
        return self.filter(nominator__in=theirs, ceremony=ceremony)

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
    exclude=["passport_number", "passport_index", "date_of_birth", "email", "search_key"],
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
    created_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = AccreditationQuerySet.as_manager()

    class Meta:
        verbose_name = _("accreditation")
        verbose_name_plural = _("accreditations")
        ordering = ["ceremony", "family_name", "given_names", "pk"]
        constraints = [
            # Not "while active": the second delegation that names a person would learn of the first. The officer sees both.
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
                condition=~Q(decision_code=RefusalCode.SECURITY) | Q(decision_note=""),
                name="a_refusal_for_security_is_without_words",
                violation_error_message=_("A refusal on grounds of security is given without words."),
            ),
        ]
        indexes = [
            # The numbers above the queue are counted in it alone: of whom a desk counts, the group decides.
            models.Index(
                fields=["ceremony", "status", "submitted_at"], include=["nominator"], name="accreditations_queue"
            ),
            models.Index(fields=["ceremony", "passport_index"], name="accreditations_by_passport"),
        ]

    def __str__(self):
        return self.full_name

    @property
    def full_name(self):
        return f"{self.given_names} {self.family_name}".strip()

    def fill_keys(self):
        """What the person is found by: without it a row that is stored in bulk is found by nobody."""
        self.passport_index = blind_index(self.passport_number)
        self.fill_search_key()

    def fill_search_key(self):
        self.search_key = search_key(f"{self.given_names} {self.family_name} {self.badge_name} {self.title}")[:400]

    def save(self, *args, **kwargs):
        self.fill_search_key()
        if "passport_number" not in self.get_deferred_fields():
            self.passport_index = blind_index(self.passport_number)
        super().save(*args, **kwargs)

    @property
    def is_editable(self):
        return self.status in EDITABLE

    @property
    def code_words(self):
        """The decision's code in words that anybody may read."""
        if not self.decision_code:
            return ""
        # Some codes are of both, with other words.
        codes = [RefusalCode, ReturnCode] if self.status == Status.RETURNED else [ReturnCode, RefusalCode]
        return dict(codes[0].choices + codes[1].choices).get(self.decision_code, "")

    @property
    def word_for_applicant(self):
        """The status as those who put the person forward read it: holding somebody back is the officers' affair."""
        return Status.UNDER_REVIEW.label if self.status == Status.ON_HOLD else self.get_status_display()

    def history_for_applicant(self):
        """What happened, as (when, word, reason) without the officers' names and what they keep among themselves."""
        story = []
        for row in LedgerRow.objects.about(self):
            if row.after in {Status.ON_HOLD, Status.UNDER_REVIEW}:
                continue
            story.append((row.at, row.after_word, "" if row.code == RefusalCode.SECURITY else row.reason))
        return story

    def as_seen(self, status):
        """This row as somebody saw it on a page, so that a verb can tell him who has moved it since."""
        self.status = status if status in Status else self.status
        return self

    # Verbs of those who put the person forward

    def submit(self, *, by, at, reason=""):
        """Hand the person to the officers; `quotas.place_or_waitlist` asks the quota first."""
        self._move(Status.SUBMITTED, by=by, at=at, reason=reason, submitted_at=at, **NO_DECISION)

    def withdraw(self, *, by, at, reason=""):
        self._move(Status.WITHDRAWN, by=by, at=at, reason=reason)

    # Verbs of the officers. Each decision writes its letter in the same transaction, unless a bulk writes one for many.

    @transaction.atomic
    def approve(self, *, by, at, write=True):
        """Raises Refused, with the sentences, while anything stands against it (see `kinds.blockers`)."""
        from accreditation.kinds import blockers

        if Status.APPROVED in MOVES.get(self.status, ()):
            against = blockers(self, at)
            if against:
                raise Refused(against, code="blocked")
        self._decide(Status.APPROVED, by=by, at=at, write=write)

    @transaction.atomic
    def send_back(self, *, by, at, code, note, write=True):
        """Return the person to be corrected. Raises Refused without a code and a word on what to fix."""
        if code not in ReturnCode or not note.strip():
            raise Refused(_now("Say what is to be corrected: choose a code and write a sentence."), code="no_reason")
        self._decide(Status.RETURNED, by=by, at=at, code=code, note=note, write=write)

    @transaction.atomic
    def refuse(self, *, by, at, code, note="", write=True):
        """Raises Refused without a code, and for words beside a security refusal: they would reach the applicant."""
        if code not in RefusalCode:
            raise Refused(_now("A refusal needs a code."), code="no_reason")
        if code == RefusalCode.SECURITY and note:
            raise Refused(
                _now("A refusal on grounds of security is given without words: leave the note empty."), code="no_words"
            )
        self._decide(Status.REFUSED, by=by, at=at, code=code, note=note, write=write)

    @transaction.atomic
    def revoke(self, *, by, at, note, write=True):
        self._decide(Status.REVOKED, by=by, at=at, note=note, write=write)

    @transaction.atomic
    def waitlist(self, *, by, at, reason, write=True):
        """Over a quota, at submission or by an officer. The applicant reads the reason."""
        self._refuse_to_tell(reason)
        before = self.submitted_at
        self._move(
            Status.WAITLISTED, by=by, at=at, reason=reason,
            submitted_at=before or at, **NO_DECISION | {"decision_note": reason},
        )  # fmt: skip
        if write:
            self._write()

    @transaction.atomic
    def let_in(self, *, by, at):
        """From the waiting list into the queue. Whoever waited keeps the place of the first submission."""
        self._move(Status.SUBMITTED, by=by, at=at, **NO_DECISION)
        self._write()

    def hold(self, *, by, at, reason):
        """Put aside. The reason stays among the officers."""
        if not reason.strip():
            raise Refused(_now("Say why the person is put on hold: your colleagues read it."), code="no_reason")
        self._move(Status.ON_HOLD, by=by, at=at, reason=reason)

    def take_back(self, *, by, at, reason=""):
        """Look again at somebody on hold, refused or revoked."""
        self._move(Status.UNDER_REVIEW, by=by, at=at, reason=reason, **NO_DECISION)

    def _decide(self, status, *, by, at, code="", note="", write):
        self._refuse_to_tell(note)
        self._move(
            status, by=by, at=at, code=code, reason=note,
            decided_by=by, decided_at=at, decision_code=code, decision_note=note,
        )  # fmt: skip
        if write:
            self._write()

    def _refuse_to_tell(self, words):
        """What the applicant reads goes by letter, where the passport number must not be; spaces and hyphens hide none."""
        number = plain_number(self.passport_number) if words else ""
        if len(number) > 4 and number in plain_number(words):
            raise Refused(
                _now("Take the passport number out of the text: it goes by letter, and that is no place for it."),
                code="restricted",
            )

    def _write(self):
        from accreditation.letters import write_decision

        write_decision([self])

    def _leave(self, to, *, by, at):
        from accreditation.kinds import person_kinds

        if kind := person_kinds.get(self.nominator.kind):
            kind.leave(self, to=to, by=by, at=at)

    def _move(self, status, **how):
        """`move`, with what PostgreSQL refuses said in the constraint's own sentence."""
        try:
            with transaction.atomic():
                if status in MOVES.get(self.status, ()) and (status in OVER or self.status == Status.APPROVED):
                    self._leave(status, by=how["by"], at=how["at"])
                move(self, status, **how)
        except IntegrityError as error:
            broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
            if broken not in SENTENCES:
                raise
            raise Refused(SENTENCES[broken], code=broken) from error


# The columns of a decision, when there is none any more.
NO_DECISION = {"decided_by": None, "decided_at": None, "decision_code": "", "decision_note": ""}
# What the verbs say when the database refuses: its constraints, and the trigger that asks vetting.
SENTENCES = {
    constraint.name: constraint.violation_error_message
    for constraint in Accreditation._meta.constraints
    if constraint.violation_error_message != constraint.default_violation_error_message
} | {"nobody_is_approved_against_vetting": _("Vetting is not finished, or objects.")}
