from django.conf import settings


def site(request):
    """What every page's frame needs; no query."""
    ceremony = getattr(request, "ceremony", None)
    return {
        "ceremony": ceremony,
        "demo_mode": settings.DEMO,
        "complete_languages": [pair for pair in settings.LANGUAGES if pair[0] in settings.COMPLETE_LANGUAGES],
    }
