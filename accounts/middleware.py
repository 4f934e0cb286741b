from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django_structlog.middlewares import RequestMiddleware

from accounts.languages import language_of
from accounts.second_factor import has_second_factor, has_shown_second_factor, needs_second_factor


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


class RequestLogMiddleware(RequestMiddleware):
    """One line a request, by its path alone: what people search for is nobody's business in a log."""

    @staticmethod
    def format_request(request):
        return f"{request.method} {request.path}"
