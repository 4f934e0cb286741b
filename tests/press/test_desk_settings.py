"""The desk's settings: kept part by part, nobody saves over a colleague, and a higher quota lets those who wait in."""

# ruff: noqa: F811 (a fixture that comes from another file, named as an argument)

from datetime import timedelta
from threading import Event

import pytest
from django.urls import reverse

from accreditation.models import Accreditation, Status
from ceremony.procedure import Refused
from press import quotas
from press.forms.desk_settings import PARTS
from press.models import Application, EntryPort, MediaContact, Outlet, PressCall, PressQuota
from tests.at_once import at_once
from tests.press.at_the_desk import desk, told, words  # noqa: F401

pytestmark = pytest.mark.django_db


def local(ceremony, instant):
    return ceremony.local(instant).strftime("%Y-%m-%dT%H:%M")


def rows(*many, there=()):
    """What a page of rows sends: those that are `there` first, each with its number."""
    typed = {"rows-TOTAL_FORMS": str(len(many)), "rows-INITIAL_FORMS": str(len(there))}
    for number, fields in enumerate(many):
        typed |= {f"rows-{number}-{name}": text for name, text in fields.items()}
    return typed | {f"rows-{number}-id": row.pk for number, row in enumerate(there)}


@pytest.fixture
def save(desk):
    """save("quotas", typed): as somebody who has just opened the page; with `seen`, as who opened it before."""

    def send(part, typed, *, seen=None):
        seen = desk("desk_setting", part).context["part"].seen if seen is None else seen
        return desk("desk_setting", part, data=typed | {"seen": seen})

    return send


@pytest.fixture
def waiting(application, journalist, letter, contact, now):
    """Sends people of the team beyond the quota: waiting("Amina", "Bo") says who has which status then."""

    def send(*names):
        letter(application, *[journalist(application, name) for name in names])
        application.submit(by=contact, at=now)
        return lambda: dict(application.people.values_list("given_names", "status"))

    return send


def test_the_call_is_written_and_kept_when_it_ends_before_it_begins(save, ceremony, now):
    typed = {
        "opens_at": local(ceremony, now), "closes_at": local(ceremony, now - timedelta(days=1)), "needed_en": "A press card",
    }  # fmt: skip
    response = save("call", typed)
    assert response.context["form"].non_field_errors() == ["Applications close after they open."]
    assert "A press card" in response.content.decode()
    save("call", typed | {"closes_at": local(ceremony, now + timedelta(days=9))})
    assert str(PressCall.objects.get(ceremony=ceremony).needed) == "A press card"


def test_quotas_ports_and_contacts_are_kept(desk, save, ceremony):
    save("quotas", rows({"outlet_kind": "tv", "limit": "9"}))
    save("ports", rows({"code": "HAN", "name_en": "Noi Bai", "position": "0"}))
    save("contacts", rows({"name": "Mai Example", "phone": "+84 1", "position": "0", "languages": ["en", "vi"]}))
    assert [str(one) for one in PressQuota.objects.all()] == ["Television: 9"]
    assert [str(one) for one in EntryPort.objects.all()] == ["Noi Bai"]
    assert MediaContact.objects.get().languages == ["en", "vi"]
    for part in ("call", "quotas", "ports", "contacts"):
        assert desk("desk_setting", part).status_code == 200
    assert "Mai Example" in words(desk("desk_settings"))
    assert desk("desk_setting", "nonsense").status_code == 404


def test_a_port_that_somebody_uses_stays(save, port, application, journalist, contact, now):
    journalist(application).arrive(arrives_at=now, arrives_by="", port=port, by=contact, at=now)
    typed = {"code": "HAN", "name_en": "Noi Bai", "position": "0", "DELETE": "on"}
    response = save("ports", rows(typed, there=[port]))
    assert "it stays" in response.context["rows"].non_form_errors()[0]
    assert EntryPort.objects.exists()


# Two officers


@pytest.mark.parametrize("part", ["call", "quotas", "ports", "contacts"])
def test_whoever_saves_over_a_colleague_is_told_first_and_keeps_what_was_typed(
    part, desk, save, ceremony, call, port, now
):
    quota = PressQuota.objects.create(ceremony=ceremony, outlet_kind="tv", limit=3)
    mai = MediaContact.objects.create(ceremony=ceremony, name="Mai Example")
    typed, row, column = {
        "call": (
            {
                "opens_at": local(ceremony, call.opens_at), "closes_at": local(ceremony, call.closes_at),
                "needed_en": "Mine",
            },
            call, {"needed": {"en": "Theirs"}},
        ),
        "quotas": (rows({"outlet_kind": "tv", "limit": "7"}, there=[quota]), quota, {"limit": 5}),
        "ports": (rows({"code": "MINE", "name_en": "Mine", "position": "0"}, there=[port]), port, {"code": "SGN"}),
        "contacts": (rows({"name": "Mine", "position": "0"}, there=[mai]), mai, {"name": "Theirs"}),
    }[part]  # fmt: skip
    seen = desk("desk_setting", part).context["part"].seen
    type(row).objects.filter(pk=row.pk).update(**column)

    page = save(part, typed, seen=seen)

    assert "A colleague saved this while you were writing." in words(page)
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in column} == column
    typed_last = {"call": "Mine", "quotas": 'value="7"', "ports": "MINE", "contacts": "Mine"}[part]
    assert typed_last in page.content.decode()
    # Whoever has compared the two saves again, and means it.
    assert told(save(part, typed, seen=page.context["part"].seen))[0].endswith("is saved.")
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in column} != column


def test_a_row_that_a_colleague_took_away_is_a_new_one_for_whoever_still_wants_it(desk, save, ceremony):
    first, second = (
        MediaContact.objects.create(ceremony=ceremony, name=name, position=place)
        for place, name in enumerate(["Mai Example", "Olivier Exemple"])
    )
    seen = desk("desk_setting", "contacts").context["part"].seen
    typed = rows(
        {"name": "Mai Example", "phone": "+84 7", "position": "0"},
        {"name": "Olivier Exemple", "phone": "+84 8", "position": "1"},
        {"name": "Petra Beispiel", "position": "2"},
        there=[first, second],
    )
    first.delete()
    page = save("contacts", typed, seen=seen)
    assert "A colleague saved this while you were writing." in words(page)
    form = page.context["rows"]
    again = {"seen": page.context["part"].seen} | {
        f"{row.prefix}-{name}": row[name].value() or "" for row in form for name in ("id", "name", "phone", "position")
    }
    again |= {"rows-TOTAL_FORMS": form.total_form_count(), "rows-INITIAL_FORMS": form.initial_form_count()}
    desk("desk_setting", "contacts", data=again)
    assert list(MediaContact.objects.order_by("position").values_list("name", "phone")) == [
        ("Mai Example", "+84 7"), ("Olivier Exemple", "+84 8"), ("Petra Beispiel", ""),
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told(ceremony, press_officer, second_press_officer, now):
    form_class = PARTS["quotas"][1]
    seen = form_class(ceremony=ceremony).seen

    def save(limit, by):
        def carry_out():
            form = form_class(rows({"outlet_kind": "", "limit": limit}), ceremony=ceremony, seen=seen)
            if not form.is_valid():
                raise Refused(list(form.non_form_errors()))
            form.carry_out(by=by, at=now)

        return carry_out

    results = at_once(save("4", press_officer), save("6", second_press_officer))
    assert sum(isinstance(result, Refused) for result in results) == 1
    assert PressQuota.objects.count() == 1


# A higher quota


def test_a_higher_quota_of_a_kind_lets_those_who_wait_in_as_far_as_there_is_room(save, quota, waiting):
    limit = quota(1, "print")
    statuses = waiting("Amina", "Bo", "Caro")
    assert statuses() == {"Amina": "submitted", "Bo": "waitlisted", "Caro": "waitlisted"}
    page = save("quotas", rows({"outlet_kind": "print", "limit": "2"}, there=[limit]))
    assert told(page) == ["“Quotas” is saved. 1 person moved up from the waiting list."]
    assert statuses() == {"Amina": "submitted", "Bo": "submitted", "Caro": "waitlisted"}


def test_without_a_quota_of_its_kind_that_of_every_other_kind_counts(save, quota, waiting):
    quota(3)
    quota(0, "print")
    statuses = waiting("Amina", "Bo")
    assert statuses() == {"Amina": "waitlisted", "Bo": "waitlisted"}
    narrow = PressQuota.objects.get(outlet_kind="print")
    others = PressQuota.objects.get(outlet_kind="")
    page = save(
        "quotas",
        rows({"outlet_kind": "", "limit": "3"}, {"outlet_kind": "print", "limit": "0", "DELETE": "on"}, there=[others, narrow]),
    )  # fmt: skip
    assert told(page) == ["“Quotas” is saved. 2 people moved up from the waiting list."]
    assert statuses() == {"Amina": "submitted", "Bo": "submitted"}


def test_an_organiser_who_raises_it_in_the_administration_lets_them_in_too(client, organiser, quota, waiting, ceremony):
    limit = quota(0)
    statuses = waiting("Amina")
    client.force_login(organiser)
    typed = {"ceremony": ceremony.pk, "outlet_kind": "", "limit": "1"}
    client.post(reverse("admin:press_pressquota_change", args=[limit.pk]), typed)
    assert statuses() == {"Amina": "submitted"}
    limit.refresh_from_db()
    client.post(reverse("admin:press_pressquota_delete", args=[limit.pk]), {"post": "yes"})
    assert not PressQuota.objects.exists()


def test_an_outlet_of_another_kind_has_the_room_of_that_kind(quota, outlet, waiting, press_officer, now):
    quota(0, "print")
    quota(1, "tv")
    statuses = waiting("Amina")
    Outlet.objects.get(pk=outlet.pk).amend(seen=outlet.version, by=press_officer, at=now, kind="tv")
    assert statuses() == {"Amina": "submitted"}


def test_its_own_quota_is_set_and_lets_people_in_together_or_not_at_all(
    desk, quota, outlet, waiting, monkeypatch, client, press_officer
):
    """A server that dies between the two leaves neither."""
    quota(0)
    statuses = waiting("Amina")
    typed = {"quota-seen": outlet.version, "quota-limit": "1", "quota-reason": "Host"}

    def dies(*_args, **_how):
        raise RuntimeError("The power is gone.")

    monkeypatch.setattr(Accreditation, "let_in", dies)
    with pytest.raises(RuntimeError):
        desk("desk_outlet_verb", outlet.key, "quota", data=typed)
    assert Outlet.objects.get().quota is None
    monkeypatch.undo()
    desk("desk_outlet_verb", outlet.key, "quota", data=typed)
    assert (Outlet.objects.get().quota, statuses()) == (1, {"Amina": "submitted"})


@pytest.mark.django_db(transaction=True)
def test_nobody_is_put_on_the_waiting_list_of_a_quota_that_was_raised_at_that_moment(
    ceremony, application, journalist, letter, quota, contact, press_officer, now, monkeypatch
):
    """The one reads the limit of before and has not ended yet when the other looks who waits."""
    limit = quota(0)
    letter(application, journalist(application, "Amina"))
    is_full, is_raised, waitlist = Event(), Event(), Accreditation.waitlist

    def slowly(person, **how):
        waitlist(person, **how)
        is_full.set()
        is_raised.wait(timeout=1)

    def raise_it():
        is_full.wait(timeout=20)
        with quotas.settling(ceremony, by=press_officer, at=now) as moved:
            PressQuota.objects.filter(pk=limit.pk).update(limit=1)
        is_raised.set()
        return len(moved)

    monkeypatch.setattr(Accreditation, "waitlist", slowly)
    moved, _sent = at_once(raise_it, lambda: Application.objects.get(pk=application.pk).submit(by=contact, at=now))
    assert (moved, application.people.get().status) == (1, Status.SUBMITTED)
