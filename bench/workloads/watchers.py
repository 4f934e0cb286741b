"""1,500 telephones follow the board while States sign: nothing but the application between them, no proxy, no cache."""

import time
from contextlib import contextmanager
from threading import Event, Thread

from bench.load import Load, Unexpected
from bench.table import SLUG, Table
from bench.watchers import Hall
from bench.workloads import Figures, Reach

TITLE = "watchers of the board"
REACH = Reach(p95=500)
WATCHERS, SECONDS = 1500, 30
# A State every ten seconds: in Ha Noi it was one in two minutes and more.
PAUSE = 10


def measure(stage):
    figures, late = measure_at(stage, stage.web.address, 20 if stage.small else WATCHERS)
    if late:
        raise Unexpected(f"{late} watchers have waited for more than two seconds at the end")
    return figures


def measure_at(stage, address, watchers):
    """The figures, and how many were still waiting at the end, for two seconds and more."""
    seconds, pause = (3, 1) if stage.small else (SECONDS, PAUSE)
    table = Table(stage)
    calls = list(table.seat(2 + (watchers // 300 + 6 + seconds) // pause))
    table.sign(calls.pop(0))
    hall = Hall(address, version=f"/{SLUG}/signatures/version", page=f"/{SLUG}/signatures/", watchers=watchers)
    with signing(table, calls, pause) as signed:
        hall.watch(seconds)
    if not signed or not hall.pages.latencies:
        raise Unexpected("nothing was signed meanwhile, or nobody saw it")
    every = Load(seconds=hall.polls.seconds, latencies=hall.polls.latencies + hall.pages.latencies)
    figures = Figures(
        rps=every.rps,
        p50_ms=every.percentile(50),
        p95_ms=every.percentile(95),
        note=f"{watchers:,} in {seconds} s, {len(signed)} signed; p95 of polls {hall.polls.percentile(95):.0f}, "
        f"of {len(hall.pages.latencies):,} pages {hall.pages.percentile(95):.0f}; slowest signature "
        f"{1000 * max(signed):.0f} ms; generator {hall.polls.share:.0%} of a core",
    )
    return figures, hall.late


@contextmanager
def signing(table, calls, pause):
    """States sign, one after the other, as long as the block lasts. Gives the seconds of each press to confirm."""
    over, signed, trouble = Event(), [], []

    def sign():
        from django.db import connection

        try:
            for call in calls:
                if over.wait(pause):
                    break
                begin = time.perf_counter()
                table.sign(call)
                signed.append(time.perf_counter() - begin)
        except Exception as error:
            trouble.append(error)
        finally:
            connection.close()

    thread = Thread(target=sign)
    thread.start()
    try:
        yield signed
    finally:
        over.set()
        thread.join()
    if trouble:
        raise trouble[0]
