from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from notifications import marks
from notifications.delivery import deliver_all
from notifications.kinds import LetterKind, LetterKinds, letter_kinds
from notifications.models import Letter, LetterText
from notifications.post import Addressee, post, post_many
from notifications.wording import check_body

DECISION = LetterKind(
    name="tests.decision",
    label="A decision",
    subject="On {whom}",
    body="We have decided about {whom} at {when}.\n\nTo be done:\n\n{list}\n\n{link}\n\nYours.",
    placeholders={"whom": ("who", "Kenya"), "when": ("when", "today"), "list": ("what", ["One."])},
    button=_("Delegation"),
    is_decision=True,
)


@pytest.fixture(autouse=True)
def decision(monkeypatch):
    monkeypatch.setitem(letter_kinds, DECISION.name, DECISION)
    return DECISION


WHEN = datetime(2025, 10, 25, 8, 4, tzinfo=UTC)
VALUES = {"whom": "Kenya", "when": WHEN, "list": ["First.", _("Delegation")]}


def write(to, ceremony, **options):
    options = {"cause": "1", "values": VALUES, "link_to": "/demo/delegation/KEN/"} | options
    return post(DECISION.name, to=to, ceremony=ceremony, **options)


def test_a_letter_reads_like_a_letter(ceremony, kenyan_focal_point):
    letter = write(kenyan_focal_point, ceremony)
    assert letter.subject == "On Kenya"
    date = letter.text.splitlines()[2]
    assert letter.text == (
        f"Signing Conference\n{letter.reference}\n{date}\n\nDear Kito Example,\n\n"
        f"We have decided about Kenya at {ceremony.show_time(WHEN)}.\n\nTo be done:\n\n"
        "– First.\n– Delegation\n\n{{sign-in link}}\n\nYours.\n\n"
        "-- \nSigning Conference, Ha Noi\nQuestions: secretariat@plenipo.example\n"
    )
    assert letter.reference == f"DEMO/{letter.pk:06d}"


def test_a_letter_comes_in_the_language_of_its_recipient(ceremony, kenyan_focal_point):
    kenyan_focal_point.language = "vi"
    letter = write(kenyan_focal_point, ceremony)
    assert (letter.language, letter.text.splitlines()[0]) == ("vi", "Hội nghị ký kết")


def test_a_language_that_is_not_complete_falls_back_to_english(ceremony, kenyan_focal_point):
    kenyan_focal_point.language = "fr"
    assert write(kenyan_focal_point, ceremony).language == "en"


def test_the_same_cause_is_one_letter(ceremony, kenyan_focal_point):
    with transaction.atomic():
        first, second = write(kenyan_focal_point, ceremony), write(kenyan_focal_point, ceremony)
        assert second == first
        assert Letter.objects.get() == first  # and the transaction is still good


def test_two_recipients_of_one_cause_have_a_letter_each(ceremony, kenyan_focal_point, brazilian_focal_point):
    assert write(kenyan_focal_point, ceremony) != write(brazilian_focal_point, ceremony)


def test_a_letter_is_not_sent_before_its_transaction_commits(
    ceremony, kenyan_focal_point, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        write(kenyan_focal_point, ceremony)
    assert [callback.keywords for callback in callbacks] == [{"urgent": False}]


def test_a_broker_that_is_away_does_not_break_the_request(
    ceremony, kenyan_focal_point, django_capture_on_commit_callbacks, settings, nobody_listens
):
    with django_capture_on_commit_callbacks(execute=True):
        write(kenyan_focal_point, ceremony)
    assert Letter.objects.get().status == "queued"


def test_a_decision_waits_where_the_ceremony_holds_them(
    ceremony, kenyan_focal_point, django_capture_on_commit_callbacks
):
    ceremony.holds_decision_letters = True
    with django_capture_on_commit_callbacks() as callbacks:
        assert write(kenyan_focal_point, ceremony).status == "held"
        assert write(kenyan_focal_point, ceremony, cause="2", hold=False).status == "queued"
    assert len(callbacks) == 1


def test_an_invitation_to_many_takes_a_handful_of_queries(ceremony, kenyan_focal_point, django_assert_num_queries):
    def addressees(count):
        return [Addressee(kenyan_focal_point, f"{count}:{number}", VALUES, "/demo/") for number in range(count)]

    with django_assert_num_queries(4):
        post_many(DECISION.name, addressees(1), ceremony=ceremony)
    with django_assert_num_queries(4):
        post_many(DECISION.name, addressees(60), ceremony=ceremony)


def test_many_letters_come_in_the_order_of_their_addressees_also_where_some_were_there(ceremony, kenyan_focal_point):
    [old] = post_many(DECISION.name, [Addressee(kenyan_focal_point, "b", VALUES)], ceremony=ceremony)
    letters = post_many(
        DECISION.name, [Addressee(kenyan_focal_point, cause, VALUES) for cause in "cba"], ceremony=ceremony
    )
    assert [letter.cause for letter in letters] == ["c", "b", "a"]
    assert letters[1] == old


def test_a_value_that_is_missing_is_noticed_when_the_letter_is_written(ceremony, kenyan_focal_point):
    with pytest.raises(KeyError, match="list"):
        write(kenyan_focal_point, ceremony, values={"whom": "Kenya", "when": WHEN})


def test_html_in_a_value_is_text(ceremony, kenyan_focal_point):
    letter = write(kenyan_focal_point, ceremony, values=VALUES | {"whom": "<script>alert(1)</script> & Co"})
    assert "<script" not in letter.html
    assert "about <bdi>&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co</bdi> at" in letter.html
    assert "about <script>alert(1)</script> & Co at" in letter.text


def test_a_mark_that_a_person_typed_is_not_a_mark(ceremony, kenyan_focal_point):
    letter = write(kenyan_focal_point, ceremony, values=VALUES | {"whom": "X {{sign-in link}} {{sign-in code}}"})
    assert letter.text.count(marks.SIGN_IN_LINK) == 1
    assert marks.SIGN_IN_CODE not in letter.text + letter.html
    assert letter.subject == "On X sign-in link sign-in code"


def test_braces_in_a_value_are_not_filled_again(ceremony, kenyan_focal_point):
    assert write(kenyan_focal_point, ceremony, values=VALUES | {"whom": "{contact}"}).subject == "On {contact}"


def test_a_subject_stays_one_line_whatever_is_filled_in(ceremony, kenyan_focal_point):
    letter = write(kenyan_focal_point, ceremony, values=VALUES | {"whom": "Kenya\r\nBcc: all@plenipo.example"})
    assert letter.subject == "On Kenya Bcc: all@plenipo.example"


def test_a_rehearsal_is_marked_in_subject_text_and_html(ceremony, kenyan_focal_point):
    ceremony.is_rehearsal = True
    letter = write(kenyan_focal_point, ceremony)
    assert letter.subject == "REHEARSAL: On Kenya"
    assert (letter.text.count("REHEARSAL"), letter.html.count(">REHEARSAL<")) == (2, 2)


def test_staff_and_strange_mailboxes_get_the_plain_address(ceremony, organiser, kenyan_focal_point, settings):
    for letter in (
        write(organiser, ceremony),
        write(kenyan_focal_point, ceremony, to_email="other@plenipo.example"),
        write(None, ceremony, to_email="nobody@plenipo.example"),
    ):
        assert marks.SIGN_IN_LINK not in letter.text + letter.html
        assert f"\n{settings.SITE_URL}/demo/delegation/KEN/\n" in letter.text


def test_the_link_of_a_plain_kind_signs_nobody_in(ceremony, kenyan_focal_point, settings, monkeypatch):
    monkeypatch.setitem(letter_kinds, DECISION.name, replace(DECISION, is_plain=True))
    letter = write(kenyan_focal_point, ceremony)
    assert marks.SIGN_IN_LINK not in letter.text + letter.html
    assert f"\n{settings.SITE_URL}/demo/delegation/KEN/\n" in letter.text


def test_an_address_within_the_words_is_written_out_and_can_be_pressed(ceremony, kenyan_focal_point):
    address = marks.Address("https://plenipo.example/end/1:a&b/")
    letter = write(kenyan_focal_point, ceremony, values=VALUES | {"whom": address})
    assert "about https://plenipo.example/end/1:a&b/ at" in letter.text
    assert '<a href="https://plenipo.example/end/1:a&amp;b/">https://plenipo.example/end/1:a&amp;b/</a>' in letter.html


def test_nobodys_own_words_leave_out_how_the_letters_are_ended():
    kind = replace(
        DECISION,
        body="{whom}\n\n{unsubscribe}",
        button="",
        placeholders=DECISION.placeholders | {"unsubscribe": ("end", "x")},
    )
    with pytest.raises(ValidationError, match="unsubscribe"):
        check_body(kind, "{whom}")


def test_the_organisers_own_words_take_the_place_of_the_standard_ones(ceremony, kenyan_focal_point, now):
    LetterText.objects.create(
        ceremony=ceremony,
        kind=DECISION.name,
        language="en",
        subject="{whom}!",
        body="<b>Oh</b> {name}:\n{link}",
        at=now,
    )
    letter = write(kenyan_focal_point, ceremony)
    assert letter.subject == "Kenya!"
    assert "&lt;b&gt;Oh&lt;/b&gt; <bdi>Kito Example</bdi>:<br>" in letter.html
    kenyan_focal_point.language = "vi"
    assert write(kenyan_focal_point, ceremony, cause="2").subject == "On Kenya"


def test_a_letter_kind_cannot_carry_what_is_encrypted_at_rest():
    kind = LetterKind(name="x", label="x", subject="x", body="x", placeholders={"passport_number": ("it", "X1")})
    with pytest.raises(ValueError, match="passport_number"):
        LetterKinds().add(kind)


def test_what_is_delivered_has_the_secret_and_what_is_stored_has_not(ceremony, kenyan_focal_point, now):
    letter = write(kenyan_focal_point, ceremony)
    deliver_all(at=letter.next_attempt_at)
    letter.refresh_from_db()
    [sent] = mail.outbox
    assert letter.status == "sent"
    assert marks.SIGN_IN_LINK not in sent.body
    [link] = [line for line in sent.body.splitlines() if "://" in line]
    assert link not in letter.text + letter.html
    assert f'href="{link}"' in sent.alternatives[0][0]


def test_a_code_stands_alone_and_large(kenyan_focal_point):
    letter = post("sign_in.code", to=kenyan_focal_point, cause="c", values={"code": marks.SIGN_IN_CODE, "minutes": "5"})
    assert f"\n{marks.SIGN_IN_CODE}\n" in letter.text
    assert f'letter-spacing:.15em">{marks.SIGN_IN_CODE}</p>' in letter.html
