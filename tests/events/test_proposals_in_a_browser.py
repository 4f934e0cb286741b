"""Proposals as hands know them: from the first title to one event of two bids; and every page clean, wide and narrow."""

import os
from pathlib import Path

import pytest
from django.urls import reverse

from events.models import MergeProposal, Review, SideEvent, Speaker
from tests.browser.crawler import Crawler
from tests.events.proposing import *  # noqa: F403

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def address(name, *args):
    return reverse(f"events:{name}", args=["demo", *args])


def test_a_focal_point_proposes_two_co_sponsors_confirm_and_two_bids_become_one(
    window, live_server, call, theme, two_slots, criteria, kenya, kenyan_delegation, kenyan_focal_point, brazil,
    brazilian_delegation, brazilian_focal_point, organisation, submitted, coordinator,
):  # fmt: skip
    union, officer = organisation("Example Union")
    union.refresh_from_db()
    institute, head = organisation("Example Institute")
    other = submitted("Evidence, the Institute's", lead=institute, by=head)

    page = window(kenyan_focal_point)
    page.goto(live_server.url + address("side_events"))
    page.get_by_role("link", name="Propose a side event").click()
    page.get_by_role("textbox", name="Title").fill("Evidence across borders")
    page.get_by_label("Format").select_option("panel")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Theme").select_option(label="Electronic evidence")
    page.get_by_label("Concept note").fill("Who asks whom for <b>evidence</b>.")
    page.get_by_role("button", name="Save and go on").click()
    for words, name in [("brazil", "Brazil"), ("union", "Example Union")]:
        page.get_by_label("Find a State or organisation").fill(words)
        page.get_by_role("button", name="Find").click()
        page.get_by_role("checkbox", name=name).check()
    page.get_by_role("button", name="Save and leave").click()

    # Left, and found again.
    page.goto(live_server.url + address("side_events"))
    page.get_by_role("link", name="Evidence across borders").click()
    page.get_by_role("link", name="Wished slots").click()
    page.get_by_label("Wish 1").select_option(index=2)
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Expected audience").fill("80")
    page.get_by_label("Set-up of the room").select_option("theatre")
    page.get_by_label("French").or_(page.get_by_label("Français")).first.check()
    page.get_by_label("Who pays for the interpretation?").select_option("sponsors")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Name", exact=True).first.fill("Ada Example")
    page.get_by_role("button", name="Save and check everything").click()
    page.get_by_role("button", name="Submit the proposal").click()
    page.get_by_text("is submitted. Its co-sponsors are asked by letter").wait_for()

    event = SideEvent.objects.get(title="Evidence across borders")
    for user in (brazilian_focal_point, officer):
        asked = window(user)
        asked.goto(live_server.url + address("sponsor", event.key))
        asked.get_by_label("Yes,").check()
        asked.get_by_role("button", name="Give this answer").click()
        asked.get_by_text("Thank you. The lead is told: Confirmed.").wait_for()
        asked.context.close()
    assert event.sponsors.confirmed().count() == 3

    desk = window(coordinator)
    desk.goto(live_server.url + address("desk"))
    desk.get_by_role("link", name="Evidence across borders").click()
    for criterion in ("Substance", "Diversity of speakers"):
        desk.get_by_label(criterion).select_option("4")
    desk.get_by_role("button", name="Keep my review").click()
    desk.goto(live_server.url + address("desk"))
    for reference in (event.reference, other.reference):
        desk.get_by_label(reference, exact=True).check()
    desk.get_by_role("button", name="Propose to merge the ticked").click()
    desk.get_by_label(event.reference).check()
    desk.get_by_role("button", name="Ask the leads").click()
    desk.get_by_text("The leads are asked by letter.").wait_for()

    merge = MergeProposal.objects.get()
    for user, bid in [(kenyan_focal_point, event), (head, other)]:
        lead = window(user)
        lead.goto(live_server.url + address("merge_answer", bid.key, merge.pk))
        lead.get_by_label("Yes, one event").check()
        lead.get_by_role("button", name="Give this answer").click()
        lead.get_by_text("Thank you").wait_for()
        lead.context.close()
    other.refresh_from_db()
    assert (other.status, event.sponsors.confirmed().count()) == ("merged", 4)

    desk.goto(live_server.url + address("desk_event", event.key))
    desk.get_by_label("Accepted").check()
    desk.get_by_role("button", name="Prepare this decision").click()
    desk.get_by_text("Prepared: “Accepted”").wait_for()
    desk.goto(live_server.url + address("decisions"))
    desk.get_by_role("button", name="Release the ticked decisions").click()
    desk.get_by_text("1 decision is released").wait_for()
    event.refresh_from_db()
    assert event.status == "accepted"


def test_every_page_of_a_proposal_is_clean(
    window, live_server, submitted, draft, decided, organisation, coordinator, second_coordinator, kenyan_focal_point,
    brazil, brazilian_delegation, brazilian_focal_point, ceremony, criteria, now, tmp_path,
):  # fmt: skip
    union, user = organisation("Example Union of Internet Service Providers and Associated Organisations of the South")
    long = ("الأدلة الإلكترونية عبر الحدود " * 12)[:300].strip()
    one = submitted(long, language="ar", sponsors=[brazil, union])
    other = submitted("Who answers for <b>evidence</b>?", lead=union, by=user, sponsors=[brazil])
    unready = draft("Left in the middle", concept_note="")
    SideEvent.objects.filter(pk=unready.pk).update(late_asked_at=now)
    one.speakers.name_all(
        one, [Speaker(name="Ada Example", function="Judge"), Speaker(name="Bo Example")], seen=one.revision,
        by=kenyan_focal_point, at=now,
    )  # fmt: skip
    for reviewer, points in [(coordinator, 4), (second_coordinator, 2)]:
        Review.objects.write(
            one, reviewer=reviewer, at=now, eligible=True, points=dict.fromkeys(criteria, points), comment="A word."
        )
    institute, head = organisation("Example Institute")
    accepted = decided("accepted", "Victims first", lead=institute, by=head)
    other.prepare("declined", by=coordinator, at=now, reason="It advertises a product.")
    third, office = organisation("Example Network")
    bid = submitted("Alike", lead=third, by=office)
    merge = MergeProposal.objects.propose(one, [bid], by=coordinator, at=now, note="Both speak of evidence.")
    crowded = decided(
        "accepted", "A long table", concept_note="<script>alert(1)</script> <b>bold</b>\n\n" + "evidence" * 60,
        sponsors=[brazil, *(organisation(f"Example Chamber of Commerce {number}")[0] for number in range(4))],
    )  # fmt: skip
    names = [f"Speaker {number} Example of a Family with a Long Name" for number in range(30)]
    Speaker.objects.bulk_create(
        Speaker(side_event=crowded, position=place, name=name) for place, name in enumerate(names)
    )
    crowded.sponsors.get(entity=brazil).decline(by=brazilian_focal_point, at=now)
    steps = [f"{unready.get_absolute_url()}?step={step}" for step in ("theme", "sponsors", "slots", "room", "speakers")]
    pages = {
        kenyan_focal_point: [
            address("side_events"), address("side_event", unready.key), *steps, address("side_event_new"),
            address("side_event", one.key), address("side_event_withdraw", one.key), address("focal_point", one.key),
            address("side_event", crowded.key), f"{crowded.get_absolute_url()}?step=sponsors",
            address("merge_answer", one.key, merge.pk),
        ],
        brazilian_focal_point: [
            address("sponsor", one.key), address("side_event", one.key), address("sponsor", crowded.key),
        ],
        coordinator: [
            address("desk") + "?status=all", address("desk_event", one.key), address("desk_event", other.key),
            address("desk_event", accepted.key), address("decisions"), address("mergers"),
            address("merge_call_off", merge.pk),
        ],
    }  # fmt: skip
    kept = os.environ.get("SCREENSHOTS")
    faults = []
    for number, (who, paths) in enumerate(pages.items()):
        page = window(who)
        folder = Path(kept) / str(number) if kept else None
        for place, path in enumerate(paths):
            crawler = Crawler(page, live_server.url, screenshots=folder and folder / f"{place:02}")
            faults += crawler.look(path).faults
        page.context.close()
    assert faults == []
