"""Who reviews a proposal, who decides about it, and what a reviewer sees before he has written."""

import html
import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accreditation.models import NominatorContact
from ceremony.models import LedgerRow
from ceremony.procedure import Refused
from events import decisions
from events.models import Review, ReviewAssignment, SideEvent
from tests.events.conftest import coordinating
from tests.events.proposing import *  # noqa: F403
from tests.events.test_proposals import letters


def text_of(response):
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


@pytest.fixture
def write(criteria, now):
    def write(event, reviewer, points, comment=""):
        return Review.objects.write(
            event, reviewer=reviewer, at=now, eligible=True, points=dict.fromkeys(criteria, points), comment=comment
        )

    return write


@pytest.fixture
def assign(coordinator, now):
    return lambda event, *reviewers, by=coordinator: ReviewAssignment.objects.assign(event, reviewers, by=by, at=now)


@pytest.fixture
def desk_of(client, ceremony):
    """desk_of(user)("desk"): his page; with data, what he sends."""

    def desk_of(user):
        client.force_login(user)

        def visit(name, *args, data=None, **asked):
            address = reverse(f"events:{name}", args=[ceremony.slug, *args])
            return client.get(address, asked) if data is None else client.post(address, data, follow=True)

        return visit

    return desk_of


# Nobody decides about his own


@pytest.mark.parametrize(
    ("state", "decide"),
    [
        ("submitted", lambda event, by, now: event.give_back(by=by, at=now, to_fix="x")),
        ("submitted", lambda event, by, now: event.prepare("accepted", by=by, at=now)),
        ("submitted", lambda event, by, now: event.allow_second(by=by, at=now, reason="x")),
        ("submitted", lambda event, by, now: event.withdraw(by=by, at=now, reason="x")),
        ("prepared", lambda event, by, now: event.unprepare(by=by, seen="accepted")),
        ("prepared", lambda event, by, now: event.release_decision(by=by, at=now)),
        ("declined", lambda event, by, now: event.reopen(by=by, at=now, reason="x")),
        ("draft", lambda event, by, now: event.admit_late(by=by, at=now, reason="x")),
    ],
    ids=["give back", "prepare", "allow second", "withdraw", "unprepare", "release", "reopen", "admit late"],
)
def test_who_answers_for_a_sponsor_decides_nothing_about_its_event(
    state, decide, draft, submitted, decided, brazil, brazilian_delegation, coordinator, second_coordinator, now
):
    if state == "declined":
        event = decided("declined", sponsors=[brazil])
    else:
        event = {"draft": draft}.get(state, submitted)(sponsors=[brazil])
    if state == "prepared":
        event.prepare("accepted", by=second_coordinator, at=now)
    NominatorContact.objects.create(nominator=brazilian_delegation.nominator, user=coordinator)
    before = SideEvent.objects.values().get(pk=event.pk)
    with pytest.raises(Refused, match="You answer for Brazil, which sponsors this event: somebody else judges it"):
        decide(event, coordinator, now)
    assert SideEvent.objects.values().get(pk=event.pk) == before


def test_an_officer_who_answers_for_the_lead_withdraws_as_its_lead(submitted, coordinator, kenyan_delegation, now):
    event = submitted()
    NominatorContact.objects.create(nominator=kenyan_delegation.nominator, user=coordinator)
    event.withdraw(by=coordinator, at=now, reason="Ill.")
    assert event.status == "withdrawn"


def test_the_pages_say_why_there_is_nothing_to_decide_and_the_bulk_leaves_it_alone(
    desk_of, submitted, coordinator, second_coordinator, kenyan_delegation, organisation, now
):
    own, other = submitted(), submitted("Theirs", **dict(zip(("lead", "by"), organisation("Example"), strict=True)))
    for event in (own, other):
        event.prepare("accepted", by=second_coordinator, at=now)
    NominatorContact.objects.create(nominator=kenyan_delegation.nominator, user=coordinator)
    desk = desk_of(coordinator)
    page = desk("desk_event", own.key)
    assert "you neither see its reviews nor decide about it, nor about its speakers" in text_of(page)
    assert "<form" not in page.content.decode().split("<main")[1]
    assert "Accepted" not in text_of(desk("desk", q="SE-001")).split("Title")[-1]
    page = desk("decisions")
    assert [one.pk for one in page.context["prepared"]] == [other.pk]
    assert "1 more is about an event that your own State or organisation sponsors" in text_of(page)
    report = decisions.release([own, other], by=coordinator, at=now)
    assert ([one.pk for one in report.done], [one.pk for one, _why in report.skipped]) == ([other.pk], [own.pk])


# Who reviews


def test_a_coordinator_chooses_reviewers_who_get_a_letter_once(desk_of, submitted, coordinator, second_coordinator):
    event = submitted()
    for _twice in range(2):
        page = desk_of(coordinator)(
            "desk_verb", event.key, "assign", data={"reviewers": [second_coordinator.pk, coordinator.pk]}
        )
        assert "The reviewers of SE-001 are set" in text_of(page)
    assert "To be reviewed by Cai Coordinator , Cora Coordinator" in text_of(page)
    assert letters("review_asked") == [second_coordinator.email]
    assert LedgerRow.objects.about(event).filter(code="reviewers").count() == 2


def test_of_two_who_choose_reviewers_at_once_the_second_is_told_who_was_first(
    desk_of, submitted, coordinator, second_coordinator
):
    event = submitted()
    for reviewer, said in [
        (coordinator, "The reviewers of SE-001 are set"),
        (second_coordinator, "Cora Coordinator was first: Submitted Reviewers: Cora Coordinator"),
    ]:
        data = {"reviewers": [reviewer.pk], "seen": ""}
        assert said in text_of(desk_of(coordinator)("desk_verb", event.key, "assign", data=data))
    assert [one.reviewer for one in event.assignments.all()] == [coordinator]


def test_only_impartial_coordinators_are_assigned(
    assign, submitted, coordinator, second_coordinator, kenyan_delegation, accreditation_officer, now
):
    event = submitted()
    with pytest.raises(Refused, match="does not coordinate side events"):
        assign(event, accreditation_officer)
    NominatorContact.objects.create(nominator=kenyan_delegation.nominator, user=second_coordinator)
    with pytest.raises(Refused, match="Cai Coordinator answers for a sponsor of this event"):
        assign(event, second_coordinator)
    with pytest.raises(Refused, match="You answer for Kenya"):
        assign(event, coordinator, by=second_coordinator)
    with pytest.raises(IntegrityError, match="Nobody reviews what his own"), transaction.atomic():
        ReviewAssignment.objects.create(
            side_event=event, reviewer=second_coordinator, assigned_by=coordinator, assigned_at=now
        )
    assert event.assignments.count() == 0


def test_where_reviewers_are_assigned_nobody_else_adds_points(
    assign, submitted, write, coordinator, second_coordinator
):
    event = submitted()
    assign(event, second_coordinator)
    with pytest.raises(Refused, match="It is reviewed by Cai Coordinator"):
        write(event, coordinator, 5)
    write(event, second_coordinator, 3)
    assert [review.reviewer for review in event.reviews.all()] == [second_coordinator]


def test_a_reviewer_who_has_written_stays(assign, submitted, write, coordinator, second_coordinator):
    event = submitted()
    assign(event, coordinator, second_coordinator)
    write(event, second_coordinator, 3)
    assign(event)
    assert [row.reviewer for row in event.assignments.all()] == [second_coordinator]


def test_what_is_decided_has_no_reviewers_to_choose(assign, decided, second_coordinator):
    with pytest.raises(Refused, match="it is not under review"):
        assign(decided("accepted"), second_coordinator)


# Blind until written


def test_a_reviewer_sees_what_others_think_when_he_has_written_himself(
    desk_of, submitted, write, coordinator, second_coordinator
):
    event = submitted()
    write(event, second_coordinator, 2, comment="Thin on substance.")
    desk = desk_of(coordinator)

    def seen():
        page, row = desk("desk_event", event.key), desk("desk").context["page_obj"].object_list[0]
        return "Thin on substance." in text_of(page), page.context["score"], row.score

    assert seen() == (False, None, None)
    assert "1 other review is written. You see it when you have written your own." in text_of(
        desk("desk_event", event.key)
    )
    assert "your review first" in text_of(desk("desk"))
    assert b"2.0" not in desk("desk_export", "csv").content
    write(event, coordinator, 4)
    assert seen() == (True, 3, 3)


def test_a_coordinator_who_is_not_to_review_sees_the_points_and_a_reader_too(
    desk_of, assign, submitted, write, coordinator, second_coordinator, reader
):
    event = submitted()
    assign(event, second_coordinator)
    write(event, second_coordinator, 2, comment="Thin on substance.")
    for user in (coordinator, reader):
        page = desk_of(user)("desk_event", event.key)
        assert ("Thin on substance." in text_of(page), "review_form" in page.context) == (True, False)


def test_hidden_points_give_nothing_away_by_the_order(
    desk_of, submitted, organisation, write, coordinator, second_coordinator
):
    events = [submitted("A")]
    for title in "BC":
        entity, user = organisation(f"Example {title}")
        events.append(submitted(title, lead=entity, by=user))
    for event, points in zip(events, (1, 5, 3), strict=True):
        write(event, second_coordinator, points)
    listed = desk_of(coordinator)("desk", order="score").context["page_obj"].object_list
    assert [(one.title, one.score) for one in listed] == [("A", None), ("B", None), ("C", None)]


def test_the_average_says_of_how_many_and_from_where_to_where(
    desk_of, ceremony, submitted, write, coordinator, second_coordinator
):
    event, third = submitted(), coordinating(ceremony, "Cleo Coordinator")
    for reviewer, points in [(coordinator, 4), (second_coordinator, 2), (third, 3)]:
        write(event, reviewer, points)
    assert Review.objects.spread([event]) == {event.pk: (3, 2.0, 4.0)}
    desk = desk_of(coordinator)
    assert "3 reviews, from 2.0 to 4.0" in text_of(desk("desk_event", event.key))
    assert "3.0 2.0–4.0" in text_of(desk("desk"))


def test_the_list_is_narrowed_to_what_one_has_to_review(
    desk_of, assign, submitted, decided, organisation, write, coordinator, second_coordinator, kenyan_delegation
):
    def theirs(title, make=submitted, *args):
        entity, user = organisation(f"Example {title}")
        return make(*args, title, lead=entity, by=user)

    theirs("Mine by name")
    assign(SideEvent.objects.get(title="Mine by name"), coordinator)
    theirs("Anybody's")
    assign(theirs("Another's"), second_coordinator)
    write(theirs("Written"), coordinator, 3)
    theirs("Decided", decided, "accepted")
    submitted("My own State's")
    NominatorContact.objects.create(nominator=kenyan_delegation.nominator, user=coordinator)
    listed = desk_of(coordinator)("desk", mine="due").context["page_obj"].object_list
    assert [one.title for one in listed] == ["Mine by name", "Anybody's"]
