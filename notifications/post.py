"""Writes letters: `post()` for one, `post_many()` for an invitation to all. Delivery comes after the commit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from notifications import marks
from notifications.kinds import letter_kinds
from notifications.models import Letter, LetterStatus, LetterText
from notifications.writing import harmless, language_for, write


@dataclass(frozen=True)
class Addressee:
    """One recipient of a letter, and what is particular to him."""

    to: User | None
    cause: str
    values: Mapping = field(default_factory=dict)
    link_to: str = ""
    to_email: str = ""  # when it goes to another mailbox than the account's


def post(
    kind: str,
    *,
    to: User | None,
    cause: str,
    ceremony=None,
    values: Mapping | None = None,
    link_to: str = "",
    hold: bool | None = None,
    lapses_at: datetime | None = None,
    to_email: str | None = None,
) -> Letter:
    """Write a letter to `to` inside the transaction of its cause; it is sent after the commit.

    `cause` says what it was written for ("delegation:12:confirmed:3"): the same kind, cause and address is one letter
    for ever, and a second call returns the first. `values` fill the kind's placeholders: texts, lazy texts, entities,
    instants, lists, or callables, which are all said in the recipient's language and the ceremony's time zone.
    `link_to` is a path of this site. `hold` overrides whether it waits in the outbox for release; after `lapses_at`
    it is not sent any more. Raises KeyError for an unknown kind or a placeholder without value.
    """
    addressee = Addressee(to, cause, values or {}, link_to, to_email or "")
    return post_many(kind, [addressee], ceremony=ceremony, hold=hold, lapses_at=lapses_at)[0]


def post_many(
    kind: str,
    addressees: Iterable[Addressee],
    *,
    ceremony=None,
    hold: bool | None = None,
    lapses_at: datetime | None = None,
) -> list[Letter]:
    """`post()` for many at once, in a handful of queries. The letters come in the order of the addressees."""
    kind, at = letter_kinds[kind], timezone.now()
    if hold is None:
        hold = kind.is_decision and ceremony is not None and ceremony.holds_decision_letters
    wanted = {}
    for addressee in addressees:
        email = addressee.to_email or addressee.to.email
        wanted.setdefault((addressee.cause, email.strip().lower()), addressee)
    if not wanted:
        return []
    own_words = LetterText.objects.words_of(kind, ceremony)
    letters = [
        _write(kind, addressee, number, email=email, ceremony=ceremony, own_words=own_words, at=at)
        for ((cause, email), addressee), number in zip(wanted.items(), _numbers(len(wanted)), strict=True)
    ]
    for letter in letters:
        letter.status = LetterStatus.HELD if hold else LetterStatus.QUEUED
        letter.next_attempt_at = None if hold else at
        letter.lapses_at = lapses_at
    return _store(kind, letters)


def _numbers(count):
    """Taken from the table's own sequence before the letter is written, because the letter bears its number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [Letter._meta.db_table, count],
        )
        return [number for (number,) in cursor.fetchall()]


def _write(kind, addressee, number, *, email, ceremony, own_words, at):
    to = addressee.to
    letter = Letter(
        pk=number,
        ceremony=ceremony,
        kind=kind.name,
        cause=addressee.cause,
        recipient=to,
        to_email=email,
        to_name=" ".join(harmless(to.name).split()) if to else "",
        language=language_for(to),
        link_to=addressee.link_to,
        message_id=Letter.new_message_id(),
    )
    paper = write(
        kind,
        ceremony=ceremony,
        language=letter.language,
        values=addressee.values,
        name=letter.to_name,
        reference=letter.reference,
        link=_link(kind, letter),
        at=at,
        words=own_words.get(letter.language),
    )
    letter.subject, letter.text, letter.html = paper.subject, paper.text, paper.html
    return letter


def _link(kind, letter):
    if not kind.has_link:
        return ""
    signs_in = kind.is_sign_in or (letter.may_sign_in and not kind.is_plain)
    return marks.SIGN_IN_LINK if signs_in else letter.plain_link


def _store(kind, letters):
    """ON CONFLICT DO NOTHING: a twin neither breaks the caller's transaction nor is written."""
    Letter.objects.bulk_create(
        sorted(letters, key=lambda letter: (letter.cause, letter.to_email)), ignore_conflicts=True
    )
    stored = set(Letter.objects.filter(pk__in=[letter.pk for letter in letters]).values_list("pk", flat=True))
    fresh = [letter for letter in letters if letter.pk in stored]
    if to_send := [letter.pk for letter in fresh if letter.status == LetterStatus.QUEUED]:
        transaction.on_commit(partial(hand_over, to_send, urgent=kind.is_sign_in))
    if len(fresh) == len(letters):
        return letters
    twins = Letter.objects.filter(kind=kind.name, cause__in={letter.cause for letter in letters})
    earlier = {(letter.cause, letter.to_email): letter for letter in twins}
    return [letter if letter.pk in stored else earlier[letter.cause, letter.to_email] for letter in letters]


def hand_over(ids, *, urgent=False):
    """Tell the workers. A broker that is away breaks nobody's request: the sweep finds the letters in the table."""
    from notifications.tasks import enqueue

    enqueue(ids, urgent=urgent)
