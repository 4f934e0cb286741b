from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accreditation.models import Accreditation
from ceremony.models import LedgerRow, kept
from ceremony.procedure import Refused
from delegations.models import Rank
from directory.models import Entity, EntityKind
from signatures.competence import refuse_unless
from signatures.models.remark import Remark
from signatures.models.treaty import BY_VIRTUE_OF_OFFICE, Office, Treaty
from signatures.names import is_one_person
from signatures.permissions import can_prepare, can_speak_for

PERSONAL = ["name", "title", "pronunciation", "confirmation_source"]


class RepresentativeQuerySet(models.QuerySet):
    def current(self):
        return self.filter(replaced_at=None)

    def of(self, treaty, entity):
        """Who signs for this entity, or None while nobody is named."""
        return self.current().filter(treaty=treaty, entity=entity).first()

    def since(self, treaty, entity, at):
        """Who was named for this entity at that instant or has been since, the last first: one of them has signed then."""
        named = self.filter(Q(replaced_at=None) | Q(replaced_at__gt=at), treaty=treaty, entity=entity)
        return named.order_by("-pk")

    def who_signed(self, treaty, entity, at, *, said=None):
        """Who signed on paper at that instant; `said` is who the paper names. Raises Refused where it may be another."""
        named = list(self.since(treaty, entity, at))
        who = said or (named[0] if len(named) == 1 else None)
        if named and who not in named:
            raise Refused(
                _now("Say who signed for %(entity)s, as the paper has it: %(names)s.")
                % {"entity": entity, "names": "; ".join(f"{one.name}, {one.title}" for one in named)},
                code="who_signed",
            )
        return who

    def name_for(self, treaty, entity, *, name, title, rank, by, at, office="", acting=False, **details):
        """Name who signs. A second naming replaces the first, whose row stays: what was confirmed of it goes with it.

        `office` is claimed, and confirmed apart. Raises Refused without a name or title, for an office that does not sign by virtue, and for
        an organisation that claims one.
        """
        refuse_unless(can_speak_for, by, treaty.ceremony, entity)
        if not name.strip() or not title.strip():
            raise Refused(_now("Write the name and the office of the representative."), code="incomplete")
        if office and office not in BY_VIRTUE_OF_OFFICE:
            raise Refused(
                _now("Only a Head of State, a Head of Government or a Minister for Foreign Affairs signs by virtue of office."),
                code="no_such_office",
            )  # fmt: skip
        if office and entity.kind == EntityKind.REIO:
            raise Refused(_now("An organisation never signs by virtue of office: it needs full powers."), code="reio")
        before = self.of(treaty, entity)
        try:
            with transaction.atomic():
                if before:
                    self.filter(pk=before.pk, replaced_at=None).update(replaced_at=at)
                representative = self.create(
                    treaty=treaty, entity=entity, name=" ".join(name.split()), title=" ".join(title.split()), rank=rank,
                    office=office, acting=acting, named_by=by, named_at=at, **details,
                )  # fmt: skip
                LedgerRow.objects.record(representative, before="", after="named", by=by, at=at)
        except IntegrityError as error:
            if "one_representative_signs_for_an_entity" not in str(error):
                raise
            raise Refused(
                _now("Somebody else named the representative of %(entity)s at the same moment: look at it first.")
                % {"entity": entity},
                code="already_decided",
            ) from error
        return representative


@kept(exclude=PERSONAL)
class Representative(models.Model):
    """Who comes to the table for an entity: a name, an office. Need not be a delegate of the ceremony.

    A change of person, title or rank is a new row, so that a confirmed office never covers what was not confirmed.
    """

    LEDGER_WORDS = {
        "named": _("named"),
        "noted": _("details noted"),
        "confirmed": _("office confirmed"),
        "withdrawn": _("confirmation withdrawn"),
    }

    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="representatives", verbose_name=_("treaty"))
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="+", verbose_name=_("State or organisation"))
    name = models.CharField(_("name"), max_length=200, help_text=_("As it is to stand in the log."))
    title = models.CharField(_("office"), max_length=250, help_text=_("In full, as it is to stand in the log."))
    rank = models.PositiveSmallIntegerField(_("rank"), choices=Rank, default=Rank.OTHER)
    pronunciation = models.CharField(
        _("how to say it"), max_length=200, blank=True, help_text=_("For the caller: ngoo-YEN.")
    )
    office = models.CharField(
        _("signs by virtue of office as"),
        max_length=30,
        blank=True,
        choices=[(office.value, office.label) for office in BY_VIRTUE_OF_OFFICE],
        help_text=_("Claimed by the delegation; counts once a treaty officer has confirmed it."),
    )
    acting = models.BooleanField(_("acting or ad interim"), default=False)
    accreditation = models.ForeignKey(
        Accreditation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("accreditation")
    )
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("named by")
    )
    named_at = models.DateTimeField(_("named at"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("office confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("office confirmed at"), null=True, blank=True)
    # Of a confirmation that was withdrawn: from when to when it held, for what was signed on paper meanwhile.
    was_confirmed_at = models.DateTimeField(_("office had been confirmed at"), null=True, blank=True)
    was_confirmed_until = models.DateTimeField(_("until"), null=True, blank=True)
    confirmation_source = models.CharField(_("source"), max_length=250, blank=True)
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["treaty", "entity"],
                condition=Q(replaced_at=None),
                name="one_representative_signs_for_an_entity",
                violation_error_message=_("Somebody is named for this State or organisation already."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="a_confirmed_office_has_a_person_and_a_time",
            ),
            models.CheckConstraint(
                condition=Q(was_confirmed_at=None, was_confirmed_until=None)
                | Q(was_confirmed_at__isnull=False, was_confirmed_until__isnull=False, confirmed_at=None),
                name="a_withdrawn_confirmation_has_a_beginning_and_an_end",
            ),
            models.CheckConstraint(
                condition=Q(office="") | Q(office__in=BY_VIRTUE_OF_OFFICE),
                name="three_offices_sign_by_virtue",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | ~Q(office=""),
                name="only_a_claimed_office_is_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(named_by=None) | ~Q(confirmed_by=models.F("named_by")),
                name="who_claims_an_office_does_not_confirm_it",
                violation_error_message=_("Another officer than the one who entered the office confirms it."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def ceremony(self):
        return self.treaty.ceremony

    @property
    def may_sign_by_office(self):
        return bool(self.office and self.confirmed_at) and self.entity.is_state

    def held_office_at(self, at):
        """Whether the office is confirmed, or was at that past instant and the confirmation withdrawn only later."""
        if self.may_sign_by_office:
            return True
        was = self.was_confirmed_at and self.was_confirmed_at <= at < self.was_confirmed_until
        return bool(self.office and was) and self.entity.is_state

    @property
    def office_in_words(self):
        if not self.office:
            return ""
        label = Office(self.office).label
        return _now("%(office)s, acting or ad interim") % {"office": label} if self.acting else str(label)

    def is_named(self, name):
        """Whether a paper that names this person means the representative."""
        return is_one_person(self.name, name)

    def note_details(self, *, pronunciation, accreditation, by, at):
        """How the name is said, and which accredited person it is: no change of person, so what was confirmed stays."""
        refuse_unless(can_speak_for, by, self.ceremony, self.entity)
        self.pronunciation, self.accreditation = pronunciation.strip(), accreditation
        with transaction.atomic():
            self.save(update_fields=["pronunciation", "accreditation"])
            # The caller's screen follows the ledger, and the name is read out soon.
            LedgerRow.objects.record(self, before="", after="noted", by=by, at=at)

    def confirm_office(self, *, by, at, source):
        """A treaty officer has it from a source that this person holds the office. Raises Refused without one.

        Nobody confirms what he entered himself.
        """
        refuse_unless(can_prepare, by, self.ceremony)
        if not self.office:
            raise Refused(_now("No office is claimed for %(name)s.") % {"name": self}, code="no_office")
        if not source.strip():
            raise Refused(
                _now("Write from where it is known: a note verbale, the protocol list, a date."), code="source"
            )
        if by.pk == self.named_by_id:
            raise Refused(
                _now("Who entered the office does not confirm it: ask another treaty officer."), code="own_entry"
            )
        with transaction.atomic():
            confirmed = type(self).objects.filter(pk=self.pk, replaced_at=None, confirmed_at=None).update(
                confirmed_by=by, confirmed_at=at, confirmation_source=source.strip(), was_confirmed_at=None,
                was_confirmed_until=None,
            )  # fmt: skip
            if not confirmed:
                raise Refused(
                    _now("This has changed meanwhile: look at the representative of %(entity)s again.")
                    % {"entity": self.entity},
                    code="already_decided",
                )
            # Without the source: it may name the person, and is erased with the row; the ledger is not.
            LedgerRow.objects.record(self, before="named", after="confirmed", by=by, at=at)
        self.confirmed_by, self.confirmed_at, self.confirmation_source = by, at, source.strip()
        self.was_confirmed_at = self.was_confirmed_until = None

    def withdraw_confirmation(self, *, by, at, reason):
        """The office was lost, or confirmed in error: it lends no authority from now on. Raises Refused without a reason.

        What was signed while it was confirmed, and is entered afterwards, rests on it all the same.
        """
        refuse_unless(can_prepare, by, self.ceremony)
        if not reason.strip():
            raise Refused(_now("Write why the confirmation is withdrawn."), code="reason")
        with transaction.atomic():
            withdrawn = type(self).objects.filter(pk=self.pk, confirmed_at__isnull=False).update(
                confirmed_by=None, confirmed_at=None, was_confirmed_at=F("confirmed_at"), was_confirmed_until=at
            )  # fmt: skip
            if not withdrawn:
                raise Refused(_now("The office of %(name)s is not confirmed.") % {"name": self}, code="not_confirmed")
            Remark.objects.write(
                LedgerRow.objects.record(self, before="confirmed", after="withdrawn", by=by, at=at), reason
            )
        self.was_confirmed_at, self.was_confirmed_until = self.confirmed_at, at
        self.confirmed_by = self.confirmed_at = None


@kept()
class Intention(models.Model):
    """That an entity has said it will sign, or will not. No signature: what really happened is the log."""

    LEDGER_WORDS = {"will_sign": _("will sign"), "will_not_sign": _("will not sign")}

    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="intentions", verbose_name=_("treaty"))
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="+", verbose_name=_("State or organisation"))
    will_sign = models.BooleanField(_("will sign"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("noted by")
    )
    noted_at = models.DateTimeField(_("noted at"))

    class Meta:
        verbose_name = _("intention to sign")
        verbose_name_plural = _("intentions to sign")
        ordering = ["entity__sort_en"]
        constraints = [
            models.UniqueConstraint(
                fields=["treaty", "entity"],
                name="one_intention_an_entity",
                violation_error_message=_("The intention of this State or organisation is noted already."),
            )
        ]

    def __str__(self):
        return f"{self.entity}: {_now('will sign') if self.will_sign else _now('will not sign')}"

    @property
    def word(self):
        return "will_sign" if self.will_sign else "will_not_sign"

    @classmethod
    def note(cls, treaty, entity, *, will_sign, by, at):
        """Raises Refused for an entity that may not sign."""
        refuse_unless(can_speak_for, by, treaty.ceremony, entity)
        if not entity.may_sign:
            raise Refused(_now("%(entity)s may not sign this treaty.") % {"entity": entity}, code="may_not_sign")
        with transaction.atomic():
            before = cls.objects.select_for_update(of=("self",)).filter(treaty=treaty, entity=entity).first()
            intention, _made = cls.objects.update_or_create(
                treaty=treaty, entity=entity, defaults={"will_sign": will_sign, "noted_by": by, "noted_at": at}
            )
            LedgerRow.objects.record(
                intention, before=before.word if before else "", after=intention.word, by=by, at=at,
                ceremony=treaty.ceremony,
            )  # fmt: skip
        return intention
