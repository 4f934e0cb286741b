"""Who speaks: whose name and accreditation a line carries, what officers settle, who is told, and one's own sessions."""

import re
from datetime import timedelta

import icalendar
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import User
from accreditation.models import Accreditation, NominatorContact
from ceremony.models import LedgerRow
from ceremony.procedure import AlreadyDecided, Refused
from events.models import Appearance, Speaker
from notifications.models import Letter
from tests.events.draft import *  # noqa: F403
from tests.events.test_proposal_desk import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, coordinator, ceremony):
    """desk("desk_session", key): the page of a coordinator; with data, what he sends."""
    client.force_login(coordinator)

    def visit(name, *args, data=None):
        address = reverse(f"events:{name}", args=[ceremony.slug, *args])
        return client.get(address) if data is None else client.post(address, data, follow=True)

    return visit


@pytest.fixture
def event(evidence):
    return evidence.side_event


@pytest.fixture
def name(kenyan_focal_point, now):
    """name(event, Speaker(...), ...): what its lead writes."""

    def name(event, *speakers):
        event.refresh_from_db()
        event.speakers.name_all(event, speakers, seen=event.revision, by=kenyan_focal_point, at=now)
        return list(event.speakers.all())

    return name


@pytest.fixture
def amina(kenyan_delegation, person):
    return person(kenyan_delegation, "Amina", "Example", email="amina@mail.example").accreditation


@pytest.fixture
def approved(accreditation_officer, now):
    def approve(accreditation):
        Accreditation.objects.filter(pk=accreditation.pk).update(
            status="approved", submitted_at=now, decided_by=accreditation_officer, decided_at=now
        )
        accreditation.refresh_from_db()
        return accreditation

    return approve


def told(kind="events.released"):
    return sorted(Letter.objects.filter(kind=kind).values_list("to_email", flat=True))


def lines(event, *rows):
    """What the speakers' step posts."""
    event.refresh_from_db()
    count = {"seen": event.revision, "speakers-TOTAL_FORMS": len(rows), "speakers-INITIAL_FORMS": 0}
    return count | {f"speakers-{at}-{field}": value for at, row in enumerate(rows) for field, value in row.items()}


# Whose name, whose accreditation


@pytest.mark.parametrize("said", ["Amina Example", "amina EXAMPLE", "H.E. Dr. Amina Example", "Ámina"])
def test_a_name_of_the_person_may_stand_beside_the_accreditation(event, name, amina, said):
    [row] = name(event, Speaker(name=said, accreditation=amina))
    assert (row.name, row.accreditation) == (said, amina)


def test_one_persons_accreditation_is_refused_under_anothers_name(event, name, amina):
    with pytest.raises(Refused, match="The accreditation is that of Amina Example, and the name is “Bo Intruder”"):
        name(event, Speaker(name="Bo Intruder", accreditation=amina))
    assert event.speakers.count() == 0


def test_with_another_name_the_accreditation_falls_and_with_another_person_the_name_follows(
    client, event, name, amina, kenyan_delegation, kenyan_focal_point, person
):
    bo = person(kenyan_delegation, "Bo", "Other").accreditation
    [row] = name(event, Speaker(name="Amina Example", accreditation=amina))
    client.force_login(kenyan_focal_point)
    address = f"{event.get_absolute_url()}?step=speakers"

    def posted(**line):
        page = client.post(address, lines(event, {"key": row.pk, **line}))
        [now] = event.speakers.all()
        return page, now.pk, now.name, now.accreditation

    assert posted(person=bo.key, name="Amina Example")[1:] == (row.pk, "Bo Other", bo)
    assert posted(person=bo.key, name="Sana Third")[1:] == (row.pk, "Sana Third", None)
    page, *unchanged = posted(person=amina.key, name="Bo Other")
    assert "The accreditation is that of Amina Example, and the name is “Bo Other”" in text_of(page)
    assert unchanged == [row.pk, "Sana Third", None]


def test_an_excuse_falls_with_another_name_or_another_person(event, name, amina, coordinator, now):
    [row] = name(event, Speaker(name="Amina Example"))

    def excused():
        row.refresh_from_db()
        row.record_excuse(by=coordinator, at=now, reason="By video.")

    excused()
    assert name(event, Speaker(pk=row.pk, name="Amina Example", function="Judge"))[0].excuse == "By video."
    assert name(event, Speaker(pk=row.pk, name="Bo Other"))[0].excuse == ""
    excused()
    assert name(event, Speaker(pk=row.pk, name="Bo Other", email="bo@mail.example"))[0].excuse == "By video."
    name(event, Speaker(pk=row.pk, name="Amina Example"))
    excused()
    assert name(event, Speaker(pk=row.pk, name="Amina Example", accreditation=amina))[0].excuse == ""


def test_postgresql_itself_keeps_an_excuse_to_one_name(event, name, coordinator, now):
    [row] = name(event, Speaker(name="Amina Example"))
    row.record_excuse(by=coordinator, at=now, reason="By video.")
    with pytest.raises(IntegrityError, match="An excuse was recorded for somebody else"), transaction.atomic():
        Speaker.objects.filter(pk=row.pk).update(name="Bo Other")


def test_an_excuse_that_comes_while_the_lead_writes_is_not_overwritten(event, name, coordinator, now):
    [row] = name(event, Speaker(name="Amina Example"))
    stale = Speaker.objects.get(pk=row.pk)
    row.record_excuse(by=coordinator, at=now, reason="By video.")
    assert name(event, stale)[0].excuse == "By video."


def test_two_speakers_change_places_with_their_accreditations(event, name, amina, kenyan_delegation, person):
    bo = person(kenyan_delegation, "Bo", "Other").accreditation
    first, second = name(
        event, Speaker(name="Amina Example", accreditation=amina), Speaker(name="Bo Other", accreditation=bo)
    )
    swapped = [
        Speaker(pk=first.pk, name="Bo Other", accreditation=bo),
        Speaker(pk=second.pk, name="Amina Example", accreditation=amina),
    ]
    assert [(one.pk, one.accreditation) for one in name(event, *swapped)] == [(first.pk, bo), (second.pk, amina)]


# What officers settle


def test_an_excuse_and_a_recognition_stand_in_the_ledger_without_a_word_about_the_person(
    event, name, amina, coordinator, now
):
    video, there = name(event, Speaker(name="Sana Video"), Speaker(name="Amina Example"))
    video.record_excuse(by=coordinator, at=now, reason="excuse-reason-5")
    there.recognise(amina, by=coordinator, at=now)
    rows = LedgerRow.objects.filter(subject="events.speaker")
    assert list(rows.values_list("subject_id", "after", "by", "reason")) == [
        (video.pk, "excused", coordinator.pk, ""),
        (there.pk, "recognised", coordinator.pk, ""),
    ]
    assert (there.accreditation, [str(row.after_word) for row in rows]) == (
        amina, ["a speaker's excuse recorded", "a speaker recognised"],
    )  # fmt: skip


def test_nobody_is_excused_or_recognised_in_the_place_of_whom_the_officer_saw(event, name, amina, coordinator, now):
    [row] = name(event, Speaker(name="Amina Example"))
    name(event, Speaker(pk=row.pk, name="Bo Other"))
    for settle in (
        lambda: row.record_excuse(by=coordinator, at=now, reason="By video."),
        lambda: row.recognise(amina, by=coordinator, at=now),
    ):
        with pytest.raises(AlreadyDecided, match="“Amina Example” is not named there any more"):
            settle()
    row.refresh_from_db()
    with pytest.raises(Refused, match="The accreditation is that of Amina Example"):
        row.recognise(amina, by=coordinator, at=now)
    assert (row.excuse, row.accreditation) == ("", None)


def test_who_answers_for_a_sponsor_settles_no_speaker_of_its_event(
    event, name, amina, coordinator, brazilian_delegation, now
):
    [row] = name(event, Speaker(name="Amina Example"))
    NominatorContact.objects.create(nominator=brazilian_delegation.nominator, user=coordinator)
    for settle in (
        lambda: row.record_excuse(by=coordinator, at=now, reason="By video."),
        lambda: row.recognise(amina, by=coordinator, at=now),
    ):
        with pytest.raises(Refused, match="You answer for Brazil, which sponsors this event"):
            settle()


@pytest.mark.parametrize("speaker", ["abc", "", "99", "٣", "9" * 30])
@pytest.mark.parametrize("verb", ["excuse", "recognise"])
def test_a_speaker_who_is_not_there_is_said_in_a_sentence(desk, event, name, verb, speaker):
    name(event, Speaker(name="Sana Speaker"))
    page = desk("desk_verb", event.key, verb, data={"speaker": speaker, "person": "x"})
    assert page.status_code == 200
    assert "This speaker is not named any more." in text_of(page) or speaker == ""
    assert event.speakers.get().excuse == ""


def test_the_page_says_whose_accreditation_it_is(desk, event, name, amina):
    name(event, Speaker(name="H.E. Amina Example", accreditation=amina))
    assert "Amina Example, put forward by Kenya" in text_of(desk("desk_event", event.key))


@pytest.mark.parametrize("count", [1, 40])
def test_the_page_costs_the_same_with_one_and_with_forty_speakers(desk, event, amina, count, django_assert_num_queries):
    Speaker.objects.bulk_create(
        Speaker(side_event=event, name="Amina Example", position=place) for place in range(count)
    )
    desk("desk_event", event.key)
    with django_assert_num_queries(22):
        page = desk("desk_event", event.key)
    assert text_of(page).count("This is Amina Example, put forward by Kenya") == count


# Who is told


def test_who_was_invited_and_is_not_named_any_more_is_told_at_once(event, name):
    ada = Speaker(name="Ada Example", email="ada@mail.example")
    [row] = name(event, ada)
    assert told("events.speaker_invited") == ["ada@mail.example"]
    assert name(event, Speaker(pk=row.pk, name="Ada Example", email="ada@mail.example", function="Judge"))
    assert told("events.speaker_taken_off") == []
    name(event, Speaker(name="Bo Other"))
    assert told("events.speaker_taken_off") == ["ada@mail.example"]


def test_of_a_withdrawal_before_any_release_those_who_were_invited_are_told_at_once(
    event, name, kenyan_focal_point, now
):
    name(event, Speaker(name="Ada Example", email="ada@mail.example"), Speaker(name="Bo Other"))
    event.withdraw(by=kenyan_focal_point, at=now, reason="Our minister is ill.")
    assert told("events.speaker_taken_off") == ["ada@mail.example"]
    assert "ill" not in Letter.objects.get(kind="events.speaker_taken_off").text


def test_of_a_withdrawal_after_a_release_a_speaker_hears_once_from_the_next(
    event, name, release, coordinator, kenyan_focal_point, now
):
    [ada] = name(event, Speaker(name="Ada Example", email="ada@mail.example"))
    ada.record_excuse(by=coordinator, at=now, reason="She speaks from afar.")
    release()
    before = told().count("ada@mail.example")
    event.withdraw(by=kenyan_focal_point, at=now, reason="Ill.")
    assert told("events.speaker_taken_off") == []
    release()
    assert told().count("ada@mail.example") == before + 1


def test_a_session_that_is_cancelled_before_any_release_tells_its_speakers_and_invites_them_anew(
    seminar, coordinator, now
):
    seminar.name_speakers([Speaker(name="Ada Outsider", email="ada@mail.example")], by=coordinator, at=now)
    seminar.cancel(by=coordinator, at=now, reason="No room.")
    assert told("events.session_speaker_taken_off") == ["ada@mail.example"]
    seminar.restore(by=coordinator, at=now + timedelta(hours=1), reason="There is a room.")
    assert told("events.session_speaker_invited") == ["ada@mail.example"] * 2


def test_a_speaker_and_a_chair_who_were_published_and_are_on_no_more_hear_of_it_from_the_next_release(
    event, evidence, opening, name, amina, approved, release, coordinator, now
):
    from events.models import SessionChair

    ada, _sana = name(
        event, Speaker(name="Ada Example", email="ada@mail.example"), Speaker(name="Sana", email="sana@mail.example")
    )
    for row in event.speakers.all():
        row.record_excuse(by=coordinator, at=now, reason="By video.")
    opening.name_chairs([SessionChair(name="Amina Example", accreditation=amina)], by=coordinator, at=now)
    release()
    assert {"ada@mail.example", "sana@mail.example", "amina@mail.example"} <= set(told())
    Letter.objects.all().delete()
    name(event, Speaker(pk=ada.pk, name="Ada Example", email="ada@mail.example"))
    opening.name_chairs([], by=coordinator, at=now)
    assert told("events.speaker_taken_off") == []  # a released version named her: the next one tells
    release(minutes=1)
    letters = {letter.to_email: letter.text for letter in Letter.objects.filter(kind="events.released")}
    for email, title in [
        ("sana@mail.example", "Évidence across borders"),
        ("amina@mail.example", "High-level opening"),
    ]:
        assert f"“{title}”: the programme does not name you there any more." in letters[email]
    assert "does not name you" not in letters["ada@mail.example"]
    Letter.objects.all().delete()
    evidence.cancel(by=coordinator, at=now, reason="The host asks so")
    release(minutes=2)
    assert "ada@mail.example" in told()
    assert "sana@mail.example" not in told()


def test_a_release_does_not_write_to_a_speaker_whom_it_does_not_name(seminar, release, coordinator, now):
    rows = [Speaker(name="Ada Example", email="ada@mail.example"), Speaker(name="Bo Other", email="bo@mail.example")]
    seminar.name_speakers(rows, by=coordinator, at=now)
    seminar.speakers.get(name="Bo Other").record_excuse(by=coordinator, at=now, reason="By video.")
    version = release()
    [held] = version.content["sessions"]
    assert [one["name"] for one in held["speakers"]] == ["Bo Other"]
    assert told() == ["bo@mail.example"]
    assert [(one.session, one.email) for one in Appearance.objects.all()] == [(seminar, "bo@mail.example")]


# Of a session that is no side event


def test_officers_name_the_speakers_of_a_session_who_are_invited_recognised_and_published(
    desk, seminar, amina, approved, release, ceremony, client
):
    typed = {
        "seen": seminar.revision, "speakers-TOTAL_FORMS": 3, "speakers-INITIAL_FORMS": 0,
        "speakers-0-name": "Amina Example", "speakers-0-function": "Minister", "speakers-0-organisation": "Kenya",
        "speakers-1-name": "Ada Outsider", "speakers-1-email": "Ada@Mail.example",
    }  # fmt: skip
    page = desk("session_speakers", seminar.key, data=typed)
    assert "The speakers are saved." in text_of(page)
    assert told("events.session_speaker_invited") == ["ada@mail.example"]
    assert "This is Amina Example, put forward by Kenya" in text_of(page)
    first, second = seminar.speakers.all()
    desk("session_speaker", seminar.key, "recognise",
         data={"speaker": first.pk, "name": "Amina Example", "person": str(amina.key)})  # fmt: skip
    desk("session_speaker", seminar.key, "excuse",
         data={"speaker": second.pk, "name": "Ada Outsider", f"speaker-{second.pk}-reason": "By video."})  # fmt: skip
    approved(amina)
    release()
    public = client.get(reverse("events:session", args=[ceremony.slug, seminar.key]))
    assert re.search("Amina Example.*Minister.*Kenya.*Ada Outsider", text_of(public))
    held = client.get(reverse("events:json", args=[ceremony.slug])).json()["sessions"][0]
    assert [(one["name"], one["function"]) for one in held["speakers"]] == [
        ("Amina Example", "Minister"), ("Ada Outsider", ""),
    ]  # fmt: skip


def test_a_speaker_who_keeps_his_name_keeps_his_accreditation_and_one_who_is_emptied_is_told(desk, seminar, amina):
    typed = {"speakers-TOTAL_FORMS": 2, "speakers-INITIAL_FORMS": 0, "speakers-0-name": "Amina Example",
             "speakers-1-name": "Ada Outsider", "speakers-1-email": "ada@mail.example"}  # fmt: skip
    desk("session_speakers", seminar.key, data={**typed, "seen": seminar.revision})
    first, second = seminar.speakers.all()
    desk("session_speaker", seminar.key, "recognise", data={"speaker": first.pk, "person": str(amina.key)})
    seminar.refresh_from_db()
    again = {"seen": seminar.revision, "speakers-TOTAL_FORMS": 2, "speakers-INITIAL_FORMS": 2,
             "speakers-0-key": first.pk, "speakers-0-name": "Amina Example", "speakers-0-function": "Minister",
             "speakers-1-key": second.pk, "speakers-1-name": ""}  # fmt: skip
    desk("session_speakers", seminar.key, data=again)
    assert [(one.pk, one.function, one.accreditation) for one in seminar.speakers.all()] == [
        (first.pk, "Minister", amina)
    ]
    assert told("events.session_speaker_taken_off") == ["ada@mail.example"]


def test_two_coordinators_who_write_the_speakers_overwrite_nothing(seminar, coordinator, second_coordinator, now):
    seminar.name_speakers([Speaker(name="Ada")], by=coordinator, at=now, seen=seminar.revision)
    with pytest.raises(AlreadyDecided, match="Cora Coordinator was first"):
        seminar.name_speakers([Speaker(name="Bo")], by=second_coordinator, at=now, seen=seminar.revision - 1)
    assert [one.name for one in seminar.speakers.all()] == ["Ada"]


def test_the_speakers_of_a_side_event_are_named_in_its_proposal_alone(desk, evidence):
    assert desk("session_speakers", evidence.key).status_code == 404
    assert desk("session_speaker", evidence.key, "excuse", data={"speaker": "1"}).status_code == 404
    assert "They are named in the proposal." in text_of(desk("desk_session", evidence.key))


# One's own


@pytest.fixture
def own_page(client, ceremony):
    def visit(user, name="speaking", **asked):
        client.force_login(user)
        return client.get(reverse(f"events:{name}", args=[ceremony.slug]), asked)

    return visit


def test_a_delegate_sees_where_he_speaks_and_chairs_by_the_address_of_his_accreditation(
    own_page, event, evidence, opening, seminar, name, amina, approved, release, coordinator, now
):
    from events.models import SessionChair

    name(event, Speaker(name="Amina Example", accreditation=approved(amina)))
    opening.name_chairs([SessionChair(name="Amina Example", accreditation=amina)], by=coordinator, at=now)
    user = User.objects.create_user("amina@mail.example", name="Amina Example")
    assert "Time and room are not published yet." in text_of(own_page(user))
    release()
    said = text_of(own_page(user))
    assert re.search("High-level opening chair.*09:00.* – 10:00, Plenary Hall.*Évidence across borders speaker", said)
    assert "Tracing virtual assets" not in said
    calendar = icalendar.Calendar.from_ical(own_page(user, "speaking_ics").content)
    assert [str(one["uid"]) for one in calendar.walk("VEVENT")] == [str(opening.key), str(evidence.key)]
    stranger = User.objects.create_user("nobody@mail.example", name="Nobody")
    assert (own_page(stranger).status_code, own_page(stranger, "speaking_ics").status_code) == (404, 404)


def test_a_focal_point_sees_where_his_people_speak_and_not_those_of_others(
    own_page, event, seminar, name, amina, approved, release, kenyan_focal_point, brazilian_focal_point
):
    name(event, Speaker(name="Amina Example", accreditation=approved(amina)))
    release()
    assert "Amina Example : Évidence across borders speaker" in text_of(own_page(kenyan_focal_point))
    assert own_page(kenyan_focal_point, "speaking_ics").status_code == 404
    assert own_page(kenyan_focal_point, "speaking_ics", of="delegation").content.count(b"BEGIN:VEVENT") == 1
    assert "Amina Example" not in text_of(own_page(brazilian_focal_point))


def test_nobody_sees_by_his_people_what_is_a_draft_or_over(
    own_page, accepted, event, name, amina, kenyan_focal_point, now
):
    name(event, Speaker(name="Amina Example", accreditation=amina))
    nothing = dict.fromkeys(("submitted_by", "submitted_at", "decided_by", "decided_at"))
    draft = accepted("Nobody's business", number=99, status="draft", **nothing)
    Speaker.objects.create(side_event=draft, name="Amina Example", accreditation=amina)
    user = User.objects.create_user("amina@mail.example", name="Amina Example")
    for person in (user, kenyan_focal_point):
        assert [text_of(own_page(person)).count(title) for title in ("Évidence across", "Nobody's business")] == [1, 0]
    event.withdraw(by=kenyan_focal_point, at=now, reason="Ill.")
    assert own_page(user).status_code == 404
    assert "Évidence across" not in text_of(own_page(kenyan_focal_point))


def test_who_is_no_longer_accredited_sees_nothing_by_that_address(own_page, event, name, amina, now):
    name(event, Speaker(name="Amina Example", accreditation=amina))
    user = User.objects.create_user("amina@mail.example", name="Amina Example")
    assert own_page(user).status_code == 200
    Accreditation.objects.filter(pk=amina.pk).update(status="withdrawn")
    assert own_page(user).status_code == 404


def test_a_speaker_of_a_plain_session_is_let_in_before_the_ceremony_is_public(
    own_page, ceremony, seminar, coordinator, now
):
    from ceremony.models import Ceremony

    Ceremony.objects.filter(pk=ceremony.pk).update(is_public=False)
    seminar.name_speakers([Speaker(name="Ada Outsider", email="ada@mail.example")], by=coordinator, at=now)
    assert "Tracing virtual assets speaker" in text_of(own_page(User.objects.get(email="ada@mail.example")))
