"""What the debate leaves behind and hands on: the erasure, a rehearsal, the overview, and the demo's own figures."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from accreditation.papers import read_paper
from accreditation.retention import erase
from ceremony.desk import desk
from ceremony.rehearsal import make_rehearsal
from delegations.models import Rank
from events.models import Booth, BoothProposal, Exhibition, Statement, StatementsList, StatementText
from tests.accreditation.conftest import private_files  # noqa: F401
from tests.events.debating import *  # noqa: F403

pytestmark = pytest.mark.django_db


@pytest.fixture
def texts(
    private_files, in_session, kenya_asks, brazil_asks, coordinator, kenyan_focal_point, kenyan_delegation, person, now,  # noqa: F811
):  # fmt: skip
    """Kenya's was heard, after a first one that was replaced; Brazil's was not."""
    kenya_asks.speak_by(delegate=person(kenyan_delegation, rank=Rank.MINISTER), by=kenyan_focal_point, at=now)

    def hand_in(statement):
        paper = read_paper(SimpleUploadedFile("text.pdf", b"%PDF-1.7\nTEXT\n%%EOF\n"))
        return StatementText.objects.hand_in(
            statement, paper, language="en", embargo_until=None, by=kenyan_focal_point, at=now
        )

    made = [hand_in(kenya_asks), hand_in(kenya_asks), hand_in(brazil_asks)]
    kenya_asks.start(by=coordinator, at=now)
    kenya_asks.end(by=coordinator, at=now + timedelta(minutes=4))
    return made


def test_on_the_day_of_the_erasure_what_was_heard_stays_and_who_spoke_does_not(
    texts, ceremony, kenya_asks, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        erase(ceremony)
    kenya_asks.refresh_from_db()
    assert kenya_asks.speaker is None
    assert list(StatementText.objects.values_list("pk", flat=True)) == [texts[1].pk]
    assert [default_storage.exists(text.file.name) for text in texts] == [False, True, False]


def test_a_rehearsal_has_the_list_its_classes_and_the_booths_and_nobody_on_them(
    ceremony, kenya_asks, organiser, coordinator, now
):
    Exhibition.objects.create(
        ceremony=ceremony, opens_at=now, closes_at=now + timedelta(days=1), room=ceremony.rooms.first()
    )
    Booth.objects.create(ceremony=ceremony, number="1", width=2, depth=2)
    rehearsal = make_rehearsal(ceremony, by=organiser, at=now)
    speakers = StatementsList.objects.get(ceremony=rehearsal)
    assert (speakers.classes.count(), speakers.statements.count()) == (5, 0)
    assert [meeting.session.ceremony for meeting in speakers.meetings.all()] == [rehearsal, rehearsal]
    assert rehearsal.exhibition.room.ceremony == rehearsal
    assert (rehearsal.booths.count(), BoothProposal.objects.count()) == (1, 0)


def figures(name, ceremony, at):
    count = next(count for count in desk.counts_for({"organiser"}) if count.name == name)
    return [(figure.label, figure.value) for figure in count.figures(ceremony, at)]


def test_the_overview_counts_statements_without_replies_and_withdrawn_ones(
    ceremony, speakers, kenya_asks, brazil_asks, kenya, coordinator, kenyan_focal_point, meetings, now
):
    begun = meetings[0].starts_at
    Statement.objects.reply(speakers.in_order_of_time()[0], kenya, by=kenyan_focal_point, at=begun)
    assert figures("statements by status", ceremony, now) == [("", 2), ("Inscribed", 2)]
    kenya_asks.start(by=coordinator, at=begun)
    brazil_asks.withdraw(by=coordinator, at=now)
    assert figures("statements by status", ceremony, now) == [("", 1), ("Speaking", 1)]


def test_organisers_read_statements_and_booths_in_the_admin_and_change_nothing_there(
    client, ceremony, organiser, kenya_asks, brazil_asks
):
    type(organiser).objects.filter(pk=organiser.pk).update(is_staff=True)
    client.force_login(organiser)
    booth = Booth.objects.create(ceremony=ceremony, number="1", width=2, depth=2)
    for name, row in [("statement", kenya_asks), ("statementslist", kenya_asks.list), ("booth", booth)]:
        assert client.get(f"/admin/events/{name}/").status_code == 200
        page = f"/admin/events/{name}/{row.pk}/change/"
        assert (client.get(page).status_code, client.post(page, {}).status_code) == (200, 403)
        assert client.get(f"/admin/events/{name}/add/").status_code == 403
    assert client.get("/admin/events/boothproposal/").status_code == 200
