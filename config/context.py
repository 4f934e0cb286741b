from django.conf import settings
from django.utils.functional import SimpleLazyObject

from ceremony.desk import Entry, desk
from ceremony.permissions import roles_of


def site(request):
    """What every page's frame needs. It asks the database only when a page of a ceremony shows its navigation."""
    ceremony = getattr(request, "ceremony", None)
    entries = SimpleLazyObject(lambda: navigation(request, ceremony)) if ceremony else []
    return {
        "ceremony": ceremony,
        "demo_mode": settings.DEMO,
        "complete_languages": [
            (code, name, code in settings.LANGUAGES_BIDI)
            for code, name in settings.LANGUAGES
            if code in settings.COMPLETE_LANGUAGES
        ],
        "navigation": entries,
        "own_navigation": SimpleLazyObject(lambda: [entry for entry in entries if not entry.is_for_everybody]),
    }


def navigation(request, ceremony):
    """The cards of the officer's roles, then the ways in that the rooms offer to this person."""
    cards = desk.cards_for(roles_of(request.user, ceremony))
    entries = [Entry(card.label, card.address(ceremony)) for card in cards]
    return entries + desk.ways_for(ceremony, request.user)
