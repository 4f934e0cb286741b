"""The public home as it is kept: the whole page, made once for each thing that it shows.

Its key is read from the rows themselves, so a page can be old only if what it shows has not changed, whatever wrote it.
"""

import hashlib

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import caches
from django.http import HttpResponse
from django.template import loader
from django.utils import timezone
from django.utils.cache import get_conditional_response

from ceremony.desk import desk

KEPT_SECONDS = 24 * 3600


def is_passer_by(request):
    """Neither a session, a message nor a query is this visitor's own: everybody of this sort is shown the same page."""
    own = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name} & request.COOKIES.keys()
    return not own and not request.META["QUERY_STRING"]


def fingerprint(ceremony, today, language):
    """What the page depends on. One statement for each section that rooms have registered."""
    fields = [getattr(ceremony, field.attname) for field in ceremony._meta.concrete_fields]
    versions = [section.version(ceremony) for section in desk.sections()]
    return hashlib.sha256(repr([fields, versions, today, language]).encode()).hexdigest()


def page(request, ceremony, at):
    return loader.render_to_string("ceremony/ceremony_home.html", contents(ceremony, at), request)


def contents(ceremony, at):
    today = timezone.localtime(at, ceremony.zone).date()
    return {
        "sections": [{"template": part.template, **part.context(ceremony)} for part in desk.sections()],
        "days_to_go": (ceremony.starts_on - today).days,
        "day_number": (today - ceremony.starts_on).days + 1
        if ceremony.starts_on <= today <= ceremony.ends_on
        else None,
        "is_over": today > ceremony.ends_on,
    }


def kept_page(request, ceremony, at):
    """The page for a passer-by: from memory when nothing it shows has changed, and a 304 when he has it already."""
    today = timezone.localtime(at, ceremony.zone).date()
    key = fingerprint(ceremony, today, request.LANGUAGE_CODE)
    etag = f'"{key[:32]}"'
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return known
    store = caches["rendered"]
    body = store.get(key)
    if body is None:
        body = page(request, ceremony, at).encode()
        store.set(key, body, KEPT_SECONDS)
    return HttpResponse(body, headers={"ETag": etag, "Cache-Control": "no-cache"})
