"""The floor: given, timed, taken back, passed over, and the rights of reply after it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from ceremony.procedure import Refused
from delegations.models import Rank
from directory.models import EntityKind
from events.models import Statement
from events.speaking_order import order_of
from tests.accreditation.conftest import private_files  # noqa: F401
from tests.at_once import at_once
from tests.events.debating import *  # noqa: F403
from tests.events.debating import refusal

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("in_session")
def test_the_floor_is_given_taken_and_timed(kenya_asks, coordinator, now):
    kenya_asks.start(by=coordinator, at=now)
    kenya_asks.end(by=coordinator, at=now + timedelta(minutes=6, seconds=10))
    assert kenya_asks.status == "delivered"
    assert kenya_asks.lasted == timedelta(minutes=6, seconds=10)
    assert kenya_asks.overran == timedelta(minutes=1, seconds=10)


def test_what_was_spoken_is_summed_and_moves_the_times_of_those_to_come(
    kenya_asks, brazil_asks, speakers, coordinator, meetings
):
    began = meetings[0].starts_at + timedelta(minutes=3)
    kenya_asks.start(by=coordinator, at=began)
    kenya_asks.end(by=coordinator, at=began + timedelta(minutes=7, seconds=10))
    now = began + timedelta(minutes=8)
    hearing = order_of(speakers, now)[0]
    assert (hearing.delivered, hearing.minutes_spoken, hearing.minutes_to_come) == (1, 7, 5)
    assert [line.expected for line in hearing.lines] == [None, now]
    assert hearing.ends == now + timedelta(minutes=5)


@pytest.mark.usefixtures("in_session")
def test_one_has_the_floor_at_a_time(kenya_asks, brazil_asks, coordinator, now):
    kenya_asks.start(by=coordinator, at=now)
    assert refusal(brazil_asks.start, by=coordinator, at=now) == ["Kenya has the floor: end that statement first."]
    assert Statement.objects.get(pk=brazil_asks.pk).status == "inscribed"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("in_session")
def test_two_officers_at_once_give_the_floor_to_one(kenya_asks, brazil_asks, coordinator, now):
    def start(key):
        try:
            Statement.objects.select_related("list").get(pk=key).start(by=coordinator, at=now)
        except Refused:
            return "refused"
        return "done"

    answers = at_once(lambda: start(kenya_asks.pk), lambda: start(brazil_asks.pk))
    assert sorted(answers) == ["done", "refused"]
    assert Statement.objects.filter(status="speaking").count() == 1


@pytest.mark.usefixtures("in_session")
def test_a_floor_given_by_mistake_is_taken_back_to_the_same_place(order, kenya_asks, brazil_asks, coordinator, now):
    kenya_asks.start(by=coordinator, at=now)
    kenya_asks.take_back(by=coordinator, at=now)
    assert order()[0] == ["Kenya", "Brazil"]
    assert kenya_asks.started_at is None


@pytest.mark.usefixtures("in_session")
def test_who_is_passed_over_may_be_put_back_at_the_end(ask, invited, order, kenya_asks, brazil_asks, coordinator, now):
    ask(invited("FJI", "Fiji"), Rank.AMBASSADOR, minutes=5)
    kenya_asks.pass_over(by=coordinator, at=now)
    kenya_asks.put_back(by=coordinator, at=now + timedelta(minutes=20))
    assert order()[0] == ["Brazil", "Fiji", "Kenya"]


def test_rights_of_reply_come_after_all_others_twice_at_most_and_shorter(
    ask, invited, order, speakers, kenya_asks, kenya, brazil_asks, kenyan_focal_point, meetings
):
    meeting = speakers.in_order_of_time()[0]
    begun = meetings[0].starts_at + timedelta(minutes=30)
    reply = Statement.objects.reply
    assert refusal(reply, meeting, kenya, by=kenyan_focal_point, at=begun - timedelta(hours=2)) == [
        f"“First meeting” begins on {speakers.ceremony.show_time(meetings[0].starts_at)}. The floor is given, and a right "
        "of reply asked for, from one hour before that."
    ]
    minutes = [reply(meeting, kenya, by=kenyan_focal_point, at=begun).minutes for _time in range(2)]
    assert minutes == [5, 3]
    assert order()[0] == ["Kenya", "Brazil", "Kenya", "Kenya"]
    assert refusal(reply, meeting, kenya, by=kenyan_focal_point, at=begun) == [
        "Kenya has had two rights of reply at this meeting: there is no third."
    ]


def test_whoever_withdraws_the_first_reply_may_ask_for_it_again(
    speakers, kenya, kenyan_delegation, kenyan_focal_point, meetings
):
    meeting, begun = speakers.in_order_of_time()[0], meetings[0].starts_at
    first, second = (Statement.objects.reply(meeting, kenya, by=kenyan_focal_point, at=begun) for _time in range(2))
    first.withdraw(by=kenyan_focal_point, at=begun)
    assert Statement.objects.reply(meeting, kenya, by=kenyan_focal_point, at=begun).reply == 1
    assert second.reply == 2


def test_an_organisation_and_a_stranger_have_no_right_of_reply(speakers, invited, brazil, kenyan_focal_point, meetings):
    meeting, begun = speakers.in_order_of_time()[0], meetings[0].starts_at
    union = invited("UNI", "Union", EntityKind.IGO)
    assert refusal(Statement.objects.reply, meeting, union, by=union.focal_point, at=begun) == [
        "A right of reply is a State's."
    ]
    assert refusal(Statement.objects.reply, meeting, brazil, by=kenyan_focal_point, at=begun) == [
        "Only an officer of the debate does this."
    ]


def test_a_statement_keeps_its_entity_its_list_and_the_time_of_its_request(kenya_asks, brazil, now):
    for change in [{"entity": brazil}, {"requested_at": now + timedelta(days=1)}, {"on_behalf_of": "A group"}]:
        with pytest.raises(IntegrityError, match="keeps its list"), transaction.atomic():
            Statement.objects.filter(pk=kenya_asks.pk).update(**change)
