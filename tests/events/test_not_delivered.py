"""Before a meeting nobody speaks and no text is out; and what was ended by mistake is on the list again."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from accreditation.papers import read_paper
from ceremony.models import Ceremony, LedgerRow
from ceremony.procedure import Refused
from delegations.models import Rank
from events.models import Session, Shown, Statement, StatementClass, StatementsList, StatementText
from notifications.models import Letter
from tests.accreditation.conftest import private_files  # noqa: F401
from tests.events.debating import *  # noqa: F403
from tests.events.test_statement_pages import client_of, kenya_client, officer, text  # noqa: F401

pytestmark = pytest.mark.django_db
LIVE = "/demo/statements/desk/live/"


@pytest.fixture
def printed(private_files, kenya_asks, kenyan_focal_point, now):  # noqa: F811
    """Kenya's text, handed in without an embargo, of a list that everybody sees."""
    StatementsList.objects.update(shown=Shown.EVERYBODY)
    paper = read_paper(SimpleUploadedFile("Statement.pdf", b"%PDF-1.7\nKENYA-TEXT\n%%EOF\n"))
    return StatementText.objects.hand_in(
        kenya_asks, paper, language="en", embargo_until=None, by=kenyan_focal_point, at=now
    )


@pytest.mark.parametrize("verb", ["start", "pass_over"])
def test_nobody_is_called_more_than_an_hour_before_the_meeting(verb, kenya_asks, coordinator, meetings, ceremony):
    begins = meetings[0].starts_at
    with pytest.raises(Refused) as refused:
        getattr(kenya_asks, verb)(by=coordinator, at=begins - timedelta(hours=1, seconds=1))
    assert refused.value.messages == [
        f"“First meeting” begins on {ceremony.show_time(begins)}. The floor is given, and a right of reply asked for, from "
        "one hour before that."
    ]
    assert Statement.objects.get().status == "inscribed"
    getattr(kenya_asks, verb)(by=coordinator, at=begins - timedelta(hours=1))


def test_a_rehearsal_is_held_on_any_day(kenya_asks, coordinator, now):
    Ceremony.objects.update(is_rehearsal=True)
    again = Statement.objects.get()
    again.start(by=coordinator, at=now)
    assert again.status == "speaking"


def test_postgresql_lets_nobody_speak_before_the_meeting(kenya_asks, now):
    with pytest.raises(IntegrityError, match="has not begun"), transaction.atomic():
        Statement.objects.update(status="speaking", started_at=now, given_minutes=5)


def test_a_text_is_not_out_before_its_meeting_whatever_the_status_says(printed, kenya_asks, coordinator, meetings):
    begins = meetings[0].starts_at
    kenya_asks.start(by=coordinator, at=begins)
    kenya_asks.end(by=coordinator, at=begins + timedelta(minutes=4))
    later = {"starts_at": begins + timedelta(days=9), "ends_at": begins + timedelta(days=9, hours=1)}
    assert list(StatementText.objects.public(begins + timedelta(minutes=5))) == [printed]
    Session.objects.filter(pk=meetings[0].pk).update(**later, clears_at=later["ends_at"])
    assert list(StatementText.objects.public(begins + timedelta(minutes=5))) == []


@pytest.mark.usefixtures("in_session")
def test_what_was_ended_by_mistake_is_on_the_list_again_and_its_text_is_not_public(
    officer, printed, kenya_asks, brazil_asks, coordinator, ceremony, kenyan_focal_point, now  # noqa: F811
):  # fmt: skip
    kenya_asks.start(by=coordinator, at=now)
    kenya_asks.end(by=coordinator, at=now)
    page = f"/demo/statements/desk/{kenya_asks.key}/"
    assert f'href="{page}#not-delivered"' in text(officer, LIVE)
    assert "Write why it was not delivered" in officer.post(f"{page}not-delivered/", follow=True).content.decode()
    place = (kenya_asks.meeting_id, kenya_asks.place_class_id, kenya_asks.place_at)
    assert officer.post(f"{page}not-delivered/", {"reason": "The wrong row."}).status_code == 302
    again = Statement.objects.get(pk=kenya_asks.pk)
    assert (again.status, again.started_at, again.ended_at, again.given_minutes) == ("inscribed", None, None, None)
    assert (again.meeting_id, again.place_class_id, again.place_at) == place
    assert LedgerRow.objects.about(again).last().reason == "The wrong row."
    assert list(StatementText.objects.readable_by(AnonymousUser(), ceremony, now)) == []
    letter = Letter.objects.get(kind="events.statement_not_delivered")
    assert letter.recipient == kenyan_focal_point
    assert "The reason given: The wrong row." in letter.text


def test_the_live_page_offers_neither_floor_nor_reply_before_the_meeting(officer, kenya_asks, begun):  # noqa: F811
    page = text(officer, LIVE)
    assert "This meeting begins on" in page
    assert "Give the floor" not in page
    assert "/floor/" not in page
    assert "Note the right of reply" not in page
    begun()
    page = text(officer, LIVE)
    assert "Give the floor to Kenya" in page
    assert page.index("Note the right of reply") < page.index("debate-lines")


def test_the_usual_classes_follow_the_order_of_rank(ceremony, now):
    usual = StatementsList.objects.set_up(ceremony, sessions=[], opens_at=now, closes_at=now + timedelta(days=1))
    of_states = usual.classes.filter(of_states=True)
    assert [(one.highest, one.lowest) for one in of_states] == [
        *((rank, rank) for rank in Rank.values if rank < Rank.AMBASSADOR), (Rank.AMBASSADOR, Rank.OTHER),
    ]  # fmt: skip
    assert StatementClass.objects.get(of_states=False).position == 9
