"""The demo's letters: written by the rooms as always, then dated back and marked as sent, held or failed."""

from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Max, Value
from django.db.models.functions import Replace
from django.utils import formats, translation

from accreditation.letters import LETTER_OF, write_decision
from delegations import letters
from delegations.models import DelegationStatus
from notifications.models import Letter, LetterStatus, Trouble

S = LetterStatus


class Post:
    def __init__(self, ceremony, at):
        self.ceremony, self.now = ceremony, at

    @contextmanager
    def of(self, at, status=S.SENT):
        """Whatever is written inside was written then, and came to this."""
        last = Letter.objects.aggregate(last=Max("pk"))["last"] or 0
        yield
        fates = {
            S.SENT: {"sent_at": at + timedelta(seconds=4), "attempts": 1},
            S.HELD: {},
            S.FAILED: {"attempts": 1, "trouble": Trouble.ADDRESS, "last_error": "550 5.1.1 No such mailbox here"},
            S.LAPSED: {},
        }
        text, html = F("text"), F("html")
        for language in settings.COMPLETE_LANGUAGES:
            today, then = self._day(self.now, language), self._day(at, language)
            text, html = (Replace(column, Value(today), Value(then)) for column in (text, html))
        Letter.objects.filter(pk__gt=last).update(
            status=status, created_at=at, next_attempt_at=None, text=text, html=html, **fates[status]
        )

    def _day(self, at, language):
        with translation.override(language):
            return formats.date_format(self.ceremony.local(at), "DATE_FORMAT")

    def receipts(self, submissions):
        for guest, roll, result in submissions:
            delegation = guest.delegation
            with self.of(delegation.submitted_at):
                letters.submitted(delegation, roll=roll, result=result, by=guest.user, at=delegation.submitted_at)

    def decisions(self, guests):
        """One letter for those of a delegation who were decided alike. Those of invented ones show what can become of it."""
        fates = {}
        for guest in guests:
            alike = {}
            for delegate in guest.people:
                if delegate.accreditation.status in LETTER_OF:
                    alike.setdefault(delegate.accreditation.status, []).append(delegate.accreditation)
            for status, people in alike.items():
                fate = S.SENT
                if guest.is_invented:
                    fates[status] = fates.get(status, 0) + 1
                    fate = {2: S.HELD, 4: S.FAILED}.get(fates[status] % 6, S.SENT)
                with self.of(max(person.decided_at or person.submitted_at for person in people), fate):
                    write_decision(people)

    def answers(self, guests):
        for guest in guests:
            delegation = guest.delegation
            if guest.stage == DelegationStatus.CONFIRMED:
                with self.of(guest.confirmed_at):
                    letters.confirmed(delegation, head=delegation.head, at=guest.confirmed_at)
            elif guest.stage in {DelegationStatus.DECLINED, DelegationStatus.WITHDRAWN}:
                with self.of(guest.left_at):
                    letters.declined(delegation, reason=guest.left_because, at=guest.left_at)
