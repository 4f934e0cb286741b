"""What those who propose and those who are asked read before they act: one slot a lead, the whole event, what is wrong."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.events.proposing import *  # noqa: F403
from tests.events.test_proposal_pages import step, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def kenya_in(client, kenyan_delegation, kenyan_focal_point):
    client.force_login(kenyan_focal_point)
    return client


@pytest.fixture
def address(ceremony):
    return lambda name, *args: reverse(f"events:{name}", args=[ceremony.slug, *args])


STANDS = "Kenya leads SE-001 “The first” already, and a lead has one slot"


def test_that_a_lead_has_one_slot_is_said_before_the_first_step(kenya_in, call, address):
    assert "A lead has one slot" in text_of(kenya_in.get(address("side_events")))
    assert "A lead has one slot" in text_of(kenya_in.get(address("side_event_new")))


def test_whoever_leads_another_one_is_told_and_not_hindered(kenya_in, draft, submitted, address):
    submitted("The first")
    second = draft("The second")
    assert STANDS in text_of(kenya_in.get(address("side_event_new")))
    page = text_of(kenya_in.get(second.get_absolute_url()))
    assert STANDS in page
    assert "Submit the proposal" in page


def test_a_draft_takes_nobodys_slot(kenya_in, draft):
    draft("The first")
    assert STANDS not in text_of(kenya_in.get(draft("The second").get_absolute_url()))


def test_a_co_sponsor_reads_slots_and_speakers_before_he_answers(
    client,
    draft,
    brazil,
    brazilian_delegation,
    brazilian_focal_point,
    kenyan_focal_point,
    two_slots,
    address,
    call,
    now,
):
    event = draft(sponsors=[brazil])
    speaker = event.speakers.model(name="Ada Example", function="Prosecutor", email="ada@plenipo.example")
    event.speakers.name_all(event, [speaker], seen=event.revision, by=kenyan_focal_point, at=now)
    event.submit(by=kenyan_focal_point, at=now)
    client.force_login(brazilian_focal_point)
    page = text_of(client.get(address("sponsor", event.key)))
    assert str(two_slots[0]) in page
    assert "Ada Example" in page
    assert "ada@plenipo.example" not in page
    assert "The organisers decide when the call has closed: answer by" in page
    type(call).objects.update(closes_at=now - timedelta(minutes=1))
    page = text_of(client.get(address("sponsor", event.key)))
    assert "answer by" not in page
    assert "Whoever has not answered when the programme is released is not named in it." in page
    event.sponsors.co().get().decline(by=brazilian_focal_point, at=now)
    assert "Ada Example" not in text_of(client.get(address("sponsor", event.key)))


def test_the_speakers_step_says_at_its_head_what_is_wrong_and_keeps_what_was_typed(kenya_in, draft):
    event = draft()
    typed = {
        "seen": event.revision, "speakers-TOTAL_FORMS": 2, "speakers-INITIAL_FORMS": 0,
        "speakers-0-name": "Ada Example", "speakers-1-function": "Prosecutor",
    }  # fmt: skip
    answer = kenya_in.post(step(event, "speakers"), typed)
    page = text_of(answer)
    assert "There is a problem Nothing was saved." in page
    assert "2, Name: Write the name, or empty the line." in page
    assert 'href="#id_speakers-1-name"' in answer.content.decode()
    assert not event.speakers.exists()


def test_the_speakers_step_can_be_saved_and_left_like_the_others(kenya_in, draft):
    event = draft()
    assert "Save and leave" in text_of(kenya_in.get(step(event, "speakers")))
    assert "nobody is named yet; that can be done later" in text_of(kenya_in.get(event.get_absolute_url()))
