"""The debate and the exhibition as people see them: clean pages at both widths, and the hall's clock beside the officer's."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from delegations.models import Rank
from events.models import Booth, BoothProposal, Exchange, Exhibition, Shown, Statement, StatementsList
from tests.browser.crawler import Crawler
from tests.events.debating import *  # noqa: F403

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK, OWN = "/demo/statements/desk/", "/demo/delegation/KEN/statement/"


@pytest.fixture
def page_of(browser, live_server, settings):
    """Opens a browser as somebody: page_of(coordinator)."""
    contexts = []

    def make(user=None, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        if user:
            client = Client()
            client.force_login(user)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def shown(in_session, kenya_asks, brazil_asks):
    StatementsList.objects.update(shown=Shown.EVERYBODY)


@pytest.fixture
def booths(ceremony, kenya, kenyan_delegation, kenyan_focal_point, coordinator, now):
    exhibition = Exhibition.objects.create(
        ceremony=ceremony, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1), is_public=True
    )
    booth = Booth.objects.create(ceremony=ceremony, number="1", width=3, depth=2, power=1000)
    Booth.objects.create(ceremony=ceremony, number="2", width=3, depth=2)
    proposal = BoothProposal.objects.propose(
        exhibition, kenya, by=kenyan_focal_point, at=now, title="أدوات للمحققين", text="Six screens."
    )
    proposal.accept(booth, by=coordinator, at=now)
    return proposal


def test_the_officers_pages_are_clean(page_of, live_server, shown, booths, coordinator, kenya_asks, now):
    kenya_asks.start(by=coordinator, at=now)
    paths = [
        DESK, f"{DESK}live/", f"{DESK}settings/", f"{DESK}classes/", f"{DESK}enter/", f"{DESK}{kenya_asks.key}/",
        f"{DESK}{Statement.objects.get(status='inscribed').key}/", "/demo/exhibition/desk/", "/demo/exhibition/desk/booths/",
        "/demo/exhibition/desk/settings/", "/demo/exhibition/desk/enter/", f"/demo/exhibition/desk/{booths.key}/",
        f"/demo/exhibition/desk/booths/{booths.booth_id}/",
    ]  # fmt: skip
    assert Crawler(page_of(coordinator), live_server.url).look(*paths).faults == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_everybody_and_a_focal_point_see_is_clean_in_both_directions(
    page_of, live_server, shown, booths, kenya_asks, brazil_asks, kenyan_focal_point, now, settings, language
):
    settings.COMPLETE_LANGUAGES = ["en", "vi", "ar"]
    direction = "rtl" if language == "ar" else "ltr"
    Exchange.objects.ask(brazil_asks, kenya_asks, by=None, at=now)
    page = page_of(kenyan_focal_point)
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}])
    paths = [
        "/demo/statements/", "/demo/statements/screen/", "/demo/exhibition/", OWN, f"{OWN}{kenya_asks.key}/speaker/",
        f"{OWN}{kenya_asks.key}/text/", f"{OWN}{kenya_asks.key}/exchange/", "/demo/delegation/KEN/booth/",
    ]  # fmt: skip
    assert Crawler(page, live_server.url, language=language, direction=direction).look(*paths).faults == []


def test_the_floor_is_given_at_the_desk_and_the_halls_clock_follows(page_of, live_server, shown, coordinator):
    hall = page_of()
    hall.goto(f"{live_server.url}/demo/statements/screen/")
    expect(hall.locator("[data-live]")).to_contain_text("Nobody has the floor.")
    desk = page_of(coordinator)
    desk.goto(f"{live_server.url}{DESK}live/")
    desk.get_by_role("button", name="Give the floor to Kenya").click()
    expect(hall.locator(".timer-who")).to_have_text("Kenya", timeout=8000)
    expect(hall.locator("[data-word]")).to_have_text("left")
    desk.get_by_role("button", name="End the statement").click()
    expect(desk.get_by_role("button", name="Give the floor to Brazil")).to_be_visible()
    expect(hall.locator("[data-live]")).to_contain_text("Nobody has the floor.", timeout=8000)


def test_a_second_officers_page_follows_the_floor(page_of, live_server, shown, coordinator, second_coordinator):
    first, second = page_of(coordinator), page_of(second_coordinator)
    for page in (first, second):
        page.goto(f"{live_server.url}{DESK}live/")
    first.get_by_role("button", name="Give the floor to Kenya").click()
    expect(second.get_by_role("button", name="End the statement")).to_be_visible(timeout=8000)


CUT = """selects => selects.filter(one => {
  const pen = document.createElement("canvas").getContext("2d"), style = getComputedStyle(one);
  pen.font = style.font;
  const room = one.clientWidth - parseFloat(style.paddingInlineStart) - parseFloat(style.paddingInlineEnd);
  return Math.max(...[...one.options].map(option => pen.measureText(option.text).width)) > room;
}).map(one => one.id)"""


@pytest.mark.parametrize(("width", "most"), [(1280, 130), (390, 660)])
def test_no_word_of_the_classes_is_cut_and_a_class_takes_little_room(
    page_of, live_server, speakers, coordinator, width, most
):
    page = page_of(coordinator)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}{DESK}classes/")
    assert page.locator(".class-line select").evaluate_all(CUT) == []
    heights = page.locator("fieldset.class-line").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert [height for height in heights if height > most] == []


def test_without_script_a_focal_point_inscribes(page_of, live_server, speakers, kenyan_delegation, kenyan_focal_point):
    page = page_of(kenyan_focal_point, java_script_enabled=False)
    page.goto(live_server.url + OWN)
    page.select_option("#id_rank", str(int(Rank.MINISTER)))
    page.get_by_role("button", name="Put us on the list of speakers").click()
    expect(page.locator("main")).to_contain_text("Kenya is on the list of speakers.")
    assert Statement.objects.get().rank == Rank.MINISTER
    assert Statement.objects.get().requested_at <= timezone.now()
