"""Two people at the same moment about one proposal: one is first, the other is told, and nothing is lost."""

import pytest

from ceremony.procedure import Refused
from events.models import MergeProposal, SideEvent, Sponsor
from notifications.models import Letter
from tests.at_once import at_once
from tests.events.proposing import *  # noqa: F403

pytestmark = pytest.mark.django_db(transaction=True)


def again(event):
    return SideEvent.objects.select_related("ceremony").get(pk=event.pk)


def refusals(results):
    return [result for result in results if isinstance(result, Refused)]


def test_ten_proposals_at_once_have_ten_numbers(ceremony, call, kenya, kenyan_delegation, kenyan_focal_point, now):
    def propose():
        return SideEvent.objects.propose(ceremony, kenya, by=kenyan_focal_point, at=now, title="x").number

    assert sorted(at_once(*[propose] * 10)) == list(range(1, 11))


def test_two_colleagues_who_save_at_once_overwrite_nothing(draft, kenyan_focal_point, now):
    event = draft()
    seen = event.revision

    def save(title):
        return lambda: again(event).change(seen=seen, by=kenyan_focal_point, at=now, title=title) or title

    results = at_once(save("One"), save("Two"))
    [told] = refusals(results)
    assert told.code == "changed"
    assert again(event).title == next(result for result in results if isinstance(result, str))


def test_two_who_submit_at_once_ask_the_co_sponsors_once(draft, brazil, brazilian_delegation, kenyan_focal_point, now):
    event = draft(sponsors=[brazil])
    results = at_once(*[lambda: again(event).submit(by=kenyan_focal_point, at=now)] * 2)
    assert len(refusals(results)) == 1
    assert Letter.objects.filter(kind="events.sponsor_asked").count() == 1
    assert Letter.objects.filter(kind="events.received").count() == 1


def test_of_two_decisions_at_once_one_is_prepared(submitted, coordinator, second_coordinator, now):
    event = submitted()
    results = at_once(
        lambda: again(event).prepare("accepted", by=coordinator, at=now),
        lambda: again(event).prepare("declined", by=second_coordinator, at=now, reason="Thin."),
    )
    assert [refused.code for refused in refusals(results)] == ["already_decided"]


def test_two_releases_at_once_tell_it_once(submitted, coordinator, second_coordinator, now):
    event = submitted()
    event.prepare("accepted", by=coordinator, at=now)
    results = at_once(
        lambda: again(event).release_decision(by=coordinator, at=now),
        lambda: again(event).release_decision(by=second_coordinator, at=now),
    )
    assert len(refusals(results)) == 1
    assert Letter.objects.filter(kind="events.accepted").count() == 1


def test_two_events_of_one_lead_are_not_both_accepted_at_once(submitted, coordinator, now):
    first, second = submitted("First"), submitted("Second")
    at_once(
        *[lambda event=event: again(event).prepare("accepted", by=coordinator, at=now) for event in (first, second)]
    )
    at_once(*[lambda event=event: again(event).release_decision(by=coordinator, at=now) for event in (first, second)])
    assert SideEvent.objects.filter(status="accepted").count() == 1


def test_a_co_sponsor_who_says_yes_while_another_says_no_is_one_answer(
    submitted, brazil, brazilian_delegation, brazilian_focal_point, now
):
    sponsor = submitted(sponsors=[brazil]).sponsors.co().get()

    def answer(verb):
        row = Sponsor.objects.select_related("side_event__ceremony", "entity").get(pk=sponsor.pk)
        return lambda: getattr(row, verb)(by=brazilian_focal_point, at=now)

    results = at_once(answer("confirm"), answer("decline"))
    assert [refused.code for refused in refusals(results)] == ["already_decided"]
    assert Letter.objects.filter(kind="events.sponsor_answered").count() == 1


def test_the_last_yes_and_a_withdrawal_at_once_leave_no_half_merger(
    submitted, organisation, coordinator, kenyan_focal_point, now
):
    union, user = organisation("Example Union")
    ours, theirs = submitted("Ours"), submitted("Theirs", lead=union, by=user)
    merge = MergeProposal.objects.propose(ours, [theirs], by=coordinator, at=now)
    merge.accept(ours, by=kenyan_focal_point, at=now)

    def accept():
        MergeProposal.objects.select_related("ceremony", "into__ceremony").get(pk=merge.pk).accept(
            theirs, by=user, at=now
        )

    results = at_once(accept, lambda: again(ours).withdraw(by=kenyan_focal_point, at=now, reason="Ill."))
    merge.refresh_from_db()
    states = sorted(SideEvent.objects.values_list("status", flat=True))
    # Either they became one, which was withdrawn then; or the question ended with the withdrawal.
    assert (merge.status, states, len(refusals(results))) in [
        ("accepted", ["merged", "withdrawn"], 0),
        ("refused", ["submitted", "withdrawn"], 1),
    ]


def test_a_lead_who_asks_while_a_colleague_withdraws_leaves_nobody_asked_about_an_event_that_is_over(
    submitted, brazil, brazilian_delegation, brazilian_focal_point, kenyan_focal_point, now
):
    event = submitted(sponsors=[brazil])
    event.sponsors.co().get().decline(by=brazilian_focal_point, at=now)
    Letter.objects.all().delete()

    def ask():
        Sponsor.objects.co().select_related("side_event__ceremony", "entity").get().ask(by=kenyan_focal_point, at=now)

    results = at_once(ask, lambda: again(event).withdraw(by=kenyan_focal_point, at=now, reason="Ill."))
    # Either the question was refused; or whoever was asked is told of the withdrawal.
    told = set(Letter.objects.filter(to_email="focal.brazil@plenipo.example").values_list("kind", flat=True))
    assert (len(refusals(results)), told) in [
        (1, set()),
        (0, {"events.sponsor_asked", "events.withdrawn"}),
    ]


def test_a_co_sponsor_who_answers_while_he_is_dropped_is_told_or_stays(
    submitted, brazil, brazilian_delegation, brazilian_focal_point, kenyan_focal_point, coordinator, now
):
    event = submitted(sponsors=[brazil])
    event.give_back(by=coordinator, at=now, to_fix="More.")
    seen = again(event).revision
    row = Sponsor.objects.co().select_related("side_event__ceremony", "entity").get()
    results = at_once(
        lambda: row.confirm(by=brazilian_focal_point, at=now),
        lambda: event.sponsors.name_all(again(event), [], seen=seen, by=kenyan_focal_point, at=now),
    )
    assert len(refusals(results)) == 1
    left = [sponsor.status for sponsor in event.sponsors.co()]
    dropped = Letter.objects.filter(kind="events.sponsor_dropped").count()
    assert (left, dropped) in [(["confirmed"], 0), ([], 1)]
