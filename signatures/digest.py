"""What the depositary is told of a day: entries, attempts that were refused, originals still owed, and the log's head."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ceremony.models import Role
from directory.models import Entity, name_language
from notifications.models import Letter
from notifications.writing import language_for
from signatures import letters, matter
from signatures.models import FullPowers, Manner, Paper, PaperKind, PowersStatus
from signatures.papers.record import Record
from signatures.papers.words import Words
from signatures.sentences import in_short

DAYS_BACK = 7


def days_due(treaty, at):
    """The days whose digest ought to have gone by this instant: the last one inside a window, and those with entries.

    A few days back, so that a night without beat or broker loses none.
    """
    local = treaty.ceremony.local(at)
    last = local.date() - timedelta(days=local.hour < settings.DIGEST_HOUR)
    for day in (last - timedelta(days=back) for back in range(DAYS_BACK)):
        since, until = span_of(treaty.ceremony, day)
        entered = treaty.recordings.filter(entry__isnull=False, decided_at__gt=since, decided_at__lte=until)
        is_open = day == last and any(window.first_day <= day <= window.last_day for window in treaty.windows.all())
        if is_open or entered.exists():
            yield day


def send(treaty, day, at):
    """Write the letter and ask for the paper of a day, unless that was done before. Returns whether it was now."""
    kind, cause = letters.DAILY_DIGEST.name, f"digest:{treaty.pk}:{day.isoformat()}"
    offices = treaty.ceremony.officers.active().filter(role=Role.DEPOSITARY).select_related("user")
    officers = [office.user for office in offices]
    if not officers or Letter.objects.filter(kind=kind, cause=cause).exists():
        return False
    with transaction.atomic():
        letters.daily_digest(Digest(treaty, day, at), officers, cause=cause)
        for language in sorted({language_for(officer) for officer in officers}):
            Paper.objects.ask(treaty, PaperKind.DIGEST, language=language, by=None, at=at, day=day)
    return True


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

    # Without the names of who signed: a letter is kept elsewhere and longer than the log's own copies.

    def entry_lines(self):
        words = Words(self.treaty, get_language())
        return [
            " ".join([
                f"{entry.number}. {words.short(entry)}: {words.what(entry)}, {words.day(entry)}, {words.time(entry)}.",
                *filter(None, [words.in_despite_of(entry), words.provisional(entry)]),
            ])
            for entry in self.entries
        ]  # fmt: skip

    def attempt_lines(self):
        names = self.names(get_language())
        return [
            f"{names.get(one.entity_code, one.entity_code)}, {self.treaty.ceremony.show_time(one.at)}: "
            + ", ".join(in_short(code) for code in one.codes)
            for one in self.attempts
        ]

    def owed_lines(self):
        return [f"{one.entity}: {due(one, self.day)}" for one in self.owed]

    def names(self, language):
        """{code: short name} of those whose attempts were refused."""
        field = f"short_{name_language(language)}"
        entities = Entity.objects.filter(code__in={one.entity_code for one in self.attempts})
        return {entity.code: getattr(entity, field) or entity.short_en for entity in entities}

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
