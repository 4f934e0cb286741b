"""What a page's form could refuse by itself, the verb refuses: in words, kept as an attempt, and what was typed stays."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from directory.models import Entity, EntityKind
from signatures.models import Action, Attempt, Call, Entry, Recording

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, depositary_officer):
    """page("deposit", **typed) gives the text of the answer."""
    client.force_login(depositary_officer)

    def asking(name, /, *args, **typed):
        address = reverse(f"signatures:{name}", args=["demo", *args])
        return client.post(address, {"key": uuid.uuid4()} | typed, follow=True).content.decode()

    return asking


@pytest.fixture
def kept():
    """Whether it was refused in these words and kept, and nothing else came of it."""

    def looking(text, words, entity, tried, rule):
        assert words in text
        assert Attempt.objects.values_list("entity_code", "verb", "codes").get() == (entity.code, tried, [rule])
        assert Recording.objects.exclude(status="confirmed").count() == 0

    return looking


@pytest.fixture
def observer(db):
    return Entity.objects.create(
        code="ICRC", kind=EntityKind.IGO, may_sign=False, short_en="Red Cross", formal_en="the Red Cross", sort_en="red"
    )


def local(at, window):
    return at.astimezone(window.zone).strftime("%Y-%m-%dT%H:%M:%S")


def instrument(entity, action, at, window):
    return {"entity": entity.pk, "action": action, "reference": "C.N.1", "deposited_at": local(at, window)}


@pytest.mark.parametrize(
    ("action", "words", "rule"),
    [
        (Action.DEFINITIVE_SIGNATURE, "A definitive signature is not possible", "definitive"),
        (Action.SIGNATURE, "A signature is no instrument", "no_instrument"),
        (Action.RATIFICATION, "has not signed before that time", "not_signed"),
        (Action.ACCEPTANCE, "The treaty does not allow this action", "not_allowed"),
    ],
)
def test_an_act_that_is_not_possible(page, treaty, kenya, window, now, kept, action, words, rule):
    treaty.actions = [one for one in treaty.actions if one != Action.ACCEPTANCE]
    treaty.save()
    kept(page("deposit", **instrument(kenya, action, now, window)), words, kenya, "deposit", rule)


def test_an_instrument_of_tomorrow(page, treaty, kenya, window, now, kept):
    typed = instrument(kenya, Action.ACCESSION, now + timedelta(days=1), window)
    text = page("deposit", **typed)
    kept(text, "lies in the future of the officer", kenya, "deposit", "future")
    assert typed["deposited_at"] in text


def test_an_instrument_of_who_may_not_sign(page, treaty, window, observer, now, kept):
    text = page("deposit", **instrument(observer, Action.ACCESSION, now, window))
    kept(text, "Red Cross may not sign this treaty", observer, "deposit", "may_not_sign")


def test_who_may_not_sign_on_the_list(page, sitting, observer, kept):
    text = page("call_add", sitting.pk, entity=observer.pk)
    kept(text, "Red Cross may not sign this treaty", observer, "list", "may_not_sign")
    assert Call.objects.count() == 0


@pytest.mark.parametrize("nonsense", ["0", "999999999", "x", "-1", "1" * 30])
def test_what_is_no_state_is_no_attempt(page, treaty, sitting, window, now, nonsense):
    typed = {"action": "accession", "reference": "C.N.1", "deposited_at": local(now, window)}
    page("deposit", entity=nonsense, **typed)
    page("call_add", sitting.pk, entity=nonsense)
    page("afterwards", sitting.pk, call=nonsense, signed_at=local(now, window))
    assert (Attempt.objects.count(), Recording.objects.count(), Call.objects.count()) == (0, 0, 0)


# From paper


@pytest.mark.parametrize(
    ("hours", "words", "rule"),
    [
        (1, "lies in the future of the officer", "future"),
        (-24 * 30, "lies outside the days", "outside_window"),
        (24 * 30, "lies outside the days", "outside_window"),
    ],
)
def test_a_time_on_paper_that_cannot_be(
    page, kenya, minister, sitting, window, treaty_officer, now, kept, hours, words, rule
):
    minister(kenya)
    call = Call.objects.add(sitting, kenya, by=treaty_officer, at=now)
    signed_at = local(now + timedelta(hours=hours), window)
    text = page("afterwards", sitting.pk, call=call.pk, signed_at=signed_at)
    kept(text, words, kenya, "record", rule)
    assert signed_at in text


def test_a_state_that_has_signed_already_from_paper(page, kenya, minister, signed, sitting, window, now, kept):
    minister(kenya)
    signed(kenya)
    text = page("afterwards", sitting.pk, call=Call.objects.get().pk, signed_at=local(now, window))
    kept(text, "Kenya has signed already: entry 1", kenya, "record", "has_signed")


def test_who_is_at_the_table_is_not_entered_from_paper(page, kenya, minister, calling, sitting, window, now):
    minister(kenya)
    text = page("afterwards", sitting.pk, call=calling(kenya).pk, signed_at=local(now, window))
    assert "Kenya is “At the table”: record it at the desk, or call it back first." in text
    assert Recording.objects.count() == 0


# Rectified


@pytest.fixture
def rectified(page, kenya, minister, signed, window):
    """Puts another time in the place of that of entry 1."""
    minister(kenya)
    entry = signed(kenya)
    who = entry.content["representative"]

    def make(at):
        return page(
            "rectify", entry.number, name=who["name"], title=who["title"], signed_at=local(at, window), reason="A slip"
        )

    return make


@pytest.mark.parametrize(
    ("days", "words", "rule"), [(1, "lies in the future", "future"), (-30, "lies outside the days", "outside_window")]
)
def test_a_time_that_is_put_right_lies_inside_and_behind(rectified, kenya, now, window, kept, days, words, rule):
    at = min(now + timedelta(days=days), window.closes_at - timedelta(minutes=1))
    text = rectified(at)
    kept(text, words, kenya, "rectification", rule)
    assert (local(at, window) in text, Entry.objects.count()) == (True, 1)
