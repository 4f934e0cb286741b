"""Postmen: a number in, the row fetched, asked again whether it is still wanted, one function called."""

import logging

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from signatures import digest
from signatures.models import Paper, Treaty

logger = logging.getLogger(__name__)


@shared_task
def make_paper(number):
    paper = Paper.objects.requested().filter(pk=number).first()
    if paper:
        paper.make(at=timezone.now())


@shared_task
def sweep_papers():
    """Finds the papers that a killed worker or a lost broker left in the table."""
    hand_over(Paper.objects.abandoned(timezone.now()).values_list("pk", flat=True))


@shared_task
def send_digests():
    """Every few minutes: each treaty's day ends at an hour of its own ceremony's clocks."""
    now = timezone.now()
    for treaty in Treaty.objects.select_related("ceremony").prefetch_related("windows"):
        for day in digest.days_due(treaty, now):
            digest.send(treaty, day, now)


def hand_over(numbers):
    """Tell the workers. If the broker is away, the sweep finds the papers in the table."""
    try:
        for number in numbers:
            make_paper.apply_async([number], retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("The broker is away; papers wait for the sweep: %s", error)
