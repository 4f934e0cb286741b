"""The board as a telephone and a hall's screen show it: it follows by itself, and nothing is cut off."""

import pytest
from django.core.cache import caches
from playwright.sync_api import expect

from ceremony.models import Ceremony
from directory.models import Entity, EntityKind, UNGroup
from signatures.models import BoardState, Treaty

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOARD, HALL = "/demo/signatures/", "/demo/signatures/hall/"
# What lies outside the window, of everything that has a size.
OUTSIDE = """
[...document.querySelectorAll('main *')].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width > 2 && (box.bottom > innerHeight + 1 || box.right > innerWidth + 1 || box.left < -1 || box.top < -1);
}).map((element) => `${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 40)}`)
"""
LONG = [
    "United Kingdom of Great Britain and Northern Ireland",
    "Democratic People's Republic of Korea",
    "Saint Vincent and the Grenadines and their Dependencies Overseas",
]


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches["rendered"].clear()


@pytest.mark.parametrize("path", [BOARD, HALL])
def test_a_confirmed_signature_is_on_the_screen_within_three_seconds(
    page, live_server, treaty, kenya, brazil, minister, signed, path
):
    minister(kenya)
    minister(brazil)
    signed(kenya)
    page.clock.install(time=0)
    page.goto(live_server.url + path)
    page.clock.pause_at(60)
    page.evaluate("window.same = true")
    assert page.inner_text(".count-number") == "1"
    signed(brazil)
    # The window's time stands still: what is asked is asked within these, and only the answer takes its own time.
    page.clock.run_for(2_600)
    expect(page.locator(".count-number")).to_have_text("2")
    assert page.inner_text(".latest li:first-child .latest-name") == "Brazil"
    assert page.text_content("[data-say]") == "2 have signed. Signed last: Brazil."
    # The page was not loaded anew: who read on it reads on.
    assert page.evaluate("window.same")


def test_a_hall_under_embargo_comes_back_by_itself(page, live_server, treaty, kenya, minister, signed):
    minister(kenya)
    signed(kenya)
    Treaty.objects.update(board=BoardState.EMBARGOED)
    page.goto(live_server.url + HALL)
    assert "under embargo" in page.inner_text("main")
    Treaty.objects.update(board=BoardState.OPEN)
    page.wait_for_selector(".count-number")


def test_a_broken_connection_is_said_and_so_is_its_end(page, live_server, treaty, time_passes):
    page.clock.install()
    page.goto(live_server.url + BOARD)
    stale = page.locator("[data-stale]")
    page.route("**/signatures/**", lambda route: route.abort())
    time_passes(page, 9_000, until=stale.is_visible)
    page.unroute("**/signatures/**")
    time_passes(page, 9_000, until=stale.is_hidden)


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1024, 768)])
def test_the_halls_screen_holds_the_longest_names_without_scrolling(page, live_server, treaty, minister, signed, size):
    Ceremony.objects.update(is_rehearsal=True)
    treaty.ceremony.refresh_from_db()
    for number, name in enumerate(LONG):
        entity = Entity.objects.create(
            code=f"ZZ{number}", kind=EntityKind.MEMBER_STATE, un_group=UNGroup.WEOG, may_sign=True, short_en=name
        )
        minister(entity)
        signed(entity)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(live_server.url + HALL)
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    # Nothing lies over anything else.
    boxes = page.eval_on_selector_all(
        ".hall-title, .hall-count, .hall-latest, .hall-groups, .log-head",
        "elements => elements.map(element => element.getBoundingClientRect().toJSON())",
    )
    assert [(one, other) for one in boxes for other in boxes if one != other and meet(one, other)] == []


def meet(one, other):
    return (
        one["left"] < other["right"] - 1
        and other["left"] < one["right"] - 1
        and one["top"] < other["bottom"] - 1
        and other["top"] < one["bottom"] - 1
    )
