"""The programme as people use it: stars that stay in the browser, a foyer's screen that follows, paper, both directions."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from ceremony.models import Ceremony
from directory.texts import LocalText
from events import published as reader
from events.models import Speaker
from tests.browser.crawler import Crawler
from tests.events.draft import *  # noqa: F403

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE, NOW = "/demo/programme/", "/demo/programme/now/"


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches["rendered"].clear()
    reader._read.cache_clear()


@pytest.fixture
def released(opening, seminar, evidence, release):
    return release()


def titles(page):
    return [one.inner_text() for one in page.locator(".programme-title").all() if one.is_visible()]


def star_of(page, title):
    return page.locator("[data-session]", has_text=title).locator("[data-favourite]")


def test_who_keeps_a_session_finds_it_again_and_can_see_those_alone(page, live_server, released, evidence):
    page.goto(live_server.url + PAGE)
    assert len(titles(page)) == 3
    star_of(page, "Évidence across borders").click()
    expect(star_of(page, "Évidence across borders")).to_have_attribute("aria-pressed", "true")
    page.goto(f"{live_server.url}{PAGE}session/{evidence.key}/")
    expect(page.locator("[data-favourite]")).to_have_attribute("aria-pressed", "true")
    page.goto(f"{live_server.url}{PAGE}?by=room")
    page.get_by_role("button", name="My sessions (1)").click()
    assert titles(page) == ["Évidence across borders"]
    assert [one.inner_text() for one in page.locator(".programme-group h2").all() if one.is_visible()] == ["Room 2"]
    page.reload()
    assert titles(page) == ["Évidence across borders"]
    star_of(page, "Évidence across borders").click()
    assert titles(page) == []
    expect(page.locator("[data-favourites-empty]")).to_be_visible()
    page.get_by_role("button", name="My sessions").click()
    assert len(titles(page)) == 3


def test_who_keeps_sessions_takes_them_into_a_calendar(page, live_server, released, opening, evidence, seminar):
    page.goto(live_server.url + PAGE)
    calendar = page.locator("[data-own-calendar]").first
    expect(calendar).to_be_hidden()
    star_of(page, "Évidence across borders").click()
    star_of(page, "High-level opening").click()
    expect(calendar).to_be_visible()
    with page.expect_download() as taken:
        calendar.get_by_role("link", name="Put them into my calendar").click()
    found = taken.value.path().read_text()
    assert [str(one.key) in found for one in [opening, evidence, seminar]] == [True, True, False]
    follows = page.get_by_role("link", name="Subscribe to my sessions as they are chosen now")
    assert follows.get_attribute("href").endswith(f"?language=en&keys={evidence.key},{opening.key}")
    star_of(page, "Évidence across borders").click()
    star_of(page, "High-level opening").click()
    expect(calendar).to_be_hidden()


@pytest.mark.parametrize(("width", "is_seen"), [(390, True), (1280, False)])
def test_the_way_back_from_the_foyers_screen_is_seen_on_telephones(page, live_server, released, width, is_seen):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(live_server.url + NOW)
    back = page.locator(".foyer-back")
    assert (back.bounding_box()["height"] > 1) is is_seen
    back.locator("a").focus()
    assert back.bounding_box()["height"] > 1


def test_a_browser_with_something_else_in_that_place_starts_anew(page, live_server, released):
    page.goto(live_server.url + PAGE)
    page.evaluate("localStorage.setItem('plenipo.programme.demo', '{\"not\": \"ours\"}')")
    page.reload()
    star_of(page, "High-level opening").click()
    expect(star_of(page, "High-level opening")).to_have_attribute("aria-pressed", "true")


def test_without_script_everything_is_read_and_no_star_promises_anything(browser, live_server, released):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + PAGE)
    assert len(titles(page)) == 3
    assert [
        one.is_visible() for one in page.locator("[data-favourite], [data-favourites-only], [data-print]").all()
    ] == [False] * 5
    page.fill("#q", "truy vet")
    page.click(".programme-words button")
    assert titles(page) == ["Tracing virtual assets"]
    context.close()


def test_the_foyers_screen_shows_a_release_without_being_loaded_again(
    page, live_server, released, ceremony, opening, release, coordinator, now, time_passes
):
    Ceremony.objects.update(starts_on=timezone.localdate() - timedelta(days=1))
    page.clock.install()
    page.goto(live_server.url + NOW)
    expect(page.locator(".foyer-live")).to_contain_text("High-level opening")
    page.evaluate("window.same = true")
    opening.change(title=LocalText(en="A better title"), by=coordinator, at=now)
    release(minutes=1)
    time_passes(page, 60_000, until=page.get_by_text("A better title").is_visible)
    assert page.evaluate("window.same")


def test_a_broken_connection_is_said_on_the_foyers_screen(page, live_server, released, time_passes):
    page.clock.install()
    page.goto(live_server.url + NOW)
    stale = page.locator("[data-stale]")
    page.route("**/programme/now/", lambda route: route.abort())
    time_passes(page, 60_000, until=stale.is_visible)
    page.unroute("**/programme/now/")
    time_passes(page, 60_000, until=stale.is_hidden)


def test_on_paper_stand_the_sessions_and_not_the_tools(page, live_server, released):
    page.goto(live_server.url + PAGE)
    page.emulate_media(media="print")
    assert titles(page) == ["High-level opening", "Tracing virtual assets", "Évidence across borders"]
    for tool in [".programme-search", ".programme-tools", ".programme-feeds", ".favourite", ".programme-nav"]:
        assert not page.locator(tool).first.is_visible()


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("vi", "ltr"), ("ar", "rtl")])
def test_every_public_page_is_clean_in_both_directions(
    browser, live_server, released, evidence, accepted, placed, brazil, brazilian_focal_point, release, coordinator, now,
    settings, language, direction,
):  # fmt: skip
    settings.COMPLETE_LANGUAGES = ["en", "vi", "ar"]
    title = ("مكافحة الجريمة السيبرانية " * 12)[:300].strip()
    long = placed(accepted(title, language="ar", lead=brazil, focal_point=brazilian_focal_point), 16)
    speaker = Speaker.objects.create(side_event=evidence.side_event, name="Sana Speaker", function="Judge")
    speaker.record_excuse(by=coordinator, at=now, reason="By video")
    evidence.run_of_show.create(position=1, title="Welcome", minutes=10)
    evidence.chairs.create(name="Chair Example")
    release("A note", minutes=1)
    long.cancel(by=coordinator, at=now, reason="The lead cannot come")
    release(minutes=2)
    context = browser.new_context()
    context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}])
    paths = [
        PAGE, f"{PAGE}?by=sponsor", f"{PAGE}session/{evidence.key}/", f"{PAGE}session/{long.key}/", NOW, f"{PAGE}versions/",
        f"{PAGE}versions/1/", f"{PAGE}versions/1/session/{evidence.key}/", "/demo/",
    ]  # fmt: skip
    found = Crawler(context.new_page(), live_server.url, language=language, direction=direction).look(*paths)
    context.close()
    assert found.faults == []


def test_the_coordinators_page_is_clean(
    browser, live_server, evidence, opening, release, coordinator, now, at, settings
):
    release()
    opening.place(opening.room, at(8), at(9), by=coordinator, at=now)
    Speaker.objects.create(side_event=evidence.side_event, name="Sana Speaker")
    client = Client()
    client.force_login(coordinator)
    context = browser.new_context()
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    paths = ["/demo/side-events/desk/release/", "/demo/side-events/desk/release/preview/"]
    assert Crawler(context.new_page(), live_server.url).look(*paths).faults == []
    context.close()
