from secrets import token_hex
from time import perf_counter

import structlog
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode

from accounts.languages import language_of
from accounts.second_factor import has_second_factor, has_shown_second_factor, needs_second_factor

logger = structlog.get_logger(__name__)


class LanguageMiddleware:
    """The language of a page. The cookie alone decides, so that an anonymous page needs neither session nor database."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", language)
        return response


class SecondFactorMiddleware:
    """Staff who have not shown a second factor in this session are sent to show it, or to set one up.

    From public pages too: they show more to officers, and a mailbox alone opens nothing that a stranger could not see.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.resolver_match.route.startswith("accounts/"):
            return None
        if not needs_second_factor(request.user) or has_shown_second_factor(request):
            return None
        step = "mfa_reauthenticate" if has_second_factor(request.user) else "mfa_index"
        response = redirect(step)
        response["Location"] += "?" + urlencode({"next": request.get_full_path()})
        return response


class RequestLogMiddleware:
    """One line a request: its path alone (what people search for is nobody's business in a log), what came of it, for whom.

    Every other line that is written meanwhile, a traceback too, bears the same number.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        begin = perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=token_hex(6)):
            response = self.get_response(request)
            logger.info(
                f"{request.method} {request.path}",
                status=response.status_code,
                ms=round(1000 * (perf_counter() - begin), 1),
                # Not request.user: nobody is looked up for the sake of the log.
                user=getattr(getattr(request, "_cached_user", None), "pk", None),
            )
        return response
