"""Public pages and files of the programme: a released version never changes, so what was made of it is kept."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from ceremony.kept_pages import made_once, never
from events.languages import site_language
from events.programme import VERSION
from events.published import published

HTML = "text/html; charset=utf-8"


def released(*, asks=None, moment=never, content_type=HTML, language_asked=False):
    """Makes a view of a function (request, programme, at, **address) -> text or bytes, of the newest version.

    `asks` and `moment` as in `ceremony.kept_pages.Making`. With `language_asked` the address may name the language, as
    that of a calendar must: programs that fetch one send none.
    """
    asks = {**(asks or {}), **({"language": site_language} if language_asked else {})}

    def decorate(make):
        @made_once(VERSION, moment=moment, asks=asks)
        @login_not_required
        @require_safe
        @wraps(make)
        def view(request, **address):
            language = (site_language(request.GET.get("language")) if language_asked else None) or request.LANGUAGE_CODE
            with override(language):
                programme = published(request.ceremony)
                made = make(request, programme, timezone.now(), **address)
                return HttpResponse(made, content_type=content_type)

        return view

    return decorate
