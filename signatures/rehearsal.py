"""A rehearsal has the treaty, with a record of its own: the same rules, an empty log, and nobody named yet."""

from datetime import timedelta

from ceremony.desk import Copy, desk
from ceremony.rehearsal import twin
from signatures.models import BoardState, Treaty

AT_LEAST = timedelta(days=30)


def copy_treaty(original, rehearsal, copied, at):
    """Treaty, issuing offices, windows, signing sessions. Representatives, full powers, calls and entries stay behind."""
    treaty = Treaty.objects.filter(ceremony=original).first()
    if treaty is None:
        return
    own = copied[treaty] = twin(treaty, ceremony=rehearsal, board=BoardState.OPEN)
    for office in treaty.issuing_offices.all():
        copied[office] = twin(office, treaty=own)
    for window, days in zip(*open_now(treaty.windows.all(), at), strict=True):
        copied[window] = twin(window, treaty=own, **days)
    for sitting in treaty.sittings.all():
        copied[sitting] = twin(sitting, treaty=own, window=copied[sitting.window])


def open_now(windows, at):
    """(windows, the days that each has in a rehearsal made at `at`): one is always rehearsed before it opens.

    The first that is not over opens on that day at the latest; when all are over, the last stays open for a month.
    """
    windows = list(windows)
    days = [{"first_day": window.first_day, "last_day": window.last_day} for window in windows]
    coming = [number for number, window in enumerate(windows) if window.closes_at > at]
    if coming:
        number = coming[0]
        days[number]["first_day"] = min(windows[number].first_day, _today(windows[number], at))
    elif windows:
        days[-1]["last_day"] = _today(windows[-1], at) + AT_LEAST
    return windows, days


def _today(window, at):
    return at.astimezone(window.zone).date()


def register():
    desk.add(Copy(name="signatures.treaty", order=200, copy=copy_treaty))
