"""The demo's letters: written by the rooms as always, then dated back and marked as sent, held or failed."""

from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db.models import F, Max, Value
from django.db.models.functions import Replace
from django.utils import formats, translation

from accreditation.letters import write_decision
from accreditation.models import Status
from delegations import letters
from delegations.models import DelegationStatus
from notifications.models import Letter, LetterStatus, Trouble

S = LetterStatus
DECIDED = [Status.APPROVED, Status.RETURNED, Status.REFUSED, Status.REVOKED]


class Post:
    def __init__(self, ceremony, at):
        self.ceremony, self.now, self.planned = ceremony, at, []

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

    def plan_receipts(self, submissions):
        for guest, roll, result in submissions:
            at = guest.delegation.submitted_at
            self.plan(at, letters.submitted, guest.delegation, roll=roll, result=result, by=guest.user, at=at)

    def plan_decisions(self, guests):
        """One letter for those of a delegation who were decided alike. Those of invented ones show what can become of it."""
        seen = Counter()
        for guest in guests:
            alike = {}
            for delegate in guest.people:
                if delegate.accreditation.status in DECIDED:
                    alike.setdefault(delegate.accreditation.status, []).append(delegate.accreditation)
            for status, people in alike.items():
                fate = S.SENT
                if guest.is_invented:
                    seen[status] += 1
                    fate = {2: S.HELD, 4: S.FAILED}.get(seen[status] % 6, S.SENT)
                at = max(person.decided_at or person.submitted_at for person in people)
                self.plan(at, write_decision, people, fate=fate)

    def plan_answers(self, guests):
        for guest in guests:
            delegation = guest.delegation
            if guest.stage == DelegationStatus.CONFIRMED:
                at = guest.confirmed_at
                self.plan(at, letters.confirmed, delegation, head=delegation.head, at=at)
            elif guest.stage in {DelegationStatus.DECLINED, DelegationStatus.WITHDRAWN}:
                at = guest.left_at
                self.plan(at, letters.declined, delegation, reason=guest.left_because, at=at)

    def plan(self, when, write, *about, fate=S.SENT, **values):
        self.planned.append((when, fate, partial(write, *about, **values)))

    def write(self):
        """In the order of time, so that the outbox has it too."""
        for when, fate, write in sorted(self.planned, key=lambda letter: letter[0]):
            with self.of(when, fate):
                write()
