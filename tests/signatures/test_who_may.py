"""Every verb asks who may: from a page, a command or a shell, a stranger does nothing, and PostgreSQL says it again."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from ceremony.models import LedgerRow
from ceremony.procedure import Refused
from signatures import call_list
from signatures.models import (
    Action,
    Attempt,
    Call,
    Entry,
    EntryKind,
    FullPowers,
    Intention,
    Manner,
    Recording,
    Representative,
)

pytestmark = pytest.mark.django_db

OFFICERS = "Only the treaty officers and the depositary's officers"
DEPOSITARY = "Only the depositary's officers"
DELEGATION = "Only who answers for the delegation"

# Of a morning on which Kenya signed and Brazil is at the table. name -> (the verb, who alone may).
ON_THE_LIST = {
    "add": (lambda on, how: Call.objects.add(on.sitting, on.austria, **how), OFFICERS),
    "call": (lambda on, how: on.call.call(**how), OFFICERS),
    "call_back": (lambda on, how: on.call.call_back(**how), OFFICERS),
    "pass_over": (lambda on, how: on.call.pass_over(**how), OFFICERS),
    "postpone": (lambda on, how: on.call.postpone(**how), OFFICERS),
    "put_back": (lambda on, how: on.call.put_back(**how), OFFICERS),
    "strike": (lambda on, how: on.call.strike(**how, reason="Left"), OFFICERS),
    "generate": (lambda on, how: call_list.generate(on.sitting, **how), OFFICERS),
    "settle": (lambda on, how: on.sitting.settle(**how), OFFICERS),
    "place": (lambda on, how: call_list.place(on.call, 1, **how, reason="Late"), OFFICERS),
    "transfer": (lambda on, how: call_list.transfer(on.call, on.sitting, **how, reason="Late"), OFFICERS),
    "accept_despite": (lambda on, how: on.call.accept_despite(**how, reason="Assurance"), DEPOSITARY),
}
AT_THE_DESK = {
    "record": (lambda on, how: Recording.objects.record(on.call, key=on.call.key, **how), OFFICERS),
    "deposit": (
        lambda on, how: Recording.objects.deposit(
            on.treaty, on.austria, Action.ACCESSION, key=uuid.uuid4(), deposited_at=how["at"], reference="C.N.1", **how
        ),
        OFFICERS,
    ),
    "annul": (
        lambda on, how: Recording.objects.correct(
            on.entry, EntryKind.ANNULMENT, key=uuid.uuid4(), reason="In error", **how
        ),
        DEPOSITARY,
    ),
    "confirm": (lambda on, how: on.pending.confirm(**how), DEPOSITARY),
    "send_back": (lambda on, how: on.pending.send_back(**how, reason="Not there"), DEPOSITARY),
}  # fmt: skip
OF_THE_POWERS = {
    "examine": (lambda on, how: on.powers.examine(**how), OFFICERS),
    "note_reading": (lambda on, how: on.powers.note_reading(by=how["by"], person_named="X"), OFFICERS),
    "accept_copy": (lambda on, how: on.powers.accept_copy(**how), OFFICERS),
    "give_back": (lambda on, how: on.powers.give_back(**how, defects="No date"), OFFICERS),
    "verify": (lambda on, how: on.powers.verify(**how, manner=Manner.ORIGINAL), DEPOSITARY),
    "receive_original": (lambda on, how: on.powers.receive_original(**how, on=how["at"].date()), DEPOSITARY),
    "revoke": (lambda on, how: on.powers.revoke(**how, reason="By note"), OFFICERS),
    "confirm_office": (lambda on, how: on.who.confirm_office(**how, source="A list"), OFFICERS),
    "withdraw_confirmation": (lambda on, how: on.who.withdraw_confirmation(**how, reason="Error"), OFFICERS),
}
OF_THE_DELEGATION = {
    "announce": (lambda on, how: FullPowers.objects.announce(on.treaty, on.austria, **how), DELEGATION),
    "hand_in": (lambda on, how: FullPowers.objects.hand_in(on.treaty, on.austria, on.paper(), seen="", **how), DELEGATION),
    "receive": (lambda on, how: on.powers.receive(on.paper(), **how), DELEGATION),
    "supersede": (lambda on, how: on.powers.supersede(**how), DELEGATION),
    "name_for": (
        lambda on, how: Representative.objects.name_for(on.treaty, on.brazil, name="X Y", title="Minister", rank=50, **how),
        DELEGATION,
    ),
    "note_details": (lambda on, how: on.who.note_details(pronunciation="ex", accreditation=None, **how), DELEGATION),
    "intend": (lambda on, how: Intention.note(on.treaty, on.brazil, will_sign=False, **how), DELEGATION),
}  # fmt: skip
VERBS = ON_THE_LIST | AT_THE_DESK | OF_THE_POWERS | OF_THE_DELEGATION


@pytest.fixture
def morning(
    treaty, sitting, kenya, brazil, austria, minister, ambassador, full_powers, signed, calling, deposited, paper,
    treaty_officer, now,
):  # fmt: skip
    from types import SimpleNamespace

    minister(kenya)
    entry = signed(kenya)
    who = ambassador(brazil)
    powers = full_powers(brazil, upto="accepted")
    pending = Recording.objects.deposit(
        treaty, kenya, Action.RATIFICATION, key=uuid.uuid4(), by=treaty_officer, at=entry.at, deposited_at=entry.at,
        reference="C.N.1",
    )  # fmt: skip
    call = calling(brazil)
    return SimpleNamespace(
        treaty=treaty, sitting=sitting, brazil=brazil, austria=austria, entry=entry, who=who, powers=powers, paper=paper,
        pending=pending, call=call,
    )  # fmt: skip


def everything():
    """What a stranger might have changed."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Call, Recording, Entry, FullPowers, Representative, Intention, LedgerRow)
    ]


@pytest.mark.parametrize("verb", VERBS)
def test_strangers_and_the_clock_do_nothing(
    morning, organiser, reader, kenyan_focal_point, kenyan_delegation, now, verb
):
    """Kenya's focal point answers for Kenya: not for Brazil, not for Austria."""
    work, words = VERBS[verb]
    before = everything()
    for stranger in [organiser, reader, kenyan_focal_point, None]:
        with pytest.raises(Refused, match=words):
            work(morning, {"by": stranger, "at": now})
    assert everything() == before


DEPOSITARYS = [name for name, (_work, words) in VERBS.items() if words == DEPOSITARY]


@pytest.mark.parametrize("verb", DEPOSITARYS)
def test_what_is_the_depositarys_no_treaty_officer_does(morning, second_treaty_officer, now, verb):
    work, words = VERBS[verb]
    if verb == "verify":  # who uploaded them is another matter
        FullPowers.objects.update(uploaded_by=None)
        morning.powers.refresh_from_db()
    before = everything()
    with pytest.raises(Refused, match=words):
        work(morning, {"by": second_treaty_officer, "at": now})
    assert everything() == before


@pytest.mark.parametrize(
    ("verb", "tried", "entity", "rule"),
    [
        ("add", "list", "AUT", "officers_alone"),
        ("record", "record", "BRA", "officers_alone"),
        ("deposit", "deposit", "AUT", "officers_alone"),
        ("annul", "annulment", "KEN", "depositary_alone"),
        ("confirm", "confirm", "KEN", "depositary_alone"),
        ("send_back", "send_back", "KEN", "depositary_alone"),
        ("accept_despite", "accept_despite", "BRA", "depositary_alone"),
        ("verify", "verify", "BRA", "depositary_alone"),
    ],
)
def test_what_would_have_led_to_a_signature_is_kept_as_an_attempt(morning, organiser, now, verb, tried, entity, rule):
    with pytest.raises(Refused):
        VERBS[verb][0](morning, {"by": organiser, "at": now})
    kept = Attempt.objects.values_list("entity_code", "verb", "codes", "by_name").get()
    assert kept == (entity, tried, [rule], "Olga Organiser")


def test_an_officer_whose_role_has_ended_does_nothing_more(morning, ceremony, treaty_officer, organiser, now):
    ceremony.officers.get(user=treaty_officer).end(by=organiser, at=now, reason="Left the post")
    fresh = type(treaty_officer).objects.get(pk=treaty_officer.pk)
    with pytest.raises(Refused, match=OFFICERS):
        Recording.objects.record(morning.call, key=morning.call.key, by=fresh, at=now)


def test_who_answers_for_the_delegation_says_who_signs_and_hands_in_the_powers(
    treaty, kenya, kenyan_delegation, kenyan_focal_point, paper, now
):
    how = {"by": kenyan_focal_point, "at": now}
    Intention.note(treaty, kenya, will_sign=True, **how)
    who = Representative.objects.name_for(treaty, kenya, name="Amina Example", title="Minister", rank=50, **how)
    powers = FullPowers.objects.hand_in(treaty, kenya, paper(), seen="", **how)
    assert (who.named_by, powers.status) == (kenyan_focal_point, "received")


# In SQL

BY_SQL = {
    "the_depositary_verifies": lambda on, user, now: FullPowers.objects.filter(pk=on.powers.pk).update(
        status="verified", verified_by=user, verified_at=now, manner="original"
    ),
    "the_depositary_accepts_despite": lambda on, user, now: Call.objects.filter(pk=on.call.pk).update(
        despite="Assurance", despite_by=user, despite_at=now, despite_for=on.who, despite_rules=["no_powers"]
    ),
    "an_officer_confirms_an_office": lambda on, user, now: Representative.objects.filter(entity=on.brazil).update(
        confirmed_by=user, confirmed_at=now
    ),
}


@pytest.mark.parametrize("trigger", BY_SQL)
def test_postgresql_refuses_whoever_holds_no_such_role(
    morning, organiser, second_treaty_officer, second_depositary_officer, now, trigger
):
    Representative.objects.filter(entity=morning.brazil).update(office="head_of_state")
    strangers = [organiser, *([second_treaty_officer] if trigger.startswith("the_depositary") else [])]
    for stranger in strangers:
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            BY_SQL[trigger](morning, stranger, now)
        assert refused.value.__cause__.diag.constraint_name == trigger
    assert BY_SQL[trigger](morning, second_depositary_officer, now) == 1


def test_what_an_officer_did_stays_when_the_role_has_ended(treaty, ceremony, kenya, minister, organiser, now):
    who = minister(kenya)
    ceremony.officers.get(user=who.confirmed_by).end(by=organiser, at=now, reason="Left the post")
    who.pronunciation = "ah-MEE-na"
    who.save()
    assert Representative.objects.get().confirmed_by == who.confirmed_by
