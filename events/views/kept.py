"""Public pages and files of the programme: a released version never changes, so what was made of it is kept."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from ceremony.home import digest, fields_of, is_nobody, kept
from events.languages import site_language
from events.published import published

HTML = "text/html; charset=utf-8"


def released(*, asks=None, depends_on=lambda programme, at: (), content_type=HTML, language_asked=False):
    """Makes a view of a function (request, programme, at, **address) -> text or bytes.

    Whoever is nobody in particular is given what was kept for the version, the language, the address and the query,
    as long as the query holds nothing but what `asks` knows: name -> (value, programme) -> whether it is one of those
    few. `depends_on` says what of the time it depends on. With `language_asked` the address may name the language,
    as that of a calendar must: programs that fetch one send none.
    """
    asks = asks or {}

    def decorate(make):
        @login_not_required
        @require_safe
        @wraps(make)
        def view(request, **address):
            at = timezone.now()
            language = (site_language(request.GET.get("language")) if language_asked else None) or request.LANGUAGE_CODE
            with override(language):
                programme = published(request.ceremony, getattr(request, "newest_version", None))
                if not _may_be_kept(request, programme):
                    return HttpResponse(make(request, programme, at, **address), content_type=content_type)
                key = digest(
                    f"{make.__module__}.{make.__name__}", fields_of(request.ceremony), programme.number, address,
                    sorted(request.GET.items()), depends_on(programme, at), language,
                )  # fmt: skip
                return kept(request, key, lambda: make(request, programme, at, **address), content_type=content_type)

        return view

    def _may_be_kept(request, programme):
        if not is_nobody(request):
            return False
        known = {**asks, **({"language": lambda value, _programme: site_language(value)} if language_asked else {})}
        return all(
            name in known and len(values) == 1 and known[name](values[0], programme)
            for name, values in request.GET.lists()
        )

    return decorate
