"""The focal point of a side event: changed by those who answer for its lead, or by a coordinator."""

import pytest
from django.urls import reverse

from accounts.models import User
from ceremony.models import LedgerRow
from ceremony.procedure import AlreadyDecided, Refused
from tests.events.proposing import *  # noqa: F403
from tests.events.test_proposal_pages import text_of
from tests.events.test_proposals import letters


@pytest.fixture
def address(ceremony):
    return lambda name, *args: reverse(f"events:{name}", args=[ceremony.slug, *args])


@pytest.fixture
def colleague(kenyan_delegation, now):
    return kenyan_delegation.add_focal_point(email="two@plenipo.example", name="Amina Example", by=None, at=now).user


def test_a_colleague_becomes_the_focal_point_is_told_and_the_ledger_says_who_did_it(
    submitted, colleague, kenyan_focal_point, now
):
    event = submitted()
    event.entrust(colleague, seen=kenyan_focal_point.pk, by=kenyan_focal_point, at=now)
    event.refresh_from_db()
    assert (event.focal_point, letters("focal_point")) == (colleague, ["two@plenipo.example"])
    row = LedgerRow.objects.about(event).last()
    assert (row.by, str(row.after_word), row.reason) == (
        kenyan_focal_point, "another focal point", "Kito Example → Amina Example",
    )  # fmt: skip


def test_whoever_takes_it_over_gets_no_letter_about_it(submitted, colleague, kenyan_focal_point, now):
    submitted().entrust(colleague, seen=kenyan_focal_point.pk, by=colleague, at=now)
    assert letters("focal_point") == []


def test_who_does_not_answer_for_the_lead_is_not_made_its_focal_point(
    submitted, brazilian_delegation, brazilian_focal_point, coordinator, kenyan_focal_point, now
):
    event = submitted()
    for person in (brazilian_focal_point, coordinator):
        with pytest.raises(Refused, match="does not answer for Kenya at this ceremony"):
            event.entrust(person, seen=kenyan_focal_point.pk, by=coordinator, at=now)


def test_of_two_who_change_it_the_second_is_told(submitted, colleague, kenyan_focal_point, coordinator, now):
    event = submitted()
    event.entrust(colleague, seen=kenyan_focal_point.pk, by=coordinator, at=now)
    with pytest.raises(AlreadyDecided, match="The focal point is Amina Example by now"):
        event.entrust(kenyan_focal_point, seen=kenyan_focal_point.pk, by=kenyan_focal_point, at=now)


def test_what_is_over_needs_no_other_focal_point(decided, colleague, coordinator, kenyan_focal_point, now):
    with pytest.raises(Refused, match="is “Declined” and needs no focal point any more"):
        decided("declined").entrust(colleague, seen=kenyan_focal_point.pk, by=coordinator, at=now)


def test_the_lead_changes_it_on_its_page_and_a_coordinator_from_the_desk(
    client, submitted, colleague, address, kenyan_focal_point, coordinator
):
    event = submitted()
    client.force_login(kenyan_focal_point)
    assert address("focal_point", event.key) in client.get(event.get_absolute_url()).content.decode()
    page = client.get(address("focal_point", event.key))
    assert [str(user) for user in page.context["form"].people.values()] == ["Amina Example"]
    typed = {"seen": kenyan_focal_point.pk, "person": colleague.pk}
    done = client.post(address("focal_point", event.key), typed, follow=True)
    assert "Amina Example is the focal point now, and is told by letter." in text_of(done)
    client.force_login(coordinator)
    assert address("focal_point", event.key) in client.get(address("desk_event", event.key)).content.decode()
    typed = {"seen": colleague.pk, "person": kenyan_focal_point.pk}
    done = client.post(address("focal_point", event.key), typed, follow=True)
    assert done.redirect_chain[-1][0] == address("desk_event", event.key)
    event.refresh_from_db()
    assert event.focal_point == kenyan_focal_point


def test_a_press_on_an_old_page_is_told_who_it_is_by_now(client, submitted, colleague, address, coordinator, now):
    event = submitted()
    event.entrust(colleague, seen=event.focal_point_id, by=coordinator, at=now)
    client.force_login(colleague)
    typed = {"seen": event.submitted_by_id, "person": event.submitted_by_id}
    page = client.post(address("focal_point", event.key), typed, follow=True)
    assert "The focal point is Amina Example by now. Nothing was changed." in text_of(page)


def test_who_is_alone_is_told_how_to_add_a_colleague(client, submitted, address, kenyan_focal_point):
    event = submitted()
    client.force_login(kenyan_focal_point)
    page = text_of(client.get(address("focal_point", event.key)))
    assert "Nobody else answers for Kenya at this ceremony." in page


def test_a_co_sponsor_and_a_stranger_change_no_focal_point(
    client, submitted, address, brazil, brazilian_delegation, brazilian_focal_point, reader
):
    event = submitted(sponsors=[brazil])
    for user in (brazilian_focal_point, reader, User.objects.create_user("nobody@plenipo.example", name="N Example")):
        client.force_login(user)
        assert client.get(address("focal_point", event.key)).status_code == 404
