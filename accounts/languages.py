"""Which language a page comes in, and how a person's choice is kept."""

from django.conf import settings
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header


def language_of(request) -> str:
    """The one chosen on the switch (cookie), else the first complete one that the browser asks for."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if chosen in settings.COMPLETE_LANGUAGES:
        return chosen
    for wanted, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        try:
            language = translation.get_supported_language_variant(wanted)
        except LookupError:
            continue
        if language in settings.COMPLETE_LANGUAGES:
            return language
    return settings.LANGUAGE_CODE


def keep_language(response, language):
    """Languages that only letters and names of States come in are not pages': the cookie stays as it is."""
    if language in settings.COMPLETE_LANGUAGES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
    return response
