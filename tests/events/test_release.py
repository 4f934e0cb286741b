"""Versions of the programme: what a release publishes, what stays off, what it says changed, and whom it tells."""

import re
from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from ceremony.models import LedgerRow
from ceremony.procedure import AlreadyDecided, Refused
from directory.texts import LocalText
from events.models import MergeProposal, ProgrammeVersion, Session, Speaker, Sponsor
from events.snapshot import Preview
from notifications.models import Letter
from tests.at_once import at_once
from tests.events.draft import *  # noqa: F403

pytestmark = pytest.mark.django_db


def told():
    """{address: the letter of a release}, the last one of each."""
    return {letter.to_email: letter for letter in Letter.objects.filter(kind="events.released").order_by("pk")}


def titles(version, status="confirmed"):
    return [LocalText(one["title"])["en"] for one in version.content["sessions"] if one["status"] == status]


def session_of(version, session):
    return next(one for one in version.content["sessions"] if one["key"] == str(session.key))


def kinds(version):
    return {row["after"]["title"].get("en", ""): row["kinds"] for row in version.changes}


# What is published


def test_the_first_version_holds_every_session_with_its_texts_in_all_languages(opening, evidence, release):
    version = release("Welcome")
    assert (version.number, version.note) == (1, "Welcome")
    assert titles(version) == ["High-level opening", "Évidence across borders"]
    held = session_of(version, opening)
    assert held["title"] == {"en": "High-level opening", "vi": "Lễ khai mạc"}
    assert held["languages"] == ["ar", "fr"]
    event = session_of(version, evidence)
    assert [(one["code"], one["name"]["en"], one["is_lead"]) for one in event["sponsors"]] == [
        ("KEN", "Kenya", True),
        ("BRA", "Brazil", False),
    ]


def test_a_later_change_of_a_row_leaves_the_version_as_it_was(opening, release, coordinator, now):
    version = release()
    opening.change(title=LocalText(en="Another title"), by=coordinator, at=now)
    version.refresh_from_db()
    assert titles(version) == ["High-level opening"]


def test_without_a_change_there_is_nothing_to_release(opening, release):
    release()
    with pytest.raises(Refused, match="Nothing has changed since version 1"):
        release(minutes=1)
    assert ProgrammeVersion.objects.count() == 1


def test_an_empty_draft_is_not_released(ceremony, release):
    with pytest.raises(Refused, match="nothing that could be published"):
        release()


def test_an_event_without_a_place_stays_off_and_the_page_says_why(ceremony, opening, accepted, now, coordinator):
    event = accepted("Waiting")
    Session.objects.schedule(event.ceremony, by=coordinator, at=now, **event.for_the_programme())
    preview = Preview.of(ceremony, now)
    assert [(str(one.session.title), one.why) for one in preview.off] == [("Waiting", ("It has no time yet.",))]
    assert [one["title"]["en"] for one in preview.content["sessions"]] == ["High-level opening"]


def test_a_co_sponsor_who_has_not_confirmed_is_left_off(ceremony, evidence, release, now):
    Sponsor.objects.filter(entity__code="BRA").update(status="asked", answered_by=None, answered_at=None)
    preview = Preview.of(ceremony, now)
    assert [one.why for one in preview.left_off] == [("Brazil has not confirmed as a sponsor.",)]
    assert [one["code"] for one in session_of(release(), evidence)["sponsors"]] == ["KEN"]


def test_an_event_whose_speaker_is_not_accredited_waits_for_him_or_an_excuse(
    ceremony, evidence, opening, release, coordinator, now
):
    speaker = Speaker.objects.create(side_event=evidence.side_event, name="Sana Speaker")
    preview = Preview.of(ceremony, now)
    assert [one.why for one in preview.off] == [("Sana Speaker is not accredited, and no excuse is recorded.",)]
    assert titles(release()) == ["High-level opening"]
    speaker.record_excuse(by=coordinator, at=now, reason="She speaks by video.")
    version = release(minutes=1)
    assert titles(version) == ["High-level opening", "Évidence across borders"]
    assert [one["name"] for one in session_of(version, evidence)["speakers"]] == ["Sana Speaker"]


def test_an_accredited_speaker_is_published_with_his_event(
    evidence, kenyan_delegation, person, release, accreditation_officer, now
):
    accreditation = person(kenyan_delegation, "Amina", "Example").accreditation
    Speaker.objects.create(side_event=evidence.side_event, name="Amina Example", accreditation=accreditation)
    with pytest.raises(Refused):
        release()
    type(accreditation).objects.filter(pk=accreditation.pk).update(
        status="approved", submitted_at=now, decided_by=accreditation_officer, decided_at=now
    )
    assert [one["name"] for one in session_of(release(), evidence)["speakers"]] == ["Amina Example"]


def test_what_an_excuse_says_and_an_address_are_in_no_version(evidence, release, coordinator, now):
    speaker = Speaker.objects.create(side_event=evidence.side_event, name="Sana", email="sana@secret.example")
    speaker.record_excuse(by=coordinator, at=now, reason="excuse-reason-5")
    content = repr(release().content)
    assert "Sana" in content
    assert "sana@secret.example" not in content
    assert "excuse-reason-5" not in content


def test_a_proposal_that_was_withdrawn_leaves_the_programme(evidence, opening, release, kenyan_focal_point, now):
    release()
    evidence.side_event.withdraw(by=kenyan_focal_point, at=now, reason="No minister")
    version = release(minutes=1)
    assert titles(version) == ["High-level opening"]
    assert [set(one) & {"cancelled", "taken_off"} for one in kinds(version).values()] != [set()]


# What changed


def test_a_version_says_what_is_new_moved_retitled_and_cancelled(
    opening, seminar, evidence, accepted, placed, brazil, brazilian_focal_point, rooms, release, coordinator, now, at
):
    release()
    opening.place(opening.room, at(8), at(9), by=coordinator, at=now)
    seminar.change(title=LocalText(en="Virtual assets"), by=coordinator, at=now)
    evidence.cancel(by=coordinator, at=now, reason="The host asks so")
    placed(accepted("New one", lead=brazil, focal_point=brazilian_focal_point), 16)
    version = release(minutes=1)
    assert kinds(version) == {
        "High-level opening": ["moved"],
        "Virtual assets": ["retitled"],
        "Évidence across borders": ["cancelled"],
        "New one": ["new"],
    }


def test_what_was_cancelled_stays_in_later_versions_as_it_was_published(
    evidence, opening, release, coordinator, now, at
):
    first = release()
    evidence.cancel(by=coordinator, at=now, reason="The host asks so", note="We are sorry")
    second = release(minutes=1)
    opening.place(opening.room, at(8), at(9), by=coordinator, at=now)
    third = release(minutes=2)
    held = session_of(third, evidence)
    assert (held["status"], held["note"], held["sequence"]) == ("cancelled", "We are sorry", 1)
    assert held["starts_at"] == session_of(first, evidence)["starts_at"]
    assert held == session_of(second, evidence)
    assert kinds(third) == {"High-level opening": ["moved"]}


def test_why_something_was_cancelled_or_withdrawn_is_in_no_version_and_no_letter_of_one(
    evidence, seminar, release, coordinator, kenyan_focal_point, now
):
    release()
    seminar.cancel(by=coordinator, at=now, reason="secret-reason-1")
    evidence.side_event.withdraw(by=kenyan_focal_point, at=now, reason="secret-reason-2")
    version = release(minutes=1)
    assert [session_of(version, one)["note"] for one in (seminar, evidence)] == ["", ""]
    assert "secret-reason" not in repr([version.content, version.changes])
    assert ["secret-reason" in letter.text for letter in told().values()] == [False, False]
    reasons = LedgerRow.objects.filter(after="cancelled").values_list("reason", flat=True)
    assert sorted(reasons) == ["secret-reason-1", "secret-reason-2"]


def test_a_merger_publishes_nothing_of_what_goes_on_before_its_own_release(
    evidence, accepted, brazil, brazilian_focal_point, kenyan_focal_point, release, coordinator, now
):
    release()
    into = accepted("title-nobody-released", lead=brazil, focal_point=brazilian_focal_point)
    merge = MergeProposal.objects.propose(into, [evidence.side_event], by=coordinator, at=now)
    assert Preview.of(into.ceremony, now).changes == []
    merge.accept(into, by=brazilian_focal_point, at=now)
    assert Preview.of(into.ceremony, now).changes == []
    merge.accept(evidence.side_event, by=kenyan_focal_point, at=now)
    version = release(minutes=1)
    assert kinds(version) == {"Évidence across borders": ["cancelled"]}
    assert "title-nobody-released" not in repr([version.content, version.changes])


def test_what_was_cancelled_before_any_release_is_nowhere(evidence, opening, release, coordinator, now):
    evidence.cancel(by=coordinator, at=now, reason="The host asks so")
    assert titles(release(), "cancelled") == []


def test_only_what_changed_gets_a_new_number_and_time(opening, seminar, release, coordinator, now, at):
    release()
    seminar.place(seminar.room, at(15), at(16), by=coordinator, at=now)
    version = release(minutes=5)
    moved, same = session_of(version, seminar), session_of(version, opening)
    assert (moved["sequence"], same["sequence"]) == (1, 0)
    assert moved["changed_at"] > same["changed_at"]


def test_a_session_that_comes_back_says_so_and_counts_on(evidence, opening, release, now):
    first = release()
    speaker = Speaker.objects.create(side_event=evidence.side_event, name="Sana Speaker")
    assert kinds(release(minutes=1)) == {"Évidence across borders": ["taken_off"]}
    speaker.delete()
    version = release(minutes=2)
    assert kinds(version) == {"Évidence across borders": ["restored"]}
    assert session_of(version, evidence)["sequence"] == 2
    assert session_of(version, evidence)["starts_at"] == session_of(first, evidence)["starts_at"]


# Who is told


def test_a_release_writes_one_letter_to_each_person_with_everything_that_is_his(
    evidence, opening, accepted, placed, kenyan_focal_point, brazilian_focal_point, release, brazil
):
    placed(accepted("A second one", lead=brazil, focal_point=brazilian_focal_point), 16)
    version = release("Doors open at eight.")
    letters = told()
    assert set(letters) == {"focal.kenya@plenipo.example", "focal.brazil@plenipo.example"}
    assert Letter.objects.filter(kind="events.released").count() == 2
    brazils, kenyas = letters["focal.brazil@plenipo.example"].text, letters["focal.kenya@plenipo.example"].text
    assert ["Évidence across borders" in brazils, "A second one" in brazils] == [True, True]
    assert ["Évidence across borders" in kenyas, "A second one" in kenyas] == [True, False]
    assert "Doors open at eight." in kenyas
    assert "14:00–15:00, Room 2" in kenyas
    assert letters["focal.kenya@plenipo.example"].link_to == f"/demo/programme/session/{evidence.key}/"
    assert letters["focal.brazil@plenipo.example"].link_to == "/demo/programme/"
    assert f"Version {version.number} " in kenyas


def test_the_letter_comes_in_the_recipients_language(evidence, release, kenyan_focal_point, settings):
    settings.COMPLETE_LANGUAGES = ["en", "vi", "fr"]
    User.objects.filter(pk=kenyan_focal_point.pk).update(language="fr")
    release()
    assert re.search("Samedi|Dimanche|Lundi|Mardi|Mercredi|Jeudi|Vendredi", told()[kenyan_focal_point.email].text, re.I)


def test_whom_nothing_concerns_is_not_written_to(evidence, opening, release, coordinator, now, at):
    release()
    Letter.objects.all().delete()
    opening.place(opening.room, at(8), at(9), by=coordinator, at=now)
    release(minutes=1)
    assert told() == {}


def test_a_change_after_the_release_reaches_those_affected_once(
    evidence, opening, rooms, release, coordinator, now, at, kenyan_focal_point, brazilian_focal_point
):
    release()
    Letter.objects.all().delete()
    for hour in (15, 16, 17):
        evidence.place(rooms[2], at(hour), at(hour + 1), by=coordinator, at=now)
    release(minutes=1)
    assert sorted(Letter.objects.values_list("to_email", flat=True)) == [
        brazilian_focal_point.email,
        kenyan_focal_point.email,
    ]
    text = told()[kenyan_focal_point.email].text
    assert "17:00–18:00, Room 3" in text
    assert "before: " in text
    assert "14:00–15:00, Room 2" in text
    assert "16:00" not in text


def test_a_corrected_description_writes_to_nobody(evidence, release, coordinator, now):
    release()
    Letter.objects.all().delete()
    evidence.change(description=LocalText(en="A better description"), by=coordinator, at=now)
    assert kinds(release(minutes=1)) == {"Évidence across borders": ["details"]}
    assert told() == {}


def test_whoever_proposed_it_and_holds_the_office_no_more_is_not_told(
    evidence, kenyan_delegation, kenyan_focal_point, brazilian_focal_point, reader, release, now
):
    kenyan_delegation.nominator.contacts.update(is_active=False)
    kenyan_delegation.nominator.contacts.create(user=reader)
    release()
    assert set(told()) == {reader.email, brazilian_focal_point.email}


def test_speakers_and_chairs_with_an_address_are_told_and_one_who_is_both_is_told_once(
    evidence, opening, kenyan_delegation, person, release, coordinator, now
):
    speaker = Speaker.objects.create(side_event=evidence.side_event, name="Sana Speaker", email="Sana@mail.example")
    speaker.record_excuse(by=coordinator, at=now, reason="By video")
    chair = person(kenyan_delegation, "Amina", "Example", email="amina@mail.example").accreditation
    opening.chairs.create(name="Amina Example", accreditation=chair)
    evidence.chairs.create(name="Amina Example", accreditation=chair)
    release()
    letters = told()
    assert set(letters) >= {"sana@mail.example", "amina@mail.example"}
    assert "High-level opening" in letters["amina@mail.example"].text
    assert "Évidence across borders" in letters["amina@mail.example"].text
    assert "High-level opening" not in letters["sana@mail.example"].text
    assert Letter.objects.filter(to_email="amina@mail.example").count() == 1


def test_a_sponsor_who_left_is_named_no_more_and_the_lead_is_told(
    evidence, release, kenyan_focal_point, brazilian_focal_point, now
):
    release()
    Letter.objects.all().delete()
    evidence.side_event.sponsors.get(entity__code="BRA").leave(by=brazilian_focal_point, at=now)
    version = release(minutes=1)
    assert kinds(version) == {"Évidence across borders": ["sponsors"]}
    assert [one["code"] for one in session_of(version, evidence)["sponsors"]] == ["KEN"]
    assert "sponsors: Kenya (before: Kenya, Brazil)." in told()[kenyan_focal_point.email].text
    assert brazilian_focal_point.email not in told()


def test_a_release_that_fails_has_written_nothing(evidence, release, monkeypatch):
    from events import letters

    def broken(version, affected):
        raise RuntimeError("The post is closed")

    monkeypatch.setattr(letters, "version_released", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        release()
    assert (ProgrammeVersion.objects.count(), told()) == (0, {})


# Two at once, and for ever


def test_whoever_looked_at_another_draft_releases_nothing(ceremony, opening, release, coordinator, now, at):
    seen = Preview.of(ceremony, now).seen
    opening.place(opening.room, at(8), at(9), by=coordinator, at=now)
    with pytest.raises(Refused, match="The draft has changed since this page was shown"):
        ProgrammeVersion.objects.release(ceremony, by=coordinator, at=now, seen=seen)
    assert ProgrammeVersion.objects.count() == 0


def test_the_same_draft_seen_a_minute_later_is_the_same(ceremony, opening, now):
    assert Preview.of(ceremony, now).seen == Preview.of(ceremony, now + timedelta(minutes=1)).seen


@pytest.mark.django_db(transaction=True)
def test_of_two_who_release_at_once_one_does_and_the_other_is_told_who_was_first(
    ceremony, evidence, coordinator, second_coordinator, now
):
    seen = Preview.of(ceremony, now).seen
    outcomes = at_once(
        *(
            lambda by=by: ProgrammeVersion.objects.release(ceremony, by=by, at=now, seen=seen)
            for by in (coordinator, second_coordinator)
        )
    )
    refused = [one for one in outcomes if isinstance(one, AlreadyDecided)]
    assert (ProgrammeVersion.objects.count(), len(refused)) == (1, 1)
    assert f"{ProgrammeVersion.objects.get().released_by} was first: version 1 was released" in refused[0].messages[0]
    assert Letter.objects.filter(kind="events.released").count() == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events_programmeversion SET note = 'Never said'",
        "DELETE FROM events_programmeversion",
    ],
)
def test_a_version_is_neither_changed_nor_taken_away(statement, opening, release):
    release("As it was")
    with pytest.raises(DatabaseError, match="rows are only ever added"), transaction.atomic():
        connection.cursor().execute(statement)
    assert ProgrammeVersion.objects.get().note == "As it was"


@pytest.mark.django_db(transaction=True)
def test_the_application_itself_may_only_add_versions(opening, release, application_role):
    release()
    for statement in [
        "UPDATE events_programmeversion SET note = ''", "DELETE FROM events_programmeversion",
        "TRUNCATE events_programmeversion",
    ]:  # fmt: skip
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            application_role.execute(statement)
