"""The desk at a tablet: keys, an answer that is lost, another tablet, and a form in which somebody is typing."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from signatures.models import Call, Entry, Recording

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ACCESSIBILITY = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


@pytest.fixture
def listed(sitting, kenya, brazil, minister, treaty_officer, now):
    for entity in (kenya, brazil):
        minister(entity)
        Call.objects.add(sitting, entity, by=treaty_officer, at=now)
    return sitting


def said(page):
    return page.locator("[data-said]")


def test_a_morning_by_keys_alone(tablet, listed, treaty_officer, depositary_officer):
    desk = tablet(treaty_officer, "record", listed.pk)
    confirming = tablet(depositary_officer, "confirm")
    expect(desk.locator(".desk-name")).to_have_text("Kenya")
    desk.keyboard.press("n")
    expect(desk.locator(".desk-word")).to_have_text("At the table")
    expect(desk.locator(".desk-name")).to_be_focused()
    desk.keyboard.press("r")
    expect(said(desk)).to_contain_text("Kenya (KEN): recorded by Thuy Treaty")
    expect(desk.locator(".echo-name")).to_have_text(re.compile(r"KENYA\s+\(KEN\)"))
    # It appears at the other officer's by itself; the next State stands below the echo.
    expect(confirming.locator(".echo-name")).to_have_text(re.compile(r"KENYA\s+\(KEN\)"))
    expect(desk.locator(".desk-name")).to_have_text("Brazil")
    confirming.wait_for_timeout(700)  # what has just appeared is looked at first
    confirming.keyboard.press("c")
    expect(said(confirming)).to_contain_text("entry 1 of the log")
    expect(desk.locator(".echo")).to_have_count(0)
    assert Entry.objects.get().entity_code == "KEN"


def test_a_lost_answer_is_asked_after_and_nothing_is_recorded_twice(tablet, listed, treaty_officer):
    desk = tablet(treaty_officer, "record", listed.pk)
    desk.keyboard.press("n")
    expect(desk.locator(".desk-word")).to_have_text("At the table")
    sent = []

    def lose_the_answer(route):
        if route.request.method == "POST":
            sent.append(route.fetch().status)  # it arrives, and its answer does not
            route.abort()
        else:
            route.continue_()

    desk.route(re.compile(r"/desk/record/\d+/$"), lose_the_answer)
    desk.route("**/state?*", lambda route: route.abort())
    desk.keyboard.press("r")
    expect(said(desk)).to_contain_text("Unknown: do not press again")
    desk.keyboard.press("r")
    desk.unroute("**/state?*")
    expect(said(desk)).to_contain_text("Kenya (KEN): recorded by Thuy Treaty")
    assert (sent, Recording.objects.count()) == ([200], 1)


def test_what_never_arrived_is_said_and_the_same_key_records_it(tablet, listed, treaty_officer):
    desk = tablet(treaty_officer, "record", listed.pk)
    desk.keyboard.press("n")
    expect(desk.locator(".desk-word")).to_have_text("At the table")
    key = Call.objects.get(status="called").key
    address = re.compile(r"/desk/record/\d+/$")
    desk.route(address, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    desk.keyboard.press("r")
    expect(said(desk)).to_contain_text("Not recorded. You can press again.")
    desk.unroute(address)
    desk.reload()
    desk.keyboard.press("r")
    expect(said(desk)).to_contain_text("recorded by Thuy Treaty")
    assert Recording.objects.get().key == key


def test_what_somebody_types_stays_while_the_screen_follows(
    tablet, listed, brazil, ambassador, treaty_officer, depositary_officer, kenya, calling, now
):
    ambassador(brazil)
    call = calling(brazil)
    confirming = tablet(depositary_officer, "confirm")
    confirming.locator(".accept-despite summary").click()
    reason = confirming.locator(".accept-despite textarea")
    reason.fill("Assurance by note")
    # Something happens elsewhere: the screen is drawn anew around the field.
    Call.objects.get(entity=kenya).pass_over(by=treaty_officer, at=now)
    version = confirming.locator("[data-version]").get_attribute("data-version")
    expect(confirming.locator("[data-version]")).not_to_have_attribute("data-version", version)
    expect(reason).to_be_focused()
    confirming.keyboard.type(" verbale")
    confirming.locator(".accept-despite button").click()
    expect(confirming.locator(".notice")).to_contain_text("Assurance by note verbale")
    call.refresh_from_db()
    assert call.despite == "Assurance by note verbale"


def test_without_script_the_plain_forms_do_the_same(browser, live_server, settings, listed, treaty_officer):
    client = Client()
    client.force_login(treaty_officer)
    context = browser.new_context(java_script_enabled=False)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    desk = context.new_page()
    desk.goto(live_server.url + reverse("signatures:record", args=["demo", listed.pk]))
    desk.get_by_role("button", name="Call KENYA (KEN)").click()
    desk.get_by_role("button", name="Record the signature of KENYA (KEN)").click()
    expect(desk.locator(".message-success")).to_contain_text("Kenya (KEN): recorded by Thuy Treaty")
    context.close()


def test_a_row_of_the_list_is_moved_by_keys_with_a_reason(tablet, listed, treaty_officer):
    page = tablet(treaty_officer, "call_list", listed.pk)
    page.locator("[data-handle]").nth(1).focus()
    page.keyboard.down("Alt")
    page.keyboard.press("ArrowUp")
    page.keyboard.up("Alt")
    expect(page.locator("dialog [name=number]")).to_have_value("1")
    page.keyboard.type("Leaves at ten")
    page.keyboard.press("Enter")
    expect(page.locator(".message-success")).to_contain_text("Brazil is number 1 now.")
    assert list(Call.objects.in_order().values_list("entity__code", "moved_because")) == [
        ("BRA", "Leaves at ten"), ("KEN", ""),
    ]  # fmt: skip


def test_every_screen_of_the_desk_can_be_read_otherwise_than_by_eye_and_fits_a_telephone(
    tablet, listed, brazil, ambassador, kenya, signed, calling, depositary_officer
):
    signed(kenya)
    ambassador(brazil, name="Caio Example")
    call = calling(brazil)
    page = tablet(depositary_officer, "sittings")
    page.on("console", lambda told: consoles.append(told.text) if told.type == "error" else None)
    faults, consoles = {}, []
    for name, args in [
        ("sittings", []), ("sitting_new", []), ("call_list", [listed.pk]), ("call_change", [call.pk]),
        ("call_list_print", [listed.pk]), ("caller", [listed.pk]), ("record", [listed.pk]), ("afterwards", [listed.pk]),
        ("confirm", []), ("entries", []), ("entry", [1]), ("annul", [1]), ("rectify", [1]), ("deposit", []), ("attempts", []),
        ("board_switch", []), ("entities", []), ("entity", ["KEN"]), ("powers_list", []),
    ]:  # fmt: skip
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(re.sub(r"/demo/.*", reverse(f"signatures:{name}", args=["demo", *args]), page.url))
            page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
            found = Axe().run(page, options=ACCESSIBILITY).response["violations"]
            found = [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append("too wide")
            if found:
                faults[name, width] = found
    assert (faults, consoles) == ({}, [])
