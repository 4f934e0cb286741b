"""Full powers through the pages: a focal point hands them in, an officer examines by the keyboard, the depositary verifies."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse

from signatures.models import Check, FullPowers
from tests.accreditation.conftest import private_files  # noqa: F401

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("private_files"),
]
ACCESSIBILITY = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


@pytest.fixture
def visit(browser, live_server):
    """Opens a window of a user at an address, and checks it for everybody who reads it otherwise than by eye."""
    contexts = []

    def open_window(user, path):
        context = browser.new_context()
        contexts.append(context)
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
        page.goto(live_server.url + path)
        return page

    yield open_window
    for context in contexts:
        context.close()


def faults(page):
    found = Axe().run(page, options=ACCESSIBILITY).response["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] + page.said


def test_full_powers_from_the_delegation_to_the_depositary(
    visit, ceremony, treaty, kenya, kenyan_delegation, kenyan_focal_point, treaty_officer, depositary_officer, tmp_path
):
    def address(name, *args):
        return reverse(f"signatures:{name}", args=[ceremony.slug, *args])

    copy = tmp_path / "powers.pdf"
    copy.write_bytes(b"%PDF-1.7\nfull powers\n%%EOF\n")

    focal = visit(kenyan_focal_point, address("signing", "KEN"))
    assert faults(focal) == []
    focal.get_by_label("Name", exact=True).fill("Bento Example")
    focal.get_by_label("Office held").fill("Ambassador")
    focal.get_by_role("button", name="Name who signs for Kenya").click()
    focal.get_by_label("Credentials: they say").check()
    focal.get_by_label("The copy").set_input_files(copy)
    focal.get_by_role("button", name="Hand in the full powers").click()
    assert "There is a problem" in focal.locator(".error-summary").inner_text()
    assert faults(focal) == []
    focal.get_by_label("Full powers: it says").check()
    focal.get_by_label("The copy").set_input_files(copy)
    focal.get_by_role("button", name="Hand in the full powers").click()
    focal.get_by_text("The copy is here, and will be examined.").wait_for()
    powers = FullPowers.objects.get()

    examiner = visit(treaty_officer, address("powers", powers.key))
    examiner.keyboard.press("e")
    examiner.get_by_role("button", name="Accept the copy").wait_for()
    examiner.get_by_label("Person named in it").fill("Bento Example")
    examiner.get_by_label("Issued by").select_option("foreign_minister")
    examiner.get_by_label("Name of the issuer").fill("Iara Example")
    examiner.get_by_label("Dated").fill("2025-10-01")
    for check in Check:
        examiner.get_by_label(str(check.label)).check()
    assert faults(examiner) == []
    examiner.keyboard.press("a")
    examiner.get_by_text("it waits for a depositary's officer").wait_for()

    depositary = visit(depositary_officer, address("powers", powers.key))
    assert faults(depositary) == []
    depositary.get_by_label("The original was handed over").check()
    depositary.keyboard.press("v")
    depositary.get_by_text("The full powers of Kenya are verified.").wait_for()
    focal.reload()
    focal.get_by_text("Bento Example can be called to the table.").wait_for()
    for path in [address("entities"), address("entity", "KEN"), address("powers_list") + "?status=all"]:
        assert (path, faults(visit(treaty_officer, path))) == (path, [])
