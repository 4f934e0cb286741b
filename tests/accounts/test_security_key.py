"""A security key in a real browser, with the browser's own imitation of a key."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts.models import SignInLink, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("outside_the_demo")]


@pytest.fixture
def key_in_port(page):
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": True}
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"isUserVerified": True}})


@pytest.fixture
def open_link(page, live_server):
    def open_link(user):
        token = SignInLink.objects.mint(user=user, leads_to="/accounts/me/", at=timezone.now())
        page.goto(f"{live_server.url}/accounts/link/{token}/")
        page.get_by_role("button", name="Continue").click()

    return open_link


def test_an_officer_sets_up_a_key_and_signs_in_with_it(page, live_server, key_in_port, open_link):
    olga = User.objects.create_user("olga@plenipo.example", name="Olga Organiser", is_staff=True, is_superuser=True)
    refused = []
    page.on("console", lambda line: refused.append(line.text) if "Content Security Policy" in line.text else None)

    open_link(olga)
    page.goto(f"{live_server.url}/admin/")
    page.get_by_role("link", name="Set up a key").click()
    page.get_by_label("Name of the key").fill("blue key")
    page.get_by_role("button", name="Set up this key").click()
    page.wait_for_url("**/2fa/recovery-codes/")
    assert Authenticator.objects.get(user=olga, type="webauthn").wrap().name == "blue key"
    page.goto(f"{live_server.url}/admin/")
    assert page.url == f"{live_server.url}/admin/"

    page.context.clear_cookies()
    open_link(olga)
    assert re.search(r"/2fa/authenticate/$", page.url)
    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url("**/accounts/me/")
    assert refused == []
