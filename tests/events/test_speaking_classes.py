"""The classes of speakers arranged anew: who is heard when by then, for how long, and what stays as it was."""

from datetime import timedelta

import pytest

from ceremony.models import LedgerRow
from ceremony.procedure import AlreadyDecided, Refused
from delegations.models import Rank
from directory.texts import LocalText
from events.inscription import minutes_by_meeting
from events.models import Exchange, Statement, StatementClass, StatementsList
from events.speaking_classes import arrange
from events.speaking_order import order_of
from tests.events.debating import *  # noqa: F403
from tests.events.test_statement_pages import client_of, kenya_client, officer, text  # noqa: F401

pytestmark = pytest.mark.django_db
ADDRESS = "/demo/statements/desk/classes/"


@pytest.fixture
def foreign(speakers):
    """The usual classes, and foreign ministers before the other ministers."""
    heads, ministers, *rest = speakers.classes.all()
    ministers.highest = Rank.MINISTER
    made = StatementClass(
        name=LocalText(en="Foreign ministers"), highest=Rank.FOREIGN_MINISTER, lowest=Rank.FOREIGN_MINISTER, minutes=6,
        group_minutes=8,
    )  # fmt: skip
    return [heads, made, ministers, *rest]


@pytest.fixture
def arranged(speakers, coordinator, now):
    def make(classes, seen=None):
        arrange(speakers, classes, by=coordinator, at=now, seen=seen or speakers.revision)

    return make


def test_a_class_is_divided_and_everybody_is_in_his_own_at_the_time_of_the_request(
    arranged, foreign, speakers, kenya_asks, brazil_asks, brazilian_focal_point, now
):
    Statement.objects.filter(pk=brazil_asks.pk).update(rank=Rank.FOREIGN_MINISTER)
    arranged(foreign)
    assert [str(one) for one in speakers.classes.all()][:3] == [
        "Heads of State and Government", "Foreign ministers", "Ministers",
    ]  # fmt: skip
    hearing = order_of(speakers, now)[0]
    assert [(str(line.statement), line.statement.minutes) for line in hearing.lines] == [("Brazil", 6), ("Kenya", 5)]
    assert Statement.objects.get(pk=brazil_asks.pk).place_at == brazil_asks.place_at
    assert LedgerRow.objects.about(brazil_asks).last().reason == "Ministers → Foreign ministers"


def test_classes_change_places_and_so_do_those_in_them(arranged, speakers, kenya_asks, invited, now):
    fiji = invited("FJI", "Fiji")
    Statement.objects.inscribe(speakers, fiji, rank=Rank.AMBASSADOR, by=fiji.focal_point, at=now)
    heads, ministers, vice, ambassadors, organisations = speakers.classes.all()
    arranged([heads, ambassadors, vice, ministers, organisations])
    assert [str(line.statement) for line in order_of(speakers, now)[0].lines] == ["Fiji", "Kenya"]


def test_a_rank_in_two_classes_is_refused_by_name(arranged, speakers):
    heads, ministers, *rest = speakers.classes.all()
    heads.lowest = ministers.highest
    with pytest.raises(Refused) as refused:
        arranged([heads, ministers, *rest])
    assert refused.value.messages == [
        "“Minister for Foreign Affairs” is in “Heads of State and Government” and in “Ministers”: leave it in one of them."
    ]


def test_a_class_that_somebody_needs_is_not_taken_away(arranged, speakers, kenya_asks):
    heads, _ministers, *rest = speakers.classes.all()
    with pytest.raises(Refused) as refused:
        arranged([heads, *rest])
    assert refused.value.messages == ["Kenya is on the list with the level “Other minister”: leave a class for it."]
    assert speakers.classes.count() == 5


def test_a_place_that_was_exchanged_stays_where_it_is(
    arranged, foreign, speakers, kenya_asks, invited, kenyan_focal_point, now
):
    fiji = invited("FJI", "Fiji")
    other = Statement.objects.inscribe(speakers, fiji, rank=Rank.AMBASSADOR, by=fiji.focal_point, at=now)
    Exchange.objects.ask(other, kenya_asks, by=None, at=now).accept(by=kenyan_focal_point, at=now)
    arranged(foreign)
    assert [str(line.statement) for line in order_of(speakers, now)[0].lines] == ["Fiji", "Kenya"]
    ministers = speakers.classes.get(name__en="Ministers")
    heads, foreign_ministers, _ministers, vice, *rest = speakers.classes.all()
    vice.highest = ministers.highest
    with pytest.raises(Refused, match="Fiji has a place in “Ministers”"):
        arranged([heads, foreign_ministers, vice, *rest])


def test_of_two_who_arrange_the_classes_the_second_is_told_who_was_first(arranged, foreign, speakers, kenya_asks):
    arranged(foreign)
    with pytest.raises(AlreadyDecided, match="Cora Coordinator was first"):
        arranged(list(speakers.classes.all())[1:], seen=1)


def test_whoever_was_heard_keeps_the_limit_of_that_time_and_the_totals_add_up(
    arranged, speakers, kenya_asks, brazil_asks, coordinator, meetings
):
    began = meetings[0].starts_at
    kenya_asks.start(by=coordinator, at=began)
    kenya_asks.end(by=coordinator, at=began + timedelta(minutes=5))
    classes = list(speakers.classes.all())
    classes[1].minutes = 3
    arranged(classes)
    hearing = order_of(StatementsList.objects.get(), began + timedelta(minutes=5))[0]
    assert [line.statement.minutes for line in hearing.lines] == [5, 3]
    assert (hearing.planned, hearing.minutes_to_come, hearing.minutes_spoken) == (8, 3, 5)
    assert hearing.lines[0].statement.overran is None
    assert minutes_by_meeting(Statement.objects.all()) == {kenya_asks.meeting_id: 8}


# The page


def typed(speakers, *extra, **changed):
    """What the page posts: every class as it is, with what is changed: typed(speakers, **{"1-minutes": 4})."""
    rows = [
        {
            "pk": one.pk, "name_en": one.name["en"], "of_states": "1" if one.of_states else "", "highest": one.highest,
            "lowest": one.lowest, "minutes": one.minutes, "group_minutes": one.group_minutes, "position": one.position,
        }
        for one in speakers.classes.all()
    ] + list(extra)  # fmt: skip
    data = {f"classes-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}
    data |= {f"classes-{name}": value for name, value in changed.items()}
    return data | {
        "classes-TOTAL_FORMS": len(rows), "classes-INITIAL_FORMS": speakers.classes.count(), "seen": speakers.revision,
    }  # fmt: skip


def test_a_coordinator_adds_renames_and_removes_classes(officer, speakers):  # noqa: F811
    assert 'value="Heads of State and Government"' in text(officer, ADDRESS)
    new = {
        "name_en": "Others", "of_states": "1", "highest": int(Rank.OTHER), "lowest": int(Rank.OTHER), "minutes": 2,
        "group_minutes": 3, "position": 9,
    }  # fmt: skip
    changed = {"3-lowest": int(Rank.CHARGE), "2-is_removed": "on", "0-name_en": "Heads"}
    assert officer.post(ADDRESS, typed(speakers, new, **changed)).status_code == 302
    assert [(str(one), one.position) for one in speakers.classes.all()] == [
        ("Heads", 1), ("Ministers", 2), ("Heads of mission and others", 3), ("Organisations", 4), ("Others", 5),
    ]  # fmt: skip
    assert LedgerRow.objects.about(speakers).last().after_word == "classes arranged"


def test_a_row_that_is_no_class_yet_is_not_offered_to_be_removed(officer, speakers):  # noqa: F811
    page = text(officer, ADDRESS)
    there = [number for number in range(6) if f'name="classes-{number}-is_removed"' in page]
    assert there == [0, 1, 2, 3, 4]


def test_what_is_wrong_is_said_beside_the_row_and_kept(officer, speakers):  # noqa: F811
    changed = {"1-lowest": int(Rank.HEAD_OF_STATE), "0-minutes": 99, "2-name_en": ""}
    answer = officer.post(ADDRESS, typed(speakers, **changed)).content.decode()
    assert "The class ends above the rank with which it begins." in answer
    assert "Write a number that is 60 or less." in answer
    assert "Write the English name" in answer
    assert 'value="99"' in answer


def test_a_class_of_another_list_is_not_touched_from_here(officer, speakers, ceremony):  # noqa: F811
    other = type(ceremony).objects.create(
        slug="other", title=LocalText(en="O"), city=LocalText(en="O"), venue=LocalText(en="O"), time_zone="UTC",
        starts_on=ceremony.starts_on, ends_on=ceremony.ends_on,
    )  # fmt: skip
    theirs = StatementsList.objects.set_up(
        other, sessions=[], opens_at=speakers.opens_at, closes_at=speakers.closes_at
    ).classes.first()
    officer.post(ADDRESS, typed(speakers, **{"0-pk": theirs.pk, "0-name_en": "Taken over"}))
    theirs.refresh_from_db()
    assert (str(theirs), theirs.list.ceremony) == ("Heads of State", other)


def test_the_classes_are_not_there_for_a_focal_point(kenya_client, speakers):  # noqa: F811
    assert kenya_client.get(ADDRESS).status_code == 404
