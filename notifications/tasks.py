"""Postmen: a number in, the letter fetched, asked again whether it is still wanted, one function called."""

import logging

from celery import current_app, shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from notifications import delivery, reminders

logger = logging.getLogger(__name__)

# Lower goes first. Two thousand invitations do not keep somebody waiting who wants to sign in.
URGENT, ORDINARY = 0, 6


@shared_task
def deliver(number):
    delivery.deliver_letter(number, at=timezone.now())


@shared_task
def sweep():
    """Finds the letters that a killed worker, a lost broker or a patient retry left in the table."""
    delivery.recover(at=timezone.now())
    while numbers := delivery.due(at=timezone.now()):
        if not enqueue(numbers):
            break


@shared_task
def scan_reminders():
    reminders.scan(at=timezone.now())


def enqueue(numbers, *, urgent=False):
    """Returns whether the broker took them. If not, the sweep finds them in the table."""
    priority = URGENT if urgent else ORDINARY
    try:
        with current_app.producer_or_acquire() as producer:
            for number in numbers:
                deliver.apply_async((number,), priority=priority, producer=producer, retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("The broker is away; %s letters wait for the sweep: %s", len(numbers), error)
        return False
    return True
