import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accreditation.models import Document, DocumentKind, Nominator, PersonalDataRead
from ceremony.models import LedgerRow, Role, kept
from ceremony.permissions import roles_of
from ceremony.procedure import Refused, move
from delegations.models import KIND
from directory.models import Entity
from signatures.competence import refuse_unless
from signatures.flaws import flaws_of
from signatures.models.remark import Remark
from signatures.models.treaty import Office, Treaty
from signatures.permissions import can_confirm, can_prepare, can_speak_for
from signatures.sentences import sentence


class PowersStatus(models.TextChoices):
    ANNOUNCED = "announced", _("Announced")
    RECEIVED = "received", _("Copy received")
    EXAMINING = "examining", _("Under examination")
    ACCEPTED = "accepted", _("Copy accepted")
    RETURNED = "returned", _("Returned with defects")
    VERIFIED = "verified", _("Verified")
    REVOKED = "revoked", _("Revoked")
    SUPERSEDED = "superseded", _("Superseded")


S = PowersStatus
MOVES = {
    S.ANNOUNCED: {S.RECEIVED, S.REVOKED, S.SUPERSEDED},
    S.RECEIVED: {S.EXAMINING, S.REVOKED, S.SUPERSEDED},
    S.EXAMINING: {S.ACCEPTED, S.RETURNED, S.REVOKED, S.SUPERSEDED},
    S.RETURNED: {S.RECEIVED, S.REVOKED, S.SUPERSEDED},
    S.ACCEPTED: {S.VERIFIED, S.RETURNED, S.REVOKED, S.SUPERSEDED},
    S.VERIFIED: {S.REVOKED, S.SUPERSEDED},
}
OVER = [S.REVOKED, S.SUPERSEDED]
# The copy may still be exchanged for a better one.
OPEN_TO_COPY = [S.ANNOUNCED, S.RETURNED]


class Manner(models.TextChoices):
    """The three ways in which a depositary's officer verifies full powers."""

    ORIGINAL = "original", _("The original was handed over")
    GENERAL = "general", _("General full powers are lodged with the depositary")
    PROVISIONAL = "provisional", _("Accepted provisionally, pending the original")


class Check(models.TextChoices):
    """What an examiner ticks, reading the paper."""

    TREATY_NAMED = "treaty_named", _("The treaty is named exactly, or the powers are general")
    SIGNING_AUTHORISED = "signing_authorised", _("Signature is expressly authorised")
    PERSON_NAMED = "person_named", _("The person who will sign is named")
    SAME_ENTITY = "same_entity", _("It comes from this State or organisation, not from one with a like name")
    ISSUER_SIGNED = "issuer_signed", _("The issuer signed it, with his or her own hand")
    OFFICE_STATED = "office_stated", _("The issuer's office is stated, and is one of those that may issue")
    DATED = "dated", _("Date and place are given")
    TRANSLATED = "translated", _("It is in a language of the United Nations, or a translation is attached")


def powers_path(powers, filename):
    return f"powers/{uuid.uuid4().hex}"


SEE_POWERS = {Role.TREATY, Role.DEPOSITARY}
PERSONAL = ["person_named", "issuer_name", "defects", "file_name", "manner_reason"]


class PowersQuerySet(models.QuerySet):
    def visible_to(self, user, ceremony):
        """All of a ceremony for its treaty and depositary's officers; else those of the delegations one answers for."""
        powers = self.filter(treaty__ceremony=ceremony)
        if roles_of(user, ceremony) & SEE_POWERS:
            return powers
        delegations = Nominator.objects.filter(ceremony=ceremony, kind=KIND)
        return powers.filter(entity__in=delegations.answered_by(user).values("entity"))

    def standing(self):
        return self.exclude(status__in=OVER)

    def of(self, treaty, entity):
        """The powers that stand for this entity, or None."""
        return self.standing().filter(treaty=treaty, entity=entity).first()

    def announce(self, treaty, entity, *, by, at, **details):
        """Say that full powers will come. Those that stood before are superseded.

        Raises Refused when somebody else announced some at the same moment.
        """
        refuse_unless(can_speak_for, by, treaty.ceremony, entity)
        try:
            with transaction.atomic():
                before = self.select_for_update(of=("self",)).standing().filter(treaty=treaty, entity=entity).first()
                if before:
                    before.supersede(by=by, at=at)
                powers = self.create(treaty=treaty, entity=entity, announced_by=by, announced_at=at, **details)
                LedgerRow.objects.record(powers, before="", after=S.ANNOUNCED, by=by, at=at)
        except IntegrityError as error:
            if "one_full_powers_stands_for_an_entity" not in str(error):
                raise
            raise _others_stand(entity) from error
        return powers

    def hand_in(self, treaty, entity, paper, *, by, at, seen):
        """Take a copy (`accreditation.papers.Paper`): for the powers that wait for one, else as new powers.

        `seen` is the key of the powers that the person saw standing, if any: new ones supersede those. Raises Refused
        when others stand by now, and for a file that was handed in as another paper.
        """
        refuse_unless(can_speak_for, by, treaty.ceremony, entity)
        _refuse_another_paper(treaty, entity, paper)
        with transaction.atomic():
            powers = self.select_for_update(of=("self",)).standing().filter(treaty=treaty, entity=entity).first()
            if str(powers.key if powers else "") != str(seen or ""):
                raise _others_stand(entity)
            if powers is None or powers.status not in OPEN_TO_COPY:
                powers = self.announce(treaty, entity, by=by, at=at)
            powers.receive(paper, by=by, at=at)
        return powers


def _others_stand(entity):
    return Refused(
        _now("The full powers of %(entity)s have changed meanwhile: look at them first.") % {"entity": entity},
        code="already_decided",
    )


def _refuse_another_paper(treaty, entity, paper):
    """Neither the note verbale nor the credentials can be taken for full powers."""
    other = Document.objects.filter(
        nominator__ceremony=treaty.ceremony_id,
        nominator__entity=entity,
        kind__in=[DocumentKind.NOTE_VERBALE, DocumentKind.CREDENTIALS],
        sha256=paper.sha256,
    ).first()
    if other:
        raise Refused(
            _now("This file is on record as “%(kind)s”. Full powers are another paper: they say who may sign, and which treaty.")
            % {"kind": other.get_kind_display()},
            code="other_paper",
        )  # fmt: skip


@kept(exclude=PERSONAL)
class FullPowers(models.Model):
    """The paper by which an office of an entity empowers a named person to sign. Neither note verbale nor credentials.

    A copy is examined and accepted ahead; what counts at the table is that the depositary's officer has verified it.
    """

    MOVES = MOVES

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="powers", verbose_name=_("treaty"))
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="+", verbose_name=_("State or organisation"))
    status = models.CharField(_("status"), max_length=20, choices=PowersStatus, default=S.ANNOUNCED)
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("announced by")
    )
    announced_at = models.DateTimeField(_("announced at"))

    # The copy
    file = models.FileField(_("copy"), upload_to=powers_path, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=200, blank=True)
    content_type = models.CharField(max_length=60, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("copy received at"), null=True, blank=True)

    # What the paper says, as the examiner reads it
    is_general = models.BooleanField(
        _("general full powers"), default=False, help_text=_("For any treaty, not for this one alone.")
    )
    person_named = models.CharField(_("person named in it"), max_length=200, blank=True)
    issuer_office = models.CharField(_("issued by"), max_length=30, choices=Office, blank=True)
    issuer_name = models.CharField(_("name of the issuer"), max_length=200, blank=True)
    issued_on = models.DateField(_("dated"), null=True, blank=True)
    issued_at = models.CharField(_("place"), max_length=120, blank=True)
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    checks = ArrayField(
        models.CharField(max_length=30, choices=Check), verbose_name=_("checks"), default=list, blank=True
    )
    defects = models.TextField(_("defects"), blank=True, help_text=_("What the delegation reads: what to put right."))
    examined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("examined by")
    )
    examined_at = models.DateTimeField(_("examined at"), null=True, blank=True)

    # How the depositary verified it
    manner = models.CharField(_("verified as"), max_length=20, choices=Manner, blank=True)
    manner_reason = models.TextField(_("reason"), blank=True)
    lodged_reference = models.CharField(_("reference of the lodged powers"), max_length=120, blank=True)
    lodged_on = models.DateField(_("lodged on"), null=True, blank=True)
    original_due_on = models.DateField(_("original due on"), null=True, blank=True)
    original_received_on = models.DateField(_("original received on"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("verified by")
    )
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)
    # When they were taken back or replaced, which may lie before it was known here: what was signed earlier rests on them.
    over_at = models.DateTimeField(_("no longer good since"), null=True, blank=True)

    objects = PowersQuerySet.as_manager()

    class Meta:
        verbose_name = _("full powers")
        verbose_name_plural = _("full powers")
        ordering = ["entity__sort_en", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["treaty", "entity"],
                condition=~Q(status__in=OVER),
                name="one_full_powers_stands_for_an_entity",
                violation_error_message=_("Full powers of this State or organisation are on record already."),
            ),
            models.CheckConstraint(
                condition=Q(uploaded_by=None) | Q(verified_by=None) | ~Q(uploaded_by=models.F("verified_by")),
                name="who_uploaded_powers_does_not_verify_them",
                violation_error_message=_("Who uploaded the copy does not verify it."),
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None, verified_at=None, manner="")
                | (Q(verified_by__isnull=False, verified_at__isnull=False) & ~Q(manner="")),
                name="a_verification_has_a_person_a_time_and_a_manner",
            ),
            models.CheckConstraint(
                condition=~Q(status=S.VERIFIED) | Q(verified_by__isnull=False),
                name="verified_powers_say_who_verified_them",
            ),
            models.CheckConstraint(
                condition=Q(status__in=OVER, over_at__isnull=False) | (~Q(status__in=OVER) & Q(over_at=None)),
                name="powers_that_are_over_say_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(manner=Manner.PROVISIONAL) | (Q(original_due_on__isnull=False) & ~Q(manner_reason="")),
                name="a_provisional_acceptance_has_a_reason_and_a_day",
                violation_error_message=_("Write the reason, and the day on which the original is due."),
            ),
            models.CheckConstraint(
                condition=~Q(manner=Manner.GENERAL)
                | (Q(lodged_on__isnull=False, is_general=True) & ~Q(lodged_reference="")),
                name="lodged_powers_have_a_reference_and_a_day",
                violation_error_message=_("Write the reference and the day of the general full powers that are lodged."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return _now("Full powers of %(entity)s") % {"entity": self.entity}

    @property
    def ceremony(self):
        return self.treaty.ceremony

    @property
    def is_provisional(self):
        """Verified without the original, which is still owed."""
        return self.status == S.VERIFIED and self.lacks_the_original

    @property
    def lacks_the_original(self):
        return self.manner == Manner.PROVISIONAL and self.original_received_on is None

    def stood_at(self, at):
        """Whether they were good at a past instant: verified, be it since then, and neither revoked nor replaced by then."""
        return self.verified_at is not None and (self.over_at is None or at < self.over_at)

    def covers(self, representative, at=None):
        """Whether they are verified, or stood at the past instant `at`, and name this person, of the same entity."""
        return (
            (self.status == S.VERIFIED if at is None else self.stood_at(at))
            and representative.entity_id == self.entity_id
            and representative.is_named(self.person_named)
        )

    def note_opened(self, *, by, at):
        """Keep that `by` has opened the copy, as with every other paper; once within the hour, as with a photo."""
        nominator = Nominator.objects.filter(ceremony=self.treaty.ceremony_id, kind=KIND, entity=self.entity_id).first()
        opened = {
            "ceremony_id": self.treaty.ceremony_id,
            "user": by,
            "nominator_id": nominator.pk if nominator else 0,  # an entity may come without a delegation
            "fields": "full_powers",
            "page": f"full powers {self.entity.code}",
        }
        if not PersonalDataRead.objects.filter(**opened, at__gte=at - timedelta(hours=1)).exists():
            PersonalDataRead.objects.create(**opened, at=at)

    # Verbs

    def receive(self, paper, *, by, at):
        """A copy has come (`accreditation.papers.Paper`). Raises Refused while one is under examination or accepted."""
        refuse_unless(can_speak_for, by, self.ceremony, self.entity)
        if self.status not in OPEN_TO_COPY:
            raise Refused(
                _now("The full powers are “%(status)s”: a new copy can be handed in only when they are returned to you.")
                % {"status": self.get_status_display()},
                code="not_open",
            )  # fmt: skip
        old = self.file.name
        storage = self.file.storage
        name = storage.save(powers_path(self, paper.name), paper.file)
        try:
            with transaction.atomic():
                move(
                    self, S.RECEIVED, by=by, at=at, file=name, file_name=paper.name, content_type=paper.content_type,
                    sha256=paper.sha256, uploaded_by=by, uploaded_at=at, defects="", checks=[],
                )  # fmt: skip
        except Refused:
            storage.delete(name)
            raise
        self.file.name = name
        if old:
            transaction.on_commit(lambda: storage.delete(old))

    def examine(self, *, by, at):
        refuse_unless(can_prepare, by, self.ceremony)
        move(self, S.EXAMINING, by=by, at=at, examined_by=by, examined_at=at)

    def note_reading(self, *, by, **read):
        """Keep what the examiner read and ticked. Raises Refused unless the paper is under examination."""
        refuse_unless(can_prepare, by, self.ceremony)
        kept_now = type(self).objects.filter(pk=self.pk, status=S.EXAMINING).update(**read)
        if not kept_now:
            raise Refused(_now("The full powers are not under examination any more."), code="already_decided")
        for name, value in read.items():
            setattr(self, name, value)

    def accept_copy(self, *, by, at, **read):
        """The copy is in order; what the examiner `read` in it is kept with that, both or neither.

        Raises Refused with every flaw that stands against it, and keeps the attempt when one is against a rule.
        """
        refuse_unless(can_prepare, by, self.ceremony)
        flaws = []
        try:
            with transaction.atomic():
                if read:
                    self.note_reading(by=by, **read)
                if flaws := flaws_of(self):
                    raise Refused([flaw.sentence for flaw in flaws], code="flaws")
                move(self, S.ACCEPTED, by=by, at=at, defects="", examined_by=by, examined_at=at)
        except Refused:
            self._keep_the_attempt("accept", [flaw.code for flaw in flaws if flaw.code], by=by, at=at)
            raise

    def _keep_the_attempt(self, verb, codes, *, by, at):
        from signatures.models.recording import Attempt

        if codes:
            Attempt.objects.keep(self.treaty, self.entity, verb, codes, by=by, at=at)

    def give_back(self, *, by, at, defects):
        """Return it to the delegation with its defects in words. Raises Refused without them."""
        from signatures import letters

        refuse_unless(can_prepare, by, self.ceremony)
        if not defects.strip():
            raise Refused(_now("Write for the delegation what has to be put right."), code="reason")
        with transaction.atomic():
            move(self, S.RETURNED, by=by, at=at, defects=defects.strip(), examined_by=by, examined_at=at)
            letters.powers_returned(self, at=at)

    def verify(self, *, by, at, manner, reason="", due_on=None, lodged_reference="", lodged_on=None):
        """A depositary's officer records in which of the three ways the powers are good. Rule 2.

        Raises Refused for who uploaded the copy, for anybody but the depositary's officers, and where the manner lacks
        what it needs.
        """
        from signatures import letters
        from signatures.models.recording import Attempt

        with Attempt.objects.keeping(self.treaty, self.entity, "verify", by=by, at=at):
            if by and by.pk == self.uploaded_by_id:
                raise Refused(sentence("own_upload", {}), code="own_upload")
            refuse_unless(can_confirm, by, self.ceremony)
        if manner == Manner.PROVISIONAL and not (reason.strip() and due_on):
            raise Refused(_now("Write the reason, and the day on which the original is due."), code="provisional")
        if manner == Manner.GENERAL and not (self.is_general and lodged_reference.strip() and lodged_on):
            raise Refused(
                _now("Only general full powers are lodged: write their reference and the day on which they were."),
                code="general",
            )
        with transaction.atomic():
            Remark.objects.move(
                self, S.VERIFIED, by=by, at=at, reason=reason, manner=manner, manner_reason=reason.strip(),
                original_due_on=due_on if manner == Manner.PROVISIONAL else None,
                lodged_reference=lodged_reference.strip(), lodged_on=lodged_on, verified_by=by, verified_at=at,
            )  # fmt: skip
            letters.powers_verified(self, at=at)

    def receive_original(self, *, by, at, on):
        """The original that was owed has come. Raises Refused where none is owed, and for anybody but the depositary's officers."""
        refuse_unless(can_confirm, by, self.ceremony)
        with transaction.atomic():
            owed = type(self).objects.filter(
                pk=self.pk, status=S.VERIFIED, manner=Manner.PROVISIONAL, original_received_on=None
            )  # fmt: skip
            if not owed.update(original_received_on=on):
                raise Refused(_now("No original is owed."), code="not_owed")
            LedgerRow.objects.record(self, before=S.VERIFIED, after=S.VERIFIED, by=by, at=at, code="original_received")
        self.original_received_on = on

    def revoke(self, *, by, at, reason, since=None):
        """The entity takes them back, or has done so at the earlier instant `since`: what was signed before stays good.

        Raises Refused without a reason, and for a time that lies ahead.
        """
        refuse_unless(can_prepare, by, self.ceremony)
        if not reason.strip():
            raise Refused(_now("Write how and when they were revoked."), code="reason")
        if since and since > at:
            raise Refused(sentence("future", {"at": since}), code="future")
        Remark.objects.move(self, S.REVOKED, by=by, at=at, reason=reason, over_at=since or at)

    def supersede(self, *, by, at):
        refuse_unless(can_speak_for, by, self.ceremony, self.entity)
        move(self, S.SUPERSEDED, by=by, at=at, over_at=at)
