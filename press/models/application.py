import uuid

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.encryption import SealedTextField
from accounts.models import User
from accreditation.models import OVER, Nominator, NominatorContact, Status
from accreditation.models.accreditation import SEE_EVERYBODY
from ceremony.models import Ceremony, LedgerRow, Role, kept
from ceremony.permissions import roles_of
from ceremony.procedure import AlreadyDecided, Refused
from press.models.call import PressCall
from press.models.columns import both_or_neither, person
from press.models.outlet import Outlet, OutletStatus

KIND = "press"  # of its nominator
SEE_THE_PRESS = SEE_EVERYBODY | {Role.PRESS_DESK}
MOST_CONTACTS = 5
MOST_APPLICATIONS = 10  # of one person at one ceremony, so that a form cannot be made to fill the desk
MOST_PEOPLE = 100
PERSONAL = ["contact_name", "contact_phone"]


class Way(models.TextChoices):
    """Who applies. It says how many people an application may hold and what is asked of them."""

    TEAM = "team", _("An outlet for its team")
    SINGLE = "single", _("A journalist for himself or herself")
    FREELANCE = "freelance", _("A freelance journalist for a named outlet")


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user, ceremony):
        """All of a ceremony for the officers who look after people and the press desk; for others their own."""
        applications = self.filter(nominator__ceremony=ceremony)
        if roles_of(user, ceremony) & SEE_THE_PRESS:
            return applications
        return self.answered_by(user, ceremony)

    def answered_by(self, user, ceremony):
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            nominator__ceremony=ceremony, nominator__contacts__user=user, nominator__contacts__is_active=True
        )

    def with_outlet(self):
        return self.select_related("nominator__ceremony", "outlet__country")

    def locked(self, application):
        """The application as it is now with its outlet, both nobody else's until the transaction ends.

        The outlet first, as whoever merges outlets does: so nobody waits for the other in a ring.
        """
        for _turn in range(5):
            [outlet_key] = self.filter(pk=application.pk).values_list("outlet", flat=True) or [None]
            if outlet_key is None:
                break
            [outlet] = Outlet.objects.locked(outlet_key)
            now = self.select_for_update(of=("self",), no_key=True).select_related("nominator__ceremony").get(
                pk=application.pk
            )  # fmt: skip
            if now.outlet_id == outlet.pk:
                now.outlet = outlet
                return now
        raise AlreadyDecided(_now("This no longer exists."), code="gone")

    @transaction.atomic
    def open(self, outlet, way, *, by, at, contact_name="", contact_phone=""):
        """Begin an application for an outlet; `by` answers for it. One that was begun for it before is taken up again.

        Raises Refused before applications open. After the deadline it is kept like any other; it is the submission that
        needs an officer then.
        """
        outlet = outlet.now()
        refuse_before_opening(outlet.ceremony, at)
        # Two windows of one person, or a merger of the outlet at this moment.
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        if contact_name and not by.name:
            # Who came in with an address alone says here what to call him: so letters greet him, and the desk asks for him.
            by.name = contact_name
            User.objects.filter(pk=by.pk, name="").update(name=contact_name)
        [outlet] = Outlet.objects.locked(outlet.pk)
        outlet = outlet.now()
        own = self.answered_by(by, outlet.ceremony)
        if there := own.filter(outlet=outlet, way=way).first():
            return there
        if own.count() >= MOST_APPLICATIONS:
            raise Refused(
                _now("You have %(count)d applications already. Write to the press desk if you need another one.")
                % {"count": MOST_APPLICATIONS},
                code="too_many",
            )
        nominator = Nominator.objects.create(ceremony=outlet.ceremony, kind=KIND, name=outlet.name)
        NominatorContact.objects.create(nominator=nominator, user=by)
        application = self.create(
            nominator=nominator, outlet=outlet, way=way, contact_name=contact_name or by.name,
            contact_phone=contact_phone, opened_by=by, opened_at=at,
        )  # fmt: skip
        application._note("opened", by, at)
        return application


@kept(exclude=PERSONAL)
class Application(models.Model):
    """What one contact sends in for an outlet: a team under its letters, or one journalist. It is the nominator of its people.

    Several applications may be for one outlet; whoever answers for one sees nothing of the others. The statuses are
    those of its people's accreditations.
    """

    LEDGER_WORDS = {
        "opened": _("begun"),
        "amended": _("changed"),
        "outlet": _("for another outlet"),
        "submitted": _("submitted"),
        "admitted": _("admitted late"),
        "contact": _("another contact"),
    }

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nominator = models.OneToOneField(Nominator, models.CASCADE, related_name="press_application")
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="applications", verbose_name=_("outlet"))
    way = models.CharField(_("who applies"), max_length=20, choices=Way)
    contact_name = models.CharField(_("contact"), max_length=200, blank=True)
    contact_phone = SealedTextField(_("telephone"), blank=True)
    is_editorial = models.BooleanField(
        _("publishes editorial content of its own"),
        default=False,
        help_text=_("Media that sell advertising or sponsored content in its place are not accredited."),
    )
    opened_by = person(_("begun by"))
    opened_at = models.DateTimeField(_("begun at"))
    admitted_by = person(_("admitted late by"))
    admitted_at = models.DateTimeField(_("admitted late at"), null=True, blank=True)
    admitted_because = models.CharField(_("admitted late because"), max_length=500, blank=True)
    # Counted up by every change, so that whoever saves a page that has grown old is told.
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_by = person(_("changed by"))
    changed_at = models.DateTimeField(_("changed at"), null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            both_or_neither("admitted_by", "admitted_at", "a_late_press_admission_has_a_person_and_a_time"),
            models.CheckConstraint(
                condition=Q(admitted_at=None, admitted_because="")
                | (Q(admitted_at__isnull=False) & ~Q(admitted_because="")),
                name="a_late_press_admission_has_a_reason",
            ),
            both_or_neither("changed_by", "changed_at", "a_changed_application_says_by_whom"),
        ]

    def __str__(self):
        return self.nominator.name

    @property
    def ceremony(self):
        return self.nominator.ceremony

    def get_absolute_url(self):
        from accounts.addresses import address_of

        return address_of("press:application", self.ceremony.slug, str(self.key))

    def is_late(self, at):
        call = call_of(self.ceremony)
        return call is None or call.is_late(at)

    def may_send(self, at):
        """In time, or admitted by an officer."""
        return self.admitted_at is not None or not self.is_late(at)

    @property
    def people(self):
        return self.nominator.accreditations.all()

    # Verbs of those who apply

    def amend(self, *, seen, by, at, **fields):
        """Change the contact and what is declared. Raises AlreadyDecided when somebody else did since `seen`."""
        with transaction.atomic():
            now = type(self).objects.select_for_update(of=("self",)).select_related("changed_by").get(pk=self.pk)
            if now.version != seen:
                raise stale(now, at)
            changed = [name for name in ("contact_name", "contact_phone", "is_editorial") if name in fields]
            for name in changed:
                setattr(self, name, fields[name])
            self._write(changed, now.version, by, at)

    def change_outlet(self, outlet, *, by, at):
        """It is for another outlet; a request for more places of the former one ends. Returns the requests that did.

        Raises Refused once somebody was sent: an officer merges or changes it then.
        """
        from press.models.letter import LetterName, LetterStatus
        from press.models.quota import QuotaRequestStatus

        with transaction.atomic():
            rows = {row.pk: row for row in Outlet.objects.locked(self.outlet_id, outlet.now().pk)}
            now = type(self).objects.locked(self)
            into = rows[outlet.now().pk].now()
            if now.people.exclude(status=Status.DRAFT).exists():
                raise Refused(
                    _now("People were sent for %(outlet)s already: ask the press desk to change the outlet.")
                    % {"outlet": now.outlet},
                    code="sent",
                )
            if LetterStatus.ACCEPTED in now.letters.select_for_update().values_list("status", flat=True):
                raise Refused(
                    _now(
                        "A letter of %(outlet)s is accepted for this application. Withdraw it first: it covers nobody of "
                        "another outlet."
                    )
                    % {"outlet": now.outlet},
                    code="letter",
                )
            self.outlet = into
            self._write(["outlet"], now.version, by, at)
            Nominator.objects.filter(pk=self.nominator_id).update(name=into.name)
            self.nominator.name = into.name
            LetterName.objects.filter(letter__application=self).exclude(journalist__application=self).update(
                journalist=None
            )
            LetterName.objects.filter(journalist__application=self).exclude(letter__application=self).update(
                journalist=None
            )
            asked = [] if into == now.outlet else list(now.quota_requests.filter(status=QuotaRequestStatus.ASKED))
            for request in asked:
                request.withdraw(by=by, at=at, reason=f"{now.outlet} → {into}")
            self._note("outlet", by, at, f"{now.outlet} → {into}")
        return asked

    def add_contact(self, *, email, name="", by, at):
        """A colleague who answers for it too. Raises Refused for somebody who does, and past MOST_CONTACTS."""
        from press import letters

        with transaction.atomic():
            type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
            if self.nominator.contacts.filter(is_active=True).count() >= MOST_CONTACTS:
                raise Refused(
                    _now("An application has %(limit)d contacts at most.") % {"limit": MOST_CONTACTS}, code="too_many"
                )
            user, _made = User.objects.reachable_at(email, name=name, language=by.language if by else "")
            contact, is_new = self.nominator.contacts.get_or_create(user=user)
            if contact.is_active and not is_new:
                raise Refused(_now("%(email)s is a contact already.") % {"email": user.email}, code="is_there")
            if not contact.is_active:
                contact.is_active = True
                contact.save(update_fields=["is_active"])
            self._note("contact", by, at)
            letters.colleague_added(self, user, by=by, at=at)
        return contact

    def submit(self, *, by, at, only=None):
        """Send the people who are ready; the rest stay with what they lack. Returns a Submission.

        `only` is the keys of the people meant. Raises Refused when nobody is ready, after the deadline unless an
        officer has admitted the application, and for an outlet that is no bona fide media.
        """
        from press.submission import submit

        return submit(self, by=by, at=at, only=only)

    # Verbs of the press desk

    def admit_late(self, *, by, at, reason):
        """Let it be sent after the deadline, for a reason on record. Raises Refused without one."""
        from press import letters

        if not reason.strip():
            raise Refused(_now("Write why it is admitted after the deadline: it stays on record."), code="reason")
        with transaction.atomic():
            now = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
            if now.admitted_at:
                raise AlreadyDecided(_now("It was admitted already: nothing was changed."), code="already_decided")
            self.admitted_by, self.admitted_at, self.admitted_because = by, at, reason.strip()
            self.save(update_fields=["admitted_by", "admitted_at", "admitted_because"])
            self._note("admitted", by, at, reason.strip())
            letters.admitted_late(self, at=at)

    def withdraw_all(self, *, by, at, reason=""):
        """Nobody of it comes: whoever was sent is withdrawn, drafts stay drafts. Returns how many were withdrawn."""
        from press import leaving
        from press.models.quota import QuotaRequestStatus

        with transaction.atomic():
            now = type(self).objects.locked(self)
            for request in now.quota_requests.filter(status=QuotaRequestStatus.ASKED):
                request.withdraw(by=by, at=at, reason=reason)
            coming = now.people.exclude(status__in=[*OVER, Status.DRAFT])
            people = list(coming.select_related("ceremony").order_by("pk"))
            leaving.hold(people)
            for one in people:
                one.withdraw(by=by, at=at, reason=reason)
        return len(people)

    # What the verbs share

    def _write(self, names, version, by, at):
        self.version, self.changed_by, self.changed_at = version + 1, by, at
        self.save(update_fields=[*names, "version", "changed_by", "changed_at"])

    def _note(self, word, by, at, reason=""):
        LedgerRow.objects.record(self, before="", after=word, by=by, at=at, reason=reason, code=word)


def call_of(ceremony):
    """The call to the press, asked once for each ceremony at hand; None where there is none."""
    if "_press_call" not in ceremony.__dict__:
        ceremony.__dict__["_press_call"] = PressCall.objects.filter(ceremony=ceremony.pk).first()
    return ceremony.__dict__["_press_call"]


def refuse_before_opening(ceremony: Ceremony, at):
    call = call_of(ceremony)
    if call is None:
        raise Refused(_now("Applications of the press are not open at this ceremony."), code="no_call")
    if call.is_early(at):
        raise Refused(
            _now("Applications of the press open on %(time)s.") % {"time": ceremony.show_time(call.opens_at)},
            code="early",
        )


def stale(now, at):
    """For whoever saves a page that has grown old."""
    return AlreadyDecided(
        _now(
            "%(who)s changed this at %(time)s, while you were writing. What you typed is below; nothing of it is saved. "
            "Open it anew in another window, compare, and save again to keep yours."
        )
        % {"who": now.changed_by or _now("Somebody"), "time": now.ceremony.show_time(now.changed_at or at)},
        code="stale",
        params={"version": now.version},
    )


def refuse_a_rejected_outlet(outlet):
    if outlet.status == OutletStatus.REJECTED:
        raise Refused(
            _now(
                "%(outlet)s is not accredited as media at this ceremony. Nothing was sent; your entries are kept. "
                "For questions please write to the press desk."
            )
            % {"outlet": outlet},
            code="rejected",
        )
