"""What the depositary is told of a day: entries, attempts that were refused, originals still owed, and the log's head."""

from datetime import timedelta

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from signatures import matter
from signatures.models import FullPowers, Manner, PowersStatus
from signatures.papers.record import Record


def span_of(ceremony, day):
    """(since, until): the digest of a day tells of the 24 hours that end when it is sent."""
    return (
        ceremony.start_of(day - timedelta(days=1), settings.DIGEST_HOUR),
        ceremony.start_of(day, settings.DIGEST_HOUR),
    )


class Digest:
    """A day of a treaty's log, as it was at the end of the day, or is now while that has not come."""

    def __init__(self, treaty, day, at, record=None):
        self.treaty, self.day = treaty, day
        self.since, until = span_of(treaty.ceremony, day)
        self.until = min(until, at)
        record = record or Record(treaty.entries.order_by("number"))
        self.record = record.until(matter.written(self.until))
        self.entries = self.record.between(matter.written(self.since), matter.written(self.until))
        self.attempts = list(treaty.attempts.filter(at__gt=self.since, at__lte=self.until).order_by("at", "pk"))
        self.owed = list(
            FullPowers.objects.filter(
                treaty=treaty, status=PowersStatus.VERIFIED, manner=Manner.PROVISIONAL, original_received_on=None
            )
            .select_related("entity")
            .order_by("original_due_on", "pk")
        )

    @property
    def signed(self):
        return len(self.record.signatures())

    @property
    def head(self):
        """(number, hash) of the last entry at the end of the day."""
        return self.record.head


def due(powers, day):
    """The day on which an original is due, and whether that is over."""
    written = date_format(powers.original_due_on, "DATE_FORMAT")
    return _("%(day)s (overdue)") % {"day": written} if powers.original_due_on < day else written
