"""How a stored letter reaches the mail server: nothing lost, and twice only what was in flight when somebody died.

A letter is committed as *being sent* before the first word to the mail server. While its sender lives he holds a lock
on its row; a row that is being sent and that nobody holds was in flight when its sender was killed.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils.html import escape

from accounts.composed import Composed
from notifications import marks, secrets
from notifications.kinds import letter_kinds
from notifications.mail_server import MailServer, Resting, Undelivered
from notifications.message import LetterMessage
from notifications.models import Letter, LetterStatus, Trouble

logger = logging.getLogger(__name__)

MINUTES_BETWEEN = [1, 2, 5, 10, 20, 40, 60]
PATIENCE = timedelta(hours=48)
# Between the commit of "being sent" and the lock on the row lies the minting of a link. A sender whose letter was
# taken back in between notices it and lets go.
GRACE = timedelta(seconds=10)
# A letter that was handed to the workers is handed over again when it was not even tried for so long.
LEASE = timedelta(minutes=2)
HANDFUL = 500
IN_HAND = (LetterStatus.QUEUED, LetterStatus.SENDING)

server = MailServer()
_queued = Composed(
    lambda number: (
        Letter.objects.select_related("ceremony", "recipient")
        .filter(pk=number, status=LetterStatus.QUEUED, next_attempt_at__isnull=False)
        .order_by()
    )
)


def deliver_letter(number, *, at):
    """Send one letter if it is still to be sent and still wanted; else do nothing, however often one is asked."""
    letter = _waiting(number, at)
    if letter is None:
        return
    try:
        if not _still_wanted(letter, at):
            _move(letter, LetterStatus.QUEUED, status=LetterStatus.LAPSED, next_attempt_at=None)
            return
        claimed = _move(
            letter,
            LetterStatus.QUEUED,
            status=LetterStatus.SENDING,
            sending_since=at,
            attempts=letter.attempts + 1,
            first_attempt_at=letter.first_attempt_at or at,
        )
        if not claimed:
            return
        message = _message(letter, at)
    except Exception as error:
        logger.exception("Letter %s could not be made ready.", letter.pk)
        _later(letter, at, Trouble.OURS, type(error).__name__)
        return
    with transaction.atomic():
        in_hand = Letter.objects.select_for_update().filter(pk=letter.pk, status=LetterStatus.SENDING, sending_since=at)
        if not in_hand.values_list("pk"):
            return
        _send(letter, message, at)


def _waiting(number, at):
    return next((letter for letter in _queued(number) if letter.next_attempt_at <= at + LEASE), None)


def _still_wanted(letter, at):
    if letter.lapses_at and letter.lapses_at <= at:
        return False
    if letter.recipient_id and not letter.recipient.is_active:
        return False
    kind = letter_kinds.get(letter.kind)
    return kind is None or kind.still_wanted(letter)


def _message(letter, at):
    """Here, and nowhere else, secrets take the place of marks; what is stored keeps the marks."""
    text, html = letter.text, letter.html
    if any(mark in text or mark in html for mark in marks.ALL):
        for mark, secret in secrets.mint(letter, at).items():
            text, html = text.replace(mark, secret), html.replace(mark, escape(secret))
    return LetterMessage(letter, text=text, html=html, at=at)


def _send(letter, message, at):
    try:
        server.send(message)
    except Resting:
        _later(letter, at, Trouble.SERVER, letter.last_error, tried=False)
    except Undelivered as error:
        if error.of == "server":
            _later(letter, at, Trouble.SERVER, str(error), perhaps=error.perhaps)
        else:
            _fail(letter, Trouble(error.of), str(error))
    else:
        _move(
            letter,
            LetterStatus.SENDING,
            status=LetterStatus.SENT,
            sent_at=at,
            next_attempt_at=None,
            sending_since=None,
            trouble="",
            last_error="",
        )


def _later(letter, at, trouble, words, *, perhaps=False, tried=True):
    """Back to the queue: soon at first, then hourly, for two days."""
    attempts, since = letter.attempts + tried, letter.first_attempt_at or at
    if at - since > PATIENCE:
        _fail(letter, Trouble.GAVE_UP, words, perhaps=perhaps)
        return
    minutes = MINUTES_BETWEEN[min(attempts, len(MINUTES_BETWEEN)) - 1] if tried else MINUTES_BETWEEN[0]
    _move(
        letter,
        *IN_HAND,
        status=LetterStatus.QUEUED,
        next_attempt_at=at + timedelta(minutes=minutes),
        sending_since=None,
        attempts=attempts,
        first_attempt_at=since,
        **_trouble(trouble, words, perhaps),
    )


def _fail(letter, trouble, words, *, perhaps=False):
    _move(
        letter,
        *IN_HAND,
        status=LetterStatus.FAILED,
        next_attempt_at=None,
        sending_since=None,
        **_trouble(trouble, words, perhaps),
    )


def _trouble(trouble, words, perhaps):
    columns = {"trouble": trouble, "last_error": words[:2000]}
    return columns | {"maybe_twice": True} if perhaps else columns


def _move(letter, *before, **columns):
    """The clock's moves: conditional like every other, but the letter itself is their record, not the ledger."""
    return Letter.objects.filter(pk=letter.pk, status__in=before).update(**columns)


def recover(*, at):
    """Take back what was in flight when its sender died. Returns the letters' numbers; each is marked."""
    with transaction.atomic():
        lost = list(
            Letter.objects.select_for_update(skip_locked=True)
            .filter(status=LetterStatus.SENDING, sending_since__lte=at - GRACE)
            .values_list("pk", flat=True)
        )
        Letter.objects.filter(pk__in=lost).update(
            status=LetterStatus.QUEUED, maybe_twice=True, sending_since=None, next_attempt_at=at
        )
    return lost


def due(*, at):
    """A handful of letters whose time has come, leased so that nobody hands them over again for a while."""
    with transaction.atomic():
        letters = list(
            Letter.objects.select_for_update(skip_locked=True)
            .filter(status=LetterStatus.QUEUED, next_attempt_at__lte=at)
            .order_by("next_attempt_at")
            .values_list("pk", flat=True)[:HANDFUL]
        )
        Letter.objects.filter(pk__in=letters).update(next_attempt_at=at + LEASE)
    return letters


def deliver_all(*, at):
    """Everything that waits, here and now and without workers: for the tests and for `deliver_letters`."""
    numbers = list(
        Letter.objects.filter(status=LetterStatus.QUEUED, next_attempt_at__lte=at).values_list("pk", flat=True)
    )
    for number in numbers:
        deliver_letter(number, at=at)
    return numbers
