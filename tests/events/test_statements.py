"""The list of speakers: who may inscribe, in which order it is heard, and the texts."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from accreditation.papers import read_paper
from ceremony.models import LedgerRow
from delegations.models import Rank
from directory.models import EntityKind
from events.models import Shown, Statement, StatementsList, StatementText
from events.speaking_order import order_of
from notifications.models import Letter
from tests.accreditation.conftest import private_files  # noqa: F401
from tests.events.debating import *  # noqa: F403
from tests.events.debating import refusal

pytestmark = pytest.mark.django_db


# Inscription


def test_a_delegation_inscribes_and_is_told_by_letter(kenya_asks, kenyan_focal_point):
    assert kenya_asks.status == "inscribed"
    assert str(kenya_asks.level) == "Ministers"
    assert kenya_asks.minutes == 5
    letter = Letter.objects.get(kind="events.statement_inscribed")
    assert letter.recipient == kenyan_focal_point
    assert letter.link_to == "/demo/delegation/KEN/statement/"
    assert "Level: Other minister. Time limit: 5 minutes. Meeting: First meeting" in letter.text


def test_before_the_inscription_opens_and_after_it_has_closed_a_delegation_is_told_when(
    speakers, kenya, kenyan_delegation, kenyan_focal_point
):
    inscribe = Statement.objects.inscribe
    early, late = speakers.opens_at - timedelta(minutes=1), speakers.closes_at
    assert refusal(inscribe, speakers, kenya, rank=60, by=kenyan_focal_point, at=early) == [
        f"The inscription opens on {speakers.ceremony.show_time(speakers.opens_at)}. Come back then."
    ]
    assert refusal(inscribe, speakers, kenya, rank=60, by=kenyan_focal_point, at=late) == [
        f"The inscription closed on {speakers.ceremony.show_time(speakers.closes_at)}. "
        "Write to the organisers: they may still enter you."
    ]
    assert Statement.objects.count() == 0


def test_after_the_closing_an_officer_enters_with_a_reason_that_stays(
    speakers, kenya, kenyan_delegation, kenyan_focal_point, coordinator
):
    late = speakers.closes_at + timedelta(hours=1)
    inscribe = Statement.objects.inscribe
    assert refusal(inscribe, speakers, kenya, rank=60, because="Late flight.", by=kenyan_focal_point, at=late) == [
        "Only an officer of the debate does this."
    ]
    made = inscribe(speakers, kenya, rank=60, because="The note came by courier.", by=coordinator, at=late)
    assert (made.admitted_by, made.admitted_because) == (coordinator, "The note came by courier.")
    assert LedgerRow.objects.about(made).get().reason == "The note came by courier."


def test_postgresql_refuses_a_late_inscription_that_nobody_admitted(kenya_asks, speakers, brazil):
    level = kenya_asks.level
    with pytest.raises(IntegrityError, match="Outside the window"), transaction.atomic():
        Statement.objects.create(
            list=speakers, entity=brazil, rank=60, level=level, place_class=level, place_at=speakers.closes_at,
            requested_at=speakers.closes_at,
        )  # fmt: skip


def test_nobody_inscribes_another_delegation(speakers, brazil, kenyan_delegation, kenyan_focal_point, now):
    assert refusal(Statement.objects.inscribe, speakers, brazil, rank=60, by=kenyan_focal_point, at=now) == [
        "You do not answer for Brazil at this ceremony."
    ]


def test_an_entity_speaks_once_and_once_more_on_behalf_of_a_group(kenya_asks, speakers, kenya, kenyan_focal_point, now):
    inscribe = Statement.objects.inscribe
    assert refusal(inscribe, speakers, kenya, rank=60, by=kenyan_focal_point, at=now) == [
        "Kenya is on the list already."
    ]
    group = inscribe(speakers, kenya, rank=60, on_behalf_of="Group of African States", by=kenyan_focal_point, at=now)
    assert str(group) == "Kenya, on behalf of Group of African States"
    assert group.minutes == 7


def test_a_group_has_one_speaker_whatever_the_letters(
    ask, invited, kenya_asks, speakers, kenya, kenyan_focal_point, now
):
    ask(invited("GHA", "Ghana"), Rank.MINISTER, on_behalf_of="African Group")
    assert refusal(
        Statement.objects.inscribe,
        speakers,
        kenya,
        rank=60,
        on_behalf_of="AFRICAN GROUP",
        by=kenyan_focal_point,
        at=now,
    ) == ["Somebody speaks on behalf of “AFRICAN GROUP” already."]


def test_the_level_is_the_rank_of_the_delegate_who_speaks(
    speakers, kenya, kenyan_delegation, kenyan_focal_point, person, now
):
    amina = person(kenyan_delegation, rank=Rank.VICE_PRESIDENT)
    made = Statement.objects.inscribe(speakers, kenya, delegate=amina, rank=100, by=kenyan_focal_point, at=now)
    assert (made.rank, str(made.level), made.speaker) == (
        20, "Heads of State and Government", amina.accreditation,
    )  # fmt: skip


def test_a_delegate_of_somebody_else_is_refused_also_by_postgresql(
    kenya_asks, kenyan_focal_point, brazilian_delegation, person, now
):
    bia = person(brazilian_delegation, "Bia")
    assert refusal(kenya_asks.speak_by, delegate=bia, by=kenyan_focal_point, at=now) == [
        "Bia Example is not on the list of Kenya."
    ]
    with pytest.raises(IntegrityError, match="one of its own delegates"), transaction.atomic():
        Statement.objects.filter(pk=kenya_asks.pk).update(speaker=bia.accreditation)


def test_one_goes_to_the_wished_day_as_long_as_it_has_the_time(ask, invited, order, speakers, meetings):
    second = speakers.in_order_of_time()[1].day
    ask(invited("FJI", "Fiji"), Rank.MINISTER, wished_day=second)
    for number in range(13):
        ask(invited(f"X{number:02}", f"State {number:02}"), Rank.MINISTER, minutes=number)
    first, second = order()
    # An hour takes twelve statements of five minutes.
    assert first == [f"State {number:02}" for number in range(12)]
    assert second == ["Fiji", "State 12"]


# The order


def test_the_order_is_by_class_then_by_the_time_of_the_request_and_organisations_come_last(ask, invited, order):
    ask(invited("AAA", "Late minister"), Rank.MINISTER, minutes=9)
    ask(invited("BBB", "Ambassador"), Rank.AMBASSADOR, minutes=1)
    ask(invited("CCC", "Early minister"), Rank.FOREIGN_MINISTER, minutes=5)
    ask(invited("DDD", "Union", EntityKind.IGO), Rank.HEAD_OF_STATE, minutes=2)
    ask(invited("EEE", "President"), Rank.HEAD_OF_STATE, minutes=30)
    assert order()[0] == ["President", "Early minister", "Late minister", "Ambassador", "Union"]


def test_whoever_rises_to_another_class_has_the_place_of_the_time_of_that_request(
    ask, invited, order, kenya_asks, brazil_asks, brazilian_focal_point, now
):
    ask(invited("FJI", "Fiji"), Rank.HEAD_OF_STATE, minutes=3)
    brazil_asks.speak_by(rank=Rank.HEAD_OF_GOVERNMENT, by=brazilian_focal_point, at=now + timedelta(minutes=9))
    assert order()[0] == ["Fiji", "Brazil", "Kenya"]
    assert brazil_asks.minutes == 7
    assert LedgerRow.objects.about(brazil_asks).last().reason == "Ministers → Heads of State and Government"


def test_another_rank_of_the_same_class_keeps_the_place(order, kenya_asks, brazil_asks, kenyan_focal_point, now):
    kenya_asks.speak_by(rank=Rank.FOREIGN_MINISTER, by=kenyan_focal_point, at=now + timedelta(hours=1))
    assert order()[0] == ["Kenya", "Brazil"]


def test_a_withdrawal_leaves_no_gap_and_the_entity_may_come_again_at_the_end(
    order, kenya_asks, brazil_asks, speakers, kenya, kenyan_focal_point, now
):
    kenya_asks.withdraw(by=kenyan_focal_point, at=now)
    assert order()[0] == ["Brazil"]
    later = now + timedelta(hours=1)
    Statement.objects.inscribe(speakers, kenya, rank=Rank.MINISTER, by=kenyan_focal_point, at=later)
    assert order()[0] == ["Brazil", "Kenya"]


def test_a_rank_belongs_to_one_class_of_states_and_of_organisations(speakers):
    ambassadors = speakers.classes.get(position=4)
    ambassadors.pk, ambassadors.position, ambassadors._state.adding = None, 9, True
    with pytest.raises(IntegrityError, match="a_rank_is_in_one_class"), transaction.atomic():
        ambassadors.save()


def test_an_officer_moves_a_statement_to_another_meeting_and_the_delegation_reads_why(
    order, kenya_asks, brazil_asks, speakers, coordinator, now
):
    second = speakers.in_order_of_time()[1]
    assert refusal(kenya_asks.move_to, second, by=coordinator, at=now, reason=" ") == [
        "Write why it is moved: the delegation reads it."
    ]
    kenya_asks.move_to(second, by=coordinator, at=now, reason="The first day is full.")
    assert order() == [["Brazil"], ["Kenya"]]
    letter = Letter.objects.get(kind="events.statement_moved")
    assert letter.recipient.email == "focal.kenya@plenipo.example"
    assert "It is now at: Second meeting" in letter.text
    assert "The first day is full." in letter.text


def test_counts_minutes_and_expected_times_add_up(kenya_asks, brazil_asks, speakers, meetings, now):
    hearing, empty = order_of(speakers, now)
    assert (hearing.count, hearing.planned, hearing.meeting.minutes, hearing.free) == (2, 10, 60, 50)
    start = meetings[0].starts_at
    assert [line.expected for line in hearing.lines] == [start, start + timedelta(minutes=5)]
    assert hearing.ends == start + timedelta(minutes=10)
    assert (empty.count, empty.ends) == (0, None)


# Texts


@pytest.fixture
def hand_in(private_files, now):  # noqa: F811
    def make(statement, *, language="en", embargo_until=None, content=b"%PDF-1.7\nKENYA-TEXT\n%%EOF\n", minutes=0):
        paper = read_paper(SimpleUploadedFile("Statement of Kenya.pdf", content))
        return StatementText.objects.hand_in(
            statement,
            paper,
            language=language,
            embargo_until=embargo_until,
            by=None,
            at=now + timedelta(minutes=minutes),
        )

    return make


@pytest.mark.usefixtures("in_session")
def test_a_text_is_public_only_when_it_was_delivered_its_embargo_is_over_and_the_list_is_everybodys(
    hand_in, kenya_asks, speakers, coordinator, now
):
    text = hand_in(kenya_asks, embargo_until=now + timedelta(hours=2))
    later = now + timedelta(hours=3)

    def public(at):
        return list(StatementText.objects.public(at)) == [text]

    StatementsList.objects.update(shown=Shown.EVERYBODY)
    assert not public(later)
    kenya_asks.start(by=coordinator, at=now)
    kenya_asks.end(by=coordinator, at=now + timedelta(minutes=4))
    assert public(later)
    assert not public(now + timedelta(hours=1))
    StatementsList.objects.update(shown=Shown.DELEGATIONS)
    assert not public(later)


def test_a_new_text_takes_the_place_of_the_one_in_the_same_language(hand_in, kenya_asks):
    hand_in(kenya_asks)
    hand_in(kenya_asks, language="fr")
    newest = hand_in(kenya_asks, minutes=5)
    standing = StatementText.objects.standing().filter(statement=kenya_asks)
    assert [(one.language, one.pk == newest.pk) for one in standing.order_by("language")] == [
        ("en", True),
        ("fr", False),
    ]


def test_a_statement_has_no_class_of_another_list(kenya_asks):
    other = Statement.objects.filter(pk=kenya_asks.pk)
    with pytest.raises(IntegrityError, match="a_statement_has_a_class_of_its_list"), transaction.atomic():
        other.update(level=-1)
