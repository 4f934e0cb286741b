"""Two at the same instant at the list of speakers, requests that come twice, and the minute of an embargo."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile

from accreditation.papers import read_paper
from ceremony.desk import desk
from ceremony.procedure import AlreadyDecided, Refused
from delegations.models import Rank
from events.models import Booth, BoothProposal, Exchange, Exhibition, Shown, Statement, StatementsList, StatementText
from events.speaking_order import order_of
from notifications.models import Letter
from tests.accreditation.conftest import private_files  # noqa: F401
from tests.at_once import at_once
from tests.events.debating import *  # noqa: F403
from tests.events.test_statement_pages import client_of, kenya_client, officer, text  # noqa: F401

pytestmark = pytest.mark.django_db


def as_read(statement):
    """As a request reads it, before anybody else acts."""
    return Statement.objects.select_related("list__ceremony").get(pk=statement.pk)


@pytest.mark.parametrize("verb", ["move_to", "withdraw", "speak_by", "pass_over"])
@pytest.mark.usefixtures("in_session")
def test_whoever_acts_on_what_a_colleague_has_called_meanwhile_is_told_who_was_first(
    verb, kenya_asks, coordinator, speakers, now
):
    arguments = {
        "move_to": {"meeting": speakers.in_order_of_time()[1], "reason": "Full."},
        "speak_by": {"rank": Rank.VICE_MINISTER},
    }
    seen = as_read(kenya_asks)
    as_read(kenya_asks).start(by=coordinator, at=now)
    with pytest.raises(AlreadyDecided, match=r"Cora Coordinator was first: at .* this became “Speaking”"):
        getattr(seen, verb)(by=coordinator, at=now, **arguments.get(verb, {}))
    now_there = Statement.objects.get(pk=kenya_asks.pk)
    assert (now_there.status, now_there.rank, now_there.meeting_id) == (
        "speaking",
        Rank.MINISTER,
        kenya_asks.meeting_id,
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_once_one_gives_the_floor_and_the_other_moves_nothing(
    kenya_asks, coordinator, second_coordinator, speakers, now
):
    second = speakers.in_order_of_time()[1]
    first, other = as_read(kenya_asks), as_read(kenya_asks)
    answers = at_once(
        lambda: first.start(by=coordinator, at=second.session.starts_at) or "done",
        lambda: other.move_to(second, by=second_coordinator, at=now, reason="Full.") or "done",
    )
    there = Statement.objects.get(pk=kenya_asks.pk)
    if answers[1] == "done":  # moved first; then it has the floor at the other meeting
        assert (answers[0], there.status, there.meeting) == ("done", "speaking", second)
    else:
        assert isinstance(answers[1], AlreadyDecided)
        assert (there.status, there.meeting_id) == ("speaking", kenya_asks.meeting_id)


@pytest.mark.usefixtures("in_session")
def test_an_exchange_judges_what_the_other_is_now(kenya_asks, brazil_asks, coordinator, brazilian_focal_point, now):
    seen = as_read(kenya_asks)
    as_read(kenya_asks).start(by=coordinator, at=now)
    with pytest.raises(Refused) as refused:
        Exchange.objects.ask(brazil_asks, seen, by=brazilian_focal_point, at=now)
    assert refused.value.messages == ["“Kenya” is “Speaking”: it has no place to exchange."]
    assert Exchange.objects.count() == 0


def test_a_level_is_taken_over_from_whoever_speaks_by_now(
    kenya_asks, kenyan_delegation, kenyan_focal_point, coordinator, person, now
):
    amina, bia = (person(kenyan_delegation, name, rank=Rank.MINISTER) for name in ("Amina", "Bia"))
    kenya_asks.speak_by(delegate=amina, by=kenyan_focal_point, at=now)
    seen = as_read(kenya_asks)
    kenya_asks.speak_by(delegate=bia, by=kenyan_focal_point, at=now)
    type(bia).objects.filter(pk=bia.pk).update(rank=Rank.AMBASSADOR)
    seen.follow_rank(by=coordinator, at=now)
    kenya_asks.refresh_from_db()
    assert (kenya_asks.speaker, kenya_asks.rank) == (bia.accreditation, Rank.AMBASSADOR)


# Requests that come twice


@pytest.mark.parametrize(
    ("act", "seen", "before"), [("start", "inscribed", []), ("end", "speaking", ["start"]), ("pass", "inscribed", [])]
)
@pytest.mark.usefixtures("in_session")
def test_a_repeated_request_does_not_advance_the_floor_twice(
    act, seen, before, officer, kenya_asks, brazil_asks, coordinator, now  # noqa: F811
):  # fmt: skip
    for verb in before:
        getattr(kenya_asks, verb)(by=coordinator, at=now)
    address = f"/demo/statements/desk/{kenya_asks.key}/floor/{act}/"
    officer.post(address, {"seen": seen})
    once = list(Statement.objects.order_by("pk").values("status", "started_at", "ended_at", "place_at"))
    assert "Cora Coordinator was first" in officer.post(address, {"seen": seen}, follow=True).content.decode()
    assert list(Statement.objects.order_by("pk").values("status", "started_at", "ended_at", "place_at")) == once


def test_a_repeated_request_notes_one_right_of_reply(officer, kenya_client, begun, speakers, kenya):  # noqa: F811
    begun()
    meeting = speakers.in_order_of_time()[0]
    desk_address = f"/demo/statements/desk/live/{meeting.pk}/reply/"
    key = "0a9d4f5e-8c2b-4b2e-9f4d-3d9a3f5f1c11"
    for _time in range(2):
        officer.post(desk_address, {"entity": kenya.pk, "key": key})
    assert [one.reply for one in Statement.objects.filter(reply__gt=0)] == [1]
    own = "/demo/delegation/KEN/statement/"
    page = text(kenya_client, own)
    asked = page.split('name="key" value="')[1].split('"')[0]
    for _time in range(2):
        kenya_client.post(f"{own}reply/", {"key": asked})
    assert [one.reply for one in Statement.objects.filter(reply__gt=0).order_by("pk")] == [1, 2]


def test_a_page_that_is_gone_back_to_and_filled_in_for_another_state_notes_its_reply_too(
    officer, begun, speakers, kenya, brazil, kenyan_delegation, brazilian_delegation  # noqa: F811
):  # fmt: skip
    begun()
    address = f"/demo/statements/desk/live/{speakers.in_order_of_time()[0].pk}/reply/"
    for state in (kenya, brazil):
        officer.post(address, {"entity": state.pk, "key": "0a9d4f5e-8c2b-4b2e-9f4d-3d9a3f5f1c11"})
    assert [one.entity for one in Statement.objects.filter(reply=1).order_by("pk")] == [kenya, brazil]


# Rights of reply, and who was not in the hall


def test_who_asks_for_a_reply_is_told_when_it_has_the_floor(
    speakers, kenya_asks, kenya, kenyan_focal_point, coordinator, meetings, ceremony
):
    start = meetings[0].starts_at
    made = Statement.objects.reply(speakers.in_order_of_time()[0], kenya, by=coordinator, at=start)
    letter = Letter.objects.get(kind="events.statement_reply")
    assert letter.recipient == kenyan_focal_point
    assert f"to have the floor on {ceremony.show_time(start + timedelta(minutes=5))}, for 5 minutes" in letter.text
    made.take_off(by=coordinator, at=start, reason="Said in the first statement.")
    letter = Letter.objects.get(kind="events.statement_taken_off")
    assert "off the list of speakers of the" in letter.text
    assert "Kenya, right of reply" in letter.text
    assert "Said in the first statement." in letter.text


def test_a_right_of_reply_is_asked_for_after_the_list_has_closed(
    speakers, kenya_asks, brazil_asks, kenya, kenyan_focal_point, meetings
):
    start = meetings[0].starts_at
    StatementsList.objects.update(closes_at=start - timedelta(days=1), opens_at=start - timedelta(days=9))
    speakers.refresh_from_db()
    Statement.objects.reply(speakers.in_order_of_time()[0], kenya, by=kenyan_focal_point, at=start)
    lines = order_of(speakers, start)[0].lines
    assert [(str(line.statement), line.statement.reply) for line in lines] == [
        ("Kenya", 0),
        ("Brazil", 0),
        ("Kenya", 1),
    ]


def test_whoever_was_passed_over_comes_after_all_others_and_before_the_replies(
    speakers, kenya_asks, brazil_asks, kenya, brazil, kenyan_focal_point, coordinator, meetings
):
    start = meetings[0].starts_at
    kenya_asks.pass_over(by=coordinator, at=start)
    Statement.objects.reply(speakers.in_order_of_time()[0], kenya, by=kenyan_focal_point, at=start)
    kenya_asks.put_back(by=coordinator, at=start + timedelta(minutes=5))
    hearing = order_of(speakers, start)[0]
    assert [(str(one), one.reply) for one in hearing.to_come] == [("Brazil", 0), ("Kenya", 0), ("Kenya", 1)]
    assert (hearing.planned, hearing.minutes_to_come) == (15, 15)


# The minute of an embargo


@pytest.mark.usefixtures("in_session")
def test_a_text_is_released_at_its_minute_and_not_a_second_before(
    private_files, kenya_asks, coordinator, kenyan_focal_point, brazilian_delegation, brazilian_focal_point, ceremony,  # noqa: F811
    organiser, now,
):  # fmt: skip
    until = now + timedelta(hours=2)
    paper = read_paper(SimpleUploadedFile("Statement.pdf", b"%PDF-1.7\nKENYA-TEXT\n%%EOF\n"))
    made = StatementText.objects.hand_in(
        kenya_asks, paper, language="en", embargo_until=until, by=kenyan_focal_point, at=now
    )
    StatementsList.objects.update(shown=Shown.EVERYBODY)
    kenya_asks.start(by=coordinator, at=now)
    kenya_asks.end(by=coordinator, at=now + timedelta(minutes=4))

    def reads(user, at):
        return list(StatementText.objects.readable_by(user, ceremony, at)) == [made]

    before = until - timedelta(seconds=1)
    everybody = [AnonymousUser(), brazilian_focal_point]
    own = [kenyan_focal_point, coordinator, organiser]
    assert [reads(user, before) for user in [*everybody, *own]] == [False, False, True, True, True]
    assert [reads(user, until) for user in [*everybody, *own]] == [True] * 5


# What is late


def late(name, ceremony, at):
    return [one.what for one in desk.late(ceremony, at, {"organiser"}) if name in one.what]


def test_a_text_that_is_missing_near_the_day_is_late_once_the_inscription_has_closed(
    speakers, kenya_asks, brazil_asks, ceremony, meetings, now
):
    near = meetings[0].starts_at - timedelta(days=2)
    StatementsList.objects.update(closes_at=near + timedelta(hours=1), opens_at=near - timedelta(days=9))
    assert late("statement", ceremony, near) == []
    assert late("statement", ceremony, near + timedelta(hours=1)) == [
        "2 statements are heard within three days, and their texts are not there."
    ]
    StatementsList.objects.update(closes_at=near - timedelta(days=8))
    assert late("statement", ceremony, near - timedelta(days=2)) == []


def test_an_exchange_without_an_answer_is_late_after_two_days(kenya_asks, brazil_asks, ceremony, now):
    Exchange.objects.ask(kenya_asks, brazil_asks, by=None, at=now)
    assert late("exchange", ceremony, now + timedelta(days=2, seconds=-1)) == []
    assert late("exchange", ceremony, now + timedelta(days=2)) == [
        "1 exchange of places has waited for an answer for two days."
    ]


def test_a_booth_that_nobody_decides_about_is_late_after_five_days(
    ceremony, kenya, kenyan_delegation, kenyan_focal_point, coordinator, now
):
    exhibition = Exhibition.objects.create(ceremony=ceremony, opens_at=now, closes_at=now + timedelta(days=9))
    booth = Booth.objects.create(ceremony=ceremony, number="1", width=2, depth=2)
    made = BoothProposal.objects.propose(exhibition, kenya, by=kenyan_focal_point, at=now, title="Tools", text="Six.")
    later = now + timedelta(days=5)
    assert late("booth", ceremony, later - timedelta(seconds=1)) == []
    assert late("booth", ceremony, later) == ["1 proposal for a booth has waited for a decision for five days."]
    made.accept(booth, by=coordinator, at=later)
    assert late("booth", ceremony, later) == []
