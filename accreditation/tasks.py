from celery import shared_task
from django.utils import timezone

from accreditation import retention


@shared_task
def erase_what_is_due():
    """Once a day, from beat: personal data whose day has come, and files that no row names."""
    now = timezone.now()
    for ceremony in retention.due(now):
        retention.erase(ceremony)
    retention.sweep_orphans(now)
