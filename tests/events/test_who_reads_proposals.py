"""Who reads what of a proposal: its lead, those who stand behind it or may, those who said no, and those who left."""

import pytest
from django.urls import reverse

from events.models import MergeProposal, SideEvent
from tests.events.proposing import *  # noqa: F403
from tests.events.proposing import NOTE
from tests.events.test_proposal_pages import text_of

WORDS = NOTE.split(".")[0]


@pytest.fixture
def address(ceremony):
    return lambda name, *args: reverse(f"events:{name}", args=[ceremony.slug, *args])


@pytest.fixture
def brazil_in(client, brazilian_delegation, brazilian_focal_point):
    client.force_login(brazilian_focal_point)
    return client


@pytest.fixture
def asked(submitted, brazil, brazilian_delegation):
    return submitted(sponsors=[brazil]).sponsors.co().select_related("entity").get()


@pytest.mark.parametrize("leaves", [True, False])
def test_who_declined_or_left_reads_its_title_and_no_more(
    brazil_in, asked, address, brazilian_focal_point, now, leaves
):
    event = asked.side_event
    assert WORDS in text_of(brazil_in.get(address("sponsor", event.key)))
    if leaves:
        asked.confirm(by=brazilian_focal_point, at=now)
        assert WORDS in text_of(brazil_in.get(event.get_absolute_url()))
        asked.leave(by=brazilian_focal_point, at=now)
    else:
        asked.decline(by=brazilian_focal_point, at=now)
    page = text_of(brazil_in.get(address("sponsor", event.key)))
    assert (event.title in page, "Brazil co-sponsors it after all" in page, WORDS in page) == (True, True, False)
    assert brazil_in.get(event.get_absolute_url()).status_code == 404
    assert not SideEvent.objects.visible_to(brazilian_focal_point, event.ceremony).exists()
    assert event.title in text_of(brazil_in.get(address("side_events")))


def test_who_says_no_ends_at_the_own_list_and_not_at_a_page_that_is_closed_to_him(brazil_in, asked, address):
    typed = {"entity": "BRA", "seen": "asked", "answer": "no"}
    done = brazil_in.post(address("sponsor", asked.side_event.key), typed, follow=True)
    assert done.redirect_chain == [(address("side_events"), 302)]
    assert "The lead is told: Declined." in text_of(done)


def test_whoever_joins_after_all_reads_it_again(brazil_in, asked, address, brazilian_focal_point, now):
    asked.decline(by=brazilian_focal_point, at=now)
    typed = {"entity": "BRA", "seen": "declined", "answer": "yes"}
    done = brazil_in.post(address("sponsor", asked.side_event.key), typed, follow=True)
    assert WORDS in text_of(done)


@pytest.fixture
def bids(submitted, organisation):
    entity, user = organisation("Example Union")
    return submitted(), submitted("The Union's", lead=entity, by=user, concept_note="About victims."), user


def test_a_lead_merged_away_reads_what_it_became_as_a_co_sponsor_until_it_leaves(
    client, bids, address, coordinator, kenyan_focal_point, now
):
    ours, theirs, user = bids
    merge = MergeProposal.objects.propose(ours, [theirs], by=coordinator, at=now)
    client.force_login(user)
    assert client.get(ours.get_absolute_url()).status_code == 404
    merge.accept(ours, by=kenyan_focal_point, at=now)
    merge.accept(theirs, by=user, at=now)
    assert WORDS in text_of(client.get(ours.get_absolute_url()))
    ours.sponsors.get(entity=theirs.lead).leave(by=user, at=now)
    assert client.get(ours.get_absolute_url()).status_code == 404
    own = text_of(client.get(theirs.get_absolute_url()))
    assert ("About victims." in own, WORDS in own) == (True, False)


@pytest.mark.parametrize("ending", ["refuse", "call_off", "accept"])
def test_the_other_bids_note_is_read_while_the_leads_are_asked_and_not_afterwards(
    client, bids, address, coordinator, kenyan_focal_point, now, ending
):
    ours, theirs, user = bids
    merge = MergeProposal.objects.propose(ours, [theirs], by=coordinator, at=now)
    client.force_login(user)
    page = address("merge_answer", theirs.key, merge.pk)
    assert WORDS in text_of(client.get(page))
    if ending == "refuse":
        merge.refuse(ours, by=kenyan_focal_point, at=now)
    elif ending == "call_off":
        merge.call_off(by=coordinator, at=now, reason="There is room for both.")
    else:
        merge.accept(ours, by=kenyan_focal_point, at=now)
        merge.accept(theirs, by=user, at=now)
    after = text_of(client.get(page))
    assert (ours.title in after, WORDS in after) == (True, False)


def test_the_lead_reads_the_reasons_that_were_written_to_it_and_none_that_officers_keep(
    client, call, draft, coordinator, kenyan_focal_point
):
    event, late = draft(), call.closes_at
    event.admit_late(by=coordinator, at=late, reason="A favour to the mission.")
    event.prepare("declined", by=coordinator, at=late, reason="All slots are taken.")
    event.release_decision(by=coordinator, at=late)
    event.reopen(by=coordinator, at=late, reason="The minister rang.")
    client.force_login(kenyan_focal_point)
    page = text_of(client.get(event.get_absolute_url()))
    assert ("All slots are taken." in page, "A favour" in page, "The minister rang" in page) == (True, False, False)
    client.force_login(coordinator)
    desk = text_of(client.get(f"/{event.ceremony.slug}/side-events/desk/{event.key}/"))
    assert ("A favour" in desk, "The minister rang" in desk) == (True, True)
