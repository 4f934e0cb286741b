"""Postmen: what a clock starts."""

from celery import shared_task
from django.utils import timezone

from press.models import Advisory


@shared_task
def send_advisories():
    """Those whose minute has come go to everybody who signed up, each once."""
    at = timezone.now()
    for advisory in Advisory.objects.due(at).order_by("published_at", "pk"):
        advisory.send(at=at)
