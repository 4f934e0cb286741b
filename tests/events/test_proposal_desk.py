"""The coordinators' desk: list, page, verbs, bulk, mergers; and what the desk tells the pages that gather."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accreditation.models import Nominator, NominatorContact
from ceremony.desk import Progress, desk
from ceremony.models import Role
from events.models import MergeProposal, Review, SideEvent, Speaker
from tests.events.proposing import *  # noqa: F403
from tests.events.test_proposals import letters


@pytest.fixture
def address(ceremony):
    return lambda name, *args: reverse(f"events:{name}", args=[ceremony.slug, *args])


@pytest.fixture
def desk_in(client, coordinator):
    client.force_login(coordinator)
    return client


def text_of(response):
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


def listed(response):
    return [event.title for event in response.context["page_obj"].object_list]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_with_one_and_with_three(
    desk_in,
    submitted,
    organisation,
    address,
    criteria,
    coordinator,
    second_coordinator,
    now,
    django_assert_num_queries,
    count,
):
    for number in range(count):
        union, user = organisation(f"Example {number}")
        event = submitted(f"Proposal {number}", lead=union, by=user)
        points = dict.fromkeys(criteria, 4)
        for reviewer in (coordinator, second_coordinator):
            Review.objects.write(event, reviewer=reviewer, at=now, eligible=True, points=points)
    with django_assert_num_queries(10):
        page = desk_in.get(address("desk"))
    assert len(listed(page)) == count
    assert page.context["page_obj"].object_list[0].score == 4


def test_without_a_filter_what_is_to_decide_is_shown_and_every_filter_narrows(
    desk_in, submitted, draft, decided, organisation, address, theme, brazil, call, kenyan_focal_point, now
):
    union, user = organisation("Example Union")
    submitted("Kenya's evidence", sponsors=[brazil])
    decided("accepted", "Victims", lead=union, by=user)
    draft("Unready")

    def found(**asked):
        return listed(desk_in.get(address("desk"), asked))

    assert found() == ["Kenya's evidence"]
    assert found(status="all") == ["Kenya's evidence", "Victims", "Unready"]
    assert found(status="accepted") == ["Victims"]
    assert found(q="evid") == ["Kenya's evidence"]
    assert found(q="brasil", status="all") == []
    assert found(q="brazil", status="all") == ["Kenya's evidence"]
    assert found(q="SE-002", status="all") == ["Victims"]
    assert found(q="SE-9999999999999", status="all") == []
    assert found(theme=str(theme.pk)) == ["Kenya's evidence"]
    assert found(theme="999", status="all") == ["Kenya's evidence", "Victims", "Unready"]
    assert found(prepared="accepted") == []
    assert found(mine="no") == ["Kenya's evidence"]
    assert found(mine="yes") == []
    assert found(status="nonsense") == ["Kenya's evidence"]
    assert found(order="title", status="all") == ["Kenya's evidence", "Unready", "Victims"]
    assert found(status="late") == []


def test_the_list_can_be_had_as_a_file(desk_in, submitted, address):
    submitted("=Evidence")
    csv = desk_in.get(address("desk_export", "csv")).content.decode("utf-8-sig")
    assert csv.splitlines()[1].startswith("SE-001,'=Evidence,Submitted,Kenya,1,Electronic evidence")
    assert desk_in.get(address("desk_export", "xlsx")).status_code == 200
    assert desk_in.get(address("desk_export", "pdf")).status_code == 404


def test_a_coordinator_reviews_prepares_and_releases(desk_in, submitted, address, criteria, coordinator):
    event = submitted()
    points = {f"points_{one.pk}": "4" for one in criteria}
    page = desk_in.post(
        address("desk_verb", event.key, "review"), {"eligible": "yes", **points, "comment": "Sound."}, follow=True
    )
    assert "Your review of SE-001 is kept." in text_of(page)
    page = desk_in.post(
        address("desk_verb", event.key, "prepare"), {"decision": "accepted", "reason": "", "seen": ""}, follow=True
    )
    assert "Prepared: “Accepted”, by Cora Coordinator" in text_of(page)
    page = desk_in.post(address("decisions"), {"event": [str(event.key)]})
    assert "1 decision is released" in text_of(page)
    event.refresh_from_db()
    assert (event.status, event.reviews.get().mean) == ("accepted", 4)


def test_an_incomplete_review_is_said_field_by_field_and_what_was_typed_stays(desk_in, submitted, address, criteria):
    event = submitted()
    page = desk_in.post(address("desk_verb", event.key, "review"), {"eligible": "yes", "comment": "Half of it."})
    assert text_of(page).count("Give from 1 to 5 points.") == 4  # in the summary and beside each field
    assert "Half of it." in page.content.decode()
    assert event.reviews.count() == 0


def test_a_return_says_what_to_put_right_and_an_empty_one_is_refused(desk_in, submitted, address):
    event = submitted()
    assert desk_in.post(address("desk_verb", event.key, "return"), {"to_fix": ""}).status_code == 200
    desk_in.post(address("desk_verb", event.key, "return"), {"to_fix": "Name the speakers."})
    event.refresh_from_db()
    assert (event.status, event.to_fix) == ("returned", "Name the speakers.")


def test_who_answers_for_a_sponsor_sees_no_review_and_has_no_form(
    desk_in, submitted, address, criteria, coordinator, second_coordinator, kenyan_delegation, now
):
    event = submitted()
    Review.objects.write(
        event, reviewer=second_coordinator, at=now, eligible=True, points=dict.fromkeys(criteria, 2), comment="Thin."
    )
    NominatorContact.objects.create(nominator=kenyan_delegation.nominator, user=coordinator)
    page = desk_in.get(address("desk_event", event.key))
    assert "You answer for Kenya, which sponsors this event" in text_of(page)
    assert "Thin." not in text_of(page)
    assert ("review_form" in page.context, "prepare_form" in page.context) == (False, False)
    assert "own" in text_of(desk_in.get(address("desk")))
    refused = desk_in.post(
        address("desk_verb", event.key, "prepare"), {"decision": "accepted", "reason": "", "seen": ""}
    )
    assert "somebody else judges it" in text_of(refused)


def test_a_reader_looks_on_and_does_nothing(client, submitted, address, reader):
    event = submitted()
    client.force_login(reader)
    page = client.get(address("desk_event", event.key))
    assert page.status_code == 200
    assert "<form" not in page.content.decode().split("<main")[1]
    assert client.post(address("desk_verb", event.key, "return"), {"to_fix": "x"}).status_code == 404
    assert client.post(address("desk_bulk")).status_code == 404
    assert client.get(address("decisions")).status_code == 404


def test_strangers_find_no_desk(client, submitted, address, kenyan_focal_point, accreditation_officer):
    event = submitted()
    for user in (kenyan_focal_point, accreditation_officer):
        client.force_login(user)
        for name, args in [("desk", []), ("desk_event", [event.key]), ("decisions", []), ("mergers", [])]:
            assert (name, client.get(address(name, *args)).status_code) == (name, 404)


def test_many_are_prepared_at_once_and_the_page_says_what_was_left_alone(
    desk_in, submitted, organisation, address, second_coordinator, now
):
    union, user = organisation("Example Union")
    first, second = submitted("First"), submitted("Second of Kenya")
    theirs = submitted("Theirs", lead=union, by=user)
    theirs.prepare("declined", by=second_coordinator, at=now, reason="Thin.")
    marked = [str(event.key) for event in (first, second, theirs)]
    page = desk_in.post(address("desk_bulk"), {"event": marked, "decision": "accepted"})
    said = text_of(page)
    assert "“Accepted” is prepared for 1 proposal" in said
    assert "2 were left alone, for the reasons below." in said
    assert "Kenya leads SE-001 “First” already, and a lead has one slot." in said
    assert "Cai Coordinator has prepared “Declined” meanwhile" in said
    assert [event.prepared_status for event in SideEvent.objects.all()] == ["accepted", "", "declined"]
    seen = {f"seen-{event.key}": event.prepared_status for event in SideEvent.objects.all()}
    page = desk_in.post(address("desk_bulk"), {"event": marked, "decision": "unprepare", **seen})
    assert [event.prepared_status for event in SideEvent.objects.all()] == ["", "", ""]


def test_nothing_ticked_nothing_chosen_and_nonsense_are_said_and_change_nothing(desk_in, submitted, address):
    event = submitted()
    assert "Nothing is marked" in text_of(desk_in.post(address("desk_bulk"), {"decision": "accepted"}, follow=True))
    for decision in ("", "merged", "withdrawn"):
        page = desk_in.post(address("desk_bulk"), {"event": [str(event.key)], "decision": decision}, follow=True)
        assert "Choose what is to be prepared" in text_of(page)
    assert "Nothing is marked" in text_of(desk_in.post(address("decisions"), {"event": ["no-key"]}, follow=True))


def test_to_decline_many_takes_one_reason(desk_in, submitted, address):
    event = submitted()
    page = desk_in.post(address("desk_bulk"), {"event": [str(event.key)], "decision": "declined"})
    assert "Write why it is declined" in text_of(page)
    desk_in.post(address("desk_bulk"), {"event": [str(event.key)], "decision": "declined", "reason": "No room."})
    event.refresh_from_db()
    assert (event.prepared_status, event.prepared_reason) == ("declined", "No room.")


def test_a_merger_is_proposed_from_the_ticked_ones(desk_in, submitted, organisation, address):
    union, user = organisation("Example Union")
    ours, theirs = submitted("Ours"), submitted("Theirs", lead=union, by=user)
    both = [str(ours.key), str(theirs.key)]
    picked = desk_in.post(
        address("desk_bulk"), {"event": both, "merge": "1", "decision": "", "csrfmiddlewaretoken": "x"}
    )
    assert picked.url == f"{address('mergers')}?event={both[0]}&event={both[1]}"
    assert "Ask the leads" in text_of(desk_in.get(picked.url))
    assert "Tick two proposals or more" in text_of(desk_in.get(address("mergers"), {"event": both[:1]}))
    desk_in.post(address("mergers"), {"event": both, "into": both[1], "note": "Alike."})
    merge = MergeProposal.objects.get()
    assert (merge.into, merge.bids.count(), len(letters("merge_proposed"))) == (theirs, 2, 2)
    desk_in.post(address("merge_call_off", merge.pk), {"reason": "There is room."})
    merge.refresh_from_db()
    assert merge.status == "called_off"
    assert desk_in.get(address("merge_call_off", merge.pk)).status_code == 404


def test_who_came_too_late_is_found_and_admitted_with_a_reason(desk_in, draft, address, call, kenyan_focal_point, now):
    event = draft()
    type(call).objects.filter(pk=call.pk).update(closes_at=now - timedelta(minutes=1))
    SideEvent.objects.filter(pk=event.pk).update(late_asked_at=now)
    assert listed(desk_in.get(address("desk"), {"status": "late"})) == [event.title]
    page = desk_in.get(address("desk_event", event.key))
    assert "Its lead tried to submit it" in text_of(page)
    desk_in.post(address("desk_verb", event.key, "admit-late"), {"reason": "The mail was down."})
    event.refresh_from_db()
    assert (event.status, event.late_reason) == ("submitted", "The mail was down.")


def test_a_speaker_is_excused_or_recognised_among_those_put_forward(
    desk_in, decided, address, person, brazilian_delegation, kenyan_focal_point, now
):
    event = decided("accepted")
    bruno = person(brazilian_delegation, "Bruno").accreditation
    named = [Speaker(name="Bruno Example"), Speaker(name="Ada Example")]
    event.speakers.name_all(event, named, seen=event.revision, by=kenyan_focal_point, at=now)
    speaker, other = event.speakers.all()
    assert "This is Bruno Example, put forward by Brazil" in text_of(desk_in.get(address("desk_event", event.key)))
    desk_in.post(address("desk_verb", event.key, "recognise"), {"speaker": speaker.pk, "person": str(bruno.key)})
    desk_in.post(
        address("desk_verb", event.key, "excuse"),
        {"speaker": other.pk, f"speaker-{other.pk}-reason": "Speaks by video."},
    )
    speaker.refresh_from_db()
    other.refresh_from_db()
    assert (speaker.accreditation, other.excuse) == (bruno, "Speaks by video.")
    chosen = {"speaker": other.pk, "person": str(bruno.key)}
    refused = desk_in.post(address("desk_verb", event.key, "recognise"), chosen, follow=True)
    assert "Nobody of this name is put forward any more. Nothing was changed." in text_of(refused)
    other.refresh_from_db()
    assert other.accreditation is None


def test_a_verb_that_does_not_exist_is_not_found(desk_in, submitted, address):
    assert desk_in.post(address("desk_verb", submitted().key, "publish")).status_code == 404


# The pages that gather


@pytest.fixture
def task(kenyan_delegation):
    [found] = [task for task in desk.tasks_of("delegation") if task.name == "side_events"]

    def state(at):
        said = found.state(Nominator.objects.get(pk=kenyan_delegation.nominator_id), at)
        return said.progress, said.missing

    return state


def test_the_delegations_task_follows_its_proposal(task, call, draft, kenyan_focal_point, coordinator, now):
    assert task(now) == (Progress.NOT_NEEDED, ("The call is open: you may propose a side event.",))
    event = draft()
    assert task(now) == (Progress.IN_PROGRESS, ("1 draft is not submitted.",))
    event.submit(by=kenyan_focal_point, at=now)
    assert task(now) == (Progress.WAITING, ())
    event.give_back(by=coordinator, at=now, to_fix="x")
    assert task(now) == (Progress.ATTENTION, ("SE-001 “Evidence across borders” was returned to be put right.",))
    event.submit(by=kenyan_focal_point, at=now)
    event.prepare("accepted", by=coordinator, at=now)
    event.release_decision(by=coordinator, at=now)
    assert task(now) == (Progress.DONE, ())


def test_the_task_asks_for_a_co_sponsors_answer(task, organisation, submitted, kenya, now):
    union, user = organisation("Example Union")
    submitted("The Union's", lead=union, by=user, sponsors=[kenya])
    assert task(now) == (Progress.ATTENTION, ("SE-001 “The Union's”: answer whether you co-sponsor it.",))


def test_the_task_asks_about_a_merger_and_then_for_the_speakers_accreditations(
    task, organisation, submitted, kenyan_focal_point, coordinator, now
):
    union, user = organisation("Example Union")
    ours, theirs = submitted("Ours"), submitted("Theirs", lead=union, by=user)
    merger = MergeProposal.objects.propose(ours, [theirs], by=coordinator, at=now)
    assert task(now) == (Progress.ATTENTION, ("SE-001 “Ours”: answer whether it is merged.",))
    merger.refuse(ours, by=kenyan_focal_point, at=now)
    ours.prepare("accepted", by=coordinator, at=now)
    ours.release_decision(by=coordinator, at=now)
    speaker = Speaker.objects.create(side_event=ours, name="Sana Speaker")
    assert task(now) == (Progress.ATTENTION, ("SE-001 “Ours”: speakers without an accreditation.",))
    speaker.record_excuse(by=coordinator, at=now, reason="Speaks by video.")
    assert task(now) == (Progress.DONE, ())


def test_the_three_tasks_of_a_delegation_ask_one_statement(kenyan_delegation, draft, now, django_assert_num_queries):
    draft()
    nominator = Nominator.objects.select_related("ceremony", "entity").get(pk=kenyan_delegation.nominator_id)
    tasks = [task for task in desk.tasks_of("delegation") if task.name in ("side_events", "statement", "booth")]
    assert len(tasks) == 3
    with django_assert_num_queries(1):
        for task in tasks:
            task.state(nominator, now)


def test_without_a_call_nothing_is_needed(task, now):
    assert task(now) == (Progress.NOT_NEEDED, ("There is no call for side events.",))


def test_what_has_waited_too_long_is_on_the_overview(
    submitted, organisation, brazil, brazilian_delegation, coordinator, ceremony, now
):
    union, user = organisation("Example Union")
    event = submitted(sponsors=[brazil])
    submitted("Prepared", lead=union, by=user).prepare("accepted", by=coordinator, at=now)

    def late(at):
        return sorted(row.what for row in desk.late(ceremony, at, {Role.SIDE_EVENTS.value}))

    assert late(now) == []
    assert late(now + timedelta(days=6)) == [
        "1 co-sponsor has not answered for five days.",
        "1 decision on a side event is prepared and not released.",
        "1 proposal for a side event has had no review for five days.",
    ]
    event.give_back(by=coordinator, at=now, to_fix="x")
    assert "1 side event was returned more than five days ago and did not come back." in late(now + timedelta(days=6))
    assert desk.late(ceremony, now + timedelta(days=6), {Role.GATE.value}) == []


def test_the_counts_partition_the_total_and_leave_drafts_out(submitted, draft, decided, organisation, ceremony, now):
    union, user = organisation("Example Union")
    submitted()
    draft("Unready")
    decided("accepted", "Theirs", lead=union, by=user)
    [count] = [one for one in desk.counts_for({Role.SIDE_EVENTS.value}) if one.name == "side events by status"]
    assert [(figure.label, figure.value) for figure in count.figures(ceremony, now)] == [
        ("", 2),
        ("Submitted", 1),
        ("Accepted", 1),
    ]


def test_speakers_are_erased_on_the_day_and_a_second_time_there_is_nothing(decided, kenyan_focal_point, ceremony, now):
    from accreditation.retention import erase

    event = decided("accepted")
    ada = Speaker(name="Ada Example", email="ada@speaker.example", function="Judge", organisation="Court")
    event.speakers.name_all(event, [ada], seen=event.revision, by=kenyan_focal_point, at=now)
    assert erase(ceremony)["speakers"] == 1
    assert list(event.speakers.values_list("name", "email", "function", "organisation", "user")) == [
        ("—", "", "", "", None)
    ]
    assert erase(ceremony)["speakers"] == 0


def test_a_rehearsal_has_the_call_and_its_criteria_and_no_proposal(submitted, criteria, ceremony, organiser, call, now):
    from ceremony.rehearsal import make_rehearsal

    submitted()
    rehearsal = make_rehearsal(ceremony, by=organiser, at=now)
    assert rehearsal.call_for_side_events.closes_at == call.closes_at
    assert [str(one) for one in rehearsal.criteria.all()] == ["Substance", "Diversity of speakers"]
    assert rehearsal.side_events.count() == 0
