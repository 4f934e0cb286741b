"""How instants are written. Pages show the same few again and again, and working one out takes as long as a line of a list."""

from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language


def written(at, form, zone=None) -> str:
    """The instant in a zone, else in the one of the page: `form` is the name of a format, or a format."""
    return _written(at, form, zone or timezone.get_current_timezone(), get_language())


def writer(form):
    """What writes the many instants of a list: `written`, but zone and language are looked up once."""
    zone, language = timezone.get_current_timezone(), get_language()
    return lambda at: _written(at, form, zone, language)


@lru_cache(maxsize=4096)
def _written(at, form, zone, language):
    return date_format(timezone.localtime(at, zone), form)


@lru_cache(maxsize=4096)
def written_day(date, language) -> str:
    """A day of the calendar in `language`, which is the one that is on."""
    return date_format(date, "DATE_FORMAT")
