"""The side event, from a draft that is left and found again to what was decided about it."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.addresses import address_of
from accreditation.models import Nominator
from ceremony.models import Ceremony, Layout, LedgerRow, Role, kept
from ceremony.permissions import roles_of
from ceremony.procedure import AlreadyDecided, Refused
from directory.models import Entity
from directory.texts import LocalText
from events.models.call import CallForSideEvents, Theme
from events.models.deciding import Decided
from events.models.side_event_status import (
    DECIDED,
    DECISIONS,
    MOVES,
    OPEN_TO_CHANGE,
    OVER,
    STANDING,
    TO_DECIDE,
    SideEventStatus,
)

S = SideEventStatus

# Who sees every proposal of a ceremony.
SEE_PROPOSALS = {Role.SIDE_EVENTS, Role.ORGANISER, Role.READER}
LONGEST_NOTE = 6000
LARGEST_AUDIENCE = 5000


class Format(models.TextChoices):
    PANEL = "panel", _("Panel discussion")
    ROUND_TABLE = "round_table", _("Round table")
    WORKSHOP = "workshop", _("Workshop or training")
    PRESENTATION = "presentation", _("Presentation or launch")
    SCREENING = "screening", _("Screening or performance")
    RECEPTION = "reception", _("Reception")
    OTHER = "other", _("Another format")


class Payer(models.TextChoices):
    SPONSORS = "sponsors", _("The sponsors bring and pay the interpreters")
    ORGANISERS = "organisers", _("The organisers are asked for interpreters")


class SideEventQuerySet(models.QuerySet):
    def visible_to(self, user, ceremony):
        """All of a ceremony for those who review and organise; else those that one leads or sponsors."""
        if roles_of(user, ceremony) & SEE_PROPOSALS:
            return self.filter(ceremony=ceremony)
        return self.concerning(user, ceremony)

    def led_by(self, user, ceremony):
        """Those for whose lead this person answers, drafts included. No officer's role stands in for it."""
        leads = Nominator.objects.filter(ceremony=ceremony).answered_by(user).values("entity")
        return self.filter(ceremony=ceremony, lead__in=leads)

    def concerning(self, user, ceremony):
        """Those that this person leads, and those behind which his entity stands, or may still say that it does.

        No trace of a draft before it is asked, and nothing of the proposal once it has declined or left.
        """
        from events.answering import entities_of
        from events.models.sponsor import Sponsor

        if not user.is_authenticated:
            return self.none()
        sponsored = Sponsor.objects.counted_on().filter(
            side_event__ceremony=ceremony, entity__in=entities_of(user, ceremony).values("pk")
        )
        own = self.model.objects.led_by(user, ceremony)
        return self.filter(Q(pk__in=own.values("pk")) | Q(pk__in=sponsored.values("side_event")))

    def standing(self):
        return self.filter(status__in=STANDING)

    def accepted(self):
        return self.filter(status=S.ACCEPTED)

    def taking_the_slot_of(self, ceremony, leads):
        """What already stands of these leads: each has one slot, unless a second one was allowed (rule 21)."""
        standing = self.standing().filter(ceremony=ceremony, lead__in=leads, second_reason="")
        return standing.select_related("lead").order_by("number")

    def taking_place(self):
        """Accepted, and not cancelled since: what has a place on the programme, or waits for one."""
        return self.accepted().filter(session__cancelled_at=None)

    def locked(self, *keys):
        """Those rows as they are now, nobody else's until the transaction ends, always in one order."""
        return list(self.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk"))

    def propose(self, ceremony, lead, *, by, at, **columns):
        """Begin a proposal of `lead` as a draft. Raises Refused without a call, before it opens, and for strangers."""
        if not Nominator.objects.filter(ceremony=ceremony, entity=lead).answered_by(by).exists():
            raise Refused(
                _now("You do not answer for %(entity)s at this ceremony.") % {"entity": lead.name_in_text},
                code="not_yours",
            )
        with transaction.atomic():
            # The call's row is the lock under which numbers are taken.
            call = (
                CallForSideEvents.objects.select_for_update(of=("self",), no_key=True).filter(ceremony=ceremony).first()
            )
            if call is None:
                raise Refused(_now("There is no call for side events at this ceremony."), code="no_call")
            call.ceremony = ceremony
            call.require_begun(at)
            last = self.filter(ceremony=ceremony).aggregate(last=Max("number"))["last"] or 0
            event = self.create(
                ceremony=ceremony, number=last + 1, lead=lead, focal_point=by, changed_by=by, changed_at=at, **columns
            )
            event.sponsors.lead(event, by=by, at=at)
            LedgerRow.objects.record(event, before="", after=S.DRAFT, by=by, at=at)
        return event


def who_and_when(who, when, name, message=None):
    """A constraint: both are there or neither is."""
    return models.CheckConstraint(
        condition=Q(**{who: None, when: None}) | Q(**{f"{who}__isnull": False, f"{when}__isnull": False}),
        name=name,
        **({"violation_error_message": message} if message else {}),
    )


def _person(label, **options):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label, **options
    )


@kept(exclude=["changed_by", "changed_at"])
class SideEvent(Decided):
    """An event beside the conference that a delegation or organisation proposes and leads, with its co-sponsors.

    A proposal is a draft until it is submitted; what is decided about it is first prepared, and told when released.
    """

    MOVES = MOVES
    MEANINGS = {S.ACCEPTED: "good"}
    LEDGER_WORDS = {**dict(SideEventStatus.choices), "entrusted": _("another focal point")}

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="side_events", verbose_name=_("ceremony"))
    number = models.PositiveIntegerField(_("number"), editable=False)
    status = models.CharField(_("status"), max_length=20, choices=SideEventStatus, default=S.DRAFT)
    lead = models.ForeignKey(Entity, models.PROTECT, related_name="+", verbose_name=_("lead"))
    focal_point = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("focal point")
    )

    # What is proposed
    title = models.CharField(_("title"), max_length=300, blank=True)
    language = models.CharField(
        _("language of title and note"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="side_events", verbose_name=_("theme")
    )
    format = models.CharField(_("format"), max_length=20, choices=Format, blank=True)
    concept_note = models.TextField(_("concept note"), blank=True, validators=[MaxLengthValidator(LONGEST_NOTE)])
    audience = models.PositiveIntegerField(
        _("expected audience"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LARGEST_AUDIENCE)],
    )
    layout = models.CharField(_("set-up of the room"), max_length=20, choices=Layout, blank=True)
    interpretation = ArrayField(
        models.CharField(max_length=10, choices=settings.LANGUAGES),
        verbose_name=_("interpretation into"),
        default=list,
        blank=True,
    )
    interpretation_paid_by = models.CharField(_("interpretation paid by"), max_length=20, choices=Payer, blank=True)
    stream = models.BooleanField(_("to be streamed"), default=False)
    catering = models.CharField(_("catering"), max_length=500, blank=True)

    # How it came in
    revision = models.PositiveIntegerField(default=0, editable=False)
    changed_by = _person(_("last saved by"))
    changed_at = models.DateTimeField(_("last saved at"), null=True, blank=True)
    submitted_by = _person(_("submitted by"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    late_asked_at = models.DateTimeField(_("tried to submit after the call had closed"), null=True, blank=True)
    late_by = _person(_("admitted late by"))
    late_at = models.DateTimeField(_("admitted late at"), null=True, blank=True)
    late_reason = models.TextField(_("admitted late because"), blank=True)
    to_fix = models.TextField(_("what to put right"), blank=True)

    # What is prepared, and what was told
    prepared_status = models.CharField(_("prepared"), max_length=20, choices=DECISIONS, blank=True)
    prepared_reason = models.TextField(_("reason"), blank=True)
    prepared_by = _person(_("prepared by"))
    prepared_at = models.DateTimeField(_("prepared at"), null=True, blank=True)
    decided_by = _person(_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_reason = models.TextField(_("reason"), blank=True)
    second_by = _person(_("second event of its lead allowed by"))
    second_at = models.DateTimeField(_("second event allowed at"), null=True, blank=True)
    second_reason = models.TextField(_("second event allowed because"), blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )

    objects = SideEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("side event")
        verbose_name_plural = _("side events")
        ordering = ["ceremony", "number"]
        constraints = [
            models.UniqueConstraint(fields=["ceremony", "number"], name="one_number_a_side_event"),
            models.CheckConstraint(
                condition=Q(status__in=[S.DRAFT, S.WITHDRAWN])
                | (
                    ~Q(title="") & ~Q(format="") & ~Q(concept_note="") & ~Q(layout="")
                    & Q(audience__isnull=False, audience__gte=1)
                ),
                name="a_submitted_proposal_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[S.DRAFT, S.WITHDRAWN]) | Q(submitted_at__isnull=False),
                name="a_submitted_proposal_says_when",
            ),
            models.CheckConstraint(
                condition=Q(interpretation=[]) | ~Q(interpretation_paid_by=""),
                name="interpretation_says_who_pays",
                violation_error_message=_("Say who pays for the interpretation."),
            ),
            who_and_when("submitted_by", "submitted_at", "a_proposal_has_a_person_and_a_time"),
            who_and_when("late_by", "late_at", "a_late_admission_has_a_person_and_a_time"),
            models.CheckConstraint(
                condition=Q(late_at=None, late_reason="") | (Q(late_at__isnull=False) & ~Q(late_reason="")),
                name="a_late_admission_has_a_reason",
            ),
            who_and_when("prepared_by", "prepared_at", "a_prepared_decision_has_a_person_and_a_time"),
            models.CheckConstraint(
                condition=Q(prepared_at=None, prepared_status="", prepared_reason="")
                | (Q(prepared_at__isnull=False, prepared_status__in=DECIDED) & Q(status__in=TO_DECIDE)),
                name="what_is_prepared_waits_for_a_decision",
            ),
            models.CheckConstraint(
                condition=~Q(prepared_status=S.DECLINED) | ~Q(prepared_reason=""),
                name="a_prepared_refusal_has_a_reason",
            ),
            who_and_when("decided_by", "decided_at", "a_decided_event_has_a_person_and_a_time"),
            models.CheckConstraint(
                condition=~Q(status__in=DECIDED) | Q(decided_at__isnull=False),
                name="a_decided_event_says_who_decided",
            ),
            models.CheckConstraint(
                condition=~Q(status=S.DECLINED) | ~Q(decision_reason=""), name="a_declined_event_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(status=S.RETURNED) | ~Q(to_fix=""), name="a_returned_event_says_what_to_put_right"
            ),
            who_and_when("second_by", "second_at", "a_second_event_has_a_person_and_a_time"),
            models.CheckConstraint(
                condition=Q(second_at=None, second_reason="") | (Q(second_at__isnull=False) & ~Q(second_reason="")),
                name="a_second_event_has_a_reason",
            ),
            models.UniqueConstraint(
                fields=["ceremony", "lead"],
                condition=Q(status=S.ACCEPTED, second_reason=""),
                name="one_accepted_event_a_lead",
                violation_error_message=_("This lead has an accepted event already."),
            ),
            models.CheckConstraint(
                condition=Q(status=S.MERGED, merged_into__isnull=False) | (~Q(status=S.MERGED) & Q(merged_into=None)),
                name="what_was_merged_says_into_what",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=models.F("id")), name="nothing_is_merged_into_itself"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["ceremony", "status"], name="side_events_by_status")]

    def __str__(self):
        return self.title or _now("Side event %(reference)s") % {"reference": self.reference}

    @property
    def reference(self):
        return f"SE-{self.number:03}"

    @property
    def is_open_to_change(self):
        return self.status in OPEN_TO_CHANGE

    @property
    def is_standing(self):
        return self.status in STANDING

    @property
    def is_over(self):
        return self.status in OVER

    @property
    def interpretation_words(self):
        from events.published import language_word

        return [str(language_word(code)) for code in self.interpretation]

    def get_absolute_url(self):
        return address_of("events:side_event", self.ceremony.slug, self.key)

    def for_the_programme(self):
        """What its session on the programme begins with."""
        return {
            "kind": "side_event",
            "side_event": self,
            "title": LocalText({self.language: self.title}),
            "description": LocalText({self.language: self.concept_note}),
            "theme": self.theme,
            "languages": self.interpretation,
            "layout": self.layout,
            "audience": self.audience,
        }

    # Verbs of those who propose

    def hold(self, *, seen, by, at, states=OPEN_TO_CHANGE):
        """Begin a change, inside the caller's transaction: the row is nobody else's from here on.

        `seen` is the revision that the person had before him. Raises Refused when somebody has saved another since,
        and when the proposal is in none of `states`: nothing is overwritten that nobody has read.
        """
        now = (
            type(self).objects.select_for_update(of=("self",), no_key=True).select_related("changed_by").get(pk=self.pk)
        )
        if now.status not in states:
            raise Refused(
                _now("This proposal is “%(status)s” and cannot be changed now. Ask the organisers to return it to you.")
                % {"status": now.get_status_display()},
                code="closed",
            )
        if now.revision != seen:
            raise Refused(
                _now("%(who)s has saved this proposal meanwhile (%(when)s). Nothing was overwritten, and what you typed is "
                     "still below: open the proposal in another window, compare, and save again.")
                % {"who": now.changed_by, "when": self.ceremony.show_time(now.changed_at)},
                code="changed",
            )  # fmt: skip
        self.status, self.revision, self.changed_by, self.changed_at = now.status, now.revision + 1, by, at
        self.save(update_fields=["revision", "changed_by", "changed_at"])

    def change(self, *, seen, by, at, **columns):
        """Save one step of the form. Raises Refused as `hold` does."""
        with transaction.atomic():
            self.hold(seen=seen, by=by, at=at)
            for name, value in columns.items():
                setattr(self, name, value)
            self.save(update_fields=[*columns])

    def wish_for(self, slots, *, seen, by, at):
        """These slots in this order, instead of those before. Raises Refused as `hold` does."""
        with transaction.atomic():
            self.hold(seen=seen, by=by, at=at)
            self.wishes.all().delete()
            Wish = self.wishes.model
            Wish.objects.bulk_create(
                Wish(side_event=self, slot=slot, position=place) for place, slot in enumerate(slots, start=1)
            )

    def submit(self, *, by, at):
        """Hand it in; its co-sponsors are asked now. Raises Refused while something is missing, and after the call closed.

        Then it stays a draft, and the coordinators see that somebody came too late.
        """
        from events import proposal

        proposal.submit(self, by=by, at=at)

    def withdraw(self, *, by, at, reason=""):
        """It will not take place, also after acceptance. Raises Refused without a reason once it was submitted."""
        from events import withdrawal

        withdrawal.withdraw(self, by=by, at=at, reason=reason)

    def entrust(self, person, *, seen, by, at):
        """Make another of those who answer for its lead the focal point, who is told. Also a verb of the coordinators.

        `seen` is the focal point that the person had before him. Raises Refused for whoever does not answer for the lead,
        and when the event is over; AlreadyDecided when it is somebody else by now.
        """
        from events import letters
        from events.answering import focal_points_of

        with transaction.atomic():
            now = self._lock()
            previous = now.focal_point
            if now.status in OVER:
                raise Refused(
                    _now("This event is “%(status)s” and needs no focal point any more.")
                    % {"status": now.get_status_display()},
                    code="over",
                )
            if previous.pk != seen:
                raise AlreadyDecided(
                    _now("The focal point is %(name)s by now. Nothing was changed.") % {"name": previous},
                    code="already_decided",
                )
            if not focal_points_of(self.lead, self.ceremony).filter(pk=person.pk).exists():
                raise Refused(
                    _now("%(name)s does not answer for %(entity)s at this ceremony.")
                    % {"name": person, "entity": self.lead.name_in_text},
                    code="not_theirs",
                )
            self._write(focal_point=person)
            LedgerRow.objects.record(self, before="", after="entrusted", by=by, at=at, reason=f"{previous} → {person}")
            letters.focal_point_changed(self, previous=previous, by=by, at=at)

    # A verb of the coordinators; the others are those of `Decided`

    def admit_late(self, *, by, at, reason):
        """Submit a complete draft after the call has closed (rule 16). Raises Refused without a reason."""
        from events import proposal

        proposal.admit_late(self, by=by, at=at, reason=reason)
