"""What two delegations read before and after they exchange places: which place, at which meeting, about when, of which class."""

import pytest

from delegations.models import Rank
from events.models import Exchange, Shown, Statement, StatementsList
from notifications.models import Letter
from tests.events.debating import *  # noqa: F403
from tests.events.test_statement_pages import OWN, client_of, kenya_client, officer, text  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def fiji_asks(invited, speakers, kenya_asks, now):
    """An ambassador at the second meeting."""
    fiji, day = invited("FJI", "Fiji"), speakers.in_order_of_time()[1].day
    return Statement.objects.inscribe(speakers, fiji, rank=Rank.AMBASSADOR, wished_day=day, by=fiji.focal_point, at=now)


@pytest.fixture
def shown(speakers):
    StatementsList.objects.update(shown=Shown.DELEGATIONS)


def day_of(speakers, number):
    day = speakers.in_order_of_time()[number].day
    return f"{day.day} {day:%b %Y}", f"{day.day} {day:%B %Y}"


WARNING = (
    "The places are of different classes: Fiji would speak among “Ministers”, and Kenya among “Heads of mission and "
    "others”. Each keeps its own time limit."
)


@pytest.mark.usefixtures("shown")
def test_whoever_asks_sees_number_meeting_time_and_class_of_each_place(
    kenya_client, speakers, kenya_asks, fiji_asks  # noqa: F811
):  # fmt: skip
    page = text(kenya_client, f"{OWN}{kenya_asks.key}/exchange/")
    first, second = day_of(speakers, 0)[0], day_of(speakers, 1)[0]
    assert f"Fiji – number 1, Second meeting, about {second}, 09:00 – Heads of mission and others</option>" in page
    assert f"The place of Kenya: number 1, First meeting, about {first}, 14:00 – Ministers." in page
    assert "Kenya – number" not in page


def test_the_officer_who_exchanges_two_sees_the_same(officer, speakers, kenya_asks, fiji_asks):  # noqa: F811
    page = text(officer, f"/demo/statements/desk/{fiji_asks.key}/")
    first = day_of(speakers, 0)[0]
    assert f"Kenya – number 1, First meeting, about {first}, 14:00 – Ministers</option>" in page


@pytest.mark.usefixtures("shown")
def test_whoever_has_no_place_to_exchange_is_not_offered(kenya_client, kenya_asks, fiji_asks, now):  # noqa: F811
    fiji_asks.withdraw(by=None, at=now)
    answer = kenya_client.post(f"{OWN}{kenya_asks.key}/exchange/", {"other": fiji_asks.pk})
    assert "Choose from what is offered here." in answer.content.decode()
    assert Exchange.objects.count() == 0


@pytest.mark.usefixtures("shown")
def test_who_is_asked_reads_who_would_go_where_about_when_and_that_the_classes_differ(
    kenya_client, speakers, kenya_asks, fiji_asks, now  # noqa: F811
):  # fmt: skip
    Exchange.objects.ask(fiji_asks, kenya_asks, by=None, at=now)
    page = text(kenya_client, OWN)
    first, second = day_of(speakers, 0)[0], day_of(speakers, 1)[0]
    assert f"<dt>Fiji would speak as</dt><dd><bdi>number 1, First meeting, about {first}, 14:00</bdi></dd>" in page
    assert f"<dt>Kenya would speak as</dt><dd><bdi>number 1, Second meeting, about {second}, 09:00</bdi></dd>" in page
    assert WARNING in page
    assert WARNING in " ".join(Letter.objects.get(kind="events.exchange_asked").text.split())


@pytest.mark.usefixtures("shown")
def test_within_a_class_nothing_is_warned_of(kenya_client, kenya_asks, brazil_asks, now):  # noqa: F811
    Exchange.objects.ask(brazil_asks, kenya_asks, by=None, at=now)
    assert "different classes" not in text(kenya_client, OWN)
    assert "different classes" not in Letter.objects.get(kind="events.exchange_asked").text


@pytest.mark.parametrize(
    ("answer", "said", "number", "time"),
    [("accept", "Accepted", 0, "First meeting, about {}, 14:00"), ("refuse", "Refused", 1, "Second meeting, about {}, 09:00")],
)  # fmt: skip
def test_the_answer_says_the_place_that_whoever_asked_has_by_now(
    speakers, kenya_asks, fiji_asks, kenyan_focal_point, now, answer, said, number, time
):
    exchange = Exchange.objects.ask(fiji_asks, kenya_asks, by=None, at=now)
    getattr(exchange, answer)(by=kenyan_focal_point, at=now)
    letter = " ".join(Letter.objects.get(kind="events.exchange_answered").text.split())
    assert f"The answer is: {said}. The place of Fiji, as the list stands now: number 1, " in letter
    assert time.format(day_of(speakers, number)[1]) in letter
