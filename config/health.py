"""What machines ask: is this process up, and can the whole do its work."""

import functools
import time

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from ceremony.tasks import BEAT_SEEN
from config.celery import app as celery

OLDEST_TICK = 90
# Right after a start nobody has ticked yet; after this much time somebody must have.
FIRST_TICK_WITHIN = 60
started = time.time()


@login_not_required
@never_cache
def healthz(request):
    """The process answers. Asks nothing else, so that a database that is down does not get web processes killed."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
def readyz(request):
    """Each part with "ok" or what is wrong with it; 503 when one is. Says no more than the name of an error."""
    parts = {}
    failed = False
    for check in (database, migrations, broker, beat):
        try:
            parts[check.__name__] = check()
        except Exception as error:
            failed = True
            parts[check.__name__] = str(error) if isinstance(error, NotReady) else type(error).__name__
    return JsonResponse({"ready": not failed, **parts}, status=503 if failed else 200)


class NotReady(Exception):
    """Its message says which part waits for what."""


def database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


@functools.cache  # of success only: what was applied once stays so for this process
def migrations():
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        raise NotReady(f"{len(waiting)} not applied")
    return "ok"


def broker():
    with celery.connection_for_write(connect_timeout=2) as connection_to_broker:
        connection_to_broker.ensure_connection(max_retries=0, timeout=2)
    return "ok"


def beat():
    seen = cache.get(BEAT_SEEN)
    now = time.time()
    if seen is not None and now - seen <= OLDEST_TICK:
        return "ok"
    if now - started <= FIRST_TICK_WITHIN:
        return "not seen yet"
    raise NotReady("never seen" if seen is None else f"last seen {now - seen:.0f} s ago")
