import re

from django.core.cache import caches
from django.http import HttpResponse
from django.utils.cache import get_conditional_response

from ceremony.home import digest, is_passer_by
from signatures import published

VERSION = re.compile(r"/([-a-zA-Z0-9_]+)/signatures/version")
FOLLOWED = re.compile(r"/[-a-zA-Z0-9_]+/signatures/(hall/)?at/[^/]+")
# As long as a proxy keeps it too: the page is that of its version, only the time on it grows old.
FOLLOWED_SECONDS = 5


class WatchersMiddleware:
    """Answers those who watch a board before anything is asked about them: everybody is told the same.

    Every board asks for `/<ceremony>/signatures/version` every three seconds, with thousands of boards in a hall, and
    all of them for the same page when it is new. A ceremony that is not public goes the way of all pages: there it has
    to be known who asks.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in {"GET", "HEAD"}:
            if asked := VERSION.fullmatch(request.path_info):
                is_public, version = published.version(asked[1])
                if is_public:
                    return version_response(request, version, "public, s-maxage=1")
            elif FOLLOWED.fullmatch(request.path_info) and is_passer_by(request):
                return self.followed(request)
        return self.get_response(request)

    def followed(self, request):
        reads = [request.headers.get(name) for name in ("Host", "Accept-Language", "Accept-Encoding")]
        key, store = digest(request.method, request.path, *reads), caches["followed"]
        response = store.get(key)
        if response is None:
            response = self.get_response(request)
            if response.status_code == 200:
                store.set(key, response, FOLLOWED_SECONDS)
        return response


def version_response(request, version, cache_control):
    """The version, or a 304 for who has it already."""
    etag = f'"{version}"'
    headers = {"ETag": etag, "Cache-Control": cache_control}
    response = HttpResponse(version, content_type="text/plain; charset=utf-8", headers=headers)
    return get_conditional_response(request, etag=etag, response=response)
