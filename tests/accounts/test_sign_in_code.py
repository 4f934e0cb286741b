import time

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import User
from notifications import marks
from notifications.models import Letter
from tests.accounts.conftest import is_signed_in

CONFIRM = "/accounts/login/code/confirm/"


def test_the_code_of_the_letter_signs_in(client, kito, ask_for_code, code_in_letter):
    ask_for_code(kito.email)
    client.post(CONFIRM, {"code": code_in_letter(kito.email)})
    assert is_signed_in(client, kito)


def test_the_address_is_found_however_its_letters_are_typed(client, kito, ask_for_code, code_in_letter):
    ask_for_code("  Kito@Mission.Example ")
    client.post(CONFIRM, {"code": code_in_letter(kito.email)})
    assert is_signed_in(client, kito)


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: "".join(chr(0x660 + int(c)) if c.isdigit() else c for c in code),
        lambda code: "".join(chr(0xFF10 + int(c)) if c.isdigit() else c for c in code),
    ],
    ids=["no dash", "a space", "Arabic digits", "full-width digits"],
)
def test_a_code_may_be_typed_as_people_type(client, kito, ask_for_code, code_in_letter, typed):
    ask_for_code(kito.email)
    client.post(CONFIRM, {"code": typed(code_in_letter(kito.email))})
    assert is_signed_in(client, kito)


def test_a_wrong_code_signs_nobody_in_and_says_what_to_do(client, kito, ask_for_code, code_in_letter):
    ask_for_code(kito.email)
    wrong = "0000-0000" if code_in_letter(kito.email) != "0000-0000" else "1111-1111"
    answer = client.post(CONFIRM, {"code": wrong})
    assert not is_signed_in(client, kito)
    assert "This is not the code of our latest letter to you." in answer.content.decode()


def test_after_five_wrong_codes_even_the_right_one_is_no_good(client, kito, ask_for_code, code_in_letter):
    ask_for_code(kito.email)
    code = code_in_letter(kito.email)
    for _attempt in range(5):
        client.post(CONFIRM, {"code": "no-code"})
    client.post(CONFIRM, {"code": code})
    assert not is_signed_in(client, kito)


def test_a_code_is_good_once(client, kito, ask_for_code, code_in_letter):
    ask_for_code(kito.email)
    code = code_in_letter(kito.email)
    client.post(CONFIRM, {"code": code})
    client.post("/accounts/logout/")
    ask_for_code(kito.email)
    client.post(CONFIRM, {"code": code})
    assert not is_signed_in(client, kito)


def test_a_code_is_good_in_the_browser_that_asked_for_it_only(client, kito, ask_for_code, code_in_letter):
    from django.test import Client

    ask_for_code(kito.email)
    other = Client()
    other.post(CONFIRM, {"code": code_in_letter(kito.email)})
    assert not is_signed_in(other, kito)


def test_after_a_quarter_of_an_hour_the_code_is_no_good(client, kito, ask_for_code, code_in_letter, settings):
    ask_for_code(kito.email)
    code = code_in_letter(kito.email)
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1
    client.post(CONFIRM, {"code": code})
    assert not is_signed_in(client, kito)


def test_the_letter_lapses_when_its_code_does(kito, ask_for_code):
    before = timezone.now()
    ask_for_code(kito.email)
    letter = Letter.objects.get()
    assert 14.9 < (letter.lapses_at - before).total_seconds() / 60 < 15.1


def test_a_new_code_makes_the_one_before_useless(client, kito, ask_for_code, code_in_letter):
    ask_for_code(kito.email)
    first = code_in_letter(kito.email)
    client.post(CONFIRM, {"action": "resend"})
    second = code_in_letter(kito.email)
    client.post(CONFIRM, {"code": first})
    assert not is_signed_in(client, kito)
    client.post(CONFIRM, {"code": second})
    assert is_signed_in(client, kito)


def test_signing_in_leads_on_to_the_page_that_was_wanted(client, kito, ask_for_code, code_in_letter):
    ask_for_code(kito.email, next="/accounts/me/")
    answer = client.post(CONFIRM, {"code": code_in_letter(kito.email), "next": "/accounts/me/"})
    assert answer["Location"] == "/accounts/me/"


def test_signing_in_never_leads_to_another_site(client, kito, ask_for_code, code_in_letter):
    ask_for_code(kito.email, next="https://elsewhere.example/")
    answer = client.post(CONFIRM, {"code": code_in_letter(kito.email), "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/work/"


def test_signing_in_changes_the_session_key(client, kito, ask_for_code, code_in_letter):
    ask_for_code(kito.email)
    before = client.session.session_key
    client.post(CONFIRM, {"code": code_in_letter(kito.email)})
    assert client.session.session_key != before


def test_a_session_lasts_twelve_hours(client, kito, ask_for_code, code_in_letter):
    ask_for_code(kito.email)
    client.post(CONFIRM, {"code": code_in_letter(kito.email)})
    assert client.cookies["sessionid"]["max-age"] == 12 * 3600


# Nobody learns who has an account


def test_an_unknown_address_gets_the_same_answer(client, kito, ask_for_code):
    known = ask_for_code(kito.email)
    client.cookies.clear()
    unknown = ask_for_code("mito@mission.example")
    assert unknown.redirect_chain == known.redirect_chain
    assert unknown.status_code == known.status_code == 200

    def without_token(answer):
        text = answer.content.decode().replace("mito@", "kito@")
        return [line for line in text.splitlines() if "csrfmiddlewaretoken" not in line and "X-CSRFToken" not in line]

    assert without_token(unknown) == without_token(known)


def test_nothing_is_written_for_an_unknown_address(ask_for_code, kito):
    ask_for_code("mito@mission.example")
    assert Letter.objects.count() == 0
    assert User.objects.count() == 1


@pytest.mark.parametrize("address", ["mito@mission.example", "kito@mission.example"])
def test_wrong_codes_and_new_codes_look_the_same_for_every_address(client, kito, ask_for_code, address):
    ask_for_code(address)
    answers = [client.post(CONFIRM, {"action": "resend"}) for _time in range(2)]
    answers += [client.post(CONFIRM, {"code": "no-code"}) for _time in range(5)]
    assert [answer.status_code for answer in answers] == [302, 302, 200, 200, 200, 200, 302]


def test_both_take_their_time(client, kito, settings):
    settings.SIGN_IN_TAKES = 0.3
    for address in (kito.email, "mito@mission.example"):
        client.cookies.clear()
        begun = time.monotonic()
        client.post("/accounts/login/", {"login": address})
        assert time.monotonic() - begun >= 0.3


def test_an_account_that_is_closed_gets_no_code(kito, ask_for_code):
    User.objects.filter(pk=kito.pk).update(is_active=False)
    ask_for_code(kito.email)
    assert Letter.objects.count() == 0


def test_an_account_closed_meanwhile_is_not_signed_in(client, kito, ask_for_code, code_in_letter):
    ask_for_code(kito.email)
    User.objects.filter(pk=kito.pk).update(is_active=False)
    answer = client.post(CONFIRM, {"code": code_in_letter(kito.email)})
    assert answer.status_code == 302
    assert not is_signed_in(client, kito)


def test_an_address_that_is_none_is_refused_in_a_sentence(client, db):
    answer = client.post("/accounts/login/", {"login": "kito at mission"})
    assert "Type the whole address, for example name@mission.example." in answer.content.decode()
    assert "kito at mission" in answer.content.decode()


# The code itself


def test_the_letter_holds_a_mark_where_the_code_goes(kito, ask_for_code, code_in_letter):
    ask_for_code(kito.email)
    letter = Letter.objects.get()
    assert marks.SIGN_IN_CODE in letter.text
    assert marks.SIGN_IN_CODE in letter.html
    assert code_in_letter(kito.email) not in letter.text + letter.html + letter.subject + letter.cause


def test_a_stolen_table_of_sessions_shows_neither_code_nor_address(kito, ask_for_code, code_in_letter):
    ask_for_code(kito.email)
    stored = Session.objects.get().session_data
    assert code_in_letter(kito.email) not in stored
    assert stored.startswith("gAAAA"), "a Fernet token"


def test_a_session_whose_key_is_gone_is_an_empty_session(client, kito):
    client.force_login(kito)
    Session.objects.update(session_data="gAAAAnothing")
    assert client.get("/accounts/me/").status_code == 302


def test_codes_differ_from_letter_to_letter_and_have_eight_digits():
    from notifications.secrets import code_of, new_cause

    codes = [code_of(new_cause()) for _time in range(50)]
    assert len(set(codes)) == 50
    assert all(len(code) == 9 and code.replace("-", "").isdigit() for code in codes)


def test_a_code_cannot_be_computed_without_the_secret_key(settings):
    from notifications.secrets import code_of

    before = code_of("sign-in:1")
    settings.SECRET_KEY = "another one"
    assert code_of("sign-in:1") != before
