"""A plan for all accepted side events by their wishes, from the tables to the proof."""

import time

from bench.workloads import Figures, Reach
from ceremony.models import Ceremony
from events import auto_place

TITLE = "auto-place"
REACH = Reach(seconds=10)


def measure(stage):
    demo, seconds = Ceremony.objects.get(slug="demo"), []
    for _ in range(3):
        begin = time.perf_counter()
        found = auto_place.work_out(demo, anew=True)
        seconds.append(time.perf_counter() - begin)
    bids = len(found.placed) + len(found.unplaced)
    rooms = demo.rooms.filter(takes_side_events=True).count()
    return Figures(
        p50_ms=1000 * sorted(seconds)[1],
        note=f"{bids} bids, {rooms} rooms, {demo.slots.count()} slots: {len(found.placed)} placed, "
        f"{found.satisfaction:.0%} of their wishes, {found.bound:.0%} at most",
    )
