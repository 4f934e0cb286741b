"""The exhibition: who may ask for a booth, who decides, and that one booth has one exhibitor."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from ceremony.models import LedgerRow, Room
from ceremony.procedure import AlreadyDecided, Refused
from directory.texts import LocalText
from events.models import Booth, BoothProposal, Exhibition
from notifications.models import Letter
from tests.at_once import at_once
from tests.events.debating import *  # noqa: F403
from tests.events.test_statement_pages import client_of, kenya_client, officer, state, text  # noqa: F401

pytestmark = pytest.mark.django_db

OWN, DESK = "/demo/delegation/KEN/booth/", "/demo/exhibition/desk/"
TYPED = {"title": "Tools for investigators", "text": "Six screens.", "power": 800, "needs": "Network by cable"}


@pytest.fixture
def exhibition(ceremony, now):
    return Exhibition.objects.create(
        ceremony=ceremony, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=5)
    )


@pytest.fixture
def booths(ceremony, exhibition):
    return [
        Booth.objects.create(ceremony=ceremony, number=number, position=place, width=3, depth="2.5", power=power)
        for place, (number, power) in enumerate([("1", 1000), ("2", 3000)], start=1)
    ]


@pytest.fixture
def asks(exhibition, now):
    """Makes a proposal: asks(kenya, by=focal point)."""

    def make(entity, *, by=None, at=None, **fields):
        return BoothProposal.objects.propose(
            exhibition, entity, by=by or entity.focal_point, at=at or now, **(TYPED | fields)
        )

    return make


@pytest.fixture
def kenyan_booth(asks, kenya, kenyan_delegation, kenyan_focal_point):
    return asks(kenya, by=kenyan_focal_point)


@pytest.fixture
def brazilian_booth(asks, brazil, brazilian_delegation, brazilian_focal_point, kenyan_booth):
    return asks(brazil, by=brazilian_focal_point, title="Quiet corner")


def refusal(verb, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        verb(*args, **kwargs)
    return refused.value.messages


def test_a_focal_point_asks_for_a_booth_and_gets_a_receipt(kenya_client, exhibition, kenyan_focal_point):  # noqa: F811
    assert kenya_client.post(OWN, TYPED).status_code == 302
    made = BoothProposal.objects.get()
    assert (made.reference, made.status, made.entity.code) == ("EX-001", "submitted", "KEN")
    assert Letter.objects.get(kind="events.booth_received").recipient == kenyan_focal_point
    page = text(kenya_client, OWN)
    assert "Six screens." in page
    assert "Withdraw the proposal" in page
    assert "Ask for a booth" not in page


def test_outside_the_time_for_it_nothing_is_taken_in(exhibition, kenya, kenyan_delegation, kenyan_focal_point):
    for at, words in [
        (exhibition.opens_at - timedelta(minutes=1), "Booths can be asked for from"),
        (exhibition.closes_at, "Booths could be asked for until"),
    ]:
        propose = BoothProposal.objects.propose
        assert refusal(propose, exhibition, kenya, by=kenyan_focal_point, at=at, **TYPED)[0].startswith(words)
    with pytest.raises(IntegrityError, match="Outside the time"), transaction.atomic():
        BoothProposal.objects.create(
            ceremony=exhibition.ceremony, number=1, entity=kenya, title="x", text="x", submitted_at=exhibition.closes_at
        )


def test_an_officer_enters_a_late_exhibitor_with_a_reason(
    exhibition, kenya, kenyan_delegation, kenyan_focal_point, coordinator, asks
):
    late = exhibition.closes_at + timedelta(days=1)
    assert refusal(asks, kenya, by=kenyan_focal_point, at=late, because="Please.") == [
        "Only an officer of the exhibition does this."
    ]
    made = asks(kenya, by=coordinator, at=late, because="The embassy moved.")
    assert (made.admitted_by, made.admitted_because) == (coordinator, "The embassy moved.")


def test_an_exhibitor_asks_once_while_it_stands(kenyan_booth, asks, kenya, kenyan_focal_point, now):
    assert refusal(asks, kenya, by=kenyan_focal_point) == ["Kenya has asked for a booth already."]
    kenyan_booth.withdraw(by=kenyan_focal_point, at=now)
    assert asks(kenya, by=kenyan_focal_point).reference == "EX-002"


def test_an_officers_reason_of_spaces_is_none(asks, kenya, kenyan_delegation, kenyan_focal_point):
    assert asks(kenya, by=kenyan_focal_point, because="  ").admitted_at is None


def test_one_booth_has_one_exhibitor(kenyan_booth, brazilian_booth, booths, coordinator, now):
    kenyan_booth.accept(booths[0], by=coordinator, at=now)
    assert refusal(brazilian_booth.accept, booths[0], by=coordinator, at=now) == [
        "Booth 1 has been given to Kenya: choose another one."
    ]
    assert brazilian_booth.status == "submitted"
    with pytest.raises(IntegrityError, match="one_booth_one_exhibitor"), transaction.atomic():
        BoothProposal.objects.filter(pk=brazilian_booth.pk).update(
            status="accepted", booth=booths[0], decided_by=coordinator, decided_at=now
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_coordinators_at_once_one_gives_the_booth(kenyan_booth, brazilian_booth, booths, coordinator, now):
    def give(key):
        BoothProposal.objects.get(pk=key).accept(booths[0], by=coordinator, at=now)
        return "given"

    answers = at_once(lambda: give(kenyan_booth.pk), lambda: give(brazilian_booth.pk))
    assert sorted(type(answer).__name__ for answer in answers) == ["Refused", "str"]
    assert BoothProposal.objects.filter(booth=booths[0]).count() == 1


def test_the_decision_is_told_by_letter(kenyan_booth, brazilian_booth, booths, coordinator, now):
    kenyan_booth.accept(booths[1], by=coordinator, at=now, reason="Near the entrance.")
    assert refusal(brazilian_booth.decline, by=coordinator, at=now, reason="") == [
        "Write why it is declined: the exhibitor reads it."
    ]
    brazilian_booth.decline(by=coordinator, at=now, reason="All are given.")
    accepted = Letter.objects.get(kind="events.booth_accepted")
    assert accepted.to_email == "focal.kenya@plenipo.example"
    assert "2 (3 × 2.5 m, 3000 W)" in accepted.text
    assert "All are given." in Letter.objects.get(kind="events.booth_declined").text


def test_of_two_coordinators_the_second_is_told_who_was_first(kenyan_booth, booths, coordinator, now):
    seen_before = BoothProposal.objects.get(pk=kenyan_booth.pk)
    kenyan_booth.accept(booths[0], by=coordinator, at=now)
    with pytest.raises(AlreadyDecided, match="Cora Coordinator was first"):
        seen_before.decline(by=coordinator, at=now, reason="No.")


def test_another_booth_is_given_with_a_reason(kenyan_booth, booths, coordinator, now):
    kenyan_booth.accept(booths[0], by=coordinator, at=now)
    kenyan_booth.change_booth(booths[1], by=coordinator, at=now, reason="More power.")
    assert LedgerRow.objects.about(kenyan_booth).last().reason == "1 → 2. More power."
    assert "More power." in Letter.objects.get(kind="events.booth_changed").text


def test_who_leaves_frees_the_booth_and_the_coordinators_are_told(
    kenyan_booth, booths, coordinator, kenyan_focal_point, kenya_client, now  # noqa: F811
):  # fmt: skip
    kenyan_booth.accept(booths[0], by=coordinator, at=now)
    kenya_client.post(f"{OWN}{kenyan_booth.key}/withdraw/")
    kenyan_booth.refresh_from_db()
    assert (kenyan_booth.status, kenyan_booth.booth) == ("withdrawn", None)
    assert Letter.objects.get(kind="events.booth_left").recipient == coordinator


def test_what_was_declined_is_taken_up_again_unless_it_has_asked_anew(
    kenyan_booth, asks, kenya, kenyan_focal_point, coordinator, now
):
    kenyan_booth.decline(by=coordinator, at=now, reason="Full.")
    kenyan_booth.reopen(by=coordinator, at=now, reason="Somebody left.")
    kenyan_booth.decline(by=coordinator, at=now, reason="Full after all.")
    asks(kenya, by=kenyan_focal_point)
    assert refusal(kenyan_booth.reopen, by=coordinator, at=now, reason="Again.") == [
        "Kenya has asked for a booth already."
    ]


def test_a_coordinator_decides_on_the_page(officer, kenyan_booth, brazilian_booth, booths):  # noqa: F811
    BoothProposal.objects.update(power=1200)
    page = f"{DESK}{kenyan_booth.key}/"
    assert "1: 3 × 2.5 m, 1000 W (too little power)" in text(officer, page)
    assert officer.post(f"{page}give/", {"booth": booths[1].pk, "reason": ""}).status_code == 302
    other = f"{DESK}{brazilian_booth.key}/"
    answer = officer.post(f"{other}give/", {"booth": booths[1].pk, "reason": ""})
    assert "Choose from what is offered here." in answer.content.decode()
    answer = officer.post(f"{other}decline/", {"words-reason": ""})
    assert "Write a sentence" in answer.content.decode()
    assert officer.post(f"{other}decline/", {"words-reason": "Full."}).status_code == 302
    assert [one.status for one in BoothProposal.objects.order_by("number")] == ["accepted", "declined"]


def test_booths_are_added_and_removed_unless_somebody_has_them(officer, booths, kenyan_booth, coordinator, now):  # noqa: F811
    address = f"{DESK}booths/"
    new = {"number": "3", "width": 2, "depth": 2, "power": 0, "position": 3}
    assert officer.post(address, new).status_code == 302
    assert "There is a booth with this number." in officer.post(address, new).content.decode()
    kenyan_booth.accept(booths[0], by=coordinator, at=now)
    answer = officer.post(f"{address}{booths[0].pk}/delete/", follow=True).content.decode()
    assert "Booth 1 is that of Kenya: give it another booth first." in answer
    officer.post(f"{address}{booths[1].pk}/delete/")
    assert list(Booth.objects.values_list("number", flat=True)) == ["1", "3"]


def test_the_exhibition_is_set_up_on_its_page(officer, ceremony):  # noqa: F811
    room = ceremony.rooms.get()
    data = {"room": room.pk, "opens_at": "2031-05-01T09:00", "closes_at": "2031-05-01T08:00", "is_public": "on"}
    assert "It closes before it opens." in officer.post(f"{DESK}settings/", data).content.decode()
    officer.post(f"{DESK}settings/", data | {"closes_at": "2031-05-09T08:00"})
    assert Exhibition.objects.get().room == room


def test_its_room_is_one_of_its_ceremony(exhibition, ceremony):
    other = type(ceremony).objects.create(
        slug="other", title=LocalText(en="O"), city=LocalText(en="O"), venue=LocalText(en="O"), time_zone="UTC",
        starts_on=ceremony.starts_on, ends_on=ceremony.ends_on,
    )  # fmt: skip
    room = Room.objects.create(ceremony=other, name=LocalText(en="Elsewhere"))
    with pytest.raises(IntegrityError, match="belongs to another ceremony"), transaction.atomic():
        Exhibition.objects.update(room=room)


def test_the_public_sees_exhibitors_when_they_are_shown_and_no_others(
    client, kenyan_booth, brazilian_booth, booths, coordinator, now
):
    kenyan_booth.accept(booths[0], by=coordinator, at=now)
    assert "Kenya" not in text(client, "/demo/exhibition/")
    Exhibition.objects.update(is_public=True)
    page = text(client, "/demo/exhibition/")
    assert "Tools for investigators" in page
    assert "Brazil" not in page


def test_a_delegation_meets_no_proposal_of_another(kenya_client, kenyan_booth, brazilian_booth):  # noqa: F811
    assert kenya_client.get("/demo/delegation/BRA/booth/").status_code == 404
    assert kenya_client.post(f"{OWN}{brazilian_booth.key}/withdraw/").status_code == 404
    assert "Quiet corner" not in text(kenya_client, OWN)
    for path in ["", "booths/", "settings/", "enter/", "exhibitors.csv", f"{kenyan_booth.key}/"]:
        assert kenya_client.get(f"{DESK}{path}").status_code == 404


def test_the_task_follows_the_proposal(ceremony, kenyan_delegation, now, coordinator, request):
    assert state(kenyan_delegation, now, "booth") == ("not_needed", ["There is no exhibition."])
    booths = request.getfixturevalue("booths")
    assert state(kenyan_delegation, now, "booth") == ("not_needed", ["You may ask for a booth."])
    made = request.getfixturevalue("kenyan_booth")
    assert state(kenyan_delegation, now, "booth") == ("waiting", [])
    made.accept(booths[0], by=coordinator, at=now)
    assert state(kenyan_delegation, now, "booth") == ("done", ["You have booth 1."])


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_one_exhibitor_another_booth_the_second_is_told_who_was_first(
    kenyan_booth, booths, coordinator, now
):
    third = Booth.objects.create(ceremony=kenyan_booth.ceremony, number="3", width=2, depth=2)
    kenyan_booth.accept(booths[0], by=coordinator, at=now)

    def give(booth):
        one = BoothProposal.objects.select_related("booth").get(pk=kenyan_booth.pk)
        return lambda: one.change_booth(booth, by=coordinator, at=now, reason="More room.") or booth

    answers = at_once(give(booths[1]), give(third))
    won = next(answer for answer in answers if isinstance(answer, Booth))
    told = next(answer for answer in answers if isinstance(answer, AlreadyDecided))
    assert told.messages[0].startswith(f"Cora Coordinator was first: Accepted 1 → {won}. More room. (")
    assert BoothProposal.objects.get(pk=kenyan_booth.pk).booth == won


@pytest.mark.django_db(transaction=True)
def test_of_two_exhibitors_who_are_given_one_other_booth_at_once_one_gets_it(
    kenyan_booth, brazilian_booth, booths, coordinator, now
):
    third = Booth.objects.create(ceremony=kenyan_booth.ceremony, number="3", width=2, depth=2)
    for proposal, booth in [(kenyan_booth, booths[0]), (brazilian_booth, booths[1])]:
        proposal.accept(booth, by=coordinator, at=now)

    def give(key):
        one = BoothProposal.objects.get(pk=key)
        return lambda: one.change_booth(third, by=coordinator, at=now, reason="More room.")

    answers = at_once(give(kenyan_booth.pk), give(brazilian_booth.pk))
    assert [type(answer).__name__ for answer in answers].count("Refused") == 1
    holder = BoothProposal.objects.get(booth=third)
    told = next(answer for answer in answers if answer is not None)
    assert told.messages == [f"Booth 3 has been given to {holder.entity}: choose another one."]


def test_whoever_decides_about_an_older_page_is_told_who_was_first(
    officer, kenyan_booth, booths, kenyan_focal_point, now  # noqa: F811
):  # fmt: skip
    kenyan_booth.change(by=kenyan_focal_point, at=now, title="Other tools")
    give = f"{DESK}{kenyan_booth.key}/give/"
    answer = officer.post(give, {"booth": booths[0].pk, "reason": "", "seen": 1}).content.decode()
    assert "Kito Example was first: Submitted title" in answer
    assert officer.post(give, {"booth": booths[0].pk, "reason": "", "seen": 2}).status_code == 302


def test_an_exhibitor_changes_its_own_proposal_until_it_is_decided(
    kenya_client, kenyan_booth, booths, coordinator, now  # noqa: F811
):  # fmt: skip
    edit = f"{OWN}{kenyan_booth.key}/edit/"
    assert 'value="Tools for investigators"' in text(kenya_client, edit)
    assert kenya_client.post(edit, TYPED | {"power": 900, "needs": "", "seen": 1}).status_code == 302
    kenyan_booth.refresh_from_db()
    assert (kenyan_booth.power, kenyan_booth.needs) == (900, "")
    row = LedgerRow.objects.about(kenyan_booth).last()
    assert (row.by_name, row.reason) == ("Kito Example", "power needed, in watts, what is needed besides")
    kenyan_booth.decline(by=coordinator, at=now, reason="Full.")
    answer = kenya_client.post(edit, TYPED | {"seen": kenyan_booth.revision}).content.decode()
    assert "EX-001 is “Declined”: write to the organisers if anything changes." in answer


def test_who_has_a_booth_mends_title_and_text_and_nothing_else(
    kenya_client, kenyan_booth, booths, coordinator, kenyan_focal_point, now  # noqa: F811
):  # fmt: skip
    kenyan_booth.accept(booths[0], by=coordinator, at=now)
    assert "Mend title and text" in text(kenya_client, OWN)
    edit = f"{OWN}{kenyan_booth.key}/edit/"
    page = text(kenya_client, edit)
    assert "title and text may still be mended" in page
    assert 'name="power"' not in page
    typed = {"title": "Tools", "text": "Seven screens.", "power": 9000, "needs": "Everything", "seen": 2}
    assert kenya_client.post(edit, typed).status_code == 302
    mended = BoothProposal.objects.get()
    assert (mended.title, mended.text, mended.status) == ("Tools", "Seven screens.", "accepted")
    assert (mended.power, mended.needs) == (800, "Network by cable")
    row = LedgerRow.objects.about(mended).last()
    assert (row.by_name, row.reason) == ("Kito Example", "title, what is shown")
    assert refusal(mended.change, by=kenyan_focal_point, at=now, title="Tools", power=9000) == [
        "EX-001 is “Accepted”: write to the organisers if anything changes."
    ]


def test_of_an_exhibitor_and_an_officer_who_gives_another_booth_the_second_is_told(
    kenya_client, kenyan_booth, booths, coordinator, now  # noqa: F811
):  # fmt: skip
    kenyan_booth.accept(booths[0], by=coordinator, at=now)
    kenyan_booth.change_booth(booths[1], by=coordinator, at=now, reason="More room.")
    answer = kenya_client.post(f"{OWN}{kenyan_booth.key}/edit/", {"title": "Tools", "text": "x", "seen": 2})
    assert "Cora Coordinator was first" in answer.content.decode()


def test_a_booth_of_too_little_power_is_given_with_a_reason_that_stays_on_record(
    officer, kenyan_booth, booths  # noqa: F811
):  # fmt: skip
    BoothProposal.objects.update(power=1200)
    page = f"{DESK}{kenyan_booth.key}/"
    answer = officer.post(f"{page}give/", {"booth": booths[0].pk, "reason": " "})
    assert answer.context["give_form"].errors == {
        "reason": [
            "Booth 1 has 1000 W, and 1200 W are asked for: write why it is given all the same. The exhibitor reads it."
        ]
    }
    assert BoothProposal.objects.get().status == "submitted"
    given = officer.post(f"{page}give/", {"booth": booths[0].pk, "reason": "A cable comes from booth 2."})
    assert given.status_code == 302
    assert LedgerRow.objects.about(kenyan_booth).last().reason == "A cable comes from booth 2."
    assert "<strong>too little power</strong>" in text(officer, page)


def test_a_booth_that_has_what_is_asked_for_needs_no_reason(officer, kenyan_booth, booths):  # noqa: F811
    BoothProposal.objects.update(power=1000)
    give = f"{DESK}{kenyan_booth.key}/give/"
    assert officer.post(give, {"booth": booths[0].pk, "reason": ""}).status_code == 302
    assert "<strong>too little power</strong>" not in text(officer, f"{DESK}{kenyan_booth.key}/")


def test_a_delegation_changes_no_proposal_of_another(kenya_client, kenyan_booth, brazilian_booth):  # noqa: F811
    assert kenya_client.post(f"{OWN}{brazilian_booth.key}/edit/", TYPED | {"seen": 1}).status_code == 404


def test_an_officer_changes_a_booth_and_its_exhibitor_is_told(officer, kenyan_booth, booths, coordinator, now):  # noqa: F811
    kenyan_booth.accept(booths[0], by=coordinator, at=now)
    address = f"{DESK}booths/{booths[0].pk}/"
    typed = {"number": "1A", "width": 4, "depth": "2.5", "power": 1500, "position": 1, "seen": 1}
    assert officer.post(address, typed | {"number": "2"}).status_code == 200
    assert officer.post(address, typed).status_code == 302
    letter = Letter.objects.get(kind="events.booth_altered")
    assert "is now 1A (4 × 2.5 m, 1500 W); it was 1 (3 × 2.5 m, 1000 W)." in letter.text
    assert LedgerRow.objects.about(booths[0]).last().reason == "1 (3 × 2.5 m, 1000 W) → 1A (4 × 2.5 m, 1500 W)"
    answer = officer.post(address, typed | {"power": 100}).content.decode()
    assert "Cora Coordinator was first: changed 1 (3" in answer


def test_what_exhibitors_should_know_is_typed_by_the_officers_and_read_by_the_focal_points(
    officer, kenya_client, exhibition  # noqa: F811
):  # fmt: skip
    local = timezone.localtime
    typed = {
        "opens_at": f"{local(exhibition.opens_at):%Y-%m-%dT%H:%M}", "closes_at": f"{local(exhibition.closes_at):%Y-%m-%dT%H:%M}",
        "guidance_en": "Bring your own screens.", "room": "",
    }  # fmt: skip
    assert officer.post(f"{DESK}settings/", typed).status_code == 302
    assert "Bring your own screens." in text(kenya_client, OWN)


@pytest.mark.parametrize(("path", "queries"), [("", 7), ("booths/", 7)])
def test_the_desk_asks_as_much_for_one_as_for_three(
    officer, kenyan_booth, booths, coordinator, invited, asks, now, django_assert_num_queries, path, queries  # noqa: F811
):  # fmt: skip
    kenyan_booth.accept(booths[0], by=coordinator, at=now)
    text(officer, f"{DESK}{path}")
    for rows in (1, 3):
        with django_assert_num_queries(queries):
            text(officer, f"{DESK}{path}")
        if rows == 1:
            for code in ("AAA", "BBB"):
                asks(invited(code, code))
                Booth.objects.create(ceremony=kenyan_booth.ceremony, number=code, width=2, depth=2)


def test_the_public_page_asks_as_much_for_one_as_for_three(
    kenyan_booth, booths, coordinator, invited, asks, now, django_assert_num_queries
):
    Exhibition.objects.update(is_public=True)
    kenyan_booth.accept(booths[0], by=coordinator, at=now)
    client = Client()
    text(client, "/demo/exhibition/")
    for rows in (1, 3):
        with django_assert_num_queries(3):
            text(client, "/demo/exhibition/")
        if rows == 1:
            for code in ("AAA", "BBB"):
                booth = Booth.objects.create(ceremony=kenyan_booth.ceremony, number=code, width=2, depth=2, power=3000)
                asks(invited(code, code)).accept(booth, by=coordinator, at=now)


def test_the_list_leaves_as_a_file(officer, kenyan_booth, brazilian_booth):  # noqa: F811
    rows = text(officer, f"{DESK}exhibitors.csv").splitlines()
    assert [row.split(",")[:2] for row in rows[1:]] == [["EX-001", "Kenya"], ["EX-002", "Brazil"]]
