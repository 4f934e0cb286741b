"""The pages of the debate: a delegation's own, the officers', the public list, the hall's screen."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from accreditation.models import Accreditation, Nominator
from ceremony.desk import desk
from delegations.models import Rank
from events.models import Exchange, Shown, Statement, StatementsList, StatementText
from tests.accreditation.conftest import private_files  # noqa: F401
from tests.events.debating import *  # noqa: F403

pytestmark = pytest.mark.django_db

OWN = "/demo/delegation/KEN/statement/"
PDF = b"%PDF-1.7\nKENYA-TEXT\n%%EOF\n"


@pytest.fixture
def client_of():
    def login(user):
        client = Client()
        client.force_login(user)
        return client

    return login


@pytest.fixture
def kenya_client(client_of, kenyan_delegation, kenyan_focal_point):
    return client_of(kenyan_focal_point)


@pytest.fixture
def officer(client_of, coordinator):
    return client_of(coordinator)


def text(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, response
    return response.content.decode()


# A delegation's own


def test_a_focal_point_inscribes_names_the_speaker_and_withdraws(kenya_client, speakers, kenyan_delegation, person):
    amina = person(kenyan_delegation, rank=Rank.MINISTER)
    page = text(kenya_client, OWN)
    assert "You are not on the list of speakers yet." in page
    assert "Amina Example – Other minister" in page
    assert kenya_client.post(OWN, {"who": "", "rank": "80", "wished_day": "", "on_behalf_of": ""}).status_code == 302
    made = Statement.objects.get()
    assert made.rank == Rank.AMBASSADOR
    assert "Ambassador or permanent representative" in text(kenya_client, OWN)
    kenya_client.post(f"{OWN}{made.key}/speaker/", {"who": str(amina.accreditation.key), "rank": ""})
    made.refresh_from_db()
    assert (made.rank, made.speaker) == (Rank.MINISTER, amina.accreditation)
    kenya_client.post(f"{OWN}{made.key}/withdraw/")
    assert "You are not on the list of speakers yet." in text(kenya_client, OWN)


def test_without_a_level_the_form_says_so_and_keeps_what_was_typed(kenya_client, speakers):
    page = kenya_client.post(OWN, {"who": "", "rank": "", "on_behalf_of": "African Group"}).content.decode()
    assert "Choose who speaks, or at which level." in page
    assert 'value="African Group"' in page
    assert Statement.objects.count() == 0


def test_a_delegation_sees_no_other_and_no_place_before_the_list_is_shown(kenya_client, kenya_asks, brazil_asks):
    page = text(kenya_client, OWN)
    assert "Brazil" not in page
    assert "<dt>Place</dt>" not in page
    assert kenya_client.get("/demo/delegation/BRA/statement/").status_code == 404
    assert kenya_client.get(f"{OWN}{brazil_asks.key}/speaker/").status_code == 404
    assert kenya_client.get(f"{OWN}{kenya_asks.key}/exchange/").status_code == 404


def test_an_exchange_is_asked_for_on_one_page_and_answered_on_the_other(
    kenya_client, client_of, brazilian_focal_point, kenya_asks, brazil_asks
):
    StatementsList.objects.update(shown=Shown.DELEGATIONS)
    kenya_client.post(f"{OWN}{kenya_asks.key}/exchange/", {"other": brazil_asks.pk})
    exchange = Exchange.objects.get()
    assert "There is no answer yet." in text(kenya_client, OWN)
    brazil_client, theirs = client_of(brazilian_focal_point), "/demo/delegation/BRA/statement/"
    assert "Kenya asks to exchange places: you would speak as number 1 instead of number 2." in text(
        brazil_client, theirs
    )
    # Who asked does not answer for the other.
    assert kenya_client.post(f"{OWN}exchange/{exchange.pk}/accept/").status_code == 404
    assert brazil_client.post(f"{theirs}exchange/{exchange.pk}/accept/").status_code == 302
    exchange.refresh_from_db()
    assert exchange.status == "accepted"
    assert "<dt>Place</dt><dd>2," in text(kenya_client, OWN)


def test_the_text_is_handed_in_with_an_embargo_and_read_by_nobody_else(
    private_files, kenya_client, client_of, client, officer, brazilian_delegation, brazilian_focal_point, kenya_asks  # noqa: F811
):  # fmt: skip
    page = kenya_client.post(
        f"{OWN}{kenya_asks.key}/text/",
        {"file": SimpleUploadedFile("Ours.pdf", PDF), "language": "en", "embargo_until": "2031-05-01T09:00"},
    )
    assert page.status_code == 302
    kept = StatementText.objects.get()
    assert kept.embargo_until.isoformat() == "2031-05-01T02:00:00+00:00"
    address = f"/demo/statements/text/{kept.key}"
    answers = [
        one.get(address).status_code for one in (kenya_client, officer, client_of(brazilian_focal_point), client)
    ]
    assert answers == [200, 200, 404, 404]


def test_a_file_that_is_no_paper_is_refused_in_words(private_files, kenya_client, kenya_asks):  # noqa: F811
    answer = kenya_client.post(
        f"{OWN}{kenya_asks.key}/text/", {"file": SimpleUploadedFile("x.pdf", b"MZ"), "language": "en"}
    )
    assert "neither a PDF nor a JPEG or PNG scan" in answer.content.decode()
    assert StatementText.objects.count() == 0


def test_a_right_of_reply_is_asked_for_while_the_meeting_is_on(kenya_client, kenya_asks, begun):
    assert "Ask for a right of reply" not in text(kenya_client, OWN)
    answer = kenya_client.post(f"{OWN}reply/", follow=True).content.decode()
    assert "A right of reply is asked for while a meeting is on. None is on now." in answer
    begun()
    assert "Ask for a right of reply" in text(kenya_client, OWN)
    kenya_client.post(f"{OWN}reply/")
    assert list(Statement.objects.order_by("pk").values_list("reply", flat=True)) == [0, 1]


def state(delegation, at, name="statement"):
    task = next(task for task in desk.tasks_of("delegation") if task.name == name)
    found = task.state(Nominator.objects.get(pk=delegation.nominator_id), at)
    return found.progress.value, list(found.missing)


def test_the_task_follows_the_statement(ceremony, kenyan_delegation, kenyan_focal_point, person, now, request):
    assert state(kenyan_delegation, now) == ("not_needed", ["There is no list of speakers."])
    request.getfixturevalue("speakers")
    assert state(kenyan_delegation, now) == ("not_needed", ["The inscription is open: you may ask to speak."])
    made = request.getfixturevalue("kenya_asks")
    assert state(kenyan_delegation, now) == ("in_progress", ["Say who speaks."])
    made.speak_by(delegate=person(kenyan_delegation), by=kenyan_focal_point, at=now)
    assert state(kenyan_delegation, now) == ("done", [])
    Exchange.objects.ask(request.getfixturevalue("brazil_asks"), made, by=None, at=now)
    assert state(kenyan_delegation, now) == ("attention", ["You are asked to exchange places: answer."])


def test_the_own_page_asks_as_much_for_one_statement_as_for_three(
    kenya_client, kenya_asks, speakers, kenya, kenyan_focal_point, now, django_assert_num_queries
):
    text(kenya_client, OWN)
    for rows in (1, 3):
        with django_assert_num_queries(12):
            text(kenya_client, OWN)
        if rows == 1:
            for group in ("One group", "Another group"):
                Statement.objects.inscribe(speakers, kenya, rank=60, on_behalf_of=group, by=kenyan_focal_point, at=now)


# The officers'


def settings_of(meetings, speakers=None, **changed):
    return {
        "opens_at": "2031-05-01T09:00", "closes_at": "2031-05-03T18:00", "shown": "everybody", "reply_minutes": 5,
        "second_reply_minutes": 3, "sessions": [one.pk for one in meetings], "seen": speakers.revision if speakers else "",
    } | changed  # fmt: skip


def test_a_coordinator_sets_up_the_list_and_changes_it(officer, meetings):
    address = "/demo/statements/desk/settings/"
    assert "There is no list of speakers yet." in text(officer, "/demo/statements/desk/")
    assert officer.post(address, settings_of(meetings[:1])).status_code == 302
    speakers = StatementsList.objects.get()
    assert speakers.opens_at.isoformat() == "2031-05-01T02:00:00+00:00"
    assert [str(one) for one in speakers.classes.all()][:3] == [
        "Heads of State", "Vice-Presidents and Crown Princes", "Heads of Government",
    ]  # fmt: skip
    officer.post(address, settings_of(meetings, speakers, guidance_en="Bring the text."))
    speakers.refresh_from_db()
    assert (str(speakers.guidance), speakers.meetings.count()) == ("Bring the text.", 2)


def test_of_two_who_change_the_settings_the_second_is_told_who_was_first(officer, meetings, speakers):
    address = "/demo/statements/desk/settings/"
    assert officer.post(address, settings_of(meetings, speakers)).status_code == 302
    answer = officer.post(address, settings_of(meetings, speakers, reply_minutes=9)).content.decode()
    assert "Cora Coordinator was first (" in answer
    speakers.refresh_from_db()
    assert speakers.reply_minutes == 5


def test_what_to_know_is_read_on_the_focal_points_page(kenya_client, speakers):
    StatementsList.objects.update(guidance={"en": "Bring the text."})
    assert "Bring the text." in text(kenya_client, OWN)


def test_a_meeting_with_statements_is_not_taken_off_the_list(officer, meetings, speakers, kenya_asks):
    answer = officer.post("/demo/statements/desk/settings/", settings_of(meetings[1:], speakers))
    assert "Statements are placed at “First meeting”: move them to another meeting first." in answer.content.decode()
    speakers.refresh_from_db()
    assert speakers.shown == "officers"


def test_the_desk_shows_counts_minutes_and_who_has_another_level_by_now(
    officer, kenya_asks, brazil_asks, kenyan_delegation, kenyan_focal_point, person, now
):
    amina = person(kenyan_delegation, rank=Rank.MINISTER)
    kenya_asks.speak_by(delegate=amina, by=kenyan_focal_point, at=now)
    type(amina).objects.filter(pk=amina.pk).update(rank=Rank.VICE_MINISTER)
    page = text(officer, "/demo/statements/desk/")
    assert "2 statements, 10 minutes." in page
    assert "Kenya: inscribed as “Other minister”, now “Vice-minister or head of agency”." in page
    officer.post(f"/demo/statements/desk/{kenya_asks.key}/level/")
    kenya_asks.refresh_from_db()
    assert kenya_asks.rank == Rank.VICE_MINISTER


def test_an_officer_enters_exchanges_moves_and_takes_off(
    officer, speakers, kenya_asks, brazil, brazilian_delegation, meetings
):
    data = {"entity": brazil.pk, "rank": "60", "wished_day": "", "on_behalf_of": "", "reason": "By telephone."}
    assert officer.post("/demo/statements/desk/enter/", data).status_code == 302
    other = Statement.objects.get(entity=brazil)
    assert other.admitted_because == "By telephone."
    page = f"/demo/statements/desk/{kenya_asks.key}/"
    answer = officer.post(f"{page}swap/", {"other": other.pk, "reason": ""})
    assert "Write a sentence" in answer.content.decode()
    assert officer.post(f"{page}swap/", {"other": other.pk, "reason": "Late flight."}).status_code == 302
    second = speakers.in_order_of_time()[1]
    assert officer.post(f"{page}move/", {"meeting": second.pk, "reason": "Full."}).status_code == 302
    kenya_asks.refresh_from_db()
    assert kenya_asks.meeting == second
    assert "Exchanged places with Brazil." in text(officer, page)
    assert "Write why it is taken off the list" in officer.post(f"{page}withdraw/", follow=True).content.decode()
    officer.post(f"{page}withdraw/", {"reason": "Said twice."})
    kenya_asks.refresh_from_db()
    assert kenya_asks.status == "withdrawn"


@pytest.mark.usefixtures("in_session")
def test_the_floor_is_given_and_taken_on_the_live_page(officer, kenya_asks, brazil_asks):
    live = "/demo/statements/desk/live/"
    assert "Give the floor to Kenya" in text(officer, live)
    floor = f"/demo/statements/desk/{kenya_asks.key}/floor/"
    officer.post(f"{floor}start/", {"seen": "inscribed"})
    page = text(officer, live)
    assert "End the statement" in page
    assert 'data-minutes="5"' in page
    officer.post(f"{floor}end/", {"seen": "speaking"})
    assert "Give the floor to Brazil" in text(officer, live)
    assert "<strong>1</strong> of 2 delivered" in text(officer, live)


@pytest.mark.usefixtures("in_session")
def test_who_acts_on_an_old_page_is_told_who_was_first(officer, coordinator, client_of, second_coordinator, kenya_asks):
    floor = f"/demo/statements/desk/{kenya_asks.key}/floor/"
    officer.post(f"{floor}pass/", {"seen": "inscribed"})
    answer = client_of(second_coordinator).post(f"{floor}start/", {"seen": "inscribed"}, follow=True)
    assert "Cora Coordinator was first" in answer.content.decode()
    kenya_asks.refresh_from_db()
    assert kenya_asks.status == "passed"


def test_the_list_leaves_as_a_file(officer, kenya_asks, brazil_asks):
    rows = text(officer, "/demo/statements/desk/statements.csv").splitlines()
    assert [row.split(",")[1:3] for row in rows[1:]] == [["1", "Kenya"], ["2", "Brazil"]]


@pytest.mark.parametrize("path", ["", "live/", "settings/", "enter/", "statements.csv"])
def test_the_desk_is_not_there_for_a_focal_point(kenya_client, kenya_asks, path):
    assert kenya_client.get(f"/demo/statements/desk/{path}").status_code == 404


@pytest.mark.usefixtures("in_session")
@pytest.mark.parametrize(("path", "queries"), [("", 9), ("live/", 10)])
def test_the_desk_asks_as_much_for_one_as_for_three(
    officer, kenya_asks, invited, speakers, now, django_assert_num_queries, path, queries
):
    text(officer, f"/demo/statements/desk/{path}")
    for rows in (1, 3):
        with django_assert_num_queries(queries):
            text(officer, f"/demo/statements/desk/{path}")
        if rows == 1:
            for code in ("AAA", "BBB"):
                entity = invited(code, code)
                Statement.objects.inscribe(speakers, entity, rank=60, by=entity.focal_point, at=now)


# Everybody's


def test_the_public_list_says_nothing_before_it_is_shown(client, kenya_asks):
    for shown in (Shown.OFFICERS, Shown.DELEGATIONS):
        StatementsList.objects.update(shown=shown)
        page = text(client, "/demo/statements/")
        assert "The list of speakers is not published." in page
        assert "Kenya" not in page
        text(client, "/demo/statements/screen/", status=404)


def test_a_list_that_is_shown_to_delegations_is_read_by_those_who_answer_for_one_and_by_the_accredited(
    client_of, kenya_asks, brazilian_delegation, brazilian_focal_point, person, reader, accreditation_officer, now
):
    address, delegate = "/demo/statements/", User.objects.create_user("amina@mail.example")
    amina = person(brazilian_delegation, "Amina", "Example", email=delegate.email).accreditation
    everybody = [brazilian_focal_point, delegate, reader]

    def read():
        return ["Kenya" in text(client_of(user), address) for user in everybody]

    assert read() == [False, False, False]
    StatementsList.objects.update(shown=Shown.DELEGATIONS)
    assert read() == [True, False, False]
    type(amina).objects.filter(pk=amina.pk).update(
        status="approved", submitted_at=now, decided_by=accreditation_officer, decided_at=now
    )
    assert read() == [True, True, False]
    brazilian_delegation.nominator.contacts.update(is_active=False)
    assert read() == [False, True, False]


def test_the_public_list_shows_the_order_and_only_names_that_are_accredited(
    client, kenya_asks, brazil_asks, kenyan_delegation, kenyan_focal_point, person, accreditation_officer, now
):
    amina = person(kenyan_delegation, rank=Rank.MINISTER)
    kenya_asks.speak_by(delegate=amina, by=kenyan_focal_point, at=now)
    StatementsList.objects.update(shown=Shown.EVERYBODY, shows_speakers=True)
    page = text(client, "/demo/statements/")
    assert page.index("Kenya") < page.index("Brazil")
    assert "Amina Example" not in page
    Accreditation.objects.update(status="approved", decided_by=accreditation_officer, decided_at=now)
    assert "Amina Example" in text(client, "/demo/statements/")
    StatementsList.objects.update(shows_speakers=False)
    assert "Amina Example" not in text(client, "/demo/statements/")


def test_the_public_list_asks_as_much_for_one_as_for_three(
    client, kenya_asks, invited, speakers, now, django_assert_num_queries
):
    StatementsList.objects.update(shown=Shown.EVERYBODY)
    text(client, "/demo/statements/")
    for rows in (1, 3):
        with django_assert_num_queries(5):
            text(client, "/demo/statements/")
        if rows == 1:
            for code in ("AAA", "BBB"):
                entity = invited(code, code)
                Statement.objects.inscribe(speakers, entity, rank=60, by=entity.focal_point, at=now)


@pytest.mark.usefixtures("in_session")
def test_the_halls_screen_says_who_has_the_floor_and_answers_the_same_in_short(
    client, kenya_asks, brazil_asks, coordinator, now, django_assert_num_queries
):
    StatementsList.objects.update(shown=Shown.EVERYBODY)
    address = "/demo/statements/screen/"
    before = client.get(address)
    assert "Nobody has the floor." in before.content.decode()
    kenya_asks.start(by=coordinator, at=now)
    answer = client.get(address, headers={"If-None-Match": before["ETag"]})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert f'data-started="{now.isoformat()}" data-minutes="5"' in page
    assert page.index('timer-who"><bdi>Kenya') < page.index("<bdi>Brazil")
    with django_assert_num_queries(5):
        assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("in_session")
def test_the_screen_counts_down_and_follows_the_floor(live_server, page, kenya_asks, brazil_asks, coordinator, now):
    StatementsList.objects.update(shown=Shown.EVERYBODY)
    kenya_asks.start(by=coordinator, at=now - timedelta(minutes=4, seconds=20))
    page.goto(f"{live_server.url}/demo/statements/screen/")
    page.wait_for_selector('[data-timer][data-state="last"]')
    assert page.text_content("[data-word]") == "last minute"
    kenya_asks.end(by=coordinator, at=now)
    brazil_asks.start(by=coordinator, at=now - timedelta(minutes=6))
    page.wait_for_selector('.timer-who:has-text("Brazil")', timeout=8000)
    page.wait_for_selector('[data-timer][data-state="over"]')
    assert page.text_content("[data-left]").startswith("+1:")
