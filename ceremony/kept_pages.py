"""Public pages, made once for each thing that they show, and handed to whoever is nobody in particular.

The key of a page is read from the rows themselves, so a page can be old only if what it shows has not changed, whatever
wrote it. A view says with `made_once` what its page depends on; `KeptPagesMiddleware` asks that in one statement,
before session, language and person are looked up for everybody else.
"""

import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import caches
from django.db import connection
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from accounts.languages import language_of

KEPT_SECONDS = 24 * 3600
ASKED = "SELECT is_public, time_zone, asked::text, ({}) FROM ceremony_ceremony asked WHERE slug = %s"
ACCEPTS_GZIP = re.compile(r"\bgzip\b")


def never(at: datetime):
    """The page does not depend on the time."""


def by_the_day(at: datetime):
    return at.date()


def by_the_minute(at: datetime):
    """A number carries its time: it is told anew every minute, although it has not changed."""
    return at.replace(second=0, microsecond=0)


@dataclass(frozen=True)
class Making:
    """What a public page depends on, beside the ceremony itself, the language, its address and what is asked there.

    `version` is a SELECT of one text for the ceremony with the key %(ceremony)s, or a function that gives it; `moment`
    turns the time at the ceremony into what of it the page shows; `asks` names the queries that make a page of their
    own, each with whether a value is one of few; parts of the address in `whatever` change nothing on the page.
    """

    version: str | Callable[[], str]
    moment: Callable = never
    asks: dict = field(default_factory=dict)
    whatever: frozenset = frozenset()

    def knows(self, query):
        return all(
            name in self.asks and len(values) == 1 and self.asks[name](values[0]) for name, values in query.lists()
        )

    def key(self, request, match):
        """None where everybody's page does not exist: there is no such ceremony, or it is not public."""
        version = self.version if isinstance(self.version, str) else self.version()
        with connection.cursor() as cursor:
            cursor.execute(ASKED.format(version % {"ceremony": "asked.id"}), [match.kwargs["ceremony"]])
            is_public, zone, ceremony, found = cursor.fetchone() or (False, None, None, None)
        if not is_public:
            return None
        address = sorted((name, value) for name, value in match.kwargs.items() if name not in self.whatever)
        return digest(
            match.view_name, address, sorted(request.GET.items()), request.get_host(), language_of(request),
            ceremony, found, self.moment(timezone.now().astimezone(ZoneInfo(zone))),
        )  # fmt: skip


def made_once(version, **depends):
    """Marks a view of an address below a ceremony as a public page that is kept; the rest of `Making` by name."""

    def mark(view):
        view.making = Making(version, **depends)
        return view

    return mark


def digest(*parts):
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def is_nobody(request):
    """Without a session or a message of his own: everybody of this sort is shown the same."""
    return not {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name} & request.COOKIES.keys()


class KeptPagesMiddleware:
    """A page for everybody comes from memory when nothing it shows has changed; a 304 for who has it already.

    When something was signed, a hall of telephones asks for the same new page at once: one thread makes it, the others
    wait and find it. It is compressed once and not for each reader, which tells nobody anything: what everybody is
    shown holds no secret.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.locks = [Lock() for _ in range(64)]

    def __call__(self, request):
        key = _key(request)
        if key is None:
            return self.get_response(request)
        is_zipped = bool(ACCEPTS_GZIP.search(request.headers.get("Accept-Encoding", "")))
        etag = f'W/"{key[:32]}"' if is_zipped else f'"{key[:32]}"'
        response = get_conditional_response(request, etag=etag)
        if response is None:
            response = self.page(request, key)
            if not _is_for_everybody(response):
                return response
            if is_zipped:
                response = self.zipped(response, key)
            response.headers["ETag"] = etag
        response.headers["Cache-Control"] = "no-cache"
        patch_vary_headers(response, ["Accept-Encoding", "Accept-Language", "Cookie"])
        return response

    def page(self, request, key):
        store = caches["rendered"]
        response = store.get(key)
        if response is None:
            with self.locks[int(key[:8], 16) % len(self.locks)]:
                response = store.get(key)
                if response is None:
                    response = self.get_response(request)
                    if _is_for_everybody(response):
                        store.set(key, response, KEPT_SECONDS)
        return response

    def zipped(self, response, key):
        store = caches["rendered"]
        content = store.get(f"{key}.gz")
        if content is None:
            content = gzip.compress(response.content)
            store.set(f"{key}.gz", content, KEPT_SECONDS)
        response.content = content
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(content))
        return response


def _is_for_everybody(response):
    return response.status_code == 200 and not response.cookies


def _key(request):
    """Of the page that is asked for, if it is one that is kept, and asked for by nobody in particular."""
    if request.method != "GET" or not is_nobody(request):
        return None
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    making = getattr(match.func, "making", None)
    return making.key(request, match) if making and making.knows(request.GET) else None
