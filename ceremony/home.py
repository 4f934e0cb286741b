"""The public home as it is kept: the whole page, made once for each thing that it shows.

Its key is read from the rows themselves, so a page can be old only if what it shows has not changed, whatever wrote it.
"""

import gzip
import hashlib
import re
from threading import RLock

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.template import loader
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from ceremony.desk import desk

KEPT_SECONDS = 24 * 3600
# When something was signed, a hall of telephones asks for the same new page at once: one thread makes it, the others
# wait and find it. One lock for all pages, because making one is computing, which a process does one at a time anyway.
MAKING = RLock()
ACCEPTS_GZIP = re.compile(r"\bgzip\b")


def is_passer_by(request):
    """Neither a session, a message nor a query is this visitor's own: everybody of this sort is shown the same page."""
    return is_nobody(request) and not request.META["QUERY_STRING"]


def is_nobody(request):
    """Without a session or a message of his own. What he asks in the query may still make a page of its own."""
    return not {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name} & request.COOKIES.keys()


def fingerprint(ceremony, today, language):
    """What the page depends on. One statement for all the sections that rooms have registered."""
    return digest(fields_of(ceremony), _versions(ceremony), today, language)


def _versions(ceremony):
    if not desk.sections():
        return ()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(f'({section.version})' for section in desk.sections())}",
            {"ceremony": ceremony.pk},
        )
        return cursor.fetchone()


def fields_of(ceremony):
    return [getattr(ceremony, field.attname) for field in ceremony._meta.concrete_fields]


def digest(*parts):
    return hashlib.sha256(repr(parts).encode()).hexdigest()


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
    return kept(request, key, lambda: page(request, ceremony, at))


def kept(request, key, make, *, content_type=None):
    """What is kept under this key, or made now; a 304 for who has it already. The key says all that it depends on.

    It is compressed once and not for each reader. That tells nobody anything: a page for everybody holds no secret.
    """
    is_zipped = bool(ACCEPTS_GZIP.search(request.headers.get("Accept-Encoding", "")))
    etag = f'W/"{key[:32]}"' if is_zipped else f'"{key[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        body = _once(f"{key}.gz", lambda: gzip.compress(_plain(key, make))) if is_zipped else _plain(key, make)
        headers = {"ETag": etag, "Cache-Control": "no-cache"} | ({"Content-Encoding": "gzip"} if is_zipped else {})
        response = HttpResponse(body, content_type=content_type, headers=headers)
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _plain(key, make):
    return _once(key, lambda: make().encode())


def _once(name, make):
    store = caches["rendered"]
    body = store.get(name)
    if body is None:
        with MAKING:
            body = store.get(name)
            if body is None:
                body = make()
                store.set(name, body, KEPT_SECONDS)
    return body
