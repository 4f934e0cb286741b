"""A journalist, another outlet's contact, a focal point and a reader try every address and file of a team: nothing leaks.

The team is another's: people in draft, with the desk and approved, papers, a photo, equipment, requests, a seat, a
question; and beside it texts that nobody may read yet. The journalist applies alone for the very same outlet.
"""

import itertools

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accreditation.models import Accreditation
from ceremony.models import LedgerRow
from notifications.models import Letter
from press.models import (
    Application,
    AssignmentLetter,
    EquipmentItem,
    Journalist,
    LetterName,
    Outlet,
    Pool,
    PoolRequest,
    PressText,
    Question,
    Seat,
)
from press.urls import urlpatterns
from tests.press.strangers import PRESS_TRACES, arguments_of, held_back, pressed

pytestmark = pytest.mark.usefixtures("private_files")

ADDRESSES = {pattern.name: list(pattern.pattern.converters) for pattern in urlpatterns}
PUBLIC = {
    "media", "subscribe", "unsubscribe", "advisories", "advisory", "texts", "text", "text_file", "pool", "apply",
    "apply_outlet", "unsubscribe_from_letter",
}  # fmt: skip
# Of everybody who applies: the page shows, and the form takes, one's own people only.
OF_APPLICANTS = {"pools", "pool_ask", "conferences", "seat_ask", "seat_leave", "question_put"}
APPLICANTS = {"journalist", "contact"}
NUMBERS = {"desk", "desk_export"}


@pytest.fixture
def team(ceremony, contact, now):
    return pressed(ceremony, contact, now) | held_back(ceremony, contact, now)


def applied(outlet, user, way, given_names, now):
    """Somebody's application for an outlet, with one person who is approved."""
    application = Application.objects.open(outlet, way, by=user, at=now)
    person = Accreditation(given_names=given_names, family_name="Example", badge_name=given_names)
    found = Journalist.put_forward(application, person, by=user, at=now, function="photographer")
    Accreditation.objects.filter(pk=person.pk).update(status="approved", decided_by=user, decided_at=now)
    found.accreditation.refresh_from_db()
    return found


@pytest.fixture
def strangers(ceremony, team, other_contact, kenyan_delegation, kenyan_focal_point, reader, now):
    """Who asks, signed in, and the own person of those who apply."""
    alone = User.objects.create_user("jonas.alone@plenipo.example", name="Jonas Example")
    outlet = Outlet.objects.enter(ceremony, name="Sample Post", kind="tv", by=other_contact, at=now)
    people = {
        "journalist": applied(team["outlet"], alone, "single", "Jonas", now),
        "contact": applied(outlet, other_contact, "team", "Otto", now),
    }
    users = {"journalist": alone, "contact": other_contact, "focal point": kenyan_focal_point, "reader": reader}
    found = {who: Client() for who in users}
    for who, client in found.items():
        client.force_login(users[who])
    return found | {"people": people}


def address_of(name, team, **known):
    return reverse(
        f"press:{name}", args=["demo", *((arguments_of(name, team) | known)[one] for one in ADDRESSES[name])]
    )


def said(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode("utf-8", "replace") + repr(sorted(response.headers.items()))


def traces_in(response, team):
    """What of the team, of what is held back, and of the seed of its pool, stands there."""
    told = said(response)
    return [trace for trace in [*PRESS_TRACES, team["pool"].sealed_seed] if trace in told]


def typed(team):
    """What belongs to the team, for every field in which somebody could name it."""
    person, asked = team["person"].accreditation.key, team["request"].key
    return {
        "person": str(team["colleague"].accreditation.key), "to": str(person), "kind": "photo", "only": str(person),
        "journalist": str(person), "carrier": team["person"].pk, "people": str(person), "items": str(team["item"].key),
        "question": str(team["question"].key), "place": "1", "text": "Why?", "language": "en", "reason": "A reason",
        "email": "intruder@plenipo.example", "verb": "grant", "key": str(asked),
    }  # fmt: skip


def state_of(team):
    """Everything of the team that somebody could have changed."""
    mine = {"journalist__application": team["application"]}
    return [
        list(Accreditation.objects.filter(nominator=team["application"].nominator).values_list("pk", "status")),
        list(PoolRequest.objects.filter(**mine).values_list("pk", "status")),
        list(Seat.objects.filter(**mine).values_list("pk", "status")),
        list(Question.objects.filter(**mine).values_list("pk", "status", "position")),
        list(EquipmentItem.objects.filter(application=team["application"]).values_list("pk", "status", "version")),
        list(AssignmentLetter.objects.filter(application=team["application"]).values_list("pk", "status")),
        list(LetterName.objects.filter(letter__application=team["application"]).values_list("pk", "journalist")),
        list(team["application"].nominator.contacts.values_list("user", "is_active")),
        list(PressText.objects.values_list("pk", "published_at", "withdrawn_at", "embargo_until")),
        list(Pool.objects.values_list("pk", "status", "revision")),
        LedgerRow.objects.count(),
    ]


def may(who, name):
    return name in PUBLIC or (who in APPLICANTS and name in OF_APPLICANTS) or (who == "reader" and name in NUMBERS)


WHO = ["journalist", "contact", "focal point", "reader"]


@pytest.mark.parametrize("who", WHO)
def test_every_address_of_a_team_is_not_there_for_a_stranger(who, strangers, team):
    client, wrong, before = strangers[who], [], state_of(team)
    for name in ADDRESSES:
        path = address_of(name, team)
        answers = [client.get(path), client.post(path, typed(team))]
        wrong += [(name, traces) for answer in answers if (traces := traces_in(answer, team))]
        codes = {answer.status_code for answer in answers}
        if may(who, name):
            wrong += [(name, code) for code in codes - {200, 302, 404, 405}]
        elif 404 not in codes or codes - {404, 405}:
            wrong.append((name, codes))
    assert wrong == []
    assert state_of(team) == before


@pytest.mark.parametrize("who", WHO)
def test_what_everybody_may_open_has_no_trace_of_a_team_in_any_search(who, strangers, team):
    words = ["Reservada", "Segreda", "carta-reservada", "?"]
    asked = [f"?{name}={word}" for name, word in itertools.product(["q", "name", "by", "status", "kind"], words)]
    pages = PUBLIC | (NUMBERS if who == "reader" else {"pools", "conferences"} if who in APPLICANTS else set())
    for name, query in itertools.product(sorted(pages), ["", "?by=outlet", *asked]):
        answer = strangers[who].get(address_of(name, team) + query)
        assert (name, query, [one for one in traces_in(answer, team) if one not in query]) == (name, query, [])


@pytest.mark.parametrize("who", WHO)
def test_no_file_of_a_team_is_handed_to_a_stranger(who, strangers, team):
    key = team["badge"].journalist.accreditation.key
    files = [
        reverse("accreditation:document", args=["demo", team["document"].key]),
        reverse("accreditation:document", args=["demo", team["letter"].document.key]),
        reverse("accreditation:photo", args=["demo", key]),
        address_of("text_file", team, key=team["coming_text"].key),
        address_of("desk_text_file", team, key=team["coming_text"].key),
        *(address_of("desk_list", team, sheet=sheet, format=format) for sheet, format in itertools.product(["customs", "frequencies"], ["pdf", "xlsx"])),
        *(address_of("desk_pool_escort_list", team, format=format) for format in ["pdf", "xlsx"]),
        *(
            address_of(name, team, format=format)
            for name, format in itertools.product(["desk_outlets_export", "desk_badges_export"], ["csv", "xlsx"])
        ),
    ]  # fmt: skip
    answers = [strangers[who].get(path) for path in files]
    assert [answer.status_code for answer in answers] == [404] * len(files)
    assert [traces_in(answer, team) for answer in answers] == [[]] * len(files)


def test_those_to_whom_they_belong_have_these_files(client, contact, press_officer, team):
    """So that the test above tries what is there."""
    client.force_login(contact)
    for path in [
        reverse("accreditation:document", args=["demo", team["document"].key]),
        reverse("accreditation:document", args=["demo", team["letter"].document.key]),
        reverse("accreditation:photo", args=["demo", team["badge"].journalist.accreditation.key]),
    ]:
        assert client.get(path).status_code == 200
    client.force_login(press_officer)
    assert "RESERVADA-PAPER" in said(client.get(address_of("desk_text_file", team, key=team["coming_text"].key)))


@pytest.mark.parametrize("who", [*WHO, "anonymous", "team"])
def test_what_is_held_back_is_read_by_nobody_before_its_minute(who, strangers, team, contact):
    client = strangers.get(who) or Client()
    if who == "team":
        client.force_login(contact)
    for name, row in [
        ("text", "coming_text"), ("text_file", "coming_text"), ("text", "unpublished_text"), ("advisory", "coming_advisory"),
        ("advisory", "draft_advisory"), ("pool", "prepared_pool"),
    ]:  # fmt: skip
        assert (name, row, client.get(address_of(name, team, key=team[row].key)).status_code) == (name, row, 404)
    for name in ["media", "texts", "advisories"]:
        assert (name, traces_in(client.get(address_of(name, team)), team)) == (name, [])
    assert traces_in(client.get(reverse("ceremony:home", args=["demo"])), team) == []


@pytest.mark.parametrize("who", sorted(APPLICANTS))
def test_whoever_applies_cannot_name_anothers_person_in_a_form_of_his_own(who, strangers, team):
    """A pool, a seat, a question, a place passed on, a line of equipment, a name in a letter, a submission."""
    client, own = strangers[who], strangers["people"][who]
    theirs = str(team["badge"].journalist.accreditation.key)
    application = own.application
    request = PoolRequest.objects.ask(team["pool"], own, "photo", by=application.opened_by, at=team["pool"].opens_at)
    team["pool"].give_places(by=team["pool"].opened_by, at=team["pool"].closes_at)
    before = state_of(team)
    for name, known in [
        ("pool_ask", {}),
        ("seat_ask", {}),
        ("seat_leave", {}),
        ("question_put", {}),
        ("pool_request_pass_on", {"key": request.key}),
    ]:
        client.post(address_of(name, team, **known), typed(team) | {"person": theirs})
    for name in ["equipment_new", "submit", "people", "letters"]:
        client.post(
            reverse(f"press:{name}", args=["demo", application.key]),
            typed(team) | {"make": "A", "model": "B", "quantity": "1", "carrier": team["person"].pk, "only": theirs},
        )
    assert state_of(team) == before
    assert not EquipmentItem.objects.filter(carrier__application=team["application"]).exclude(
        application=team["application"]
    )


def test_no_letter_to_a_stranger_has_a_trace(strangers, team, contact):
    pool = team["pool"]
    for own in strangers["people"].values():
        PoolRequest.objects.ask(pool, own, "photo", by=own.application.opened_by, at=pool.opens_at)
    pool.give_places(by=pool.opened_by, at=pool.closes_at)
    letters = Letter.objects.exclude(recipient=contact)
    assert letters.filter(kind="press.places_given").count() == 2
    assert [trace for one in letters for trace in PRESS_TRACES if trace in one.subject + one.text + one.html] == []


def test_the_sealed_seed_is_on_no_page_file_or_row_that_an_officer_has(client, press_officer, organiser, team):
    seed = team["pool"].sealed_seed
    assert len(seed) == 64
    for user in (press_officer, organiser):
        client.force_login(user)
        for name in ADDRESSES:
            assert (name, seed in said(client.get(address_of(name, team)))) == (name, False)
    page = client.get(reverse("admin:press_pool_change", args=[team["pool"].pk]))
    assert (page.status_code, seed in said(page)) == (200, False)
    assert not LedgerRow.objects.filter(reason__contains=seed).exists()
