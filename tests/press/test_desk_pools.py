"""Pools on the desk: prepared, opened, drawn; cards, no-shows, late requests; and the escort, who sees his list alone."""

# ruff: noqa: F811 (a fixture that comes from another file, named as an argument)

import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.models import User
from ceremony.procedure import AlreadyDecided
from directory.texts import LocalText
from notifications.models import Letter
from press.models import Application, Pool, PoolRequest
from tests.press.at_the_desk import desk, errors, told, words  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(session, ceremony, now):
    """What the form of a pool takes."""

    def make(**fields):
        local = {name: ceremony.local(at).strftime("%Y-%m-%dT%H:%M") for name, at in {
            "opens_at": now, "closes_at": now + timedelta(days=2), "gathers_at": ceremony.start_of(ceremony.starts_on, 9),
        }.items()}  # fmt: skip
        return local | {
            "way": "draw", "gathering_point_en": "Gate 3", "count_photo": "2", "position_photo": "Left stand",
            "count_print": "1", "count_tv": "", "escort_email": "ella.escort@plenipo.example", **fields,
        }  # fmt: skip

    return make


@pytest.fixture
def drawn(pool, approved, contact, press_officer, now):
    """A pool of one photographer's place that was drawn among three; they as requests, in the order of the draw."""
    found = pool({"photo": (1, "Left stand")})
    for one in approved("Amina", "Bo", "Chi", function="photographer"):
        PoolRequest.objects.ask(found, one, "photo", by=contact, at=now)
    found.give_places(by=press_officer, at=now + timedelta(days=3))
    return list(PoolRequest.objects.filter(pool=found).order_by("rank"))


def test_the_list_and_the_pool_ask_the_same_however_many_ask_for_a_place(
    desk, pool, approved, contact, now, django_assert_num_queries
):  # fmt: skip
    found = pool()
    people = approved("Amina", "Bo", "Chi")
    PoolRequest.objects.ask(found, people[0], "photo", by=contact, at=now)
    desk("desk_pools")
    desk("desk_pool", found.key)
    with django_assert_num_queries(7):
        desk("desk_pools")
    with django_assert_num_queries(10):
        desk("desk_pool", found.key)
    for one in people[1:]:
        PoolRequest.objects.ask(found, one, "photo", by=contact, at=now)
    pool(title="Opening")
    with django_assert_num_queries(7):
        assert [one.asked for one in desk("desk_pools").context["pools"]] == [3, 0]
    with django_assert_num_queries(10):
        assert len(desk("desk_pool", found.key).context["page_obj"].object_list) == 3


def test_a_pool_is_prepared_with_places_and_an_escort(desk, typed, session):
    signing = session("Signing")
    response = desk("desk_pool_new", data=typed(session=signing.pk))
    made = Pool.objects.get()
    assert response.redirect_chain[-1][0].endswith(f"/{made.key}/")
    assert (made.session, made.status, made.escort.email) == (signing, "prepared", "ella.escort@plenipo.example")
    assert [(one.kind, one.count, one.position) for one in made.places.all()] == [
        ("photo", 2, "Left stand"), ("print", 1, ""),
    ]  # fmt: skip


def test_times_that_cannot_be_are_said_beside_their_fields(desk, typed, session, ceremony, now):
    late = ceremony.local(ceremony.start_of(ceremony.starts_on, 12)).strftime("%Y-%m-%dT%H:%M")
    response = desk("desk_pool_new", data=typed(session=session().pk, closes_at=late))
    assert errors(response.context["form"]) == {"gathers_at": ["Requests close before the pool gathers."]}
    assert response.context["form"]["position_photo"].value() == "Left stand"
    assert not Pool.objects.exists()


def test_a_session_has_one_pool(desk, typed, pool):
    response = desk("desk_pool_new", data=typed(session=pool().session.pk))
    assert list(errors(response.context["form"])) == ["session"]


def test_an_open_pool_changes_where_it_meets_and_not_until_when_one_asks(desk, typed, pool):
    found = pool()
    response = desk("desk_pool_edit", found.key, data=typed(seen=found.revision, gathering_point_en="Gate 5"))
    assert told(response) == ["The pool is saved."]
    changed = Pool.objects.get()
    assert (str(changed.gathering_point), changed.closes_at) == ("Gate 5", found.closes_at)
    response = desk("desk_pool_edit", found.key, data=typed(seen=found.revision))
    assert "Petra Press was first" in response.context["form"].non_field_errors()[0]


def test_opening_publishes_the_hash_and_the_draw_reveals_the_seed(desk, pool, now):
    found = pool(is_open=False)
    desk("desk_pool_verb", found.key, "open", data={})
    found.refresh_from_db()
    page = words(desk("desk_pool", found.key))
    assert found.seed_hash in page
    assert found.sealed_seed not in page
    assert "Draw the places" not in page  # requests are still open
    response = desk("desk_pool_verb", found.key, "give", data={})
    assert "places are given after that" in words(response)
    Pool.objects.filter(pk=found.pk).update(status="open")
    found.give_places(by=found.opened_by, at=found.closes_at + timedelta(hours=1))
    assert found.seed in words(desk("desk_pool", found.key))


def test_a_cancellation_says_why(desk, pool):
    found = pool()
    response = desk("desk_pool_verb", found.key, "cancel", data={"cancel-reason": ""})
    [form] = [form for form in response.context["verbs"] if form.verb == "cancel"]
    assert errors(form) == {"reason": ["Write something here: it is needed."]}
    desk("desk_pool_verb", found.key, "cancel", data={"cancel-reason": "No room"})
    found.refresh_from_db()
    assert found.status == "cancelled"


def test_a_card_is_handed_out_with_the_next_number(desk, drawn):
    first = drawn[0]
    response = desk("desk_pool_request", first.pool.key, first.key, "hand_card", data={})
    assert told(response) == [f"{first.journalist}: card number 1."]
    first.refresh_from_db()
    assert (first.status, first.card_number) == ("collected", 1)


def test_whoever_did_not_come_is_replaced(desk, drawn, monkeypatch):
    first, second, _third = drawn
    desk("desk_pool_request", first.pool.key, first.key, "no_show", data={"reason": "Overslept"})
    first.refresh_from_db()
    assert first.status == "placed"  # not before the pool gathers
    Pool.objects.update(gathers_at=first.pool.closes_at)
    with monkeypatch.context() as patch:
        later = first.pool.closes_at + timedelta(days=1)
        patch.setattr("press.views.desk_pools.timezone", SimpleNamespace(now=lambda: later))
        desk("desk_pool_request", first.pool.key, first.key, "no_show", data={"reason": "Overslept"})
    for one in (first, second):
        one.refresh_from_db()
    assert (first.status, second.status) == ("no_show", "placed")


def test_a_place_is_passed_on_to_a_colleague(desk, drawn, approved):
    first = drawn[0]
    [dao] = approved("Dao")
    desk("desk_pool_request", first.pool.key, first.key, "pass_on", data={"to": dao.accreditation.key})
    first.refresh_from_db()
    assert (first.status, PoolRequest.objects.get(journalist=dao).status) == ("passed_on", "placed")


def test_a_late_request_goes_to_the_end_of_the_waiting_list(desk, drawn, approved):
    approved("Dao")
    pool, how = drawn[0].pool, {"late-kind": "photo", "late-reason": "The letter was lost"}
    response = desk("desk_pool_verb", pool.key, "late", data=how | {"late-name": "Example"})
    [form] = [form for form in response.context["verbs"] if form.verb == "late"]
    assert "Several are called that" in form.errors["name"][0]
    desk("desk_pool_verb", pool.key, "late", data=how | {"late-name": "Dao Example"})
    assert PoolRequest.objects.get(journalist__accreditation__given_names="Dao").status == "waiting"


def test_nobody_gives_a_place_to_the_own_people(desk, drawn, application, press_officer):
    application.nominator.contacts.create(user=press_officer)
    response = desk("desk_pool_request", drawn[0].pool.key, drawn[0].key, "hand_card", data={})
    assert told(response) == ["You answer for this application yourself: a colleague decides about it."]


def test_nobody_lets_the_own_people_in_late_or_passes_a_place_on_to_them(
    desk, drawn, approved, application, outlet, other_contact, press_officer, now
):
    own = Application.objects.open(outlet, "team", by=press_officer, at=now)
    own.amend(seen=1, by=press_officer, at=now, is_editorial=True)
    [dao] = approved("Dao", application=own)
    pool, own_affair = drawn[0].pool, "You answer for this application yourself: a colleague decides about it."
    typed = {"late-kind": "photo", "late-reason": "A friend", "late-name": "Dao Example"}
    response = desk("desk_pool_verb", pool.key, "late", data=typed)
    [form] = [form for form in response.context["verbs"] if form.verb == "late"]
    assert form.non_field_errors() == [own_affair]
    response = desk("desk_pool_request", pool.key, drawn[0].key, "pass_on", data={"to": dao.accreditation.key})
    assert told(response) == [own_affair]
    assert not PoolRequest.objects.filter(journalist=dao).exists()


# The escort


@pytest.fixture
def escort(drawn):
    user = User.objects.create_user("ella.escort@plenipo.example", name="Ella Escort")
    Pool.objects.update(escort=user)
    return user


def test_the_escort_sees_the_list_hands_out_cards_and_nothing_else(desk, drawn, escort, ceremony):
    first, second, _third = drawn
    page = desk("desk_pool_escort", first.pool.key, by=escort)
    assert [one.pk for one in page.context["coming"]] == [first.pk]
    assert "Ella" not in words(page).split("Card")[1]
    assert f'href="{reverse("press:desk", args=[ceremony.slug])}"' not in page.content.decode()
    desk("desk_pool_request", first.pool.key, first.key, "hand_card", data={})
    first.refresh_from_db()
    assert first.status == "collected"
    for verb in ("give", "withdraw", "pass_on"):
        assert desk("desk_pool_request", first.pool.key, second.key, verb, data={}).status_code == 404
    for name in ("desk", "desk_pools", "desk_outlets", "desk_phone", "desk_badges"):
        assert desk(name).status_code == 404
    assert desk("desk_pool", first.pool.key).status_code == 404


def test_who_did_not_come_stays_in_sight_with_his_card_and_comes_after_all(desk, drawn, escort, press_officer):
    first, _second, left_out = drawn
    first.hand_card(by=press_officer, at=first.pool.gathers_at)
    first.no_show(by=press_officer, at=first.pool.gathers_at)
    page = desk("desk_pool_escort", first.pool.key, by=escort)
    assert [one.pk for one in page.context["absent"]] == [first.pk]
    assert "card 1 is still out" in words(page)
    with pytest.raises(AlreadyDecided, match="Petra Press was first"):
        first.no_show(by=escort, at=first.pool.gathers_at)
    desk("desk_pool_request", first.pool.key, first.key, "put_back", data={})
    first.refresh_from_db()
    assert (first.status, first.card_number) == ("waiting", None)
    PoolRequest.objects.filter(pk=left_out.pk).update(status="left_out")
    assert desk("desk_pool_request", first.pool.key, left_out.key, "put_back", data={}).status_code == 404


def test_the_host_broadcasters_people_are_named_at_the_desk(desk, pool, approved):
    found = pool({"host_broadcaster": (1, "Centre"), "photo": (1, "")})
    approved("Amina")
    assert "Name somebody of the host broadcaster" in words(desk("desk_pool", found.key))
    desk("desk_pool_verb", found.key, "name", data={"name-name": "Amina Example"})
    assert [(one.kind, one.status) for one in PoolRequest.objects.all()] == [("host_broadcaster", "requested")]


def test_the_escort_finds_the_way_and_another_pools_escort_none(client, drawn, escort, pool, ceremony, desk):
    other = User.objects.create_user("otto.escort@plenipo.example", name="Otto Escort")
    second = pool(title="Opening", escort=other)
    address = reverse("press:desk_pool_escort", args=[ceremony.slug, drawn[0].pool.key])
    client.force_login(escort)
    assert address in client.get(reverse("press:media", args=[ceremony.slug])).content.decode()
    assert desk("desk_pool_escort", second.key, by=escort).status_code == 404
    assert desk("desk_pool_escort", drawn[0].pool.key, by=other).status_code == 404


def test_the_list_comes_as_a_spreadsheet(desk, drawn, escort):
    rows = list(
        load_workbook(
            io.BytesIO(desk("desk_pool_escort_list", drawn[0].pool.key, "xlsx", by=escort).content)
        ).active.values
    )
    assert {row[6] for row in rows[1:]} == {"Has a place", "On the waiting list"}
    assert rows[1][:2] == ("Photo", "Left stand")


@pytest.mark.fonts
def test_the_list_comes_on_paper(desk, drawn, escort):
    response = desk("desk_pool_escort_list", drawn[0].pool.key, "pdf", by=escort)
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    for what in ["Press pool: list for the escort", "Gate 3", "Ella Escort", "Left stand", "Waiting list: Photo"]:
        assert what in text


def test_what_the_form_shows_otherwise_than_it_is_kept_is_no_change(desk, typed, pool, ceremony):
    """It shows minutes and no seconds, and a browser ends a line in its own way."""
    found = pool(
        gathers_at=ceremony.start_of(ceremony.starts_on, 9) + timedelta(seconds=7),
        note=LocalText(en="Flat shoes;\nno tripods."),
        escort=User.objects.create_user("ella.escort@plenipo.example"),
        places={"photo": (2, "Left stand"), "print": (1, "")},
    )
    before = Letter.objects.count()
    desk("desk_pool_edit", found.key, data=typed(seen=found.revision, note_en="Flat shoes;\r\nno tripods."))
    assert (Pool.objects.get().revision, Letter.objects.count()) == (found.revision, before)
