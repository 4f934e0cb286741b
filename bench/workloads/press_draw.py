"""Sixty places among four hundred requests, by the verb of the desk: seed, tickets, ledger and letters, committed.

The same seed gives the same places once more, worked out without a database.
"""

import time

from bench.load import Unexpected
from bench.newsroom import pool_with_requests, press_officer
from bench.workloads import Figures, Reach
from press import draw
from press.models import PoolRequest

TITLE = "draw of 60 places among 400 requests"
REACH = Reach(seconds=1)
PLACES = {"photo": 30, "tv": 15, "print": 15}
REQUESTS = 400


def measure(stage):
    officer, requests, seconds = press_officer(), 90 if stage.small else REQUESTS, []
    for _ in range(3):
        pool = pool_with_requests(PLACES, requests)
        begin = time.perf_counter()
        pool.give_places(by=officer, at=pool.closes_at)
        seconds.append(time.perf_counter() - begin)
        again(pool)
    return Figures(p50_ms=1000 * sorted(seconds)[1], note="ledger and letters included")


def again(pool):
    asked = PoolRequest.objects.filter(pool=pool).values_list(
        "key", "kind", "journalist__application__outlet", "status"
    )  # fmt: skip
    entries = [draw.Entry(str(key), kind, outlet) for key, kind, outlet, _status in asked]
    drawn = {key for key, outcome in draw.draw(pool.seed, entries, PLACES).items() if outcome.has_place}
    placed = {str(key) for key, _kind, _outlet, status in asked if status == "placed"}
    if placed != drawn or len(placed) != sum(PLACES.values()):
        raise Unexpected(f"{len(placed)} have places, {len(drawn)} were drawn, {len(placed & drawn)} of them the same")
