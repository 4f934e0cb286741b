import re

from django.core.cache import caches
from django.http import HttpResponse
from django.utils.cache import get_conditional_response

from accounts.languages import language_of
from ceremony.home import KEPT_SECONDS, digest, is_nobody
from events import published

# Not the foyer's screen: what it shows depends on the time too.
ADDRESS = re.compile(r"/([-a-zA-Z0-9_]+)/programme(?!/now/)[./].*")


class ReleasedMiddleware:
    """Answers who reads the released programme of a public ceremony before anything is asked about him.

    A whole answer that the views gave to nobody in particular is given to the next one, as long as the ceremony and the
    newest version are the same: one statement asks for both. When a version is released, everybody who takes part
    reads it at once, and every calendar that has subscribed comes for it again and again.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        asked = ADDRESS.fullmatch(request.path_info)
        if not asked or request.method != "GET" or not is_nobody(request):
            return self.get_response(request)
        is_public, ceremony, newest = published.state(asked[1])
        if not is_public:
            return self.get_response(request)
        request.newest_version = newest
        key = digest(
            "released", ceremony, newest, request.get_full_path(), request.headers.get("Host"), language_of(request)
        )
        store = caches["rendered"]
        answer = store.get(key)
        if answer is None:
            return self._answered(request, key, store)
        body, headers = answer
        response = HttpResponse(body, headers=headers)
        return get_conditional_response(request, etag=headers["ETag"], response=response)

    def _answered(self, request, key, store):
        response = self.get_response(request)
        # What a view gives a tag is everybody's; what it does not was made for one.
        if response.status_code == 200 and response.has_header("ETag") and not response.cookies:
            store.set(key, (response.content, dict(response.items())), KEPT_SECONDS)
        return response
