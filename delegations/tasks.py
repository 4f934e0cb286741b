from celery import shared_task
from django.utils import timezone

from delegations import pending


@shared_task
def sweep_pending_photos():
    pending.sweep(timezone.now())
