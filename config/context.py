from functools import cache

from django.conf import settings

from ceremony.desk import Entry, desk
from ceremony.models import Role
from ceremony.permissions import roles_of
from ceremony.scoped_admin import is_organiser


def site(request):
    """What every page's frame needs. It asks the database only when a page of a ceremony shows its navigation."""
    ceremony = getattr(request, "ceremony", None)
    entries = cache(lambda: navigation(request, ceremony) if ceremony else ())
    return {
        "ceremony": ceremony,
        "demo_mode": settings.DEMO,
        "complete_languages": complete_languages(),
        "has_admin": lambda: has_admin(request, ceremony),
        "navigation": entries,
        "lies_under": lambda: nearest(request.path, entries()),
        "own_entry": lambda: next((entry.address for entry in entries() if entry.address == request.path), ""),
        "own_navigation": lambda: [entry for entry in entries() if not entry.is_for_everybody],
    }


def complete_languages():
    """(code, its own name, whether it is written from right to left)"""
    return tuple(
        (code, name, code in settings.LANGUAGES_BIDI)
        for code, name in settings.LANGUAGES
        if code in settings.COMPLETE_LANGUAGES
    )


def has_admin(request, ceremony):
    """Whether the admin holds anything for this person. Within a ceremony its own roles say so, without another question."""
    if not request.user.is_staff:
        return False
    if ceremony:
        return Role.ORGANISER in roles_of(request.user, ceremony)
    return is_organiser(request)


def navigation(request, ceremony):
    """The cards of the officer's roles, then the ways in that the rooms offer to this person."""
    cards = desk.cards_for(roles_of(request.user, ceremony))
    entries = [Entry(str(card.label), card.address(ceremony)) for card in cards]
    return (*entries, *desk.ways_for(ceremony, request.user))


def nearest(path, entries):
    """The address of the entry under which a page lies: of several the one that says most, or none."""
    return max((entry.address for entry in entries if path.startswith(entry.address)), key=len, default="")
