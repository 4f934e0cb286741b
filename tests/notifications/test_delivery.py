import smtplib
from datetime import timedelta
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from django.core import mail
from django.db import connections, transaction
from django.utils import timezone

from directory.texts import LocalText
from notifications import delivery
from notifications.delivery import deliver_letter, due, recover
from notifications.kinds import LetterKind, letter_kinds
from notifications.mail_server import MailServer
from notifications.message import MEANINGFUL, LetterMessage
from notifications.models import Letter
from notifications.post import post

wanted = []
KIND = LetterKind(
    name="tests.note",
    label="A note",
    subject="Note to {name}",
    body="A text.\n\n{link}",
    still_wanted=lambda letter: wanted[-1](letter) if wanted else True,
)


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    monkeypatch.setitem(letter_kinds, KIND.name, KIND)
    wanted.clear()


@pytest.fixture
def letter(ceremony, kenyan_focal_point):
    return post(KIND.name, to=kenyan_focal_point, cause="1", ceremony=ceremony, link_to="/demo/")


@pytest.fixture
def server(mail_sink, settings, monkeypatch):
    """The real mail server of the tests, behind a connection of our own."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail_sink.port
    server = MailServer()
    monkeypatch.setattr(delivery, "server", server)
    yield server
    server.close()


def saying(monkeypatch, step, code, words):
    """The mail server answers one step of the conversation with this."""
    monkeypatch.setattr(smtplib.SMTP, step, lambda self, *args, **options: (code, words.encode()))


def deliver(letter, at=None):
    at = at or timezone.now()
    deliver_letter(letter.pk, at=at)
    letter.refresh_from_db()
    return at


def test_a_letter_goes_once_however_often_its_task_comes(letter):
    at = deliver(letter)
    deliver(letter)
    assert (letter.status, letter.attempts, letter.sent_at, letter.next_attempt_at) == ("sent", 1, at, None)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("status", ["held", "sending", "failed", "lapsed"])
def test_only_a_letter_that_is_to_be_sent_is_sent(letter, status):
    Letter.objects.update(status=status)
    deliver(letter)
    assert letter.status == status
    assert mail.outbox == []


def test_a_letter_that_is_gone_harms_nobody(db):
    deliver_letter(0, at=timezone.now())


def test_a_letter_that_nobody_wants_any_more_lapses(letter):
    wanted.append(lambda letter: False)
    deliver(letter)
    assert (letter.status, mail.outbox) == ("lapsed", [])


def test_a_letter_lapses_at_its_time(letter):
    Letter.objects.update(lapses_at=timezone.now())
    deliver(letter)
    assert letter.status == "lapsed"


def test_nobody_writes_to_an_account_that_was_closed(letter, kenyan_focal_point):
    kenyan_focal_point.is_active = False
    kenyan_focal_point.save()
    deliver(letter)
    assert letter.status == "lapsed"


def test_a_letter_whose_room_cannot_answer_is_tried_again(letter):
    wanted.append(lambda letter: 1 / 0)
    at = deliver(letter)
    assert (letter.status, letter.trouble, letter.last_error) == ("queued", "ours", "ZeroDivisionError")
    assert letter.next_attempt_at == at + timedelta(minutes=1)
    wanted.append(lambda letter: True)
    deliver(letter, at + timedelta(minutes=1))
    assert letter.status == "sent"


def test_a_mail_server_that_is_away_is_asked_ever_more_seldom(letter, settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    monkeypatch.setattr(delivery, "server", MailServer())
    pauses = []
    for _attempt in range(8):
        at = deliver(letter, letter.next_attempt_at)
        pauses.append((letter.next_attempt_at - at).total_seconds() // 60)
    assert pauses == [1, 2, 5, 10, 20, 40, 60, 60]
    assert (letter.status, letter.trouble, letter.attempts) == ("queued", "server", 8)
    assert "refused" in letter.last_error


def test_after_two_days_it_is_given_up_and_shown(letter, settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    monkeypatch.setattr(delivery, "server", MailServer())
    at = letter.next_attempt_at
    while letter.status == "queued":
        assert at < letter.created_at + timedelta(hours=50)
        deliver(letter, at)
        at = letter.next_attempt_at
    assert (letter.status, letter.trouble) == ("failed", "gave_up")
    assert letter.attempts > 50


def test_a_refused_address_is_not_tried_again(letter, server, monkeypatch):
    saying(monkeypatch, "rcpt", 550, "no such mailbox")
    deliver(letter)
    assert (letter.status, letter.trouble, letter.last_error) == ("failed", "address", "550 no such mailbox")


def test_a_refused_letter_is_not_tried_again(letter, server, monkeypatch):
    saying(monkeypatch, "data", 554, "looks like spam")
    deliver(letter)
    assert (letter.status, letter.trouble, letter.maybe_twice) == ("failed", "letter", False)


@pytest.mark.parametrize(("step", "code"), [("rcpt", 450), ("data", 451), ("mail", 421), ("mail", 550)])
def test_a_no_for_now_is_asked_again(letter, server, mail_sink, monkeypatch, step, code):
    with monkeypatch.context() as patch:
        saying(patch, step, code, "later")
        at = deliver(letter)
    assert (letter.status, letter.trouble, letter.last_error) == ("queued", "server", f"{code} later")
    deliver(letter, at + timedelta(minutes=1))
    assert (letter.status, letter.trouble, letter.attempts) == ("sent", "", 2)
    assert [message["Message-ID"] for message in mail_sink.messages()] == [letter.message_id]


def test_a_line_that_breaks_while_the_text_goes_leaves_it_in_doubt_and_marked(letter, server, monkeypatch):
    def taken_and_gone(self, content):
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")

    monkeypatch.setattr(smtplib.SMTP, "data", taken_and_gone)
    deliver(letter)
    assert (letter.status, letter.maybe_twice) == ("queued", True)


def test_a_kept_connection_that_died_meanwhile_costs_nothing(ceremony, kenyan_focal_point, letter, server, mail_sink):
    deliver(letter)
    server.connection.connection.sock.shutdown(2)
    second = post(KIND.name, to=kenyan_focal_point, cause="2", ceremony=ceremony, link_to="/demo/")
    deliver(second)
    assert (second.status, second.maybe_twice, second.attempts) == ("sent", False, 1)
    assert len(mail_sink.messages()) == 2


def test_a_server_that_hangs_does_not_hold_up_every_letter(letter, monkeypatch):
    server = MailServer()
    server.rest_until = float("inf")
    monkeypatch.setattr(delivery, "server", server)
    at = deliver(letter)
    assert (letter.status, letter.attempts, letter.next_attempt_at) == ("queued", 0, at + timedelta(minutes=1))


# What the sweep finds


def test_a_letter_whose_sender_died_goes_again_and_is_marked(letter):
    Letter.objects.update(status="sending", sending_since=timezone.now() - delivery.GRACE)
    assert recover(at=timezone.now()) == [letter.pk]
    letter.refresh_from_db()
    assert (letter.status, letter.maybe_twice) == ("queued", True)


def test_a_letter_that_is_just_being_sent_is_left_alone(letter):
    Letter.objects.update(status="sending", sending_since=timezone.now())
    assert recover(at=timezone.now()) == []


@pytest.mark.django_db(transaction=True)
def test_a_slow_sender_who_lives_keeps_his_letter(letter):
    Letter.objects.update(status="sending", sending_since=timezone.now() - timedelta(hours=1))
    other = connections.create_connection("default")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM notifications_letter FOR UPDATE")
        assert recover(at=timezone.now()) == []
        other.rollback()
        assert recover(at=timezone.now()) == [letter.pk]
    finally:
        other.close()


def test_a_letter_that_was_taken_back_from_its_sender_is_not_sent_by_him(letter, monkeypatch):
    real = delivery._message

    def slowly(letter, at):
        Letter.objects.update(status="queued", sending_since=None)
        return real(letter, at)

    monkeypatch.setattr(delivery, "_message", slowly)
    deliver(letter)
    assert (letter.status, mail.outbox) == ("queued", [])


def test_what_is_due_is_handed_over_once_in_a_while(letter):
    at = timezone.now()
    assert due(at=at) == [letter.pk]
    assert due(at=at) == []
    assert due(at=at + delivery.LEASE) == [letter.pk]


def test_what_is_held_or_has_to_wait_is_not_due(ceremony, letter, kenyan_focal_point):
    Letter.objects.update(next_attempt_at=timezone.now() + timedelta(minutes=1))
    post(KIND.name, to=kenyan_focal_point, cause="2", ceremony=ceremony, link_to="/demo/", hold=True)
    assert due(at=timezone.now()) == []


def test_a_letter_of_a_transaction_that_failed_was_never_written(ceremony, kenyan_focal_point):
    with transaction.atomic():
        post(KIND.name, to=kenyan_focal_point, cause="9", ceremony=ceremony, link_to="/demo/")
        transaction.set_rollback(True)
    assert not Letter.objects.exists()


# The letter as mail


def parsed(letter, at=None):
    message = LetterMessage(letter, text=letter.text, html=letter.html, at=at or timezone.now())
    return message_from_bytes(message.message().as_bytes(), policy=policy.default)


def test_the_headers_say_whence_whither_and_what(letter, settings):
    mail = parsed(letter)
    assert str(mail["From"]) == "Signing Conference <plenipo@localhost>"
    assert str(mail["To"]) == "Kito Example <focal.kenya@plenipo.example>"
    assert str(mail["Reply-To"]) == "secretariat@plenipo.example"
    assert str(mail["Message-ID"]) == letter.message_id
    assert str(mail["Auto-Submitted"]) == "auto-generated"
    assert str(mail["Content-Language"]) == "en"
    assert mail.get_body(["plain"]).get_content().replace("\r\n", "\n") == letter.text
    assert mail.get_body(["html"]).get_content().replace("\r\n", "\n") == letter.html


@pytest.mark.parametrize(
    "name",
    [
        "Kito\r\nBcc: all@plenipo.example",
        "Nguyễn Thị Ánh Tuyết Example của Bộ Ngoại giao nước Cộng hòa xã hội chủ nghĩa",
        "محمد عبد الرحمن المثال من وزارة الخارجية والتعاون الدولي للجمهورية",
        "Постоянный представитель при Организации Объединённых Наций Иван Пример",
        'O\'Brien, "Pat" <Example>',
        'Nguyễn, "Ánh" <Ví dụ>',
        "x" * 200,
    ],
)
def test_a_name_of_any_script_length_and_malice_stays_in_its_header(ceremony, kenyan_focal_point, name):
    kenyan_focal_point.name = name
    letter = post(KIND.name, to=kenyan_focal_point, cause="1", ceremony=ceremony, link_to="/demo/")
    mail = message_from_bytes(LetterMessage(letter, text="", html="", at=timezone.now()).message().as_bytes())
    raw_name, address = parseaddr(mail["To"])
    assert address == "focal.kenya@plenipo.example"
    assert mail["Bcc"] is None
    shown = " ".join(name.split())
    assert unfolded(raw_name) in (shown, shown.translate(MEANINGFUL))
    assert unfolded(mail["Subject"]) == f"Note to {shown}"


def unfolded(header):
    """Read the old way: the standard library's modern parser puts a space where a long word was folded."""
    return str(make_header(decode_header(header))).replace("\n", "")


def test_a_domain_in_another_script_is_written_as_dns_knows_it(ceremony):
    letter = post(KIND.name, to=None, to_email="a@bücher.example", cause="1", ceremony=ceremony, link_to="/demo/")
    assert parsed(letter)["To"].addresses[0].addr_spec == "a@xn--bcher-kva.example"


def test_a_ceremony_with_a_title_in_another_script_signs_with_it(ceremony, kenyan_focal_point):
    ceremony.title = LocalText(en="Signing Conference", vi="Hội nghị ký kết, Hà Nội")
    kenyan_focal_point.language = "vi"
    letter = post(KIND.name, to=kenyan_focal_point, cause="1", ceremony=ceremony, link_to="/demo/")
    assert parsed(letter)["From"].addresses[0].display_name == "Hội nghị ký kết Hà Nội"
