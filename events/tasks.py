"""Postmen: a number in, the row fetched, asked again whether it is still wanted, one function called."""

import logging

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from events.models import PlacementPlan

logger = logging.getLogger(__name__)


@shared_task
def make_plan(number):
    plan = PlacementPlan.objects.requested().select_related("ceremony").filter(pk=number).first()
    if plan:
        plan.make(at=timezone.now())


@shared_task
def sweep_plans():
    """Finds the plans that a killed worker or a lost broker left in the table."""
    hand_over(PlacementPlan.objects.abandoned(timezone.now()).values_list("pk", flat=True))


def hand_over(numbers):
    """Tell the workers. If the broker is away, the sweep finds the plans in the table."""
    try:
        for number in numbers:
            make_plan.apply_async([number], retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("The broker is away; plans wait for the sweep: %s", error)
