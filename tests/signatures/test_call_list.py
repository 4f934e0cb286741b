"""The order in which States are called: what the rule makes of it, what a hand moves, and that no place is missing or twice."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ceremony.models import LedgerRow
from ceremony.procedure import Refused
from delegations.models import Rank
from directory.models import Entity, EntityKind
from directory.texts import LocalText
from signatures import call_list
from signatures.models import Call, Intention, Order, Remark, Representative, Sitting
from tests.at_once import at_once

pytestmark = pytest.mark.django_db


def state(code, name, **fields):
    return Entity.objects.create(
        code=code, kind=EntityKind.MEMBER_STATE, may_sign=True, short_en=name, sort_en=name.lower(), **fields
    )


@pytest.fixture
def five(treaty, treaty_officer, now, ceremony):
    """Viet Nam the host, and four more with representatives of other ranks; all of them intend to sign."""
    ranks = {
        ("VNM", "Viet Nam", "Viet Nam"): Rank.MINISTER,
        ("ZMB", "Zambia", "Zambie"): Rank.HEAD_OF_STATE,
        ("DEU", "Germany", "Allemagne"): Rank.AMBASSADOR,
        ("CHL", "Chile", "Chili"): Rank.AMBASSADOR,
        ("TGO", "Togo", "Togo"): None,
    }
    entities = []
    for number, ((code, english, french), rank) in enumerate(ranks.items()):
        entity = state(code, english, short_fr=french)
        entities.append(entity)
        Intention.note(treaty, entity, will_sign=True, by=treaty_officer, at=now + timedelta(seconds=-number))
        if rank:
            Representative.objects.name_for(
                treaty, entity, name=f"{english} Example", title="Office", rank=rank, by=treaty_officer, at=now
            )
    ceremony.host = entities[0]
    ceremony.save()
    return entities


@pytest.fixture
def generated(sitting, five, treaty_officer, now):
    def make(**fields):
        Sitting.objects.filter(pk=sitting.pk).update(**fields)
        fresh = Sitting.objects.get(pk=sitting.pk)
        return call_list.generate(fresh, by=treaty_officer, at=now)

    return make


def listed(sitting):
    return [call.entity.code for call in Call.objects.on_the_list().filter(sitting=sitting).in_order()]


def places(sitting):
    return list(Call.objects.on_the_list().filter(sitting=sitting).in_order().values_list("position", flat=True))


def call_of(code):
    return Call.objects.select_related("entity", "sitting", "treaty").get(entity__code=code)


@pytest.mark.parametrize(
    ("order", "language", "expected"),
    [
        (Order.RANK, "en", ["VNM", "ZMB", "CHL", "DEU", "TGO"]),
        (Order.RANK, "fr", ["VNM", "ZMB", "DEU", "CHL", "TGO"]),  # Allemagne, Chili
        (Order.ALPHABET, "en", ["VNM", "CHL", "DEU", "TGO", "ZMB"]),
        (Order.ALPHABET, "fr", ["VNM", "DEU", "CHL", "TGO", "ZMB"]),
        (Order.APPOINTMENT, "en", ["VNM", "TGO", "CHL", "DEU", "ZMB"]),  # the last to say so was noted first
    ],
)
def test_the_host_goes_first_and_then_the_rule(sitting, generated, order, language, expected):
    assert generated(order=order, language=language) == 5
    assert listed(sitting) == expected
    assert places(sitting) == [1, 2, 3, 4, 5]


def test_who_will_not_sign_may_not_has_signed_or_stands_on_a_list_is_not_added(
    sitting, treaty, five, window, generated, treaty_officer, now, kenya, minister, signed
):
    _viet_nam, _zambia, germany, chile, togo = five
    Intention.note(treaty, togo, will_sign=False, by=treaty_officer, at=now)
    Entity.objects.filter(pk=germany.pk).update(may_sign=False)
    later = Sitting.objects.create(treaty=treaty, window=window, name=LocalText(en="Later"), starts_at=now)
    Call.objects.add(later, chile, by=treaty_officer, at=now)
    minister(kenya)
    signed(kenya)
    Intention.note(treaty, kenya, will_sign=True, by=treaty_officer, at=now)
    assert generated() == 2
    assert listed(sitting) == ["KEN", "VNM", "ZMB"]  # Kenya has signed and keeps its place


def test_an_organisation_comes_after_the_first_of_its_members(
    sitting, treaty, union, austria, generated, treaty_officer, now
):
    for entity in (union, austria):
        Intention.note(treaty, entity, will_sign=True, by=treaty_officer, at=now)
    Representative.objects.name_for(
        treaty, union, name="Ursel Example", title="President", rank=Rank.HEAD_OF_GOVERNMENT, by=treaty_officer, at=now
    )
    generated()
    order = listed(sitting)
    assert order.index("EUE") == order.index("AUT") + 1


def test_a_place_given_by_hand_stays_when_the_list_is_generated_again(sitting, generated, treaty_officer, now):
    generated()
    call_list.place(call_of("TGO"), 2, by=treaty_officer, at=now, reason="Leaves at ten")
    assert listed(sitting) == ["VNM", "TGO", "ZMB", "CHL", "DEU"]
    generated(order=Order.ALPHABET)
    assert listed(sitting) == ["VNM", "TGO", "CHL", "DEU", "ZMB"]
    call_list.generate(Sitting.objects.get(pk=sitting.pk), by=treaty_officer, at=now, forget_moves=True)
    assert listed(sitting) == ["VNM", "CHL", "DEU", "TGO", "ZMB"]


def test_a_move_says_why_on_the_row_and_in_the_ledger(sitting, generated, treaty_officer, now):
    generated()
    call = call_of("DEU")
    with pytest.raises(Refused, match="Write why it is moved"):
        call_list.place(call, 1, by=treaty_officer, at=now, reason="  ")
    call_list.place(call, 99, by=treaty_officer, at=now, reason="Arrives late")
    assert (call.position, call.moved_because) == (5, "Arrives late")
    row = Remark.objects.beside(LedgerRow.objects.about(call))[-1]
    assert (row.code, row.reason) == ("moved", "4 → 5: Arrives late")
    assert places(sitting) == [1, 2, 3, 4, 5]


def test_who_was_called_is_moved_no_more(generated, treaty_officer, now):
    generated()
    call = call_of("ZMB")
    call.call(by=treaty_officer, at=now)
    with pytest.raises(Refused, match="not waiting on this list"):
        call_list.place(call, 1, by=treaty_officer, at=now, reason="A reason")


def test_taking_one_off_closes_the_gap_and_generating_does_not_bring_it_back(
    sitting, generated, five, treaty_officer, now
):
    generated()
    call_of("ZMB").strike(by=treaty_officer, at=now, reason="By note verbale of today")
    assert places(sitting) == [1, 2, 3, 4]
    assert generated() == 0
    assert listed(sitting) == ["VNM", "CHL", "DEU", "TGO"]
    Call.objects.add(sitting, five[1], by=treaty_officer, at=now)
    assert places(sitting) == [1, 2, 3, 4, 5]


def test_who_was_postponed_goes_to_another_sitting_and_waits_there(
    sitting, treaty, window, generated, treaty_officer, now
):
    generated()
    later = Sitting.objects.create(treaty=treaty, window=window, name=LocalText(en="Appointments"), starts_at=now)
    call = call_of("CHL")
    call.postpone(by=treaty_officer, at=now)
    call_list.transfer(call, later, by=treaty_officer, at=now, reason="Tomorrow at nine")
    assert (listed(later), call_of("CHL").status, places(later)) == (["CHL"], "waiting", [1])
    assert (listed(sitting), places(sitting)) == (["VNM", "ZMB", "DEU", "TGO"], [1, 2, 3, 4])


@pytest.mark.django_db(transaction=True)
def test_moves_and_strikes_at_once_leave_no_gap_and_no_place_twice(sitting, five, treaty, treaty_officer, now):
    call_list.generate(sitting, by=treaty_officer, at=now)
    codes = ["ZMB", "DEU", "CHL", "TGO"]
    works = [
        lambda code=code, place=place: call_list.place(
            call_of(code), place, by=treaty_officer, at=now, reason=f"To {place}"
        )
        for code, place in zip(codes, [5, 1, 1, 2], strict=True)
    ]
    works += [
        lambda: call_of("VNM").strike(by=treaty_officer, at=now, reason="Signs tomorrow"),
        lambda: call_list.generate(Sitting.objects.get(pk=sitting.pk), by=treaty_officer, at=now),
    ]
    at_once(*works)
    assert places(sitting) == [1, 2, 3, 4]
    assert sorted(listed(sitting)) == sorted(codes)


@pytest.mark.django_db(transaction=True)
def test_the_same_state_added_twice_at_once_is_there_once(sitting, treaty, kenya, treaty_officer, now):
    answers = at_once(*[lambda: Call.objects.add(sitting, kenya, by=treaty_officer, at=now)] * 2)
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert [answer.messages for answer in refused] == [["Kenya is on the list already: Signing plenary, “Waiting”."]]
    assert places(sitting) == [1]


def test_a_state_goes_to_another_sitting_with_a_reason(sitting, treaty, window, generated, treaty_officer, now):
    generated()
    later = Sitting.objects.create(treaty=treaty, window=window, name=LocalText(en="Appointments"), starts_at=now)
    call = call_of("CHL")
    with pytest.raises(Refused, match="Write why it goes to another session"):
        call_list.transfer(call, later, by=treaty_officer, at=now, reason=" ")
    assert (listed(later), call_of("CHL").sitting) == ([], sitting)
    call_list.transfer(call, later, by=treaty_officer, at=now, reason="Tomorrow at nine")
    row = Remark.objects.beside(LedgerRow.objects.about(call))[-1]
    assert (row.code, row.reason) == ("other_sitting", "Appointments: Tomorrow at nine")


def test_each_thing_said_of_the_intention_stays_in_the_ledger(
    treaty, kenya, treaty_officer, second_treaty_officer, now
):
    for will_sign, by in [(True, treaty_officer), (False, second_treaty_officer), (False, treaty_officer)]:
        intention = Intention.note(treaty, kenya, will_sign=will_sign, by=by, at=now)
    assert list(LedgerRow.objects.about(intention).values_list("before", "after", "by_name")) == [
        ("", "will_sign", "Thuy Treaty"),
        ("will_sign", "will_not_sign", "Tom Treaty"),
        ("will_not_sign", "will_not_sign", "Thuy Treaty"),
    ]
    assert [row.after_word for row in LedgerRow.objects.about(intention)][:2] == ["will sign", "will not sign"]


# Pages


@pytest.fixture
def officer(client, treaty_officer):
    client.force_login(treaty_officer)
    return client


def path(name, *args):
    return reverse(f"signatures:{name}", args=["demo", *args])


def test_the_list_is_generated_moved_and_struck_from_its_page(officer, sitting, five):
    assert "5 that intend to sign" in officer.get(path("call_list", sitting.pk)).content.decode()
    officer.post(path("generate", sitting.pk))
    assert listed(sitting) == ["VNM", "ZMB", "CHL", "DEU", "TGO"]
    officer.post(path("call_move", sitting.pk), {"call": call_of("TGO").pk, "number": 2, "reason": "Leaves at ten"})
    assert listed(sitting) == ["VNM", "TGO", "ZMB", "CHL", "DEU"]
    answer = officer.post(
        path("call_move", sitting.pk), {"call": call_of("TGO").pk, "number": 1, "reason": ""}, follow=True
    )
    assert "Write why it is moved" in answer.content.decode()
    page = path("call_change", call_of("ZMB").pk)
    assert "Write a sentence" in officer.post(page, {"verb": "strike", "strike-reason": ""}).content.decode()
    officer.post(page, {"verb": "strike", "strike-reason": "By note verbale"})
    assert listed(sitting) == ["VNM", "TGO", "CHL", "DEU"]


def test_a_state_is_added_from_the_page_and_only_once(officer, sitting, kenya):
    for _again in range(2):
        officer.post(path("call_add", sitting.pk), {"entity": kenya.pk, "reason": "By telephone"})
    assert listed(sitting) == ["KEN"]


def test_a_sitting_begins_by_the_clocks_of_its_place(officer, treaty, window, ceremony):
    window.time_zone = "America/New_York"
    window.save()
    day = window.first_day.isoformat()
    typed = {"name_en": "New York", "window": window.pk, "starts_at": f"{day}T10:00", "order": "rank", "language": "en"}
    assert officer.post(path("sitting_new"), typed).status_code == 302
    made = Sitting.objects.get()
    assert made.starts_at.astimezone(window.zone).strftime("%H:%M") == "10:00"
    before = {**typed, "starts_at": "2020-01-01T10:00"}
    assert "is open for signature in" in officer.post(path("sitting_new"), before).content.decode()
    assert Sitting.objects.count() == 1
    officer.post(path("sitting_edit", made.pk), typed | {"order": "alphabet"})
    assert Sitting.objects.get().order == "alphabet"
    assert list(LedgerRow.objects.about(made).values_list("after", "by_name")) == [
        ("made", "Thuy Treaty"), ("changed", "Thuy Treaty"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (5, "Zambia is number 5 now."),
        (6, "The list ends before that place: Zambia is the last now, number 5."),
        (999, "The list ends before that place: Zambia is the last now, number 5."),
    ],
)
def test_a_place_beyond_the_end_is_the_last_and_says_so(officer, sitting, generated, number, told):
    generated()
    call = call_of("ZMB")
    answer = officer.post(
        path("call_move", sitting.pk), {"call": call.pk, "number": number, "reason": "Late"}, follow=True
    )
    assert told in answer.content.decode()
    officer.post(path("call_move", sitting.pk), {"call": call.pk, "number": 1, "reason": "Early"})
    typed = {"verb": "move", "number": number, "reason": "Late"}
    assert told in officer.post(path("call_change", call.pk), typed, follow=True).content.decode()
    assert places(sitting) == [1, 2, 3, 4, 5]


def test_the_page_asks_why_a_state_goes_to_another_sitting(officer, sitting, treaty, window, generated, now):
    generated()
    later = Sitting.objects.create(treaty=treaty, window=window, name=LocalText(en="Later"), starts_at=now)
    page = officer.post(path("call_change", call_of("CHL").pk), {"verb": "transfer", "sitting": later.pk})
    assert "Write why it goes to another session" in page.content.decode()
    assert listed(later) == []


def test_a_sitting_of_another_ceremony_does_not_exist(officer, sitting, ceremony):
    ceremony.pk, ceremony.slug = None, "other"
    ceremony.save()
    assert officer.get(f"/other/signatures/desk/sittings/{sitting.pk}/").status_code == 404


def test_the_caller_reads_out_the_formal_name_in_the_chosen_language_and_sees_the_next_three(
    officer, sitting, five, generated, treaty_officer, now
):
    generated()
    Entity.objects.filter(code="VNM").update(
        formal_en="the Socialist Republic of Viet Nam", formal_fr="la République socialiste du Viet Nam"
    )
    Representative.objects.filter(entity__code="VNM").update(pronunciation="ngoo-YEN")
    call_of("VNM").call(by=treaty_officer, at=now)
    page = officer.get(path("caller", sitting.pk), {"in": "fr"}).content.decode()
    assert [
        word for word in ["La République socialiste du Viet Nam", "ngoo-YEN", "At the table"] if word not in page
    ] == []
    assert [code for code in ["ZMB", "CHL", "DEU", "TGO"] if code in page] == ["ZMB", "CHL", "DEU"]


def test_the_list_to_print_holds_every_state_and_what_a_hand_moved(officer, sitting, generated, treaty_officer, now):
    generated()
    call_list.place(call_of("TGO"), 2, by=treaty_officer, at=now, reason="Leaves at ten")
    page = officer.get(path("call_list_print", sitting.pk)).content.decode()
    assert [code for code in ["VNM", "ZMB", "CHL", "DEU", "TGO"] if code not in page] == []
    assert "Moved: Leaves at ten" in page


@pytest.mark.parametrize("many", [1, 3])
def test_what_the_pages_of_a_list_cost(
    officer, sitting, five, treaty_officer, now, django_assert_num_queries, treaty, window, many
):
    for entity in five[:many]:
        Call.objects.add(sitting, entity, by=treaty_officer, at=now)
    for number in range(many - 1):
        Sitting.objects.create(treaty=treaty, window=window, name=LocalText(en=f"Later {number}"), starts_at=now)
    costs = {
        ("sittings",): 6, ("call_list", sitting.pk): 11, ("call_list_print", sitting.pk): 9, ("caller", sitting.pk): 7,
    }  # fmt: skip
    for (name, *args), queries in costs.items():
        with django_assert_num_queries(queries):
            officer.get(path(name, *args))


def test_the_screens_follow_a_new_order_and_how_a_name_is_said(client, sitting, kenya, minister, treaty_officer, now):
    who = minister(kenya)
    Call.objects.add(sitting, kenya, by=treaty_officer, at=now)
    client.force_login(treaty_officer)
    caller = f"/demo/signatures/desk/sittings/{sitting.pk}/caller/"
    seen = client.get(caller).context["version"]
    assert client.get(caller, {"part": "", "version": seen}).status_code == 204
    call_list.generate(sitting, by=treaty_officer, at=now)
    answer = client.get(caller, {"part": "", "version": seen})
    assert answer.status_code == 200
    who.note_details(pronunciation="ah-MEE-na", accreditation=None, by=treaty_officer, at=now)
    again = client.get(caller, {"part": "", "version": answer.context["version"]})
    assert "ah-MEE-na" in again.content.decode()
