"""Postmen: what a clock starts."""

import logging

from celery import shared_task
from django.utils import timezone

from press.models import Advisory

logger = logging.getLogger(__name__)


@shared_task
def send_advisories():
    """Those whose minute has come go to everybody who signed up, each once and each by itself.

    One that fails keeps the others from nobody: it is not sent, the log says so, and the next minute tries it again.
    """
    at = timezone.now()
    for advisory in Advisory.objects.due(at).order_by("published_at", "pk"):
        try:
            advisory.send(at=at)
        except Exception:
            logger.exception("Advisory %s could not be sent: the next minute tries it again.", advisory.key)
