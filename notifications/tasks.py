"""Postmen: a number in, the letter fetched, asked again whether it is still wanted, one function called."""

import logging

from celery import current_app, shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from notifications import delivery, reminders

logger = logging.getLogger(__name__)

# Lower goes first. Two thousand invitations do not keep somebody waiting who wants to sign in.
URGENT, ORDINARY = 0, 6
# So many letters go to a worker in one message: the broker's part of each becomes small. A worker that dies leaves the
# rest of its message to the broker, which hands it out again, and to the sweep.
A_BAG = 10


@shared_task
def deliver(*numbers):
    for number in numbers:
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
            for first in range(0, len(numbers), A_BAG):
                bag = tuple(numbers[first : first + A_BAG])
                deliver.apply_async(bag, priority=priority, producer=producer, retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("The broker is away; %s letters wait for the sweep: %s", len(numbers), error)
        return False
    return True
