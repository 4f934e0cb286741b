"""The list of speakers: who may inscribe, in which order it is heard, exchanges of places, and the floor."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accreditation.papers import read_paper
from ceremony.models import LedgerRow
from ceremony.procedure import AlreadyDecided, Refused
from delegations.models import Rank
from directory.models import EntityKind
from events.models import Exchange, Shown, Statement, StatementsList, StatementText
from events.speaking_order import order_of
from notifications.models import Letter
from tests.accreditation.conftest import private_files  # noqa: F401
from tests.at_once import at_once
from tests.events.debating import *  # noqa: F403

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(speakers, now):
    """Inscribes an entity: ask(fiji, Rank.MINISTER, minutes=5) that much later."""

    def make(entity, rank, *, minutes=0, by=None, **fields):
        return Statement.objects.inscribe(
            speakers, entity, rank=rank, by=by or entity.focal_point, at=now + timedelta(minutes=minutes), **fields
        )

    return make


@pytest.fixture
def order(speakers, now):
    """Names in the order of the meetings: [["Kenya"], ["Brazil"]]."""
    return lambda: [[str(line.statement) for line in hearing.lines] for hearing in order_of(speakers, now)]


def refusal(verb, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        verb(*args, **kwargs)
    return refused.value.messages


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


# Exchanges


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


# The floor


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
