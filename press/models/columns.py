"""Columns and constraints that many of the room's tables have, and the words for what PostgreSQL refuses."""

from contextlib import contextmanager

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q

from ceremony.procedure import Refused


def person(label, **options):
    """Who did it; null where the clock did, or nobody yet."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label, **options
    )


def both_or_neither(who, when, name):
    """A person and a time: both are there or neither is."""
    return models.CheckConstraint(
        condition=Q(**{who: None, when: None}) | Q(**{f"{who}__isnull": False, f"{when}__isnull": False}), name=name
    )


@contextmanager
def said_in_words(sentences):
    """A transaction. What a constraint or trigger refuses in it is raised as Refused, with its sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if broken not in sentences:
            raise
        raise Refused(sentences[broken], code=broken) from error
