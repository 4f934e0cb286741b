import re

from django.http import HttpResponse
from django.utils.cache import get_conditional_response

from signatures import published

ADDRESS = re.compile(r"/([-a-zA-Z0-9_]+)/signatures/version")


class VersionMiddleware:
    """Answers `/<ceremony>/signatures/version` before anything is asked about the visitor: everybody is told the same.

    Every board asks it every three seconds, with thousands of boards in a hall. A ceremony that is not public goes the
    way of all pages: there it has to be known who asks.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        asked = ADDRESS.fullmatch(request.path_info)
        if asked and request.method in {"GET", "HEAD"}:
            is_public, version = published.version(asked[1])
            if is_public:
                return version_response(request, version, "public, s-maxage=1")
        return self.get_response(request)


def version_response(request, version, cache_control):
    """The version, or a 304 for who has it already."""
    etag = f'"{version}"'
    headers = {"ETag": etag, "Cache-Control": cache_control}
    response = HttpResponse(version, content_type="text/plain; charset=utf-8", headers=headers)
    return get_conditional_response(request, etag=etag, response=response)
