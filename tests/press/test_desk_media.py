"""Press conferences, texts, advisories, badges and numbers, as the desk works on them."""

# ruff: noqa: F811 (a fixture that comes from another file, named as an argument)

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from accreditation.models import PersonalDataRead
from press.models import (
    Advisory,
    Journalist,
    PressBadge,
    PressConference,
    PressText,
)
from tests.press.at_the_desk import desk, errors, told, words  # noqa: F401

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nTRANSCRIPT\n%%EOF\n"


def local(ceremony, at):
    return ceremony.local(at).strftime("%Y-%m-%dT%H:%M")


# Press conferences


@pytest.fixture
def moderator(db):
    return User.objects.create_user("mona.moderator@plenipo.example", name="Mona Moderator")


@pytest.fixture
def conference(session, press_officer, moderator, now):
    return PressConference.objects.prepare(
        session("Meet the press", kind="press"), seats=1, opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(days=2), questions_close_at=now + timedelta(days=1), moderator=moderator,
        by=press_officer, at=now,
    )  # fmt: skip


@pytest.fixture
def asked(conference, approved, contact, now):
    """Three questions, in the order in which they came, and two people for the one seat."""
    people = approved("Amina", "Bo", "Chi")
    for one in people[:2]:
        conference.sign_up(one, by=contact, at=now)
    return [
        conference.put_question(one, f"What does {one} ask?", language="en", by=contact, at=now) for one in people
    ]  # fmt: skip


def test_a_press_conference_is_set_up_and_changed(desk, session, ceremony, now):
    typed = {
        "session": session("Meet the press").pk, "seats": 40, "opens_at": local(ceremony, now),
        "closes_at": local(ceremony, now + timedelta(days=1)), "questions_close_at": local(ceremony, now + timedelta(days=1)),
        "moderator_email": "mona.moderator@plenipo.example",
    }  # fmt: skip
    response = desk("desk_conference_new", data=typed | {"closes_at": typed["opens_at"]})
    assert errors(response.context["form"]) == {"closes_at": ["Sign-up closes after it opens."]}
    desk("desk_conference_new", data=typed)
    made = PressConference.objects.get()
    assert (made.seats, made.moderator.email) == (40, "mona.moderator@plenipo.example")
    desk("desk_conference_edit", made.key, data=typed | {"seats": 50, "seen": made.revision})
    assert PressConference.objects.get().seats == 50
    response = desk("desk_conference_edit", made.key, data=typed | {"seats": 60, "seen": made.revision})
    assert "Petra Press was first" in response.context["form"].non_field_errors()[0]


def test_the_pages_ask_the_same_however_many_sign_up(
    desk, conference, approved, contact, now, django_assert_num_queries
):
    people = approved("Amina", "Bo", "Chi")
    conference.sign_up(people[0], by=contact, at=now)
    conference.put_question(people[0], "Why?", language="en", by=contact, at=now)
    desk("desk_conferences")
    desk("desk_conference", conference.key)
    with django_assert_num_queries(5):
        desk("desk_conferences")
    with django_assert_num_queries(12):
        desk("desk_conference", conference.key)
    for one in people[1:]:
        conference.sign_up(one, by=contact, at=now)
        conference.put_question(one, "Why?", language="en", by=contact, at=now)
    with django_assert_num_queries(5):
        assert [(one.seated, one.waiting, one.asked) for one in desk("desk_conferences").context["conferences"]] == [
            (1, 2, 3)
        ]
    with django_assert_num_queries(12):
        assert len(desk("desk_conference", conference.key).context["put_in"]) == 3


def test_the_moderator_keeps_the_order_and_sees_no_more_of_the_desk(desk, conference, asked, moderator):
    first, second, third = asked
    conference.refresh_from_db()
    typed = {"question": [one.key for one in asked], "place": ["3", "1", "2"], "seen": conference.revision}
    response = desk("desk_conference_order", conference.key, data=typed, by=moderator)
    assert told(response) == ["The order is saved."]
    assert [one.pk for one in response.context["put_in"]] == [second.pk, third.pk, first.pk]
    assert "Free the seat" not in words(response)
    response = desk("desk_conference_order", conference.key, data=typed)
    assert "was first" in told(response)[0]
    for name in ("desk", "desk_conferences", "desk_texts"):
        assert desk(name).status_code == 404
    assert desk("desk_conference_edit", conference.key).status_code == 404


def test_the_moderator_sees_who_asks_without_a_seat(desk, conference, asked, moderator):
    page = desk("desk_conference", conference.key, by=moderator)
    assert [one.seat for one in page.context["put_in"]] == ["seated", "waiting", None]
    assert (words(page).count("No seat: on the waiting list"), words(page).count("No seat: has not signed up")) == (
        1,
        1,
    )


def test_a_question_is_taken_and_put_back(desk, conference, asked, moderator):
    response = desk("desk_question", conference.key, asked[0].key, "take", data={}, by=moderator)
    assert [(one.pk, one.status) for one in response.context["settled"]] == [(asked[0].pk, "taken")]
    response = desk("desk_question", conference.key, asked[0].key, "put-back", data={})
    assert response.context["settled"] == []
    assert desk("desk_question", conference.key, asked[0].key, "burn", data={}).status_code == 404


def test_a_stranger_finds_no_press_conference_at_the_desk(desk, conference, asked, contact):
    assert desk("desk_conference", conference.key, by=contact).status_code == 404
    assert desk("desk_conference_order", conference.key, data={}).status_code == 404
    assert desk("desk_question", conference.key, asked[0].key, "take", data={}).status_code == 404


def test_the_desk_frees_a_seat_and_the_next_has_it(desk, conference, asked):
    [seated] = conference.seatings.seated()
    desk("desk_seat_leave", conference.key, seated.pk, data={})
    assert [str(one.journalist) for one in conference.seatings.seated()] == ["Bo Example"]


# Texts


def test_a_text_is_kept_published_and_out_at_its_minute(desk, conference, ceremony, client, now):
    later = now + timedelta(hours=3)
    typed = {
        "kind": "transcript", "title_0": "What was said", "language": "en", "conference": conference.pk, "body": "All of it.",
        "embargo_until": local(ceremony, later), "title_en": "What was said",
    }  # fmt: skip
    response = desk("desk_text_new", data=typed | {"body": ""})
    assert errors(response.context["form"]) == {"body": ["Write the text, or upload it: one of the two."]}
    desk("desk_text_new", data=typed)
    text = PressText.objects.get()
    desk("desk_text_verb", text.key, "publish", data={})
    public = reverse("press:text", args=[ceremony.slug, text.key])
    assert "All of it." not in client.get(public).content.decode()
    assert "Embargo until" in words(desk("desk_text", text.key))
    desk("desk_text_verb", text.key, "embargo", data={"embargo-until": ""})
    assert "All of it." in client.get(public).content.decode()
    response = desk("desk_text_verb", text.key, "embargo", data={"embargo-until": local(ceremony, later)})
    [form] = [form for form in response.context["verbs"] if form.verb == "embargo"]
    assert form.non_field_errors() == ["It is public already: an embargo comes too late. You may withdraw it."]
    desk("desk_text_verb", text.key, "withdraw", data={"withdraw-reason": "A slip"})
    assert client.get(public).status_code == 404


def test_a_text_may_be_a_file_that_is_a_paper(desk, conference):
    typed = {"kind": "transcript", "title_en": "What was said", "language": "en"}
    response = desk("desk_text_new", data=typed | {"upload": SimpleUploadedFile("a.pdf", b"MZ\x90 a program")})
    assert list(errors(response.context["form"])) == ["upload"]
    desk("desk_text_new", data=typed | {"upload": SimpleUploadedFile("a.pdf", PDF)})
    text = PressText.objects.get()
    assert b"".join(desk("desk_text_file", text.key).streaming_content) == PDF


def test_a_text_that_is_handed_in_from_a_press_conferences_page_is_of_it(desk, conference):
    form = desk("desk_text_new", query=f"?conference={conference.key}").context["form"]
    assert form["conference"].value() == conference.pk
    assert desk("desk_text_new", query="?conference=none").context["form"]["conference"].value() is None


# Advisories


def test_an_advisory_is_written_published_and_withdrawn(desk, ceremony, call):
    typed = {
        "day": str(ceremony.starts_on),
        "title_en": "Day one",
        "title_vi": "Ngày một",
        "body_en": "Doors open at 7.",
    }
    response = desk("desk_advisory_new", data=typed | {"title_en": ""})
    assert list(errors(response.context["form"])) == ["title"]
    assert "Ngày một" in response.content.decode()
    desk("desk_advisory_new", data=typed)
    advisory = Advisory.objects.get()
    assert (advisory.number, advisory.status, advisory.title["vi"]) == (1, "draft", "Ngày một")
    desk("desk_advisory_edit", advisory.key, data=typed | {"body_en": "Doors open at 8.", "seen": advisory.revision})
    response = desk("desk_advisory_verb", advisory.key, "publish", data={"publish-seen": 1})
    [form] = [form for form in response.context["verbs"] if form.verb == "publish"]
    assert "Petra Press was first" in form.non_field_errors()[0]
    assert "this was changed" in form.non_field_errors()[0]
    assert [row.after_word for row in response.context["history"]] == ["Draft", "changed"]
    # What it says now stands on the page: pressed again, the button means it.
    desk("desk_advisory_verb", advisory.key, "publish", data={"publish-seen": form["seen"].value()})
    advisory.refresh_from_db()
    assert (advisory.status, advisory.body["en"]) == ("published", "Doors open at 8.")
    response = desk("desk_advisory_edit", advisory.key, data=typed | {"seen": advisory.revision})
    assert "write another advisory instead" in response.context["form"].non_field_errors()[0]
    desk("desk_advisory_verb", advisory.key, "withdraw", data={"withdraw-reason": "Wrong hour"})
    advisory.refresh_from_db()
    assert advisory.status == "withdrawn"


def test_the_list_of_advisories_asks_the_same_however_long_it_is(
    desk, ceremony, press_officer, now, django_assert_num_queries
):  # fmt: skip
    def write():
        Advisory.objects.write(
            ceremony, day=ceremony.starts_on, title={"en": "A"}, body={"en": "B"}, by=press_officer, at=now
        )

    write()
    desk("desk_advisories")
    with django_assert_num_queries(7):
        desk("desk_advisories")
    write()
    write()
    with django_assert_num_queries(7):
        assert [one.number for one in desk("desk_advisories").context["page_obj"]] == [3, 2, 1]


# Badges


def test_badges_are_marked_printed_and_handed_out_to_whoever_shows_a_paper(desk, approved, press_officer):
    amina, bo = approved("Amina", "Bo")
    people = {"people": [one.accreditation.key for one in (amina, bo)]}
    assert told(desk("desk_badges_many", "mark", data=people)) == ["To be printed: 2 people."]
    response = desk("desk_badges_many", "mark", data=people)
    assert "2 people were left as before." in told(response)[0]
    assert told(desk("desk_badges_many", "print", data=people)) == ["Printed: 2 people."]
    response = desk("desk_badge", amina.accreditation.key, "hand-out", data={})
    assert told(response) == ["Say with which paper the person showed who he or she is."]
    desk("desk_badge", amina.accreditation.key, "hand-out", data={"identity": "passport"})
    badge = PressBadge.objects.get(journalist=amina)
    assert (badge.status, badge.identity, badge.handed_by) == ("collected", "passport", press_officer)
    desk("desk_badge", bo.accreditation.key, "void", data={"reason": "Lost"})
    assert PressBadge.objects.get(journalist=bo).status == "void"
    assert told(desk("desk_badges_many", "print", data={})) == ["Nothing was done: mark the people first."]


def test_those_of_one_name_are_told_apart_by_photo_year_and_passport_and_the_reading_is_noted(
    desk, approved, press_officer, organiser
):
    people = approved("Amina", "Bo")
    keys = {"people": [one.accreditation.key for one in people]}
    desk("desk_badges_many", "mark", data=keys)
    assert "passport …" not in words(desk("desk_badges"))
    rows = list(
        load_workbook(io.BytesIO(desk("desk_badges_export", "xlsx", query="?status=to_print").content)).active.values
    )
    assert [row[:7] for row in rows[1:]] == [
        (f"{name} Example", "Example", name, "Photographer", "Example Times", "Kenya", "To be printed")
        for name in ("Amina", "Bo")
    ]
    desk("desk_badges_many", "print", data=keys)
    page = desk("desk_badges")
    assert [(one.born_in, one.passport_end) for one in page.context["page_obj"]] == [(1980, "001"), (1980, "002")]
    assert page.content.decode().count("/photo/") == 2
    read = PersonalDataRead.objects.filter(user=press_officer, page="badges")
    assert [one.accreditation_id for one in read.order_by("accreditation_id")] == [
        one.accreditation_id for one in people
    ]
    desk("desk_badges")
    assert read.count() == 2  # after each badge that is handed out the list is opened again: that is one reading
    assert "passport …" not in words(desk("desk_badges", by=organiser))
    assert desk("desk_badges_export", "pdf").status_code == 404


def test_nobody_marks_or_prints_the_badges_of_the_own_people(desk, approved, application, press_officer):
    [amina] = approved("Amina")
    people = {"people": [amina.accreditation.key]}
    application.nominator.contacts.create(user=press_officer)
    for verb in ("mark", "print"):
        [sentence] = told(desk("desk_badges_many", verb, data=people))
        assert "a colleague decides about it" in sentence
    assert not PressBadge.objects.exists()


def test_the_list_of_badges_asks_the_same_however_long_it_is(desk, approved, django_assert_num_queries):
    [amina] = approved("Amina")
    desk("desk_badges_many", "mark", data={"people": [amina.accreditation.key]})
    desk("desk_badges")
    with django_assert_num_queries(7):
        desk("desk_badges")
    approved("Bo", "Chi")
    with django_assert_num_queries(7):
        assert len(desk("desk_badges").context["page_obj"].object_list) == 3
    assert [str(one) for one in desk("desk_badges", query="?status=to_print").context["page_obj"]] == ["Amina Example"]
    assert len(desk("desk_badges", query="?status=unmarked").context["page_obj"].object_list) == 2


# Numbers


def test_the_numbers_are_of_people_by_status_kind_country_and_outlet(
    desk, application, other_application, journalist, letter, contact, now
):  # fmt: skip
    letter(application, journalist(application))
    application.submit(by=contact, at=now)
    journalist(other_application, "Bo", function="camera")
    page = desk("desk")
    assert page.context["total"] == 2
    assert [(status.value, count) for status, count in page.context["by_status"]] == [("draft", 1), ("submitted", 1)]
    assert "As of" in words(page)

    def table(way):
        return [(label, count) for label, count, _numbers in desk("desk", query=f"?by={way}").context["rows"]]

    assert table("kind") == [("Newspaper or magazine", 2)]
    assert table("country") == [("Brazil", 1), ("Kenya", 1)]
    assert table("outlet") == [("Example Times", 1), ("Sample Post", 1)]
    assert table("function") == [("Camera operator", 1), ("Reporter", 1)]
    [row] = [dict(numbers) for label, _count, numbers in desk("desk").context["rows"]]
    assert sum(row.values()) == 2
    found = list(load_workbook(io.BytesIO(desk("desk_export", "xlsx", query="?by=country").content)).active.values)
    assert [line[:2] for line in found[1:]] == [("Brazil", 1), ("Kenya", 1)]


def test_the_first_page_says_what_waits(desk, application, journalist, letter, contact, now):
    assert "Nothing waits for the press desk." in words(desk("desk"))
    letter(application, journalist(application))
    application.submit(by=contact, at=now)
    page = words(desk("desk"))
    for what in ["1 person to decide about", "1 outlet to verify", "1 letter of assignment to check"]:
        assert what in page


@pytest.fixture
def closed(call, now):
    def close():
        type(call).objects.update(opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1))

    return close


def test_who_is_complete_after_the_deadline_waits_and_is_let_in(
    desk, application, journalist, letter, other_application, closed
):
    letter(application, journalist(application))
    letter(other_application, journalist(other_application, "Bo", papers=False), "Bo Example")
    assert "after the deadline" not in words(desk("desk"))
    closed()
    page = desk("desk")
    [address] = [where for sentence, _since, where in page.context["waiting"] if "after the deadline" in sentence]
    assert "1 complete application to let in after the deadline, or not" in words(page)
    assert [one.name for one in desk("desk_outlets", query=address.partition("outlets/")[2]).context["page_obj"]] == [
        "Example Times"
    ]
    assert "Complete, but after the deadline" in words(desk("desk_outlet", application.outlet.key))
    desk("desk_application_verb", application.key, "admit-late", data={"admit-late-reason": "Their server was down"})
    assert "after the deadline" not in words(desk("desk"))


@pytest.mark.parametrize(
    "lacks",
    [
        {}, {"papers": False}, {"way": "freelance"}, {"person": {"nationality": None}}, {"person": {"date_of_birth": None}},
        {"person": {"passport_number": ""}}, {"person": {"photo": ""}}, {"function": "driver", "papers": False},
        {"unnamed": True}, {"turned_down": True}, {"consented_at": None},
    ],
)  # fmt: skip
def test_the_database_calls_complete_whoever_lacks_nothing(application, journalist, letter, accept, now, lacks):
    lacks = dict(lacks)
    if way := lacks.pop("way", ""):
        type(application).objects.filter(pk=application.pk).update(way=way)
        application.refresh_from_db()
    unnamed, turned_down = lacks.pop("unnamed", False), lacks.pop("turned_down", False)
    consent = lacks.pop("consented_at", now)
    one = journalist(application, **lacks)
    Journalist.objects.filter(pk=one.pk).update(consented_at=consent)
    paper = letter(application, "Zoe Example" if unnamed else one)
    if turned_down:
        accept(paper)
        paper.names.update(is_named=False)
    one = Journalist.objects.for_lists().get(pk=one.pk)
    assert Journalist.objects.complete_drafts().exists() is not bool(one.missing())


def test_the_first_page_asks_the_same_however_many_there_are(
    desk, application, journalist, django_assert_num_queries
):  # fmt: skip
    journalist(application)
    desk("desk")
    with django_assert_num_queries(15):
        desk("desk")
    journalist(application, "Bo")
    journalist(application, "Chi")
    with django_assert_num_queries(15):
        assert desk("desk").context["total"] == 3


def test_a_reader_reads_numbers_and_no_outlet_by_name(desk, outlet, application, journalist, reader):
    journalist(application)
    page = desk("desk", query="?by=outlet", by=reader)
    assert page.context["way"] == "kind"
    assert "Example Times" not in words(page)
    assert page.context["waiting"] == []
    for name in ("desk_outlets", "desk_phone", "desk_letters", "desk_equipment", "desk_badges", "desk_settings"):
        assert desk(name).status_code == 404
    found = list(load_workbook(io.BytesIO(desk("desk_export", "xlsx", query="?by=outlet").content)).active.values)
    assert found[1][0] == "Newspaper or magazine"


def test_what_waits_long_stands_on_the_overview(
    desk, organiser, ceremony, application, journalist, letter, contact, now, client
):
    letter(application, journalist(application), at=now - timedelta(days=3))
    client.force_login(organiser)
    page = words(client.get(reverse("ceremony:overview", args=[ceremony.slug])))
    assert "1 letter of assignment to check" in page
