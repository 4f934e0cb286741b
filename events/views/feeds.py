"""The programme for calendars, applications and screens."""

import json
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _

from events import feeds
from events.views.kept import released

CALENDAR = "text/calendar; charset=utf-8"
JSON = "application/json"
MOST_KEYS = 100  # What web servers take in one line.


@released(content_type=CALENDAR, language_asked=True)
def everything(request, programme, at):
    return feeds.calendar(request.ceremony, programme.items, address=request.path)


@released(content_type=CALENDAR, language_asked=True)
def theme(request, programme, at, theme):
    """The sessions of one theme, also when all of them left it: a subscription does not break."""
    if theme not in programme.themes:
        raise Http404
    items = [item for item in programme.items if item.theme_id == theme]
    return feeds.calendar(request.ceremony, items, name=str(programme.themes[theme]), address=request.path)


@released(content_type=CALENDAR, language_asked=True)
def session(request, programme, at, key):
    item = programme.by_key.get(str(key))
    if item is None:
        raise Http404
    return feeds.calendar(request.ceremony, [item], name=str(item.title), address=request.path)


@released(content_type=CALENDAR, language_asked=True)
def own(request, programme, at):
    """The sessions that the address names (`?keys=`): those that somebody keeps in his browser, without an account."""
    keys = _keys(request.GET.get("keys", ""))
    items = [programme.by_key[key] for key in keys if key in programme.by_key]
    # Encoded: there are readers that end an address at its first comma.
    address = f"{request.path}?{urlencode({'keys': ','.join(keys)})}"
    return feeds.calendar(request.ceremony, items, name=_("My sessions"), address=address)


def _keys(asked) -> list[str]:
    """Raises Http404 for what names no sessions, and for too many."""
    words = asked.split(",") if asked else []
    if len(words) > MOST_KEYS:
        raise Http404
    try:
        return list(dict.fromkeys(str(UUID(word)) for word in words))
    except ValueError as error:
        raise Http404 from error


@released(content_type=JSON)
def data(request, programme, at):
    with translation.override(None):
        return json.dumps(feeds.data(request.ceremony, programme), ensure_ascii=False)


@released(content_type="application/schema+json")
def schema(request, programme, at):
    return json.dumps(feeds.schema(request.ceremony), ensure_ascii=False, indent=1)
