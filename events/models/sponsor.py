"""Who stands behind a side event: its lead, and the co-sponsors, each of whom answers for itself."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.models import kept
from ceremony.procedure import Refused, move
from directory.models import Entity
from events.models.call import CallForSideEvents
from events.models.side_event import OPEN_TO_CHANGE, OVER, SideEvent, SideEventStatus, who_and_when


class SponsorStatus(models.TextChoices):
    NAMED = "named", _("Named, not asked yet")
    ASKED = "asked", _("Asked")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
    LEFT = "left", _("Left")


S = SponsorStatus
MOVES = {
    S.NAMED: {S.ASKED},
    S.ASKED: {S.CONFIRMED, S.DECLINED},
    S.CONFIRMED: {S.LEFT},
    S.DECLINED: {S.ASKED, S.CONFIRMED},
    S.LEFT: {S.ASKED, S.CONFIRMED},
}
ANSWERED = [S.CONFIRMED, S.DECLINED, S.LEFT]
# Who stands behind it, or may still say so.
COUNTED_ON = [S.ASKED, S.CONFIRMED]
# An accepted event finds co-sponsors until the ceremony begins.
OPEN_TO_SPONSORS = [*OPEN_TO_CHANGE, SideEventStatus.ACCEPTED]
# While the proposal is with the organisers; before, it is the lead's own business, and afterwards there is nothing to sponsor.
ASKING = [SideEventStatus.SUBMITTED, SideEventStatus.WAITLISTED, SideEventStatus.ACCEPTED]


class SponsorQuerySet(models.QuerySet):
    def confirmed(self):
        """The lead first, then the co-sponsors who have said yes: those whom a programme may name."""
        return self.filter(status=S.CONFIRMED)

    def asked(self):
        """Those who know of it."""
        return self.exclude(status=S.NAMED)

    def counted_on(self):
        """Those who read it. Who has declined or left reads no more than its title and the own answer."""
        return self.filter(status__in=COUNTED_ON)

    def co(self):
        return self.filter(is_lead=False)

    def lead(self, event, *, by, at):
        """The first row of an event: its lead, who needs not be asked."""
        return self.create(
            side_event=event, entity=event.lead, is_lead=True, status=S.CONFIRMED, answered_by=by, answered_at=at
        )

    def name_all(self, event, entities, *, seen, by, at):
        """Make `entities` the co-sponsors. Of a proposal they are asked when it is submitted, of an accepted event now.

        Raises Refused for its own lead, for more than the call allows, when one who has confirmed would be left out, and
        once the ceremony has begun. Whoever was asked and is left out before he answered is told.
        """
        from events import letters

        wanted = list(dict.fromkeys(entities))
        if event.lead in wanted:
            raise Refused(
                _now("%(entity)s leads the event: it is a sponsor already, take it off the co-sponsors.")
                % {"entity": event.lead},
                code="own_lead",
            )
        most = CallForSideEvents.objects.get(ceremony=event.ceremony_id).max_sponsors
        known = set(self.filter(side_event=event).values_list("entity", flat=True))
        if len(wanted) + 1 > most and any(entity.pk not in known for entity in wanted):
            raise Refused(
                _now(
                    "An event has %(most)d sponsors at most, the lead included; you have chosen %(count)d with the lead. "
                    "Take some off."
                )
                % {"most": most, "count": len(wanted) + 1},
                code="too_many",
            )
        with transaction.atomic():
            event.hold(seen=seen, by=by, at=at, states=OPEN_TO_SPONSORS)
            if event.status == SideEventStatus.ACCEPTED and event.ceremony.has_begun(at):
                raise Refused(
                    _now("The ceremony has begun: sponsors of its side events are not changed any more."), code="begun"
                )
            there = {
                sponsor.entity_id: sponsor
                for sponsor in self.filter(side_event=event, is_lead=False).select_related("entity")
            }
            gone = [sponsor for key, sponsor in there.items() if key not in {entity.pk for entity in wanted}]
            if kept_by_themselves := [sponsor for sponsor in gone if sponsor.status == S.CONFIRMED]:
                raise Refused(
                    _now("%(names)s confirmed already and can only leave by itself.")
                    % {"names": ", ".join(str(sponsor.entity) for sponsor in kept_by_themselves)},
                    code="confirmed",
                )
            for sponsor in gone:
                if sponsor.status == S.ASKED:
                    sponsor.side_event = event
                    letters.sponsor_dropped(sponsor, at=at)
            self.filter(pk__in=[sponsor.pk for sponsor in gone]).delete()
            self.bulk_create(Sponsor(side_event=event, entity=one) for one in wanted if one.pk not in there)
            if event.status == SideEventStatus.ACCEPTED:
                self.ask_named(event, by=by, at=at)

    def ask_named(self, event, *, by, at):
        """Write to those who were named and not asked yet. The caller has the event's row."""
        for sponsor in self.filter(side_event=event, status=S.NAMED).select_related("entity"):
            sponsor.side_event = event
            sponsor.ask(by=by, at=at)


@kept()
class Sponsor(models.Model):
    """A State or organisation behind a side event. A co-sponsor is asked by letter and confirms for itself."""

    MOVES = MOVES

    side_event = models.ForeignKey(SideEvent, models.CASCADE, related_name="sponsors", verbose_name=_("side event"))
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="+", verbose_name=_("State or organisation"))
    is_lead = models.BooleanField(_("lead"), default=False)
    status = models.CharField(_("status"), max_length=20, choices=SponsorStatus, default=S.NAMED)
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = SponsorQuerySet.as_manager()

    class Meta:
        verbose_name = _("sponsor")
        verbose_name_plural = _("sponsors")
        ordering = ["side_event", "-is_lead", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["side_event", "entity"],
                name="one_sponsor_an_event_and_entity",
                violation_error_message=_("This State or organisation is a sponsor already."),
            ),
            models.UniqueConstraint(fields=["side_event"], condition=Q(is_lead=True), name="one_lead_an_event"),
            models.CheckConstraint(
                condition=Q(is_lead=False) | Q(status=S.CONFIRMED), name="a_lead_stands_by_its_event"
            ),
            who_and_when("answered_by", "answered_at", "a_sponsors_answer_has_a_person_and_a_time"),
            models.CheckConstraint(
                condition=~Q(status__in=ANSWERED) | Q(answered_at__isnull=False),
                name="a_sponsor_that_answered_says_who",
            ),
            models.CheckConstraint(
                condition=Q(is_lead=True) | Q(status=S.NAMED) | Q(asked_at__isnull=False),
                name="a_co_sponsor_was_asked_before_it_answers",
            ),
        ]

    def __str__(self):
        return str(self.entity)

    @property
    def ceremony(self):
        return self.side_event.ceremony

    # Verbs

    def ask(self, *, by, at):
        """Write to those who answer for the entity, also once more after a no. Raises Refused while nobody is asked."""
        from events import letters

        with transaction.atomic():
            event = self._event_as_it_is()
            if event.status not in ASKING:
                raise Refused(
                    _now("This event is “%(status)s”: nobody is asked now.") % {"status": event.get_status_display()},
                    code="not_asking",
                )
            move(self, S.ASKED, by=by, at=at, asked_at=at, answered_by=None, answered_at=None)
            letters.sponsor_asked(self, at=at)

    def confirm(self, *, by, at):
        """Yes, the entity stands behind the event. Raises Refused when the event is over."""
        self._answer(S.CONFIRMED, by=by, at=at)

    def decline(self, *, by, at, reason=""):
        self._answer(S.DECLINED, by=by, at=at, reason=reason)

    def leave(self, *, by, at, reason=""):
        """Stand behind it no longer, also after the programme was published. Its lead and the coordinators are told."""
        if self.is_lead:
            raise Refused(
                _now("%(entity)s leads the event: withdraw the event, or ask the organisers.")
                % {"entity": self.entity},
                code="lead",
            )
        self._answer(S.LEFT, by=by, at=at, reason=reason)

    def _answer(self, to, *, by, at, reason=""):
        from events import letters

        with transaction.atomic():
            event = self._event_as_it_is()
            if event.status in OVER:
                raise Refused(
                    _now("This event is “%(status)s”: there is nothing to answer any more.")
                    % {"status": event.get_status_display()},
                    code="over",
                )
            move(self, to, by=by, at=at, reason=reason, answered_by=by, answered_at=at)
            letters.sponsor_answered(self, at=at, reason=reason)

    def _event_as_it_is(self):
        """The event's row, nobody else's until the transaction ends: it is not withdrawn while somebody answers."""
        return SideEvent.objects.select_for_update(of=("self",), no_key=True).get(pk=self.side_event_id)


@kept()
class Wish(models.Model):
    """A slot that the sponsors would like, the first one best."""

    side_event = models.ForeignKey(SideEvent, models.CASCADE, related_name="wishes", verbose_name=_("side event"))
    slot = models.ForeignKey("events.Slot", models.CASCADE, related_name="wishes", verbose_name=_("slot"))
    position = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        verbose_name = _("wished slot")
        verbose_name_plural = _("wished slots")
        ordering = ["side_event", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["side_event", "slot"],
                name="a_slot_is_wished_once",
                violation_error_message=_("This slot is wished already."),
            ),
            models.UniqueConstraint(fields=["side_event", "position"], name="one_wish_a_place"),
        ]

    def __str__(self):
        return f"{self.position}. {self.slot}"
