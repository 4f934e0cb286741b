"""From the sign-in page through the letter's delivery and a real mail server into the page, and what is left behind."""

import re

import pytest
from django.utils import timezone

from accounts.models import SignInLink
from notifications import delivery
from notifications.models import Letter
from notifications.post import post
from tests.accounts.conftest import is_signed_in
from tests.accounts.test_no_secret_is_kept import text_of_all_tables, where_found

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mail(mail_sink, settings, monkeypatch):
    """Sends what waits and gives what arrived: mail()."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail_sink.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    monkeypatch.setattr(delivery, "server", delivery.MailServer())

    def deliver():
        delivery.deliver_all(at=timezone.now())
        return [
            (message["To"], *(message.get_body([kind]).get_content() for kind in ("plain", "html")))
            for message in mail_sink.messages()
        ]

    return deliver


def test_the_code_that_arrives_signs_in_and_stays_nowhere(client, kito, ask_for_code, mail):
    ask_for_code(kito.email)
    [(to, text, html)] = mail()
    [code] = re.findall(r"^\s*(\d{4}-\d{4})\s*$", text, re.MULTILINE)
    assert kito.email in to
    assert code in html
    assert Letter.objects.get().status == "sent"
    assert where_found(code, text_of_all_tables()) == []
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert is_signed_in(client, kito)
    assert where_found(code, text_of_all_tables()) == []


def test_the_admin_and_the_outbox_show_no_code(client, kito, ask_for_code, mail, organiser, ceremony):
    ask_for_code(kito.email)
    [(_to, text, _html)] = mail()
    code = re.search(r"\d{4}-\d{4}", text)[0]
    letter = Letter.objects.get()
    organiser.is_superuser = True
    organiser.save(update_fields=["is_superuser"])
    client.force_login(organiser)
    for page in (f"/admin/notifications/letter/{letter.pk}/change/", f"/demo/outbox/{letter.pk}/", "/demo/outbox/"):
        answer = client.get(page)
        assert answer.status_code in (200, 302, 404), page
        assert code not in answer.content.decode(), page


def test_a_code_that_lapsed_before_the_mail_server_came_back_is_never_delivered(kito, ask_for_code, mail):
    ask_for_code(kito.email)
    Letter.objects.update(lapses_at=timezone.now())
    assert mail() == []
    assert Letter.objects.get().status == "lapsed"


def test_the_link_that_arrives_signs_in_and_stays_nowhere(client, kito, kenyan_delegation, mail, settings):
    from notifications.kinds import LetterKind, letter_kinds

    kind = LetterKind(
        name="tests.invitation", label="Invitation", subject="Come", body="Come.\n\n{link}", button="Open"
    )
    letter_kinds[kind.name] = kind
    try:
        post(kind.name, to=kito, cause="test", ceremony=kenyan_delegation.ceremony, link_to="/accounts/me/")
        [(_to, text, html)] = mail()
    finally:
        del letter_kinds[kind.name]
    [address] = re.findall(rf"{settings.SITE_URL}(/accounts/link/\S+/)", text)
    token = address.split("/")[3]
    assert address in html
    assert where_found(token, text_of_all_tables()) == []
    assert client.get(address).status_code == 200
    assert client.post("/accounts/link/", {"token": token})["Location"] == "/accounts/me/"
    assert is_signed_in(client, kito)
    assert where_found(token, text_of_all_tables()) == []
    assert SignInLink.objects.get().used_at is not None
