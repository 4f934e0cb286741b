"""A day at the press desk as hands know it: a letter, the queue by its keys, lists for the border, a draw and a no-show."""

# ruff: noqa: F811 (a fixture that comes from another file, named as an argument)

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import expect
from pypdf import PdfReader

from accounts.models import User
from accreditation.models import Accreditation
from press.models import Application, AssignmentLetter, EquipmentItem, Pool, PoolRequest
from tests.accounts.conftest import code_in_letter  # noqa: F401
from tests.accreditation.conftest import jpeg
from tests.events.conftest import window  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("private_files")]

PDF = b"%PDF-1.7\nscan\n%%EOF\n"
TEAM = {"Amina": "reporter", "Bo": "photographer", "Chi": "camera", "Dov": "sound", "Eva": "driver"}
OF_THE_CHECKLIST = ["on_letterhead", "is_signed", "is_dated", "period_fits"]


@pytest.fixture(autouse=True)
def no_tries_so_far():
    """The counts behind the rate limits."""
    cache.clear()


def address(name, *args):
    return reverse(f"press:{name}", args=["demo", *args])


@pytest.fixture
def team(application, journalist, letter, contact, now):
    """Five people whom one letter names, with twelve items, as an outlet's contact has sent them."""
    people = [journalist(application, name, function=function) for name, function in TEAM.items()]
    letter(application, *people)
    cameras = [
        {"kind": "camera", "make": "Beispiel", "model": "X1", "serial": f"S-{number}", "carrier": people[1]}
        for number in range(8)
    ]
    lenses = [{"kind": "lens", "make": "Beispiel", "model": f"{size} mm"} for size in (24, 50, 200)]
    link = {"kind": "transmitter", "make": "Muster", "model": "Wave", "serial": "W-1", "carrier": people[2]}
    link |= {"frequency_from": 5800, "frequency_to": 5800, "power_mw": 100}
    EquipmentItem.objects.declare(application, [*cameras, *lenses, link], by=contact, at=now)
    application.submit(by=contact, at=now)
    return people


def go_to(page, name, heading=""):
    page.get_by_role("navigation", name="Press desk").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading or name)


def test_the_desk_accepts_a_letter_and_decides_about_five_people_in_the_one_queue(
    window, live_server, team, press_officer
):
    page = window(press_officer)
    page.goto(live_server.url + address("desk"))

    go_to(page, "Outlets")
    page.get_by_role("link", name="Example Times").click()
    page.get_by_text("Verify", exact=True).first.click()
    page.get_by_role("button", name="Verify", exact=True).click()
    expect(page.get_by_text("“Example Times” is verified.")).to_be_visible()

    # The letter does not name the driver after all.
    go_to(page, "Letters", "Letters of assignment")
    page.get_by_role("link", name="Example Times").click()
    page.get_by_role("button", name="Record what I found").click()
    expect(page.get_by_text("Say yes or no.").first).to_be_visible()
    for question in OF_THE_CHECKLIST:
        page.locator(f"[name={question}][value=yes]").check()
    for one in team[:4]:
        page.get_by_label(f"“{one}” stands in the letter").check()
    page.get_by_role("button", name="Record what I found").click()
    expect(page.get_by_text("The letter of Example Times is accepted.")).to_be_visible()
    assert AssignmentLetter.objects.get().status == "accepted"

    # No hand leaves the keyboard from here on, but to choose a code.
    go_to(page, "People", "People to be accredited")
    page.wait_for_load_state()  # with the script that listens to keys
    page.keyboard.press("j")
    open_person = page.locator(".person-heading h2")
    expect(open_person).to_be_visible()
    for _person in team:
        page.wait_for_load_state()
        name = open_person.inner_text()
        if name == "Chi Example":
            page.keyboard.press("r")
            page.locator("#return_code").select_option("photo")
            page.keyboard.press("Tab")
            page.keyboard.type("A photo as in a passport, please.")
            said = "Chi Example is returned to be corrected."
        elif name == "Eva Example":
            expect(page.get_by_role("button", name="Approve", exact=True).first).to_be_disabled()
            page.keyboard.press("f")
            page.locator("#refuse_code").select_option("not_named")
            page.keyboard.press("Tab")
            page.keyboard.type("The letter names four people.")
            page.keyboard.press("Tab")
            page.keyboard.press("Space")
            said = "Eva Example is refused."
        else:
            page.keyboard.press("a")
            said = f"{name} is approved."
        if not said.endswith("approved."):
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
        expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_text("0 people in this list.")).to_be_visible()

    decided = Accreditation.objects.values_list("given_names", "status", "decision_code")
    assert set(decided) == {
        ("Amina", "approved", ""), ("Bo", "approved", ""), ("Dov", "approved", ""),
        ("Chi", "returned", "photo"), ("Eva", "refused", "not_named"),
    }  # fmt: skip


@pytest.mark.fonts
def test_twelve_items_are_granted_and_the_lists_for_the_border_come_out(window, live_server, team, port, press_officer):
    page = window(press_officer)
    page.goto(live_server.url + address("desk"))
    go_to(page, "Equipment")
    boxes = page.locator("[name=items]")
    expect(boxes).to_have_count(12)
    for box in boxes.all():
        box.check()
    page.get_by_role("button", name="Grant the marked items").click()
    expect(page.get_by_text("12 items: Granted.")).to_be_visible()

    def brought(label):
        with page.expect_download(timeout=60_000) as coming:
            page.get_by_role("link", name=label, exact=True).click()
        return coming.value.path()

    def rows(label):
        # Of a download's temporary file, whose name has no ending.
        with open(brought(label), "rb") as file:
            return list(load_workbook(file).active.values)[1:]

    def text(label):
        return "\n".join(sheet.extract_text() for sheet in PdfReader(brought(label)).pages)

    customs = rows("Customs list, By port and day, Excel")
    assert sorted((row[3] or "", row[6], row[7] or "") for row in customs) == sorted(
        [("Bo Example", "X1", f"S-{number}") for number in range(8)]
        + [("", f"{size} mm", "") for size in (24, 50, 200)]
        + [("Chi Example", "Wave", "W-1")]
    )
    assert {row[17] for row in customs} == {"Granted"}
    [link] = rows("Frequency list, By outlet, Excel")
    assert link[5:8] + link[13:16] == ("Muster", "Wave", "W-1", 5800, 5800, 100)

    paper = text("Customs list, By outlet, PDF")
    assert [what for what in ["Customs list", "Example Times", "Beispiel X1", "S-7", "W-1"] if what not in paper] == []
    paper = text("Frequency list, By port and day, PDF")
    assert [what for what in ["Frequency list", "5800 MHz", "100 mW", "Chi Example"] if what not in paper] == []
    assert "S-7" not in paper


def test_a_freelancer_applies_for_an_outlet_that_is_named(browser, live_server, outlet, kenya, code_in_letter, now):
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.set_default_timeout(20_000)

    def file(name, content=PDF, kind="application/pdf"):
        return {"name": name, "mimeType": kind, "buffer": content}

    page.goto(live_server.url + address("apply"))
    page.get_by_label("Your e-mail address").fill("fay@plenipo.example")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(code_in_letter("fay@plenipo.example"))
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Name of the outlet").fill("example tmes")
    page.get_by_role("button", name="Look for it").click()
    page.get_by_role("link", name="Example Times").click()
    page.get_by_label("A freelance journalist for a named outlet").check()
    page.get_by_label("Your name").fill("Fay Example")
    page.get_by_role("button", name="Begin the application for Example Times").click()
    page.get_by_role("heading", name="Press application of Example Times").wait_for()
    state = page.url

    page.get_by_role("link", name="Outlet and contact").last.click()
    page.get_by_label("The outlet publishes editorial content of its own").check()
    page.get_by_role("button", name="Save").click()

    page.goto(f"{state}people/new/")
    page.get_by_label("Family name").fill("Example")
    page.get_by_label("Given names").fill("Fay")
    page.get_by_label("Passport number").fill("P7777777")
    page.get_by_label("Date of birth").fill("1985-05-06")
    page.get_by_label("Nationality").select_option(label="Kenya")
    page.get_by_label("Photo", exact=True).set_input_files(file("me.jpg", jpeg().read(), "image/jpeg"))
    page.get_by_label("Copy of the passport").set_input_files(file("passport.pdf"))
    page.get_by_label("Copy of the press card").set_input_files(file("card.pdf"))
    page.get_by_label("This person agrees").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Still missing:").first).to_contain_text("samples")

    page.goto(f"{state}letters/")
    page.get_by_label("The letter", exact=True).set_input_files(file("letter.pdf"))
    page.get_by_label("Date on the letter").fill((now - timedelta(days=4)).date().isoformat())
    page.get_by_label("Signed by").fill("Edna Editor")
    page.get_by_role("button", name="Hand in the letter").click()
    expect(page.get_by_text("The letter is handed in.")).to_be_visible()

    # Without samples of work nothing is sent; with one it is.
    page.goto(f"{state}people/")
    page.get_by_role("link", name="Fay Example").first.click()
    page.get_by_label("Samples of work: links").fill("times.example/fay A report")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Fay")
    page.goto(f"{state}submit/")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("1 person was submitted.")).to_be_visible()
    page.context.close()

    application = Application.objects.get()
    assert (application.way, application.outlet, application.people.get().status) == ("freelance", outlet, "submitted")


def test_a_pool_is_opened_asked_for_and_drawn_and_a_no_show_is_replaced(
    window, live_server, approved, session, contact, press_officer, ceremony, now, monkeypatch
):
    people = approved("Amina", "Bo", "Chi", function="photographer")
    session("Signing")
    User.objects.create_user("ella.escort@plenipo.example", name="Ella Escort")
    clock = {"now": now}
    monkeypatch.setattr("press.views.desk_pools.timezone", SimpleNamespace(now=lambda: clock["now"]))
    monkeypatch.setattr("press.views.desk.timezone", SimpleNamespace(now=lambda: clock["now"]))
    closes_at, gathers_at = now + timedelta(days=2), ceremony.start_of(ceremony.starts_on, 9)

    def local(at):
        return ceremony.local(at).strftime("%Y-%m-%dT%H:%M")

    desk = window(press_officer)
    desk.goto(live_server.url + address("desk"))
    go_to(desk, "Pools")
    desk.get_by_role("link", name="Prepare a pool").click()
    desk.get_by_label("Requests from").fill(local(now - timedelta(hours=1)))
    desk.get_by_label("Requests until").fill(local(closes_at))
    desk.get_by_label("Gathers at").fill(local(gathers_at))
    desk.locator("[name=session]").select_option(index=1)
    desk.locator("[name=gathering_point_en]").fill("Gate 3")
    desk.locator("[name=count_photo]").fill("2")
    desk.locator("[name=position_photo]").fill("Left stand")
    desk.get_by_label("The escort's e-mail address").fill("ella.escort@plenipo.example")
    desk.get_by_role("button", name="Save the pool").click()
    desk.get_by_role("button", name="Open it for requests").click()
    expect(desk.get_by_text("Hash of the seed", exact=True)).to_be_visible()
    pool = Pool.objects.get()

    own = window(contact)
    own.goto(live_server.url + address("pools"))
    for number, one in enumerate(people, start=1):
        own.locator("select[name=person]").select_option(label=str(one))
        own.locator("select[name=kind]").select_option("photo")
        own.get_by_role("button", name="Ask for “Signing”").click()
        expect(own.get_by_text("does not need it")).to_have_count(number)

    clock["now"] = closes_at + timedelta(minutes=1)
    desk.goto(live_server.url + address("desk_pool", pool.key))
    desk.get_by_role("button", name="Draw the places").click()
    expect(desk.get_by_text("The places are given, and everybody who asked has a letter.")).to_be_visible()
    first, second, third = PoolRequest.objects.order_by("rank")
    assert [one.status for one in (first, second, third)] == ["placed", "placed", "waiting"]

    # At the gate the escort hands out a card; the other one did not come, and whoever waits moves up.
    clock["now"] = gathers_at + timedelta(minutes=5)
    gate = window(pool.escort)
    gate.goto(live_server.url + address("media"))
    gate.get_by_role("link", name="Press pool: Signing").first.click()

    def row(request):
        return gate.get_by_role("row").filter(has_text=str(request.journalist))

    row(first).get_by_role("button", name="Hand out the card").click()
    expect(gate.get_by_text(f"{first.journalist}: card number 1.")).to_be_visible()
    row(second).get_by_text("Did not come").click()
    row(second).get_by_role("button", name="Yes: the place goes to whoever waits").click()
    expect(row(third).get_by_role("button", name="Hand out the card")).to_be_visible()
    for one in (first, second, third):
        one.refresh_from_db()
    assert [one.status for one in (first, second, third)] == ["collected", "no_show", "placed"]
    own.reload()
    expect(own.get_by_role("listitem").filter(has_text=str(third.journalist))).to_contain_text("Has a place")
