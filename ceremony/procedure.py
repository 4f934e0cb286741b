"""How a status changes: by a declared move, once, with a row in the ledger that says who, when and why."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _


class Refused(ValidationError):
    """The move is not allowed now. Its message is a sentence for the person who tried."""


class AlreadyDecided(Refused):
    """Somebody else moved the row first; the message names them."""


def move(row, to, *, by, at, reason="", code="", **columns):
    """Move `row` to status `to` and write the decision's columns, in one conditional UPDATE, and the ledger row, which it gives.

    `row.MOVES` is the table of moves: status -> the statuses that may follow. `by` is the user, or None for the
    clock. `columns` are saved with the status. Raises Refused when the table has no such move, AlreadyDecided when
    the row is no longer in the status that the caller saw.
    """
    from ceremony.models import LedgerRow

    before = row.status
    if to not in row.MOVES.get(before, ()):
        if to == before:
            # Pressed twice, or on a page that a colleague was quicker on: who did it says more than that it is not possible.
            raise AlreadyDecided(who_was_first(row, moved=True), code="already_decided")
        raise Refused(
            _("From “%(before)s” one cannot go to “%(to)s”.")
            % {"before": row.get_status_display(), "to": dict(row._meta.get_field("status").flatchoices)[to]},
            code="no_such_move",
        )
    with transaction.atomic():
        moved = type(row)._base_manager.filter(pk=row.pk, status=before).update(status=to, **columns)
        if not moved:
            raise AlreadyDecided(who_was_first(row, moved=True), code="already_decided")
        told = LedgerRow.objects.record(row, before=before, after=to, by=by, at=at, reason=reason, code=code)
    row.status = to
    for name, value in columns.items():
        setattr(row, name, value)
    return told


def move_many(rows, to, *, by, at, ceremony, reason="", code="", **columns):
    """`move` for many rows of one ceremony in three statements: all of them, or none.

    Raises as `move` does; AlreadyDecided names who moved one of them first.
    """
    from ceremony.models import LedgerRow

    by_status = {}
    for row in rows:
        if to not in row.MOVES.get(row.status, ()):
            raise Refused(
                _("From “%(before)s” one cannot go to “%(to)s”.")
                % {"before": row.get_status_display(), "to": dict(row._meta.get_field("status").flatchoices)[to]},
                code="no_such_move",
            )
        by_status.setdefault(row.status, []).append(row)
    with transaction.atomic():
        for before, some in by_status.items():
            waiting = type(some[0])._base_manager.filter(pk__in=[row.pk for row in some], status=before)
            if waiting.update(status=to, **columns) != len(some):
                now = type(some[0])._base_manager.filter(pk__in=[row.pk for row in some]).exclude(status=to)
                raise AlreadyDecided(who_was_first(now.first() or some[0], moved=True), code="already_decided")
        LedgerRow.objects.record_many(rows, after=to, by=by, at=at, reason=reason, code=code, ceremony=ceremony)
    for row in rows:
        row.status = to
        for name, value in columns.items():
            setattr(row, name, value)


def who_was_first(row, *, moved=False) -> str:
    """For whoever looked at an older state of the row: who did the last thing to it, when, and what; `moved`: who moved it."""
    from ceremony.models import LedgerRow

    now = type(row)._base_manager.filter(pk=row.pk).first()
    if now is None:
        return _("This no longer exists.")
    told = LedgerRow.objects.about(row)
    last = (told.filter(after=now.status) if moved else told).last()
    if last is None:
        return _("This has changed meanwhile and is now “%(status)s”.") % {"status": now.get_status_display()}
    words = {"who": last.by_name or _("The clock"), "time": last.ceremony.show_time(last.at)}
    if last.after != now.status:
        return _("%(who)s was first: at %(time)s this was %(word)s. Nothing was changed by you: look again.") % {
            **words, "word": last.after_word,
        }  # fmt: skip
    return _("%(who)s was first: at %(time)s this became “%(status)s”. Nothing was changed.") % {
        **words, "status": now.get_status_display(),
    }  # fmt: skip
