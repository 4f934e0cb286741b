"""What every change of the programme goes through: one lock, what was seen, and words for whatever is refused."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _now

from ceremony.models import Ceremony, LedgerRow
from ceremony.procedure import AlreadyDecided, Refused


def lock_programme(ceremony):
    """Whoever changes the programme holds the ceremony's row until the transaction ends: moves come one after the other.

    Foreign keys to the ceremony are not held up by it.
    """
    Ceremony.objects.select_for_update(no_key=True).filter(pk=ceremony.pk).values_list("pk").get()


class said_in_words:
    """What PostgreSQL refuses although nothing stood against it a moment ago."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if isinstance(error, IntegrityError):
            from events import clashes

            if sentence := clashes.sentence_of(error):
                raise Refused(sentence, code="clash") from error


class Changing(said_in_words):
    """The programme's lock and a transaction around one change of one session; gives the row as it is now."""

    def __init__(self, session, seen, *, cancelled=False):
        self.session, self.seen, self.cancelled = session, seen, cancelled

    def __enter__(self):
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        try:
            return self._as_it_is()
        except BaseException as error:
            self.transaction.__exit__(type(error), error, error.__traceback__)
            raise

    def _as_it_is(self):
        ceremony = self.session.ceremony
        lock_programme(ceremony)
        sessions = type(self.session).objects.select_related("room", "slot", "side_event")
        now = sessions.defer("side_event__concept_note").filter(pk=self.session.pk).first()
        if now is None:
            raise AlreadyDecided(_now("This session no longer exists."), code="gone")
        now.ceremony = ceremony
        if self.seen is not None and now.revision != self.seen:
            raise AlreadyDecided(who_was_first(now), code="already_changed")
        if self.cancelled and not now.is_cancelled:
            raise Refused(_now("“%(title)s” is not cancelled.") % {"title": now}, code="not_cancelled")
        if now.is_cancelled and not self.cancelled:
            raise Refused(_now("“%(title)s” is cancelled: take it up again first.") % {"title": now}, code="cancelled")
        return now

    def __exit__(self, kind, error, traceback):
        self.transaction.__exit__(kind, error, traceback)
        super().__exit__(kind, error, traceback)


def who_was_first(session) -> str:
    last = LedgerRow.objects.about(session).last()
    if last is None:
        return _now("“%(title)s” has changed meanwhile. Look at the board again; nothing was changed.") % {
            "title": session
        }
    return _now("%(who)s was first: at %(time)s “%(title)s” was %(word)s. Nothing was changed by you: look again.") % {
        "who": last.by_name or _now("The clock"),
        "time": last.ceremony.show_time(last.at),
        "title": session,
        "word": last.after_word,
    }


def who_wrote_last(row) -> str:
    """For whoever looked at an older state of anything else: the last that the ledger says of it."""
    last = LedgerRow.objects.about(row).last()
    if last is None:
        return _now("This has changed meanwhile. Nothing was changed by you: look again.")
    return _now("%(who)s was first: %(what)s (%(time)s). Nothing was changed by you: look again.") % {
        "who": last.by_name or _now("The clock"),
        "what": " ".join(filter(None, [str(last.after_word), last.reason])),
        "time": row.ceremony.show_time(last.at),
    }


def refuse_unless_accepted(sessions):
    """Raises Refused for a session whose proposal is no longer accepted: it is neither placed nor taken up again."""
    from events.models.side_event import SideEventStatus

    for session in sessions:
        if session.side_event_id and session.side_event.status != SideEventStatus.ACCEPTED:
            raise Refused(
                _now("“%(title)s” is “%(status)s”: only accepted side events are placed.")
                % {"title": session, "status": session.side_event.get_status_display()},
                code="not_accepted",
            )


def refuse_what_bars(sessions):
    """Raises Refused with a sentence for each thing that stands against these sessions, as they are now in memory."""
    from events import clashes

    if bars := clashes.bars_of(sessions):
        raise Refused([Refused(clash.sentence, code=clash.kind) for clash in bars])


def write_together(sessions, names):
    """In one statement: none of them is in the way of another that moves too."""
    for one in sessions:
        one.revision += 1
        one.clears_at = one.clears()
    if sessions:
        type(sessions[0]).objects.bulk_update(sessions, [*names, "clears_at", "revision"])
