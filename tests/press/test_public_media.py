"""What everybody reads: the media page, advisories and texts at their minute; and letters to whoever signed up."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.urls import reverse
from django.utils import timezone

from directory.texts import LocalText
from notifications.kinds import letter_kinds
from notifications.models import Letter
from notifications.secrets import mint
from press.models import Advisory, MediaContact, PressConference, PressText, Subscription
from tests.accounts.conftest import code_in_letter  # noqa: F401


@pytest.fixture(autouse=True)
def nothing_kept(private_files):
    cache.clear()
    caches["rendered"].clear()


@pytest.fixture
def address():
    return lambda name, *args: reverse(f"press:{name}", args=["demo", *args])


@pytest.fixture
def advisory(ceremony, press_officer, now):
    def make(title="Programme of Saturday", *, published=True, **fields):
        one = Advisory.objects.write(
            ceremony, by=press_officer, at=now, day=ceremony.starts_on, title=LocalText(en=title),
            body=LocalText(en="The media centre opens at 07:00.", vi="Mở cửa lúc 07:00."), **fields,
        )  # fmt: skip
        if published:
            one.publish(by=press_officer, at=now)
        return one

    return make


@pytest.fixture
def text(ceremony, press_officer, now):
    def make(title="Statement of the Chair", *, published=True, **fields):
        fields = {"kind": "statement", "language": "en", "body": "Welcome."} | fields
        one = PressText.objects.hand_in(ceremony, title=LocalText(en=title), by=press_officer, at=now, **fields)
        if published:
            one.publish(by=press_officer, at=now)
        return one

    return make


def test_the_media_page_says_what_is_needed_and_until_when_and_whom_to_call(client, ceremony, call, address):
    call.needed = LocalText(en="Bring your press card.")
    call.visa_closes_at = call.closes_at
    call.save()
    MediaContact.objects.create(
        ceremony=ceremony, name="Mira Media", duty=LocalText(en="Broadcasters"), phone="+84 24 1"
    )
    page = client.get(address("media")).content.decode()
    for words in ("Bring your press card.", "Visa support", "Mira Media", "Broadcasters", 'href="tel:+84241"'):
        assert words in page
    assert "Apply for accreditation" in page


def test_without_a_call_the_page_says_so_and_offers_nothing(client, ceremony, address):
    page = client.get(address("media")).content.decode()
    assert "Applications of the press are not open at this ceremony." in page
    assert "Apply for accreditation" not in page


def test_a_passer_by_is_given_the_page_as_it_was_kept_until_something_on_it_changes(
    client, call, advisory, pool, ceremony, address, django_assert_num_queries
):
    pool()
    first = client.get(address("media"))
    with django_assert_num_queries(1):
        assert client.get(address("media")).content == first.content
    advisory("Another day")
    assert "Another day" in client.get(address("media")).content.decode()
    MediaContact.objects.create(ceremony=ceremony, name="Mira Media")
    assert "Mira Media" in client.get(address("media")).content.decode()


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_page_is_made_in_as_many_statements_for_three_as_for_one(
    client, call, advisory, text, pool, session, ceremony, address, now, how_many, django_assert_num_queries
):
    for number in range(how_many):
        advisory(f"Day {number}")
        text(f"Text {number}")
        pool(title=f"Pool {number}")
        PressConference.objects.create(
            session=session(f"Conference {number}"), seats=3, opens_at=now - timedelta(hours=1),
            closes_at=now + timedelta(days=1), questions_close_at=now + timedelta(days=1),
        )  # fmt: skip
        MediaContact.objects.create(ceremony=ceremony, name=f"Contact {number}")
    with django_assert_num_queries(8):
        page = client.get(address("media"))
    assert f"Conference {how_many - 1}" in page.content.decode()


def test_who_answers_for_an_application_finds_it_on_the_page(client, application, contact, address):
    client.force_login(contact)
    page = client.get(address("media")).content.decode()
    assert address("application", application.key) in page
    client.logout()
    assert address("application", application.key) not in client.get(address("media")).content.decode()


def test_nothing_under_embargo_is_read_before_its_minute(client, call, advisory, text, address, now):
    until = now + timedelta(hours=1)
    held, paper = advisory("Held", embargo_until=until), text("Sealed", embargo_until=until)
    draft, unread = advisory("Draft", published=False), text("Unread", published=False)
    for name in ("media", "advisories", "texts"):
        page = client.get(address(name)).content.decode()
        assert [words for words in ("Held", "Sealed", "Draft", "Unread") if words in page] == []
    for name, one in [("advisory", held), ("advisory", draft), ("text", paper), ("text", unread), ("text_file", paper)]:
        assert client.get(address(name, one.key)).status_code == 404


def test_at_its_minute_it_is_read_by_everybody(client, call, advisory, text, address, now, monkeypatch):
    until = now + timedelta(hours=1)
    held, paper = advisory("Held", embargo_until=until), text("Sealed", embargo_until=until)
    assert "Held" not in client.get(address("media")).content.decode()

    monkeypatch.setattr(timezone, "now", lambda: until + timedelta(seconds=1))

    page = client.get(address("media")).content.decode()
    assert ("Held" in page, "Sealed" in page) == (True, True)
    assert "The media centre opens at 07:00." in client.get(address("advisory", held.key)).content.decode()
    assert "Welcome." in client.get(address("text", paper.key)).content.decode()


def test_a_text_may_be_a_file_and_is_gone_when_it_is_withdrawn(client, call, text, pdf, press_officer, address, now):
    one = text("Transcript", kind="transcript", body="", paper=pdf("transcript.pdf", b"SAID"))
    assert b"SAID" in b"".join(client.get(address("text_file", one.key)).streaming_content)
    one.withdraw(by=press_officer, at=now)
    assert {client.get(address(name, one.key)).status_code for name in ("text", "text_file")} == {404}


def test_a_text_in_words_has_no_file(client, text, address):
    assert client.get(address("text_file", text().key)).status_code == 404


def test_the_lists_are_empty_in_words(client, ceremony, address):
    assert "There is no advisory yet" in client.get(address("advisories")).content.decode()
    assert "Nothing is published yet" in client.get(address("texts")).content.decode()


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_lists_are_read_in_as_many_statements_for_three_as_for_one(
    client, advisory, text, address, how_many, django_assert_num_queries
):
    for number in range(how_many):
        advisory(f"Day {number}")
        text(f"Text {number}")
    for name in ("advisories", "texts"):
        with django_assert_num_queries(3):
            client.get(address(name))


def test_whoever_signs_up_by_code_gets_the_advisories(client, ceremony, advisory, address, code_in_letter, now):  # noqa: F811
    response = client.post(address("subscribe"), {"email": "reader@times.example"})
    assert response.url.startswith("/accounts/login/code/confirm/")
    assert Subscription.objects.count() == 0
    code = code_in_letter("reader@times.example")
    client.post("/accounts/login/code/confirm/", {"code": code, "next": address("subscribe")})
    assert "Send me the advisories" in client.get(address("subscribe")).content.decode()
    client.post(address("subscribe"))

    assert advisory().send(at=now) == 1

    assert Letter.objects.filter(kind="press.advisory").get().to_email == "reader@times.example"


def test_whoever_ends_it_gets_no_more(client, ceremony, advisory, contact, address, now):
    Subscription.objects.begin(ceremony, contact, at=now)
    one = advisory()
    client.force_login(contact)
    assert "No more advisories by e-mail" in client.get(address("advisory", one.key)).content.decode()
    client.post(address("unsubscribe"))
    client.post(address("unsubscribe"))
    assert one.send(at=now) == 0


def test_an_advisory_that_is_withdrawn_before_its_letters_go_stays_here(
    advisory, ceremony, contact, press_officer, now
):
    Subscription.objects.begin(ceremony, contact, at=now)
    one = advisory()
    one.send(at=now)
    letter = Letter.objects.get(kind="press.advisory")
    assert letter_kinds["press.advisory"].still_wanted(letter)
    one.withdraw(by=press_officer, at=now, reason="The doors open later.")
    assert not letter_kinds["press.advisory"].still_wanted(letter)


def test_an_advisory_that_is_handed_round_signs_nobody_in_and_may_be_ended_from_it(
    client, ceremony, advisory, contact, address, now
):
    subscription, one = Subscription.objects.begin(ceremony, contact, at=now), advisory()
    one.send(at=now)
    letter = Letter.objects.get(kind="press.advisory")
    end = address("unsubscribe_from_letter", subscription.token)
    assert mint(letter, now) == {}
    assert settings.SITE_URL + address("advisory", one.key) in letter.text
    assert (settings.SITE_URL + end in letter.text, f'href="{settings.SITE_URL}{end}"' in letter.html) == (True, True)

    assert "Shall that end?" in client.get(end).content.decode()
    assert Subscription.objects.current().count() == 1
    assert "The letters have ended" in client.post(end, follow=True).content.decode()
    assert Subscription.objects.current().count() == 0
    assert client.get(address("application", uuid4())).url.startswith("/accounts/login/")


@pytest.mark.parametrize("token", ["1", "1:forged", "x", "99999999999999999999:x"])
def test_a_token_that_is_not_ours_ends_nothing(client, ceremony, contact, address, now, token):
    Subscription.objects.begin(ceremony, contact, at=now)
    assert client.post(address("unsubscribe_from_letter", token)).status_code == 404
    assert Subscription.objects.current().count() == 1


def test_nobody_ends_anothers_subscription(client, ceremony, contact, other_contact, address, now):
    Subscription.objects.begin(ceremony, contact, at=now)
    client.force_login(other_contact)
    client.post(address("unsubscribe"))
    assert Subscription.objects.current().count() == 1


def test_the_media_page_is_in_everybodys_navigation(client, ceremony):
    assert "/demo/press/" in [entry.address for entry in client.get("/demo/").context["navigation"]()]
