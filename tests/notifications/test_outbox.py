import re
from datetime import timedelta

import pytest
from django.urls import reverse

from ceremony.models import Ceremony, LedgerRow
from ceremony.procedure import AlreadyDecided, Refused
from directory.texts import LocalText
from notifications.kinds import LetterKind, letter_kinds
from notifications.models import Letter, LetterText
from notifications.post import Addressee, post, post_many

KIND = LetterKind(
    name="tests.note",
    label="A note",
    subject="Note to {name}",
    body="About {whom}.\n\n{link}",
    placeholders={"whom": ("who it is about", "Kenya")},
    button="Look",
)


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    monkeypatch.setitem(letter_kinds, KIND.name, KIND)


@pytest.fixture
def letter(ceremony, kenyan_focal_point):
    return write(ceremony, kenyan_focal_point)


def write(ceremony, user, cause="1", **options):
    options = {"values": {"whom": "Kenya"}, "link_to": "/demo/"} | options
    return post(KIND.name, to=user, cause=cause, ceremony=ceremony, **options)


def become(letter, **columns):
    Letter.objects.filter(pk=letter.pk).update(**columns)
    letter.refresh_from_db()
    return letter


@pytest.fixture
def other_ceremony(ceremony):
    return Ceremony.objects.create(
        slug="other", title=LocalText(en="Other"), time_zone="UTC", starts_on=ceremony.starts_on, ends_on=ceremony.ends_on,
        is_public=True,
    )  # fmt: skip


@pytest.fixture
def signed_in(client, organiser):
    client.force_login(organiser)
    return client


def url(name, *args):
    return reverse(f"notifications:{name}", args=["demo", *args])


ADDRESSES = [
    ("get", "outbox", []),
    ("post", "release_many", []),
    ("get", "letter", ["LETTER"]),
    ("get", "letter_paper", ["LETTER"]),
    ("post", "letter_release", ["LETTER"]),
    ("post", "letter_try_again", ["LETTER"]),
    ("post", "letter_withdraw", ["LETTER"]),
    ("get", "texts", []),
    ("get", "text", ["en", "tests.note"]),
    ("get", "text_preview", ["en", "tests.note"]),
    ("post", "text_reset", ["en", "tests.note"]),
]


@pytest.mark.parametrize(("method", "name", "args"), ADDRESSES)
@pytest.mark.parametrize("person", ["kenyan_focal_point", "accreditation_officer", "reader"])
def test_the_outbox_does_not_exist_for_others_than_organisers(client, letter, method, name, args, person, request):
    client.force_login(request.getfixturevalue(person))
    args = [letter.pk if arg == "LETTER" else arg for arg in args]
    assert getattr(client, method)(url(name, *args)).status_code == 404


def test_a_letter_of_another_ceremony_does_not_exist_here(signed_in, other_ceremony, kenyan_focal_point):
    letter = write(other_ceremony, kenyan_focal_point)
    assert signed_in.get(url("letter", letter.pk)).status_code == 404
    assert signed_in.get(url("letter_paper", letter.pk)).status_code == 404
    assert letter.reference not in signed_in.get(url("outbox")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_one_letter_and_for_three(
    signed_in, ceremony, kenyan_focal_point, django_assert_num_queries, count
):
    post_many(
        KIND.name,
        [Addressee(kenyan_focal_point, str(number), {"whom": "Kenya"}) for number in range(count)],
        ceremony=ceremony,
    )
    signed_in.get(url("outbox"))
    with django_assert_num_queries(LIST_QUERIES):
        page = signed_in.get(url("outbox"))
    assert page.content.decode().count("row-link") == count


LIST_QUERIES = (
    7  # session, person, ceremony with roles, counts by state, how many rows, the rows; the way to the desk's cards
)


def test_the_list_can_be_narrowed_to_a_state_a_kind_and_a_recipient(
    signed_in, ceremony, kenyan_focal_point, brazilian_focal_point
):
    write(ceremony, kenyan_focal_point)
    become(write(ceremony, brazilian_focal_point), status="failed", trouble="address")

    def names(query):
        return re.findall(r"<bdi>(\w+) Example</bdi>", signed_in.get(url("outbox") + query).content.decode())

    assert names("") == ["Bia", "Kito"]
    assert names("?status=failed") == ["Bia"]
    assert names("?kind=tests.note&q=kito") == ["Kito"]
    assert names("?q=brazil+kito") == []
    assert names("?q=focal.brazil") == ["Bia"]
    assert names("?status=nonsense&page=99") == ["Bia", "Kito"]


def test_an_empty_outbox_says_where_letters_come_from(signed_in):
    assert "No letter has been written yet" in signed_in.get(url("outbox")).content.decode()


def test_a_held_letter_is_released_and_the_ledger_says_by_whom(
    signed_in, ceremony, organiser, kenyan_focal_point, django_capture_on_commit_callbacks
):
    letter = write(ceremony, kenyan_focal_point, hold=True)
    with django_capture_on_commit_callbacks() as callbacks:
        signed_in.post(url("letter_release", letter.pk))
    letter.refresh_from_db()
    assert letter.status == "queued"
    assert [callback.args for callback in callbacks] == [([letter.pk],)]
    row = LedgerRow.objects.about(letter).get()
    assert (row.before, row.after, row.by) == ("held", "queued", organiser)


def test_two_organisers_release_one_letter_once(ceremony, organiser, second_organiser, kenyan_focal_point, now):
    letter = write(ceremony, kenyan_focal_point, hold=True)
    stale = Letter.objects.get(pk=letter.pk)
    letter.release(by=organiser, at=now)
    with pytest.raises(AlreadyDecided, match="Olga Organiser was first"):
        stale.release(by=second_organiser, at=now)


def test_releasing_many_names_those_that_were_left_alone(signed_in, ceremony, kenyan_focal_point):
    held = [write(ceremony, kenyan_focal_point, cause=str(number), hold=True) for number in range(3)]
    sent = become(write(ceremony, kenyan_focal_point, cause="sent"), status="lapsed")
    page = signed_in.post(
        url("release_many"), {"letter": [held[0].pk, held[1].pk, sent.pk, "x"], "release": ""}, follow=True
    )
    said = page.content.decode()
    assert "2 letters were released." in said
    assert f"{sent.reference} does not wait for release: it is “no longer wanted”." in said
    assert list(Letter.objects.filter(status="held")) == [held[2]]


def test_releasing_all_takes_what_the_filter_shows_and_no_more(
    signed_in, ceremony, kenyan_focal_point, brazilian_focal_point, other_ceremony
):
    write(ceremony, kenyan_focal_point, hold=True)
    kept = [
        write(ceremony, brazilian_focal_point, hold=True),
        write(other_ceremony, kenyan_focal_point, "2", hold=True),
    ]
    signed_in.post(url("release_many") + "?q=kito&status=held", {"all": ""})
    assert list(Letter.objects.filter(status="held").order_by("pk")) == kept


def test_ticking_none_says_so(signed_in, letter):
    page = signed_in.post(url("release_many"), {"release": ""}, follow=True)
    assert "No letter was chosen" in page.content.decode()


def test_a_letter_that_was_released_cannot_be_ticked_from_another_ceremony(
    signed_in, other_ceremony, kenyan_focal_point
):
    letter = write(other_ceremony, kenyan_focal_point, hold=True)
    signed_in.post(url("release_many"), {"letter": [letter.pk], "release": ""})
    letter.refresh_from_db()
    assert letter.status == "held"


def test_a_refused_address_is_shown_and_can_be_corrected(signed_in, letter):
    become(letter, status="failed", trouble="address", last_error="550 no such mailbox")
    page = signed_in.get(url("letter", letter.pk)).content.decode()
    assert "The mail server refused the address." in page
    assert "550 no such mailbox" in page
    signed_in.post(url("letter_try_again", letter.pk), {"to_email": "New@plenipo.example"})
    letter.refresh_from_db()
    assert (letter.status, letter.to_email, letter.last_error) == ("queued", "new@plenipo.example", "")
    assert LedgerRow.objects.about(letter).get().reason == "Address corrected from focal.kenya@plenipo.example."


def test_a_corrected_address_that_is_none_is_refused_and_kept(signed_in, letter):
    become(letter, status="failed", trouble="address")
    page = signed_in.post(url("letter_try_again", letter.pk), {"to_email": "nobody at all"})
    assert page.status_code == 422
    assert 'value="nobody at all"' in page.content.decode()
    letter.refresh_from_db()
    assert letter.status == "failed"


def test_a_corrected_address_that_had_this_letter_is_refused(signed_in, ceremony, letter):
    write(ceremony, None, to_email="twin@plenipo.example")
    become(letter, status="failed", trouble="address")
    page = signed_in.post(url("letter_try_again", letter.pk), {"to_email": "twin@plenipo.example"})
    assert "twin@plenipo.example has had this letter already." in page.content.decode()


def test_a_sent_letter_is_neither_withdrawn_nor_tried_again(letter, organiser, now):
    become(letter, status="sent", sent_at=now)
    with pytest.raises(Refused, match="cannot be withdrawn: it is “sent”"):
        letter.withdraw(by=organiser, at=now)
    with pytest.raises(Refused, match="has not failed"):
        letter.try_again(by=organiser, at=now)


def test_a_letter_that_may_have_come_twice_says_so(signed_in, letter):
    become(letter, maybe_twice=True)
    assert "Its recipient may have it twice" in signed_in.get(url("letter", letter.pk)).content.decode()
    assert "perhaps sent twice" in signed_in.get(url("outbox") + "?twice=on").content.decode()


def test_the_preview_shows_no_link_and_brings_its_own_policy(signed_in, letter):
    paper = signed_in.get(url("letter_paper", letter.pk))
    assert "{{sign-in link}}" not in paper.content.decode()
    assert "href" not in paper.content.decode().replace('href="mailto:', "")
    policy = paper["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert "script-src" not in policy
    assert paper["X-Frame-Options"] == "SAMEORIGIN"


def test_the_outbox_keeps_the_strict_policy(signed_in, letter):
    assert "unsafe-inline" not in signed_in.get(url("letter", letter.pk))["Content-Security-Policy"]


def test_sign_in_letters_are_in_no_outbox(signed_in, kenyan_focal_point):
    letter = post("sign_in.code", to=kenyan_focal_point, cause="c", values={"code": "c", "minutes": "5"})
    assert signed_in.get(url("letter", letter.pk)).status_code == 404
    assert "Sign-in code" not in signed_in.get(url("texts")).content.decode()
    assert signed_in.get(url("text", "en", "sign_in.code")).status_code == 404


def test_the_desk_tells_what_waits_for_release_from_what_was_not_delivered(
    ceremony, kenyan_focal_point, brazilian_focal_point, now
):
    from notifications.desk import not_delivered, waiting

    write(ceremony, kenyan_focal_point)
    write(ceremony, kenyan_focal_point, cause="2", hold=True)
    become(write(ceremony, brazilian_focal_point), status="failed")
    assert waiting(ceremony, now) == 1
    assert [(late.what, late.address) for late in not_delivered(ceremony, now)] == [
        ("1 letter was not delivered.", "/demo/outbox/?status=failed")
    ]


# The organisers' own words


def test_own_words_are_saved_used_and_given_up_again(signed_in, ceremony, organiser, kenyan_focal_point):
    address = url("text", "en", "tests.note")
    signed_in.post(address, {"subject": "Hello {name}", "body": "On {whom}:\r\n\r\n{link}"})
    own = LetterText.objects.get()
    assert (own.by, own.subject) == (organiser, "Hello {name}")
    assert write(ceremony, kenyan_focal_point).subject == "Hello Kito Example"
    signed_in.post(url("text_reset", "en", "tests.note"))
    assert write(ceremony, kenyan_focal_point, cause="2").subject == "Note to Kito Example"


@pytest.mark.parametrize(
    ("subject", "body", "sentence"),
    [
        ("Hello {nmae}", "{link}", "This letter has no placeholder {nmae}."),
        ("Hello {name", "{link}", "A brace stands alone near “Hello {name”"),
        ("Hello", "About {whom}", "Keep {link} in the text"),
        ("Hello {link}", "{link}", "{link} belongs in the text"),
        ("Hello", "{{link}}", "A brace stands alone"),
        ("Hello", "{link} {Whom}", "A brace stands alone near “{link} {Whom}”"),
        ("", "{link}", "This field is required."),
    ],
)
def test_a_wrong_text_is_refused_in_words_and_what_was_typed_is_kept(signed_in, subject, body, sentence):
    page = signed_in.post(url("text", "en", "tests.note"), {"subject": subject, "body": body})
    said = page.content.decode()
    assert page.status_code == 422
    assert sentence in said.replace("&quot;", '"')
    assert f">\n{body}</textarea>" in said
    assert not LetterText.objects.exists()


def test_the_preview_of_own_words_fills_in_samples_and_saves_nothing(signed_in):
    address = url("text_preview", "en", "tests.note")
    paper = signed_in.post(address, {"subject": "S", "body": "<b>On</b> {whom}\n\n{link}"}).content.decode()
    assert "&lt;b&gt;On&lt;/b&gt; <bdi>Kenya</bdi>" in paper
    assert (
        "This letter has no placeholder {x}."
        in signed_in.post(address, {"subject": "{x}", "body": ""}).content.decode()
    )
    assert not LetterText.objects.exists()


@pytest.mark.parametrize("kind", ["tests.nothing", "notifications.reminder/x"])
def test_a_text_of_no_kind_is_not_found(signed_in, kind):
    assert signed_in.get(f"/demo/outbox/texts/en/{kind}/").status_code == 404
    assert signed_in.get(url("text", "fr", "tests.note")).status_code == 404


def test_every_kind_of_letter_has_a_sound_text_and_sound_samples_in_every_complete_language(ceremony, now, settings):
    from notifications import wording
    from notifications.writing import sample_paper, standard_words

    for kind in letter_kinds.values():
        for language in settings.COMPLETE_LANGUAGES:
            subject, body = standard_words(kind, language)
            wording.check_subject(kind, subject)
            wording.check_body(kind, body)
            assert "{" not in sample_paper(kind, ceremony, language, at=now).text, kind.name


def test_the_lists_of_the_admin_show_no_code_and_change_nothing(client, letter, kenyan_focal_point, admin_user, now):
    from notifications import marks

    code = post("sign_in.code", to=kenyan_focal_point, cause="c", values={"code": marks.SIGN_IN_CODE, "minutes": "5"})
    client.force_login(admin_user)
    for number in (letter.pk, code.pk):
        page = client.get(reverse("admin:notifications_letter_change", args=[number]))
        assert page.status_code == 200
        assert 'name="_save"' not in page.content.decode()
    assert client.get(reverse("admin:notifications_letter_changelist")).status_code == 200
    assert code.created_at <= now + timedelta(minutes=1)
