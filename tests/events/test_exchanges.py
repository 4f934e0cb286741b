"""Two delegations exchange their places on the list of speakers, and officers do so for them."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ceremony.models import LedgerRow
from ceremony.procedure import AlreadyDecided, Refused
from delegations.models import Rank
from directory.models import EntityKind
from events.models import Exchange, Statement, StatementsList
from events.speaking_order import order_of
from notifications.models import Letter
from tests.accreditation.conftest import private_files  # noqa: F401
from tests.at_once import at_once
from tests.events.debating import *  # noqa: F403
from tests.events.debating import refusal

pytestmark = pytest.mark.django_db


def test_two_delegations_exchange_places_when_the_other_says_yes(
    order, kenya_asks, brazil_asks, kenyan_focal_point, brazilian_focal_point, now
):
    asked = Exchange.objects.ask(brazil_asks, kenya_asks, by=brazilian_focal_point, at=now)
    letter = Letter.objects.get(kind="events.exchange_asked")
    assert letter.recipient == kenyan_focal_point
    assert "The place of Kenya now: number 1, First meeting, about " in letter.text
    assert "The place that Kenya would have: number 2, First meeting, about " in letter.text
    assert order()[0] == ["Kenya", "Brazil"]
    asked.accept(by=kenyan_focal_point, at=now)
    assert order()[0] == ["Brazil", "Kenya"]
    assert Letter.objects.get(kind="events.exchange_answered").recipient == brazilian_focal_point
    assert LedgerRow.objects.about(kenya_asks).last().reason.strip() == "Exchanged places with Brazil."


def test_a_no_changes_nothing_and_tells_who_asked(order, kenya_asks, brazil_asks, kenyan_focal_point, now):
    asked = Exchange.objects.ask(brazil_asks, kenya_asks, by=None, at=now)
    asked.refuse(by=kenyan_focal_point, at=now)
    assert order()[0] == ["Kenya", "Brazil"]
    assert "The answer is: Refused." in Letter.objects.get(kind="events.exchange_answered").text


def test_places_are_exchanged_across_classes_and_meetings(ask, invited, order, speakers, kenya_asks, now):
    fiji = ask(invited("FJI", "Fiji"), Rank.AMBASSADOR, wished_day=speakers.in_order_of_time()[1].day)
    ask(invited("GHA", "Ghana"), Rank.MINISTER, minutes=3)
    Exchange.objects.ask(fiji, kenya_asks, by=None, at=now).accept(by=kenya_asks.requested_by, at=now)
    assert order() == [["Fiji", "Ghana"], ["Kenya"]]
    # The time limit goes with the level, not with the place.
    assert Statement.objects.get(pk=fiji.pk).minutes == 4


def test_whoever_was_asked_about_a_place_that_is_gone_is_not_taken_at_his_word(
    ask, invited, kenya_asks, brazil_asks, kenyan_focal_point, now
):
    fiji = ask(invited("FJI", "Fiji"), Rank.MINISTER, minutes=5)
    first = Exchange.objects.ask(brazil_asks, kenya_asks, by=None, at=now)
    other = Exchange.objects.ask(fiji, kenya_asks, by=None, at=now)
    first.accept(by=kenyan_focal_point, at=now)
    assert [one.status for one in Exchange.objects.order_by("pk")] == ["accepted", "lapsed"]
    with pytest.raises(AlreadyDecided):
        other.accept(by=kenyan_focal_point, at=now)


def test_one_asks_one_at_a_time_and_may_call_it_off(ask, invited, kenya_asks, brazil_asks, now):
    fiji = ask(invited("FJI", "Fiji"), Rank.MINISTER, minutes=5)
    exchange = Exchange.objects.ask(fiji, kenya_asks, by=None, at=now)
    assert refusal(Exchange.objects.ask, fiji, brazil_asks, by=None, at=now) == [
        "You have asked somebody already: wait for the answer, or call it off first."
    ]
    exchange.call_off(by=None, at=now)
    Exchange.objects.ask(fiji, brazil_asks, by=None, at=now)


@pytest.mark.usefixtures("in_session")
def test_who_has_spoken_has_no_place_to_exchange(kenya_asks, brazil_asks, coordinator, now):
    asked = Exchange.objects.ask(brazil_asks, kenya_asks, by=None, at=now)
    kenya_asks.start(by=coordinator, at=now)
    asked.refresh_from_db()
    assert asked.status == "lapsed"
    assert refusal(Exchange.objects.ask, brazil_asks, kenya_asks, by=None, at=now) == [
        "“Kenya” is “Speaking”: it has no place to exchange."
    ]


def test_officers_exchange_two_places_with_a_reason_that_both_read(order, kenya_asks, brazil_asks, coordinator, now):
    by_officer = Exchange.objects.by_officer
    assert refusal(by_officer, kenya_asks, brazil_asks, by=coordinator, at=now, reason="") == [
        "Write why they exchange places: both delegations read it."
    ]
    by_officer(kenya_asks, brazil_asks, by=coordinator, at=now, reason="A late flight.")
    assert order()[0] == ["Brazil", "Kenya"]
    assert sorted(Letter.objects.filter(kind="events.statement_moved").values_list("to_email", flat=True)) == [
        "focal.brazil@plenipo.example",
        "focal.kenya@plenipo.example",
    ]


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_counts(kenya_asks, brazil_asks, kenyan_focal_point, now):
    asked = Exchange.objects.ask(brazil_asks, kenya_asks, by=None, at=now)

    def answer(verb):
        one = Exchange.objects.select_related("asking__list", "asked__list").get(pk=asked.pk)
        try:
            getattr(one, verb)(by=kenyan_focal_point, at=now)
        except Refused:
            return "refused"
        return "done"

    assert sorted(at_once(lambda: answer("accept"), lambda: answer("accept"))) == ["done", "refused"]
    names = [str(line.statement) for line in order_of(StatementsList.objects.get(), now)[0].lines]
    assert names == ["Brazil", "Kenya"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(swaps=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=8))
def test_no_sequence_of_exchanges_loses_or_doubles_a_place(speakers, swaps, now):
    with transaction.atomic():
        rows = list(Statement.objects.order_by("pk"))
        if not rows:
            from directory.models import Entity

            for number in range(6):
                entity = Entity.objects.create(
                    code=f"S{number:02}", kind=EntityKind.MEMBER_STATE, short_en=f"S{number}", sort_en=f"s{number}"
                )
                level = speakers.classes.get(position=1 + number % 4)
                rows.append(
                    Statement.objects.create(
                        list=speakers, entity=entity, rank=level.highest, level=level, place_class=level,
                        place_at=now + timedelta(minutes=number), requested_at=now, meeting=speakers.in_order_of_time()[0],
                    )
                )  # fmt: skip
        places = {(row.meeting_id, row.place_class_id, row.place_at) for row in Statement.objects.all()}
        for one, other in swaps:
            if one != other:
                asked = Exchange.objects.ask(rows[one], rows[other], by=None, at=now)
                asked.accept(by=_anybody(), at=now)
        after = {(row.meeting_id, row.place_class_id, row.place_at) for row in Statement.objects.all()}
        assert after == places
        assert len(after) == 6


def _anybody():
    from accounts.models import User

    return User.objects.get_or_create(email="any@plenipo.example")[0]
