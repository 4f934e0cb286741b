"""Two or more bids that the coordinators would like to see as one, if their leads agree."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ceremony.models import Ceremony, LedgerRow, kept
from ceremony.procedure import AlreadyDecided, Refused, move, who_was_first
from events.models.review import refuse_the_interested
from events.models.session import lock_programme
from events.models.side_event import SideEvent, SideEventStatus, who_and_when


class MergeStatus(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for the leads")
    ACCEPTED = "accepted", _("Agreed by all leads")
    REFUSED = "refused", _("Refused by a lead")
    CALLED_OFF = "called_off", _("Called off")


S = MergeStatus
MOVES = {S.PROPOSED: {S.ACCEPTED, S.REFUSED, S.CALLED_OFF}}
# What can be merged: handed in, and neither with its lead for correction nor over.
MERGEABLE = [SideEventStatus.SUBMITTED, SideEventStatus.WAITLISTED, SideEventStatus.ACCEPTED]


class MergeProposalQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status=S.PROPOSED)

    def propose(self, into, others, *, by, at, note=""):
        """Ask the leads of all these bids whether they become one, which goes on as `into`.

        Raises Refused for fewer than two, for bids of other ceremonies, for those that cannot be merged now, for one about
        which its lead is being asked already, and for whoever answers for a sponsor of one of them.
        """
        from events import letters

        keys = {event.pk for event in [into, *others]}
        if len(keys) < 2:
            raise Refused(_now("Choose two proposals or more."), code="too_few")
        with transaction.atomic():
            events = SideEvent.objects.locked(*keys)
            accepted = {event.pk for event in events if event.status == SideEventStatus.ACCEPTED}
            for event in events:
                if event.ceremony_id != into.ceremony_id or event.status not in MERGEABLE:
                    raise Refused(
                        _now("%(reference)s is “%(status)s” and cannot be merged.")
                        % {"reference": event.reference, "status": event.get_status_display()},
                        code="not_mergeable",
                    )
                refuse_the_interested(by, event)
                if MergeBid.objects.filter(side_event=event, is_open=True).exists():
                    raise Refused(
                        _now("The lead of %(reference)s is being asked about a merger already.")
                        % {"reference": event.reference},
                        code="merging",
                    )
            if into.pk not in accepted and accepted:
                raise Refused(
                    _now("%(reference)s is accepted: let it be the one that goes on, so that its place is kept.")
                    % {"reference": next(event.reference for event in events if event.pk in accepted)},
                    code="accepted",
                )
            merge = self.create(ceremony=into.ceremony, into=into, proposed_by=by, proposed_at=at, note=note.strip())
            MergeBid.objects.bulk_create(MergeBid(merge=merge, side_event=event) for event in events)
            LedgerRow.objects.record(merge, before="", after=S.PROPOSED, by=by, at=at, reason=note)
            letters.merge_proposed(merge, at=at)
        return merge


@kept()
class MergeProposal(models.Model):
    """The question to the leads of several bids whether they become one. It takes the yes of each; one no ends it."""

    MOVES = MOVES
    MEANINGS = {S.ACCEPTED: "good", S.REFUSED: "over"}

    ceremony = models.ForeignKey(Ceremony, models.CASCADE, related_name="mergers", verbose_name=_("ceremony"))
    into = models.ForeignKey(SideEvent, models.CASCADE, related_name="mergers", verbose_name=_("goes on as"))
    status = models.CharField(_("status"), max_length=20, choices=MergeStatus, default=S.PROPOSED)
    note = models.TextField(_("why"), blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("closed by")
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = MergeProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("merger")
        verbose_name_plural = _("mergers")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            who_and_when("closed_by", "closed_at", "a_closed_merger_has_a_person_and_a_time"),
            models.CheckConstraint(
                condition=Q(status=S.PROPOSED, closed_at=None) | (~Q(status=S.PROPOSED) & Q(closed_at__isnull=False)),
                name="a_merger_is_open_until_it_is_closed",
            ),
        ]

    def __str__(self):
        return _now("Merger into %(reference)s") % {"reference": self.into.reference}

    # Verbs

    def accept(self, event, *, by, at):
        """The lead of one bid says yes; with the last yes the bids become one. Raises Refused when it is closed."""
        from events import merging

        with transaction.atomic():
            lock_programme(self.ceremony)  # before the bids: with the last yes their sessions may leave it
            bid = self._bid(event)
            if bid.answered_at:
                raise AlreadyDecided(
                    _now("%(who)s has answered already, at %(when)s.")
                    % {"who": bid.answered_by, "when": self.ceremony.show_time(bid.answered_at)},
                    code="already_decided",
                )
            bid.answered_by, bid.answered_at = by, at
            bid.save(update_fields=["answered_by", "answered_at"])
            if not self.bids.filter(answered_at=None).exists():
                merging.merge(self, by=by, at=at)

    def refuse(self, event, *, by, at, reason=""):
        """The lead of one bid says no: all of them stay what they are."""
        from events import letters

        with transaction.atomic():
            self._bid(event)
            self.close(S.REFUSED, by=by, at=at, reason=reason)
            letters.merge_refused(self, event, at=at, reason=reason)

    def call_off(self, *, by, at, reason):
        """A coordinator takes the question back. Raises Refused without a reason, and for whoever answers for a sponsor."""
        from events import letters

        if not reason.strip():
            raise Refused(_now("Write why the merger is called off: the leads read it."), code="reason")
        with transaction.atomic():
            self.hold()
            for bid in self.bids.select_related("side_event"):
                refuse_the_interested(by, bid.side_event)
            self.close(S.CALLED_OFF, by=by, at=at, reason=reason)
            letters.merge_called_off(self, at=at, reason=reason)

    def close(self, to, *, by, at, reason=""):
        """No lead is asked any more. The caller holds the row."""
        move(self, to, by=by, at=at, reason=reason, closed_by=by, closed_at=at)
        self.bids.update(is_open=False)

    def hold(self):
        """Answers come one after the other: the bids' rows, then this one, are nobody else's until the transaction ends."""
        SideEvent.objects.locked(*self.bids.values_list("side_event", flat=True))
        return type(self).objects.select_for_update(of=("self",), no_key=True).get(pk=self.pk)

    def _bid(self, event):
        if self.hold().status != S.PROPOSED:
            raise AlreadyDecided(who_was_first(self), code="already_decided")
        return self.bids.get(side_event=event)


@kept()
class MergeBid(models.Model):
    """One of the bids that are to be merged, and what its lead says."""

    merge = models.ForeignKey(MergeProposal, models.CASCADE, related_name="bids", verbose_name=_("merger"))
    side_event = models.ForeignKey(SideEvent, models.CASCADE, related_name="bids", verbose_name=_("side event"))
    is_open = models.BooleanField(default=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("accepted by")
    )
    answered_at = models.DateTimeField(_("accepted at"), null=True, blank=True)

    class Meta:
        verbose_name = _("bid to be merged")
        verbose_name_plural = _("bids to be merged")
        ordering = ["merge", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["merge", "side_event"], name="one_bid_a_merger_and_event"),
            models.UniqueConstraint(
                fields=["side_event"], condition=Q(is_open=True), name="an_event_is_in_one_open_merger"
            ),
            who_and_when("answered_by", "answered_at", "a_merged_bid_has_a_person_and_a_time"),
        ]

    def __str__(self):
        return str(self.side_event)
