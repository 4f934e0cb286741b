"""Two people at the same moment, each on a connection of his own to a real PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from ceremony.procedure import Refused


def at_once(*works):
    """Run each of these at the same instant; what each gave, or the Refused that it raised."""
    barrier = Barrier(len(works))

    def run(work):
        try:
            barrier.wait(timeout=20)
            return work()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))
