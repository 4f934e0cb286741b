"""The line "Signing" on a delegation's list of tasks, and what stands late on the officers' overview."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accreditation.models import Nominator
from ceremony.desk import desk
from signatures.at_a_glance import state_of
from signatures.models import FullPowers, Intention, Manner, Office, Representative

pytestmark = pytest.mark.django_db


@pytest.fixture
def state(kenyan_delegation, now):
    """(word, sentences) of Kenya's task, read anew each time."""

    def read():
        found = state_of(Nominator.objects.get(pk=kenyan_delegation.nominator_id), now)
        return found.progress.value, list(found.missing)

    return read


def test_without_a_treaty_nothing_is_asked(state):
    assert state() == ("not_needed", ["No treaty is on record yet."])


def test_who_may_not_sign_is_not_asked(treaty, kenya, state):
    kenya.may_sign = False
    kenya.save()
    assert state() == ("not_needed", ["Only States and organisations that may sign the treaty do so."])


def test_who_will_not_sign_is_not_asked_further(treaty, kenya, state, treaty_officer, now):
    Intention.note(treaty, kenya, will_sign=False, by=treaty_officer, at=now)
    assert state() == ("not_needed", ["You said that Kenya will not sign."])


def test_it_begins_with_the_intention_and_the_name(treaty, kenya, state, treaty_officer, now):
    assert state() == ("not_started", ["Say whether Kenya will sign.", "Name who signs."])
    Intention.note(treaty, kenya, will_sign=True, by=treaty_officer, at=now)
    assert state() == ("in_progress", ["Name who signs."])


def test_a_claimed_office_waits_for_the_organisers_and_a_confirmed_one_is_done(
    treaty, kenya, state, minister, treaty_officer, now
):
    Representative.objects.name_for(
        treaty, kenya, name="Amina Example", title="Minister", rank=50, office=Office.FOREIGN_MINISTER,
        by=treaty_officer, at=now,
    )  # fmt: skip
    assert state() == (
        "waiting",
        ["Amina Example is said to be Minister for Foreign Affairs: no treaty officer has confirmed it yet."],
    )
    minister(kenya)
    assert state() == ("done", ["Amina Example can sign."])


@pytest.mark.parametrize(
    ("upto", "word", "sentences"),
    [
        (None, "in_progress", ["Bento Example needs full powers: hand in a copy."]),
        ("examining", "waiting", ["The full powers of Bento Example are “Under examination”, not verified by the depositary."]),
        ("accepted", "waiting", ["The full powers of Bento Example are “Copy accepted”, not verified by the depositary."]),
        ("verified", "done", ["Bento Example can sign."]),
    ],
)  # fmt: skip
def test_full_powers_on_their_way(kenya, state, ambassador, full_powers, upto, word, sentences):
    ambassador(kenya)
    if upto:
        full_powers(kenya, upto=upto)
    assert state() == (word, sentences)


def test_announced_powers_still_have_to_come(treaty, kenya, state, ambassador, treaty_officer, now):
    ambassador(kenya)
    FullPowers.objects.announce(treaty, kenya, by=treaty_officer, at=now)
    assert state() == ("in_progress", ["Hand in the copy of the full powers."])


def test_returned_revoked_or_misnamed_powers_need_attention(kenya, state, ambassador, full_powers, treaty_officer, now):
    ambassador(kenya)
    powers = full_powers(kenya, upto="examining")
    powers.give_back(by=treaty_officer, at=now, defects="Not dated")
    assert state() == ("attention", ["The full powers were returned with defects."])
    powers.revoke(by=treaty_officer, at=now, reason="By note verbale")
    assert state() == ("attention", ["The full powers were revoked."])
    full_powers(kenya, person_named="Caio Example")
    assert state() == ("attention", ["The full powers name Caio Example, not Bento Example."])


def test_after_new_powers_the_superseded_ones_are_not_counted(kenya, state, ambassador, full_powers):
    ambassador(kenya)
    full_powers(kenya, person_named="Caio Example")
    full_powers(kenya)
    assert state() == ("done", ["Bento Example can sign."])


def test_who_has_signed_is_done(kenya, state, minister, signed):
    minister(kenya)
    signed(kenya)
    assert state() == ("done", ["Signed: entry 1."])


def test_brazils_powers_leave_kenyas_task_as_it_is(
    treaty, kenya, brazil, state, minister, full_powers, signed, treaty_officer, now
):
    minister(brazil)
    full_powers(brazil)
    Intention.note(treaty, brazil, will_sign=False, by=treaty_officer, at=now)
    signed(brazil)
    assert state() == ("not_started", ["Say whether Kenya will sign.", "Name who signs."])


def test_the_line_stands_on_the_delegations_page_and_costs_one_statement(
    client, treaty, kenyan_delegation, kenyan_focal_point, ambassador, kenya, full_powers, django_assert_num_queries
):
    ambassador(kenya)
    full_powers(kenya, upto="examining")
    client.force_login(kenyan_focal_point)
    with django_assert_num_queries(1):
        state_of(kenyan_delegation.nominator, None)
    page = client.get(kenyan_delegation.get_absolute_url()).content.decode()
    assert reverse("signatures:signing", args=["demo", "KEN"]) in page
    assert "The full powers of Bento Example are" in page


# What is late


def late(ceremony, at):
    return [(one.what, one.whose) for one in desk.late(ceremony, at, {"treaty"}) if "/signatures/desk/" in one.address]


def test_nothing_is_late_when_all_is_in_order(ceremony, kenya, minister, full_powers, now):
    minister(kenya)
    full_powers(kenya)
    assert late(ceremony, now + timedelta(days=9)) == []


def test_an_office_that_nobody_has_confirmed_stands_there_until_it_is(
    ceremony, treaty, kenya, minister, signed, treaty_officer, now
):
    minister(kenya).withdraw_confirmation(by=treaty_officer, at=now, reason="New government")
    assert late(ceremony, now) == [
        (
            "Kenya: Amina Example is said to be Minister for Foreign Affairs, which nobody has confirmed.",
            "the treaty officers",
        )
    ]
    minister(kenya)
    assert late(ceremony, now) == []


@pytest.mark.parametrize(
    ("upto", "what", "whose"),
    [
        ("examining", "Kenya: full powers “Under examination” for more than a day.", "the treaty officers"),
        ("accepted", "Kenya: full powers “Copy accepted” for more than a day.", "the depositary's officers"),
    ],
)
def test_a_copy_that_waits_for_more_than_a_day_is_late(ceremony, kenya, full_powers, now, upto, what, whose):
    full_powers(kenya, upto=upto)
    assert late(ceremony, now + timedelta(hours=23)) == []
    assert late(ceremony, now + timedelta(hours=25)) == [(what, whose)]


def test_an_original_is_late_on_the_day_after_it_was_due(ceremony, kenya, full_powers, depositary_officer, now):
    powers = full_powers(kenya, upto="accepted")
    due = ceremony.local(now).date() + timedelta(days=2)
    powers.verify(by=depositary_officer, at=now, manner=Manner.PROVISIONAL, reason="In the bag", due_on=due)
    assert late(ceremony, now + timedelta(days=2)) == []
    assert late(ceremony, now + timedelta(days=3)) == [
        ("Kenya: the original of the full powers was due.", "the focal point")
    ]
    powers.receive_original(by=depositary_officer, at=now, on=due)
    assert late(ceremony, now + timedelta(days=3)) == []


def test_the_cards_count_what_waits(ceremony, kenya, brazil, minister, full_powers, treaty_officer, now):
    minister(kenya).withdraw_confirmation(by=treaty_officer, at=now, reason="New government")
    full_powers(brazil, upto="accepted")
    cards = {card.name: card for card in desk.cards_for({"depositary"})}
    assert [
        cards[name].waiting(ceremony, now) for name in ("signatures.signatories", "signatures.powers")
    ] == [1, 1]  # fmt: skip
    assert "signatures.powers" not in {card.name for card in desk.cards_for({"organiser", "reader", "accreditation"})}
