import time

from celery import shared_task
from django.core.cache import cache

BEAT_SEEN = "beat-seen"


@shared_task(ignore_result=True)
def tick():
    """What readiness asks for: beat has sent this and a worker has done it, so both are alive, and the broker between."""
    cache.set(BEAT_SEEN, time.time(), timeout=3600)
