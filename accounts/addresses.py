"""Addresses of pages. Working one out takes Django as long as a statement takes PostgreSQL, so each is kept."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=4096)
def address_of(view, *args) -> str:
    """`reverse`: an address depends on its arguments alone, not on visitor or language. Raises NoReverseMatch."""
    return reverse(view, args=args)
