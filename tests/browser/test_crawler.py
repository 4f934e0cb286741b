"""The walk through every page is worth something only while it sees what is wrong."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from tests.browser.crawler import Crawler

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE = '<!doctype html><html lang="en"><head><title>Page</title></head><body><main><h1>Page</h1>{}</main></body></html>'
sent = []


@login_not_required
def bad(request):
    return HttpResponse(
        PAGE.format(
            '<a href="/good/">Good</a> <a href="/gone/">Gone</a> <a href="/nowhere/">Nowhere</a>'
            '<input type="text" name="nameless"> <p style="color: red">Red</p> <table width="2000"><tr><td>Wide</td></tr></table>'
        )
    )


@login_not_required
def good(request):
    sent.append(request.method)
    return HttpResponse(PAGE.format('<form method="post"><button>Send</button></form>'))


@login_not_required
def gone(request):
    return HttpResponse(PAGE.format(""), status=410)


urlpatterns = [
    path("", bad, name="bad"),
    path("good/", good, name="good"),
    path("gone/", gone, name="gone"),
    path("favicon.ico", gone),  # which the browser asks for by itself
]


def test_the_walk_sees_what_is_wrong_and_says_where_and_sends_no_form(live_server, page, settings):
    settings.ROOT_URLCONF = __name__
    sent.clear()
    found = Crawler(page, live_server.url, language="en").walk("/")
    assert [fault.split(" <")[0] for fault in found.faults] == [
        "/: style-src-attr: inline",
        "/: axe: label (1×)",
        "/: is 728 px too wide at 1280 px",
        "/: is 1618 px too wide at 390 px",
        "/gone/: answers 410 (linked from /)",
        "/nowhere/: is no page (linked from /)",
    ]
    assert set(sent) == {"GET"}


def test_a_page_in_another_language_or_direction_is_a_fault(live_server, page, settings):
    settings.ROOT_URLCONF = __name__
    found = Crawler(page, live_server.url, language="ar", direction="rtl").walk("/good/")
    assert found.faults == ["/good/: comes in 'en', ''"]
