"""One coordinator moves a side event to a free place and back, as the board's script does; the answer is the new board."""

import time

from bench.load import Load, Unexpected
from bench.table import Desk
from bench.workloads import Figures, Reach
from bench.workloads.programme_board import ADDRESS, coordinator
from events import clashes
from events.models import Session

TITLE = "a move on the board, alone"
REACH = Reach(p95=60)
MOVES = 60


def measure(stage):
    desk, session, places = Desk(stage.web.address, coordinator()), *free_places()
    moves = Load()
    for number in range(4 if stage.small else MOVES):
        room, slot = places[number % 2]
        begin = time.perf_counter()
        desk.post(
            f"{ADDRESS}move/", expect=200, headers={"X-Board": "1"}, item=f"s.{session.key}", seen=session.revision,
            to=f"{room}@{slot.starts_at.isoformat()}@{slot.pk}", day=slot.starts_at.date().isoformat(),
        )  # fmt: skip
        moves.latencies.append(time.perf_counter() - begin)
        session.refresh_from_db(fields=["room", "slot", "revision"])
        if (session.room_id, session.slot_id) != (room, slot.pk):
            raise Unexpected("the session was not moved")
    return Figures(p50_ms=moves.percentile(50), p95_ms=moves.percentile(95), note=f"{len(moves.latencies)} of them")


def free_places():
    """A side event on the board, and two places: another one that is free, and its own."""
    sessions = Session.objects.placed().filter(ceremony__slug="demo", side_event__isnull=False, slot__isnull=False)
    for session in sessions.select_related("room", "slot", "ceremony"):
        for room in session.ceremony.rooms.filter(takes_side_events=True):
            trial = Session.objects.select_related("ceremony").get(pk=session.pk)
            trial.room = room
            if room != session.room and not clashes.bars_of([trial]):
                return session, [(room.pk, session.slot), (session.room_id, session.slot)]
    raise Unexpected("nothing on the board can be moved")
