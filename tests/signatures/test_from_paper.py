"""What is entered afterwards from paper: authority is judged as it was when it was signed, and by whom, and nothing is guessed."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from ceremony.procedure import Refused
from signatures import log
from signatures.models import Attempt, Call, FullPowers, Manner, Recording, Representative, Stands

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def entering(sitting, treaty_officer, now):
    """Enters a signature of an hour ago: entering(brazil)."""

    def make(entity, signed_by=None, signed_at=None):
        calls = Call.objects.on_the_list().filter(entity=entity)
        call = calls.first() or Call.objects.add(sitting, entity, by=treaty_officer, at=now)
        return Recording.objects.record(
            call, key=uuid.uuid4(), by=treaty_officer, at=now, signed_at=signed_at or now - HOUR, signed_by=signed_by
        )

    return make


def codes_of(verb):
    with pytest.raises(Stands) as refused:
        verb()
    return refused.value.codes


# Full powers


@pytest.mark.parametrize(
    ("minutes", "since", "counts"),
    [
        (-30, None, True),  # revoked half an hour after the signature
        (-90, None, False),  # half an hour before it
        (0, -30, True),  # written down now, of half an hour after
        (0, -90, False),  # written down now, of half an hour before
        (0, -60, False),  # at that very minute
    ],
)
def test_powers_count_unless_they_were_revoked_by_then(
    brazil, ambassador, full_powers, entering, treaty_officer, depositary_officer, treaty, now, minutes, since, counts
):
    ambassador(brazil)
    full_powers(brazil).revoke(
        by=treaty_officer, at=now + timedelta(minutes=minutes), reason="By note verbale",
        since=now + timedelta(minutes=since) if since is not None else None,
    )  # fmt: skip
    if counts:
        recording = entering(brazil)
        assert (recording.matter["basis"]["kind"], recording.matter["despite"]) == ("full_powers", None)
        recording.confirm(by=depositary_officer, at=now)
        assert log.check(treaty) == []
    else:
        assert codes_of(lambda: entering(brazil)) == ["powers_revoked"]
        assert Attempt.objects.get().codes == ["powers_revoked"]


def test_at_the_table_revoked_powers_never_count(brazil, ambassador, full_powers, recording, treaty_officer, now):
    ambassador(brazil)
    full_powers(brazil).revoke(by=treaty_officer, at=now, reason="By note verbale")
    assert codes_of(lambda: recording(brazil)) == ["powers_revoked"]


def test_powers_that_were_replaced_since_are_those_that_counted(
    brazil, ambassador, full_powers, entering, paper, treaty_officer, now
):
    ambassador(brazil)
    full_powers(brazil, reference="N-1")
    FullPowers.objects.announce(treaty_of(brazil), brazil, by=treaty_officer, at=now)
    assert entering(brazil).matter["basis"]["reference"] == "N-1"


def treaty_of(entity):
    return FullPowers.objects.filter(entity=entity).first().treaty


def test_powers_that_were_replaced_before_do_not_count(brazil, ambassador, full_powers, entering, treaty_officer, now):
    ambassador(brazil)
    full_powers(brazil)
    FullPowers.objects.announce(treaty_of(brazil), brazil, by=treaty_officer, at=now - 2 * HOUR)
    assert codes_of(lambda: entering(brazil)) == ["powers_not_verified"]


def test_what_was_owed_then_is_owed_in_the_entry_of_revoked_powers_too(
    brazil, ambassador, full_powers, entering, treaty_officer, depositary_officer, now
):
    ambassador(brazil)
    powers = full_powers(brazil, upto="accepted")
    powers.verify(by=depositary_officer, at=now, manner=Manner.PROVISIONAL, reason="In the bag", due_on=now.date())
    powers.revoke(by=treaty_officer, at=now, reason="By note verbale")
    assert entering(brazil).matter["basis"]["original_due_on"] == now.date().isoformat()


def test_nothing_is_revoked_as_of_a_time_that_lies_ahead(brazil, full_powers, treaty_officer, now):
    with pytest.raises(Refused, match="lies in the future"):
        full_powers(brazil).revoke(by=treaty_officer, at=now, reason="By note verbale", since=now + HOUR)
    assert FullPowers.objects.get().status == "verified"


# Offices


@pytest.mark.parametrize(
    ("confirmed", "withdrawn", "counts"),
    [
        (-120, -30, True),  # held the office when it was signed
        (-120, -90, False),  # had lost it
        (-30, -10, False),  # was confirmed only later, and withdrawn again: nobody knows
        (-30, None, True),  # was confirmed only later, and is
    ],
)
def test_an_office_counts_when_it_was_confirmed_then(
    treaty, kenya, entering, treaty_officer, second_treaty_officer, now, confirmed, withdrawn, counts
):
    who = Representative.objects.name_for(
        treaty, kenya, name="Amina Example", title="Minister for Foreign Affairs", rank=50, office="foreign_minister",
        by=treaty_officer, at=now - 3 * HOUR,
    )  # fmt: skip
    at = now + timedelta(minutes=confirmed)
    who.confirm_office(by=second_treaty_officer, at=at, source="Note 12")
    if withdrawn:
        ended = now + timedelta(minutes=withdrawn)
        who.withdraw_confirmation(by=treaty_officer, at=ended, reason="A new government")
    if counts:
        basis = entering(kenya).matter["basis"]
        assert (basis["kind"], basis["source"], basis["confirmed_on"]) == ("office", "Note 12", at.date().isoformat())
    else:
        assert codes_of(lambda: entering(kenya)) == ["office_not_confirmed"]


def test_at_the_table_a_withdrawn_office_never_counts(kenya, minister, recording, treaty_officer, now):
    minister(kenya).withdraw_confirmation(by=treaty_officer, at=now, reason="A new government")
    assert codes_of(lambda: recording(kenya)) == ["office_not_confirmed"]


def test_an_office_confirmed_anew_forgets_that_it_was_withdrawn(
    kenya, minister, treaty_officer, second_treaty_officer, now
):
    who = minister(kenya)
    who.withdraw_confirmation(by=treaty_officer, at=now, reason="In error")
    who.confirm_office(by=second_treaty_officer, at=now, source="Note 13")
    who.refresh_from_db()
    assert (who.was_confirmed_at, who.was_confirmed_until, who.confirmation_source) == (None, None, "Note 13")


# Who signed


@pytest.fixture
def replaced(kenya, minister, ambassador, now):
    """Amina Example, a Minister, an hour and more ago; since half an hour Kamau Example, an ambassador without powers."""
    first = minister(kenya)
    Representative.objects.filter(pk=first.pk).update(named_at=now - 2 * HOUR)
    second = ambassador(kenya, name="Kamau Example")
    Representative.objects.filter(pk=first.pk).update(replaced_at=now - HOUR / 2)
    return first, second


def test_where_another_was_named_since_the_officer_is_asked_who_signed(kenya, replaced, entering):
    with pytest.raises(Refused) as refused:
        entering(kenya)
    assert refused.value.messages == [
        "Say who signed for Kenya, as the paper has it: Kamau Example, Ambassador; Amina Example, Minister for Foreign Affairs."
    ]
    assert Recording.objects.count() == 0


def test_who_was_replaced_afterwards_has_signed_with_his_own_authority(kenya, replaced, entering):
    matter = entering(kenya, signed_by=replaced[0]).matter
    assert (matter["representative"]["name"], matter["basis"]["kind"]) == ("Amina Example", "office")


def test_who_came_instead_needs_authority_of_his_own(kenya, replaced, entering):
    assert codes_of(lambda: entering(kenya, signed_by=replaced[1])) == ["no_powers"]


def test_who_was_replaced_before_it_was_signed_has_not_signed(kenya, replaced, entering, now):
    with pytest.raises(Refused, match="Say who signed for Kenya"):
        entering(kenya, signed_by=replaced[0], signed_at=now - HOUR / 4)
    assert codes_of(lambda: entering(kenya, signed_at=now - HOUR / 4)) == ["no_powers"]


def test_nobody_signs_for_another_state(kenya, brazil, minister, ambassador, entering):
    minister(kenya)
    with pytest.raises(Refused, match="Say who signed for Kenya"):
        entering(kenya, signed_by=ambassador(brazil))


def test_the_depositary_accepts_the_one_who_signed(
    kenya, replaced, entering, sitting, treaty_officer, depositary_officer, now
):
    call = Call.objects.add(sitting, kenya, by=treaty_officer, at=now)
    call.accept_despite(by=depositary_officer, at=now, reason="Assured", signed_at=now - HOUR, signed_by=replaced[1])
    despite = entering(kenya, signed_by=replaced[1]).matter["despite"]
    assert (despite["reason"], despite["rules"]) == ("Assured", ["no_powers"])


def test_what_was_accepted_of_one_is_not_accepted_of_another(
    kenya, replaced, entering, sitting, treaty_officer, second_treaty_officer, depositary_officer, now
):
    replaced[0].refresh_from_db()
    Representative.objects.filter(pk=replaced[0].pk).update(confirmed_by=None, confirmed_at=None)
    call = Call.objects.add(sitting, kenya, by=treaty_officer, at=now)
    call.accept_despite(by=depositary_officer, at=now, reason="Assured", signed_at=now - HOUR, signed_by=replaced[1])
    assert codes_of(lambda: entering(kenya, signed_by=Representative.objects.get(pk=replaced[0].pk))) == [
        "office_not_confirmed"
    ]


# The page


def test_the_page_asks_who_signed_and_records_that_one(client, kenya, replaced, sitting, window, treaty_officer, now):
    call = Call.objects.add(sitting, kenya, by=treaty_officer, at=now)
    client.force_login(treaty_officer)
    page = reverse("signatures:afterwards", args=["demo", sitting.pk])
    signed_at = (now - HOUR).astimezone(window.zone).strftime("%Y-%m-%dT%H:%M:%S")
    typed = {"call": call.pk, "key": uuid.uuid4(), "signed_at": signed_at}
    asked = client.post(page, typed).content.decode()
    assert [words in asked for words in ("Say who signed for Kenya", "Who signed, as the paper has it")] == [True, True]
    assert Recording.objects.count() == 0
    client.post(page, typed | {"signed_by": replaced[0].pk})
    assert Recording.objects.get().matter["representative"]["name"] == "Amina Example"


def test_the_page_shows_who_signs_and_judges_by_the_time_on_the_paper(
    client, kenya, minister, sitting, window, treaty_officer, now
):
    who = minister(kenya)
    who.withdraw_confirmation(by=treaty_officer, at=now, reason="A new government")
    Representative.objects.update(was_confirmed_at=now - 2 * HOUR)
    call = Call.objects.add(sitting, kenya, by=treaty_officer, at=now)
    client.force_login(treaty_officer)
    page = reverse("signatures:afterwards", args=["demo", sitting.pk])
    for ago, lacks in [(HOUR, False), (3 * HOUR, True)]:
        signed_at = (now - ago).astimezone(window.zone).strftime("%Y-%m-%dT%H:%M:%S")
        shown = client.post(page, {"call": call.pk, "key": uuid.uuid4(), "signed_at": signed_at, "look": 1})
        text = shown.content.decode()
        assert ("<bdi>Amina Example</bdi>" in text, "no treaty officer has confirmed it" in text) == (True, lacks)


def test_the_page_asks_nothing_where_there_is_nothing_to_ask(
    client, kenya, minister, sitting, window, treaty_officer, now
):
    minister(kenya)
    call = Call.objects.add(sitting, kenya, by=treaty_officer, at=now)
    client.force_login(treaty_officer)
    page = reverse("signatures:afterwards", args=["demo", sitting.pk])
    signed_at = (now - HOUR).astimezone(window.zone).strftime("%Y-%m-%dT%H:%M:%S")
    typed = {"call": call.pk, "key": uuid.uuid4(), "signed_at": signed_at, "look": 1}
    assert "Who signed, as the paper has it" not in client.post(page, typed).content.decode()


def test_powers_are_revoked_on_their_page_as_of_an_earlier_hour(
    client, brazil, full_powers, ceremony, treaty_officer, now
):
    powers = full_powers(brazil)
    client.force_login(treaty_officer)
    since = (now - HOUR).replace(second=0, microsecond=0)
    typed = {
        "reason": "By note verbale",
        "since": since.astimezone(ceremony.zone).strftime("%Y-%m-%dT%H:%M"),
        "sure": "on",
    }
    client.post(reverse("signatures:powers_verb", args=["demo", powers.key, "revoke"]), typed)
    powers.refresh_from_db()
    assert (powers.status, powers.over_at) == ("revoked", since)
