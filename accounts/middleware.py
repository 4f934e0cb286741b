from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers


class LanguageMiddleware:
    """The language of a page: the one chosen on the switch (cookie), else the browser's, among the complete ones.

    The cookie alone decides, so that an anonymous page needs neither session nor database.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if language not in settings.COMPLETE_LANGUAGES:
            language = translation.get_language_from_request(request)
        if language not in settings.COMPLETE_LANGUAGES:
            language = settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", language)
        return response


class SecondFactorMiddleware:
    """Staff who have no second factor yet can do nothing but set one up. The demo spares them that."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if settings.DEMO or not request.user.is_authenticated or not request.user.is_staff:
            return None
        if not getattr(view, "login_required", True) or request.resolver_match.view_name in SETTING_UP:
            return None
        from allauth.mfa.adapter import get_adapter

        if get_adapter().is_mfa_enabled(request.user):
            return None
        return redirect(reverse("mfa_activate_totp"))


SETTING_UP = {"mfa_activate_totp", "mfa_add_webauthn", "account_logout", "account_reauthenticate"}
