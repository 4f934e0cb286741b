"""The page on which a co-sponsor answers, the lead's page of co-sponsors, and what it says of those who come later."""

import pytest
from django.urls import reverse

from accreditation.models import Nominator, NominatorContact
from events.models import ProgrammeVersion, Session
from notifications.models import Letter
from tests.events.proposing import *  # noqa: F403
from tests.events.test_proposal_pages import step, text_of
from tests.events.test_proposals import letters


@pytest.fixture
def address(ceremony):
    return lambda name, *args: reverse(f"events:{name}", args=[ceremony.slug, *args])


@pytest.fixture
def kenya_in(client, kenyan_delegation, kenyan_focal_point):
    client.force_login(kenyan_focal_point)
    return client


@pytest.fixture
def two(submitted, organisation, brazil, brazilian_delegation, brazilian_focal_point):
    """Brazil and a union are asked, and Bia Example answers for both."""
    union, _user = organisation("Example Union")
    NominatorContact.objects.create(nominator=Nominator.objects.get(entity=union), user=brazilian_focal_point)
    return submitted(sponsors=[brazil, union]), union


def statuses(event):
    return {sponsor.entity.code: sponsor.status for sponsor in event.sponsors.co().select_related("entity")}


def test_who_answers_for_two_answers_for_the_one_on_the_page(client, two, address, brazilian_focal_point):
    event, union = two
    client.force_login(brazilian_focal_point)
    page = client.get(address("sponsor", event.key), {"entity": union.code})
    assert "Does Example Union co-sponsor this side event?" in text_of(page)
    typed = {name: page.context["form"][name].value() for name in ("entity", "seen")}
    client.post(address("sponsor", event.key), {**typed, "answer": "yes"})
    assert statuses(event) == {"BRA": "asked", union.code: "confirmed"}


def test_a_second_press_of_the_same_page_answers_nothing_for_the_other_one(client, two, address, brazilian_focal_point):
    event, union = two
    client.force_login(brazilian_focal_point)
    typed = {"entity": "BRA", "seen": "asked", "answer": "no", "reason": "We hold our own."}
    client.post(address("sponsor", event.key), typed)
    page = client.post(address("sponsor", event.key), typed)
    assert statuses(event) == {"BRA": "declined", union.code: "asked"}
    assert "Bia Example was first" in text_of(page)
    assert "We hold our own." in page.content.decode()


def test_of_two_colleagues_the_second_is_told_and_does_not_leave_what_the_first_confirmed(
    client, submitted, brazil, brazilian_delegation, brazilian_focal_point, address, now
):
    event = submitted(sponsors=[brazil])
    colleague = brazilian_delegation.add_focal_point(
        email="two@plenipo.example", name="Bento Example", by=None, at=now
    ).user
    event.sponsors.co().get().confirm(by=colleague, at=now)
    client.force_login(brazilian_focal_point)
    page = client.post(address("sponsor", event.key), {"entity": "BRA", "seen": "asked", "answer": "no"})
    assert "Bento Example was first" in text_of(page)
    assert statuses(event) == {"BRA": "confirmed"}
    assert page.context["form"]["seen"].value() == "confirmed"
    # Whoever has read what it is now may still mean it.
    client.post(address("sponsor", event.key), {"entity": "BRA", "seen": "confirmed", "answer": "no"})
    assert statuses(event) == {"BRA": "left"}


def test_whoever_answers_a_question_that_was_taken_back_is_told_and_answers_nothing_else(
    client, two, address, brazil, brazilian_focal_point, kenyan_focal_point, coordinator, now
):
    event, union = two
    event.give_back(by=coordinator, at=now, to_fix="Fewer sponsors.")
    event.sponsors.name_all(event, [union], seen=event.revision, by=kenyan_focal_point, at=now)
    client.force_login(brazilian_focal_point)
    page = client.post(address("sponsor", event.key), {"entity": "BRA", "seen": "asked", "answer": "yes"})
    assert page.status_code == 410
    assert "has taken the question to Brazil back. Nothing was answered" in text_of(page)
    assert statuses(event) == {union.code: "asked"}


def test_a_press_that_does_not_say_for_whom_answers_nothing(client, two, address, brazilian_focal_point):
    event, union = two
    client.force_login(brazilian_focal_point)
    page = client.post(address("sponsor", event.key), {"answer": "yes"})
    assert "The page did not say for whom you answer." in text_of(page)
    assert statuses(event) == {"BRA": "asked", union.code: "asked"}


def test_a_stranger_who_names_an_entity_learns_nothing(
    client, submitted, brazil, brazilian_delegation, address, kenyan_focal_point
):
    event = submitted(sponsors=[brazil])
    client.force_login(kenyan_focal_point)
    for code in ("BRA", "XXX", ""):
        assert client.post(address("sponsor", event.key), {"entity": code, "seen": "asked"}).status_code == 404


# Those who are dropped, and those who come later


def test_who_had_not_answered_and_is_dropped_is_told_and_who_had_declined_is_not(
    two, brazil, brazilian_focal_point, kenyan_focal_point, coordinator, now
):
    event, union = two
    event.sponsors.get(entity=brazil).decline(by=brazilian_focal_point, at=now)
    event.give_back(by=coordinator, at=now, to_fix="Fewer sponsors.")
    event.sponsors.name_all(event, [], seen=event.revision, by=kenyan_focal_point, at=now)
    told = Letter.objects.filter(kind="events.sponsor_dropped")
    assert {letter.to_email for letter in told} == {
        "focal.brazil@plenipo.example", Nominator.objects.get(entity=union).contacts.first().user.email,
    }  # fmt: skip
    assert all("Kenya had asked Example Union to co-sponsor" in letter.text for letter in told)


def test_a_draft_that_drops_somebody_tells_nobody(draft, brazil, brazilian_delegation, kenyan_focal_point, now):
    event = draft(sponsors=[brazil])
    event.sponsors.name_all(event, [], seen=event.revision, by=kenyan_focal_point, at=now)
    assert Letter.objects.count() == 0


def test_after_acceptance_the_lead_adds_a_co_sponsor_who_is_asked_at_once(
    kenya_in, decided, brazil, brazilian_delegation
):
    event = decided("accepted")
    assert "Change the co-sponsors" in text_of(kenya_in.get(event.get_absolute_url()))
    assert "is asked by letter when you save" in text_of(kenya_in.get(step(event, "sponsors")))
    kenya_in.post(step(event, "sponsors"), {"seen": event.revision, "pick": ["BRA"]})
    assert (statuses(event), letters("sponsor_asked")) == ({"BRA": "asked"}, ["focal.brazil@plenipo.example"])


def test_a_co_sponsor_who_came_later_is_named_publicly_after_a_yes_and_the_next_release(
    ceremony,
    decided,
    hall,
    at,
    brazil,
    brazilian_delegation,
    brazilian_focal_point,
    kenyan_focal_point,
    coordinator,
    now,
):
    event = decided("accepted")
    Session.objects.schedule(
        ceremony, by=coordinator, at=now, room=hall, starts_at=at(9), ends_at=at(10), **event.for_the_programme()
    )

    def published():
        content = ProgrammeVersion.objects.newest(ceremony).content
        return [sponsor["code"] for session in content["sessions"] for sponsor in session["sponsors"]]

    event.sponsors.name_all(event, [brazil], seen=event.revision, by=kenyan_focal_point, at=now)
    ProgrammeVersion.objects.release(ceremony, by=coordinator, at=now)
    assert published() == ["KEN"]
    event.sponsors.co().get().confirm(by=brazilian_focal_point, at=now)
    assert published() == ["KEN"]
    ProgrammeVersion.objects.release(ceremony, by=coordinator, at=now)
    assert published() == ["KEN", "BRA"]


def test_once_the_ceremony_has_begun_nobody_is_added(kenya_in, ceremony, decided, brazil, now):
    event = decided("accepted")
    type(ceremony).objects.filter(pk=ceremony.pk).update(starts_on=ceremony.local(now).date())
    assert "Change the co-sponsors" not in text_of(kenya_in.get(event.get_absolute_url()))
    page = kenya_in.post(step(event, "sponsors"), {"seen": event.revision, "pick": ["BRA"]})
    assert "The ceremony has begun: sponsors of its side events are not changed any more." in text_of(page)
    assert statuses(event) == {}


def test_between_submission_and_decision_nobody_is_added(kenya_in, submitted, brazil):
    event = submitted()
    page = kenya_in.post(step(event, "sponsors"), {"seen": event.revision, "pick": ["BRA"]}, follow=True)
    assert "cannot be changed now" in text_of(page)
    assert statuses(event) == {}


def test_the_page_says_beside_the_field_how_many_sponsors_there_may_be(kenya_in, draft):
    assert "6 sponsors at most, the lead included." in text_of(kenya_in.get(step(draft(), "sponsors")))
