"""Signed-in people: real sessions, with the cookies that a browser would send along."""

from dataclasses import dataclass

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.module_loading import import_string


@dataclass
class SignedIn:
    user: object
    cookies: str
    csrf: str


def sign_in(user):
    """An officer has shown a second factor, as outside the demo he must."""
    request = HttpRequest()
    request.session = import_string(f"{settings.SESSION_ENGINE}.SessionStore")()
    login(request, user, settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, user, method="mfa", type="totp")
    request.session.save()
    form_token = get_token(request)
    cookies = {
        settings.SESSION_COOKIE_NAME: request.session.session_key,
        settings.CSRF_COOKIE_NAME: request.META["CSRF_COOKIE"],
    }
    return SignedIn(user, "; ".join(f"{name}={value}" for name, value in cookies.items()), form_token)
