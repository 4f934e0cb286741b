from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.encryption import SealedDateField, SealedTextField
from accreditation.models import EDITABLE, OVER, Accreditation, Document, DocumentKind, Status
from ceremony.models import kept
from ceremony.procedure import AlreadyDecided, Refused, who_was_first
from press.models.application import MOST_PEOPLE, Application, Way, stale
from press.models.call import EntryPort
from press.models.columns import both_or_neither, person


class Function(models.TextChoices):
    REPORTER = "reporter", _("Reporter")
    EDITOR = "editor", _("Editor")
    PRODUCER = "producer", _("Producer")
    PHOTOGRAPHER = "photographer", _("Photographer")
    CAMERA = "camera", _("Camera operator")
    SOUND = "sound", _("Sound")
    TECHNICIAN = "technician", _("Technician")
    DRIVER = "driver", _("Driver")


class Residence(models.TextChoices):
    RESIDENT = "resident", _("Resident in the host country")
    FOREIGN = "foreign", _("Foreign")


# They report; the others help them and have no press card of their own.
REPORTING = [Function.REPORTER, Function.EDITOR, Function.PRODUCER, Function.PHOTOGRAPHER, Function.CAMERA]
MOST_SAMPLES = 5
LONGEST_ADDRESS = 500
SEALED = ["phone", "passport_expires", "press_card_number"]
# What is known of the person; the rest of an accreditation's row is the officers' and the clock's.
ENTERED = [
    "family_name", "given_names", "badge_name", "title", "nationality", "date_of_birth", "passport_number",
    "passport_index", "email", "photo", "search_key",
]  # fmt: skip


def _save(person, fields=None):
    """Raises Refused where PostgreSQL finds the same passport twice in the application: two colleagues at once."""
    try:
        with transaction.atomic():
            person.save(update_fields=fields)
    except IntegrityError as error:
        if "one_person_a_passport_and_nominator" not in str(error):
            raise
        raise Refused(
            _now("A person with this passport number is in your application already."), code="same_passport"
        ) from error


class JournalistQuerySet(models.QuerySet):
    def answered_by(self, user, ceremony):
        return self.filter(application__in=Application.objects.answered_by(user, ceremony))

    def of_ceremony(self, ceremony):
        return self.filter(accreditation__ceremony=ceremony)

    def approved(self):
        return self.filter(accreditation__status=Status.APPROVED)

    def complete_drafts(self):
        """Those in draft who lack nothing: what `press.roll.Roll.missing` says of one, said to PostgreSQL of all."""
        from press.models.letter import LetterName, LetterStatus

        def paper(kind):
            return models.Exists(
                Document.objects.filter(accreditation=models.OuterRef("accreditation"), kind=kind, replaced_at=None)
            )

        named = LetterName.objects.filter(
            journalist=models.OuterRef("pk"), letter__status__in=[LetterStatus.HANDED_IN, LetterStatus.ACCEPTED]
        ).exclude(letter__status=LetterStatus.ACCEPTED, is_named=False)
        shown = models.Exists(WorkSample.objects.filter(journalist=models.OuterRef("pk")))
        return self.filter(
            paper(DocumentKind.PASSPORT),
            ~Q(function__in=REPORTING) | paper(DocumentKind.PRESS_CARD),
            ~Q(application__way=Way.FREELANCE, function__in=REPORTING) | shown | paper(DocumentKind.WORK_SAMPLE),
            models.Exists(named),
            accreditation__status=Status.DRAFT,
            accreditation__nationality__isnull=False,
            accreditation__date_of_birth__isnull=False,
            consented_at__isnull=False,
        ).exclude(Q(accreditation__passport_index="") | Q(accreditation__photo=""))

    def for_lists(self):
        """With the person and the outlet, without what is sealed; whether there is a date of birth is said instead."""
        return (
            self.select_related("accreditation", "application__outlet")
            .defer(
                *SEALED,
                "application__contact_phone",
                "accreditation__passport_number",
                "accreditation__date_of_birth",
            )
            .annotate(
                has_birth_date=models.ExpressionWrapper(
                    Q(accreditation__date_of_birth__isnull=False), output_field=models.BooleanField()
                )
            )
        )


@kept(exclude=SEALED)
class Journalist(models.Model):
    """A person of the press: the accreditation says who it is and what was decided, this row what he or she does."""

    accreditation = models.OneToOneField(
        Accreditation, models.CASCADE, related_name="journalist", verbose_name=_("accreditation")
    )
    application = models.ForeignKey(
        Application, models.CASCADE, related_name="journalists", verbose_name=_("application")
    )
    function = models.CharField(_("function"), max_length=20, choices=Function, default=Function.REPORTER)
    residence = models.CharField(_("residence"), max_length=20, choices=Residence, default=Residence.FOREIGN)
    language = models.CharField(
        _("preferred language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    phone = SealedTextField(_("telephone"), blank=True)
    passport_expires = SealedDateField(_("passport valid until"), null=True, blank=True)
    press_card_number = SealedTextField(_("number of the press card"), blank=True)
    press_card_issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    press_card_expires = models.DateField(_("press card valid until"), null=True, blank=True)
    visa_support = models.BooleanField(_("asks for visa support"), default=False)
    arrives_at = models.DateTimeField(_("arrival"), null=True, blank=True)
    arrives_by = models.CharField(_("flight, train or road"), max_length=60, blank=True)
    port = models.ForeignKey(
        EntryPort, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("port of entry")
    )
    # The person's yes to the rules of the media centre and to the use of the data.
    consented_at = models.DateTimeField(_("consents given at"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_by = person(_("changed by"))
    changed_at = models.DateTimeField(_("changed at"), null=True, blank=True)

    objects = JournalistQuerySet.as_manager()

    class Meta:
        verbose_name = _("journalist")
        verbose_name_plural = _("journalists")
        ordering = ["accreditation__family_name", "accreditation__given_names", "pk"]
        constraints = [both_or_neither("changed_by", "changed_at", "a_change_of_a_journalist_says_by_whom")]

    def __str__(self):
        return str(self.accreditation)

    @property
    def ceremony(self):
        return self.accreditation.ceremony

    @property
    def outlet(self):
        return self.application.outlet

    @property
    def can_be_edited(self):
        return self.accreditation.status in EDITABLE

    @property
    def status_for_applicant(self):
        """The accreditation's status as the applicant may know it: that somebody is held back stays with the officers."""
        status = Status(self.accreditation.status)
        return Status.UNDER_REVIEW if status == Status.ON_HOLD else status

    @property
    def needs_press_card(self):
        return self.function in REPORTING

    @property
    def needs_samples(self):
        return self.application.way == Way.FREELANCE and self.needs_press_card

    def missing(self):
        """Words: what this person's entry lacks before it can be submitted."""
        from press.roll import Roll

        return Roll(self.application).missing(self)

    # Verbs of those who apply

    @classmethod
    def put_forward(cls, application, person, *, by, at, samples=(), consent=False, **fields):
        """Put a new person into the application, in draft. `person` is an unsaved Accreditation, `samples` (url, title).

        Raises Refused for a second person of somebody who applies alone, past MOST_PEOPLE, and for a passport twice.
        """
        with transaction.atomic():
            now = Application.objects.select_for_update(of=("self",), no_key=True).get(pk=application.pk)
            count = now.people.exclude(status__in=OVER).count()
            if now.way != Way.TEAM and count:
                raise Refused(
                    _now("This application is for one person. To bring colleagues, apply for your outlet's team."),
                    code="alone",
                )
            if count >= MOST_PEOPLE:
                raise Refused(
                    _now("An application holds %(limit)d people at most. Begin another one for the others.")
                    % {"limit": MOST_PEOPLE},
                    code="too_many",
                )
            person.ceremony, person.nominator = application.ceremony, application.nominator
            _save(person)
            journalist = cls(
                accreditation=person, application=application, changed_by=by, changed_at=at,
                consented_at=at if consent else None, **fields,
            )  # fmt: skip
            journalist.save(force_insert=True)
            journalist._show_samples(samples)
            journalist._find_in_letters()
        return journalist

    def amend(self, *, by, at, seen_version, samples=None, consent=None, replaced_photo="", **fields):
        """Save the changed entry of a person in draft or returned. The caller has set the accreditation's columns.

        Raises AlreadyDecided when somebody else saved it since `seen_version`, Refused when it is with the officers.
        """
        with transaction.atomic():
            now = (
                type(self)
                .objects.select_for_update(of=("self", "accreditation"))
                .select_related("accreditation__ceremony", "changed_by")
                .defer(*SEALED, "accreditation__passport_number", "accreditation__date_of_birth")
                .get(pk=self.pk)
            )
            if now.accreditation.status not in EDITABLE:
                raise Refused(
                    _now("This person is “%(status)s” by now and cannot be changed here.")
                    % {"status": now.accreditation.word_for_applicant},
                    code="not_editable",
                )
            if now.version != seen_version:
                raise stale(now, at)
            called = str(now)
            # Not the whole row: it may have been sent and returned since it was read, and a status is only ever moved.
            _save(self.accreditation, ENTERED)
            for name, value in fields.items():
                setattr(self, name, value)
            if consent is not None:
                self.consented_at = (now.consented_at or at) if consent else None
            self.version, self.changed_by, self.changed_at = seen_version + 1, by, at
            self.save()
            if samples is not None:
                self._show_samples(samples)
            self._leave_letters(called)
            self._find_in_letters()
            if replaced_photo:
                transaction.on_commit(lambda: self.accreditation.photo.storage.delete(replaced_photo))

    def arrive(self, *, arrives_at, arrives_by, port=None, by, at):
        """When, how and where this person comes: told until the day itself, whatever the accreditation's status."""
        self.arrives_at, self.arrives_by, self.port = arrives_at, arrives_by, port
        type(self).objects.filter(pk=self.pk).update(
            arrives_at=arrives_at, arrives_by=arrives_by, port=port, changed_by=by, changed_at=at,
            version=models.F("version") + 1,
        )  # fmt: skip

    def resubmit(self, *, by, at):
        """Send a returned person back to the queue, corrected. The place was kept, so the deadline does not bar it."""
        if self.accreditation.status != Status.RETURNED:
            raise Refused(_now("%(name)s was not returned to you.") % {"name": self}, code="not_returned")
        if lacks := self.missing():
            raise Refused(
                _now("%(name)s still lacks %(what)s.") % {"name": self, "what": ", ".join(map(str, lacks))},
                code="incomplete",
            )
        self.accreditation.submit(by=by, at=at)

    def remove(self, *, by, at):
        """Take a person out: a draft is deleted with its papers, whoever was sent is withdrawn. True if deleted."""
        person = self.accreditation
        now = Accreditation.objects.only("status").get(pk=person.pk)
        if now.status in OVER:
            raise Refused(
                _now("%(name)s is “%(status)s” already.") % {"name": self, "status": now.get_status_display()},
                code="over",
            )
        if now.status != Status.DRAFT:
            # Not locked before: the places that this frees come first, as a draw has the pool before its people.
            person.withdraw(by=by, at=at)
            return False
        with transaction.atomic():
            now = Accreditation.objects.select_for_update(of=("self",)).only("status", "photo").get(pk=person.pk)
            if now.status != Status.DRAFT:
                raise AlreadyDecided(who_was_first(person), code="already_decided")
            files = [(one.file.storage, one.file.name) for one in Document.objects.filter(accreditation=person)]
            if now.photo:
                files.append((now.photo.storage, now.photo.name))
            person.delete()
            transaction.on_commit(lambda: [storage.delete(name) for storage, name in files])
        return True

    # What the verbs share

    def _leave_letters(self, called):
        """Under another name than `called` the person stands in no letter, until somebody finds the new name there."""
        from press.models.letter import LetterName, words_of_name

        name = words_of_name(str(self))
        if name != words_of_name(called):
            LetterName.objects.filter(journalist=self).exclude(key=name).update(journalist=None, is_named=None)

    def _find_in_letters(self):
        """Letters of this application that were handed in before may name this person already."""
        from press.models.letter import LetterName, words_of_name

        there = LetterName.objects.filter(letter__application=self.application_id, key=words_of_name(str(self)))
        for name in there.filter(journalist=None).exclude(letter__names__journalist=self):
            name.journalist = self
            name.save(update_fields=["journalist"])

    def _show_samples(self, samples):
        samples = [(url, title) for url, title in samples if url]
        if len(samples) > MOST_SAMPLES:
            raise Refused(
                _now("Show %(most)d samples of your work at most.") % {"most": MOST_SAMPLES}, code="too_many_samples"
            )
        self.samples.all().delete()
        WorkSample.objects.bulk_create(
            WorkSample(journalist=self, url=url, title=title[:200], position=place)
            for place, (url, title) in enumerate(samples)
        )

    @property
    def papers(self):
        """The person's own papers that stand: press card, passport, samples."""
        return Document.objects.filter(accreditation=self.accreditation_id, replaced_at=None)


@kept(exclude=["url", "title"])
class WorkSample(models.Model):
    """A link to something that this person has published. Samples may also be uploaded, as documents."""

    journalist = models.ForeignKey(Journalist, models.CASCADE, related_name="samples", verbose_name=_("journalist"))
    url = models.URLField(_("address"), max_length=LONGEST_ADDRESS)
    title = models.CharField(_("title"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("sample of work")
        verbose_name_plural = _("samples of work")
        ordering = ["journalist", "position", "pk"]

    def __str__(self):
        return self.title or self.url
