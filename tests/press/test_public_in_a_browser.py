"""An application as hands know it: from an address to five people with one letter and twelve items; every page clean."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.urls import reverse

from directory.texts import LocalText
from press.models import (
    Advisory,
    Application,
    AssignmentLetter,
    EquipmentItem,
    EquipmentStatus,
    Journalist,
    MediaContact,
    PoolRequest,
    PressConference,
    PressText,
    QuotaRequest,
)
from tests.accounts.conftest import code_in_letter  # noqa: F401
from tests.accreditation.conftest import jpeg
from tests.browser.crawler import Crawler
from tests.events.conftest import window  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("private_files")]

PDF = b"%PDF-1.7\nscan\n%%EOF\n"
TEAM = [("Amina", "reporter"), ("Bo", "photographer"), ("Chi", "camera"), ("Dov", "sound"), ("Eva", "driver")]
TWELVE = "\n".join(
    ["Kind\tMake\tModel\tSerial number\tQuantity\tValue (EUR)\tFrequency\tPower\tCarried by"]
    + [f"Camera\tExample\tX1\tS-{number}\t1\t2500\t\t\tBo Example" for number in range(8)]
    + [f"Lens\tExample\t{size} mm\tL-{size}\t1\t900\t\t\t" for size in (24, 50, 200)]
    + ["Transmitter\tSample\tWave\tW-1\t1\t800\t5.8 GHz\t100 mW\tChi Example"]
)


def address(name, *args):
    return reverse(f"press:{name}", args=["demo", *args])


def file(name, content=PDF, kind="application/pdf"):
    return {"name": name, "mimeType": kind, "buffer": content}


def test_an_outlets_contact_registers_five_people_with_one_letter_and_twelve_items(
    browser, live_server, call, enter, kenya, code_in_letter, now  # noqa: F811
):  # fmt: skip
    cache.clear()
    enter("Example Broadcasting Corporation", kind="tv", country=kenya)
    page = browser.new_context(viewport={"width": 1280, "height": 1000}).new_page()
    page.set_default_timeout(20_000)

    # From the media page to an address, and a code.
    page.goto(live_server.url + address("media"))
    page.get_by_role("link", name="Apply for accreditation").click()
    page.get_by_label("Your e-mail address").fill("desk@ebc.example")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(code_in_letter("desk@ebc.example"))
    page.get_by_role("button", name="Sign in").click()

    # The outlet is found by its initials; nobody enters it a second time.
    page.get_by_label("Name of the outlet").fill("EBC")
    page.get_by_role("button", name="Look for it").click()
    page.get_by_role("link", name="Example Broadcasting Corporation").click()
    page.get_by_label("An outlet for its team").check()
    page.get_by_label("Your name").fill("Kora Example")
    page.get_by_role("button", name="Begin the application for Example Broadcasting Corporation").click()

    page.get_by_role("link", name="Outlet and contact").last.click()
    page.get_by_label("The outlet publishes editorial content of its own").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="Press application of Example Broadcasting Corporation").wait_for()

    # Five people, each with photo, passport and, where they report, a press card.
    page.get_by_role("link", name="Add a person").click()
    for number, (name, function) in enumerate(TEAM):
        page.get_by_label("Family name").fill("Example")
        page.get_by_label("Given names").fill(name)
        page.get_by_label("Function").select_option(function)
        page.get_by_label("Passport number").fill(f"P{number:07}")
        page.get_by_label("Date of birth").fill("1980-05-06")
        page.get_by_label("Nationality").select_option(label="Kenya")
        page.get_by_label("Photo", exact=True).set_input_files(file("me.jpg", jpeg().read(), "image/jpeg"))
        page.get_by_label("Copy of the passport").set_input_files(file("passport.pdf"))
        if function in {"reporter", "photographer", "camera"}:
            page.get_by_label("Copy of the press card").set_input_files(file("card.pdf"))
        page.get_by_label("This person agrees").check()
        assert page.get_by_label("Name on the badge").input_value() == f"{name} Example"
        page.get_by_role("button", name="Save and add another person" if name != "Eva" else "Save", exact=True).click()
        page.get_by_text(f"{name} Example is saved. Still missing: a letter of assignment").wait_for()

    # One letter for all of them; it is handed in without its date first.
    page.goto(live_server.url + Application.objects.get().get_absolute_url())
    page.get_by_role("link", name="Letters of assignment").last.click()
    page.get_by_label("The letter", exact=True).set_input_files(file("letter.pdf"))
    page.get_by_label("Signed by").fill("Edna Editor")
    page.get_by_role("button", name="Hand in the letter").click()
    page.get_by_text("A letter of assignment bears a date.").first.wait_for()
    page.get_by_label("Date on the letter").fill((now - timedelta(days=4)).date().isoformat())
    page.get_by_role("button", name="Hand in the letter").click()
    page.get_by_text("The letter is handed in. It names 5 people.").wait_for()

    # Twelve items out of a spreadsheet.
    page.goto(live_server.url + Application.objects.get().get_absolute_url())
    page.get_by_role("link", name="Equipment").click()
    page.get_by_role("link", name="Paste a list").click()
    page.get_by_label("The lines of your list").fill(TWELVE)
    page.get_by_role("button", name="Read the list").click()
    page.get_by_role("button", name="Put these 12 items on the list").click()
    page.get_by_text("12 items are on the list.").wait_for()

    page.goto(live_server.url + Application.objects.get().get_absolute_url())
    page.get_by_role("link", name="Check and submit").last.click()
    page.get_by_role("button", name="Submit all 5 people").click()
    page.get_by_text("5 people were submitted.").wait_for()
    page.get_by_text("12 items say no port or no day of entry: the customs officers do not expect them.").wait_for()

    application = Application.objects.get()
    people = Journalist.objects.filter(application=application)
    assert {one.accreditation.status for one in people.select_related("accreditation")} == {"submitted"}
    assert AssignmentLetter.objects.get().names.exclude(journalist=None).count() == 5
    assert EquipmentItem.objects.filter(application=application).count() == 12


def test_every_page_of_the_press_is_clean_wide_and_narrow(
    window, live_server, ceremony, call, application, approved, journalist, letter, pool, session, quota, contact,  # noqa: F811
    press_officer, port, now, tmp_path,
):  # fmt: skip
    cache.clear()
    quota(7)
    call.needed = LocalText(en="A letter of assignment, a press card, a passport.")
    call.centre = LocalText(en="Hall 2, from 07:00 to midnight.")
    call.save()
    MediaContact.objects.create(ceremony=ceremony, name="Mira Media", phone="+84 24 1", email="media@plenipo.example")
    amina, bo = approved("Amina", "Bo")
    draft = journalist(application, "الأدلة", "الإلكترونية", papers=False)
    journalist(application, "Wilhelmina", "Example-of-a-Family-Name-That-Goes-On-and-On", papers=False)
    returned = journalist(application, "Chi")
    handed_in = letter(application, returned, "Nobody Example")
    application.submit(by=contact, at=now)
    returned.accreditation.refresh_from_db()
    returned.accreditation.send_back(by=press_officer, at=now, code="photo", note="A passport photo, please.")
    handed_in.examine(
        by=press_officer,
        at=now,
        on_letterhead=False,
        is_signed=True,
        is_dated=True,
        period_fits=True,
        note="Plain paper.",
    )
    rows = [
        {"kind": "camera", "make": "Example", "model": "X1", "serial": f"S-{number}", "carrier": bo}
        for number in range(3)
    ]
    camera, *_others = EquipmentItem.objects.declare(application, rows, by=contact, at=now)
    camera.grant(by=press_officer, at=now)
    assert camera.status == EquipmentStatus.GRANTED
    QuotaRequest.objects.ask(application, wanted=9, reason="Two crews", by=contact, at=now)
    drawn, asked = pool(title="Signing", places={"photo": (1, "Left stand")}), pool(title="Opening")
    for one in (amina, bo):
        PoolRequest.objects.ask(drawn, one, "photo", by=contact, at=now)
    PoolRequest.objects.ask(asked, amina, "photo", by=contact, at=now)
    drawn.give_places(by=press_officer, at=drawn.closes_at + timedelta(minutes=1))
    times = dict.fromkeys(("closes_at", "questions_close_at"), now + timedelta(days=1)) | {"opens_at": now}
    conference = PressConference.objects.prepare(
        session("Press conference"), seats=1, by=press_officer, at=now, **times
    )
    conference.sign_up(amina, by=contact, at=now)
    conference.put_question(amina, "ما هي الخطوة التالية؟", language="ar", by=contact, at=now)
    texts = {
        "title": LocalText(en="Programme of Saturday"),
        "body": LocalText(en="07:00 doors open.\n\n09:00 opening."),
    }
    advisory = Advisory.objects.write(ceremony, by=press_officer, at=now, day=ceremony.starts_on, **texts)
    advisory.publish(by=press_officer, at=now)
    said = PressText.objects.hand_in(
        ceremony,
        kind="statement",
        language="en",
        title=LocalText(en="Statement"),
        body="Welcome.",
        by=press_officer,
        at=now,
    )
    said.publish(by=press_officer, at=now)

    folder = Path(os.environ["SCREENSHOTS"]) if os.environ.get("SCREENSHOTS") else tmp_path
    own = [
        address(name, application.key)
        for name in ("application", "outlet", "colleagues", "quota", "submit", "withdraw", "people", "person_new", "letters",
                     "equipment", "equipment_new", "equipment_paste")
    ]  # fmt: skip
    people = [address("person", application.key, one.accreditation.key) for one in (amina, draft, returned)]
    starts = [
        *own, *people, address("media"), address("pools"), address("conferences"), address("pool", drawn.key),
        address("advisories"), address("texts"), address("subscribe"), address("apply_outlet"),
        f"{address('apply_outlet')}?name=Example", f"{address('apply_outlet')}?name=Entirely+New",
    ]  # fmt: skip
    for user, pages in [(contact, starts), (None, [address("media"), address("apply"), address("subscribe")])]:
        page = window(user) if user else window(contact)
        if not user:
            page.context.clear_cookies()
        crawler = Crawler(page, live_server.url, screenshots=folder / ("own" if user else "public"))
        crawler.look(*pages)
        assert crawler.found.faults == []
        assert len(crawler.found.views) >= (20 if user else 3)
