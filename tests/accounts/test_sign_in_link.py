from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.models import SignInLink
from accounts.tasks import tidy
from tests.accounts.conftest import is_signed_in

PAGE = "/accounts/me/"


@pytest.fixture
def link(kito, now):
    """The token of a fresh link for Kito: link(), or of one that ends earlier: link(expires_at=...)."""
    return lambda user=kito, **more: SignInLink.objects.mint(user=user, leads_to=PAGE, at=now, **more)


def press(client, token):
    return client.post("/accounts/link/", {"token": token})


def test_the_button_signs_in_and_leads_on(client, kito, link):
    answer = press(client, link())
    assert answer["Location"] == PAGE
    assert is_signed_in(client, kito)


def test_opening_the_link_changes_nothing_however_often(client, kito, link):
    token = link()
    for _scanner in range(3):
        answer = client.get(f"/accounts/link/{token}/")
        assert answer.status_code == 200
        assert client.head(f"/accounts/link/{token}/").status_code == 200
    assert not is_signed_in(client, kito)
    assert SignInLink.objects.get().used_at is None


def test_the_page_says_neither_whose_link_it_is_nor_where_one_came_from(client, kito, link):
    answer = client.get(f"/accounts/link/{link()}/")
    text = answer.content.decode()
    assert kito.email not in text
    assert kito.name not in text
    assert answer["Referrer-Policy"] == "strict-origin"
    assert "no-store" in answer["Cache-Control"]


def test_a_link_is_used_once(client, kito, link):
    token = link()
    press(client, token)
    another = Client()
    answer = press(another, token)
    assert answer.status_code == 410
    assert not is_signed_in(another, kito)


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_at_once_one_wins(link, now):
    pressed = SignInLink.objects.of(link())

    def press_meanwhile():
        try:
            return pressed.use(at=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as somebody:
        with transaction.atomic():
            assert pressed.use(at=now)
            second = somebody.submit(press_meanwhile)
            with connection.cursor() as cursor:
                while not cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
                    assert not second.done()
        assert not second.result()


def test_every_link_that_is_no_good_gets_the_same_page(client, kito, link, now):
    used, expired, closed = link(), link(expires_at=now + timedelta(microseconds=1)), link()
    press(Client(), used)
    answers = [client.get(f"/accounts/link/{token}/") for token in (used, expired, "garbage", "%20", "é")]
    kito.is_active = False
    kito.save(update_fields=["is_active"])
    answers.append(client.get(f"/accounts/link/{closed}/"))
    pages = {
        "\n".join(line for line in answer.content.decode().splitlines() if "csrfmiddlewaretoken" not in line)
        for answer in answers
    }
    assert [answer.status_code for answer in answers] == [410] * 6
    assert len(pages) == 1
    assert "Type the address that the letter came to" in pages.pop()


def test_pressing_without_a_token_gets_that_page_too(client, db):
    assert client.post("/accounts/link/").status_code == 410


def test_the_page_of_a_used_link_offers_a_code(client, kito, link):
    token = link()
    press(Client(), token)
    assert 'action="/accounts/login/"' in client.get(f"/accounts/link/{token}/").content.decode()
    answer = client.post("/accounts/login/", {"login": kito.email})
    assert answer["Location"] == "/accounts/login/code/confirm/"


def test_who_is_signed_in_already_just_goes_on_even_by_a_used_link(client, kito, link):
    token = link()
    press(client, token)
    assert client.get(f"/accounts/link/{token}/")["Location"] == PAGE
    assert press(client, token)["Location"] == PAGE


def test_a_link_signs_the_person_before_out(client, kito, officer, link):
    client.force_login(officer)
    token = link()
    assert "You are signed in with another account" in client.get(f"/accounts/link/{token}/").content.decode()
    press(client, token)
    assert is_signed_in(client, kito)


def test_a_link_is_only_the_first_of_two_factors(client, officer, link, app_of, outside_the_demo):
    show = app_of(officer)
    answer = press(client, link(user=officer))
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert not is_signed_in(client, officer)
    client.post("/accounts/2fa/authenticate/", {"code": show()})
    assert is_signed_in(client, officer)


def test_only_the_digest_of_a_token_is_kept(link):
    token = link()
    with connection.cursor() as cursor:
        cursor.execute("SELECT l::text FROM accounts_signinlink l")
        assert token not in cursor.fetchone()[0]


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere", "me", ""])
def test_a_link_leads_to_this_site_only(kito, now, elsewhere):
    with pytest.raises(ValidationError):
        SignInLink.objects.mint(user=kito, leads_to=elsewhere, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        SignInLink.objects.create(
            user=kito, leads_to=elsewhere, digest="0" * 64, created_at=now, expires_at=now + timedelta(days=1)
        )


def test_the_daily_tidying_takes_what_is_over_and_nothing_else(kito, link, now, client):
    link(expires_at=now - timedelta(days=1))
    good = link()
    tidy()
    assert SignInLink.objects.of(good) == SignInLink.objects.get()
