"""The pages of signing in, as a browser with the strict content policy shows them."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from accounts.models import SignInLink

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def complaints(page):
    """What axe finds serious, and what the content policy refused."""
    found = Axe().run(page).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found if rule["impact"] in ("serious", "critical")]


@pytest.fixture
def refused(page):
    lines = []
    page.on("console", lambda line: lines.append(line.text) if "Content Security Policy" in line.text else None)
    return lines


def test_the_pages_before_signing_in(page, live_server, kito, refused, code_in_letter):
    token = SignInLink.objects.mint(user=kito, leads_to="/accounts/me/", at=timezone.now())
    found = {}
    for path in ("/accounts/login/", f"/accounts/link/{token}/", "/accounts/link/garbage/"):
        page.goto(live_server.url + path)
        found[path] = complaints(page)
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("E-mail address").fill(kito.email)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    found["a wrong code"] = complaints(page)
    assert {name: what for name, what in found.items() if what} == {}
    assert refused == []
    page.get_by_label("Code").fill(code_in_letter(kito.email))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{live_server.url}/")


def test_the_pages_of_ones_account(page, live_server, officer, refused, client, app_of):
    client.force_login(officer)
    page.context.add_cookies([{"name": "sessionid", "value": client.session.session_key, "url": live_server.url}])
    found = {}
    for path in ("me/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/add/", "2fa/webauthn/", "logout/"):
        page.goto(f"{live_server.url}/accounts/{path}")
        found[path] = complaints(page)
    app_of(officer)
    for path in ("2fa/", "2fa/recovery-codes/generate/"):
        page.goto(f"{live_server.url}/accounts/{path}")
        found[page.url] = complaints(page)
    assert {name: what for name, what in found.items() if what} == {}
    assert refused == []
