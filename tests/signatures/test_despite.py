"""What the depositary accepts despite a lack of authority, and how far that reaches."""

from datetime import timedelta

import pytest

from ceremony.procedure import Refused
from signatures.models import Call, Entry, FullPowers, Recording, Stands

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(brazil, ambassador, full_powers, calling, depositary_officer, now):
    """Bento Example of Brazil, accepted while his full powers were not yet verified."""
    ambassador(brazil)
    full_powers(brazil, upto="accepted")
    call = calling(brazil)
    call.accept_despite(by=depositary_officer, at=now, reason="The original is in the bag")
    return call


def record(call, by, now):
    return Recording.objects.record(call, key=call.key, by=by, at=now)


def test_what_was_missing_when_it_was_accepted_is_covered(accepted, treaty_officer, now):
    assert record(accepted, treaty_officer, now).matter["despite"]["rules"] == ["powers_not_verified"]


def test_it_does_not_cover_another_person(accepted, brazil, ambassador, treaty_officer, now):
    ambassador(brazil, name="Caio Example")
    FullPowers.objects.get().supersede(by=treaty_officer, at=now)
    with pytest.raises(Stands) as refused:
        record(accepted, treaty_officer, now)
    assert refused.value.codes == ["no_powers"]
    assert Recording.objects.count() == 0


def test_it_does_not_cover_powers_revoked_afterwards(accepted, treaty_officer, depositary_officer, now):
    FullPowers.objects.get().revoke(by=treaty_officer, at=now, reason="By note verbale, a minute ago")
    with pytest.raises(Stands, match="were revoked"):
        record(accepted, treaty_officer, now)
    accepted.accept_despite(by=depositary_officer, at=now, reason="The Minister telephoned")
    assert record(accepted, treaty_officer, now).matter["despite"]["rules"] == ["powers_revoked"]


def test_the_desk_asks_anew_when_something_else_is_missing(client, accepted, sitting, treaty_officer, now):
    page = f"/demo/signatures/desk/record/{sitting.pk}/"
    client.force_login(treaty_officer)
    assert "Accepted by the depositary despite" in client.get(page).content.decode()
    FullPowers.objects.get().revoke(by=treaty_officer, at=now, reason="By note verbale, a minute ago")
    assert "Accepted by the depositary despite" not in client.get(page).content.decode()


def test_only_the_depositary_accepts(brazil, ambassador, calling, treaty_officer, kenyan_focal_point, now):
    ambassador(brazil)
    call = calling(brazil)
    for stranger in [treaty_officer, kenyan_focal_point]:
        with pytest.raises(Refused, match="Only the depositary's officers"):
            call.accept_despite(by=stranger, at=now, reason="It will be all right")
    assert Call.objects.get().despite == ""


def test_nothing_is_accepted_where_nobody_is_named_or_nothing_is_missing(
    brazil, kenya, minister, calling, depositary_officer, treaty_officer, now
):
    call = calling(brazil)
    with pytest.raises(Refused, match="Nobody is named"):
        call.accept_despite(by=depositary_officer, at=now, reason="Somebody will come")
    call.call_back(by=treaty_officer, at=now)
    minister(kenya)
    with pytest.raises(Refused, match="Nothing is missing"):
        calling(kenya).accept_despite(by=depositary_officer, at=now, reason="To be safe")


def test_what_was_accepted_at_the_table_is_entered_afterwards_for_the_same_person_alone(
    accepted, brazil, ambassador, full_powers, treaty_officer, depositary_officer, now
):
    """The desk failed after the acceptance: the paper is entered with its time."""
    accepted.call_back(by=treaty_officer, at=now)
    signed_at = now - timedelta(minutes=20)
    entry = Recording.objects.record(
        accepted, key="0b0a6f3e-0000-4000-8000-000000000001", by=treaty_officer, at=now, signed_at=signed_at
    ).confirm(by=depositary_officer, at=now)
    assert (entry.content["afterwards"], entry.content["despite"]["rules"]) == (True, ["powers_not_verified"])
    assert Entry.objects.count() == 1


PAPER = "0b0a6f3e-0000-4000-8000-000000000002"
AGO = timedelta(minutes=20)  # was signed on paper


@pytest.fixture
def on_paper(brazil, ambassador, full_powers, sitting, treaty_officer, now):
    """Bento Example of Brazil signed on paper; his full powers were revoked a little before. His call waits."""
    ambassador(brazil)
    full_powers(brazil).revoke(
        by=treaty_officer, at=now, reason="By note verbale, while the server was down", since=now - 2 * AGO
    )
    return Call.objects.add(sitting, brazil, by=treaty_officer, at=now)


def enter(call, by, now):
    return Recording.objects.record(call, key=PAPER, by=by, at=now, signed_at=now - AGO)


@pytest.mark.parametrize("verb", [None, "pass_over", "postpone"])
def test_what_was_signed_on_paper_is_entered_once_the_depositary_has_accepted_it(
    verb, on_paper, treaty_officer, depositary_officer, now
):
    if verb:
        getattr(on_paper, verb)(by=treaty_officer, at=now)
    with pytest.raises(Stands, match="were revoked"):
        enter(on_paper, treaty_officer, now)
    on_paper.accept_despite(
        by=depositary_officer, at=now, reason="The Minister assures by telephone", signed_at=now - AGO
    )
    entry = enter(on_paper, treaty_officer, now).confirm(by=depositary_officer, at=now)
    despite = entry.content["despite"]
    assert (despite["reason"], despite["rules"]) == ("The Minister assures by telephone", ["powers_revoked"])
    assert despite["accepted_by"]["name"] == "Dora Depositary"
    assert entry.content["afterwards"] is True


def test_who_accepts_what_is_on_paper_and_records_it_does_not_confirm_it(on_paper, depositary_officer, now):
    on_paper.accept_despite(by=depositary_officer, at=now, reason="Assured by telephone", signed_at=now - AGO)
    recording = enter(on_paper, depositary_officer, now)
    with pytest.raises(Refused):
        recording.confirm(by=depositary_officer, at=now)
    assert Entry.objects.count() == 0


def test_what_was_accepted_for_an_entry_from_paper_is_asked_anew_at_the_table(
    on_paper, treaty_officer, depositary_officer, now
):
    on_paper.accept_despite(by=depositary_officer, at=now, reason="Assured by telephone", signed_at=now - AGO)
    on_paper.call(by=treaty_officer, at=now)
    with pytest.raises(Stands, match="were revoked"):
        record(on_paper, treaty_officer, now)


def test_at_the_table_nothing_is_accepted_as_from_paper_and_on_paper_nothing_as_at_the_table(
    on_paper, treaty_officer, depositary_officer, now
):
    with pytest.raises(Refused, match="is not at the table"):
        on_paper.accept_despite(by=depositary_officer, at=now, reason="He sits here")
    on_paper.call(by=treaty_officer, at=now)
    with pytest.raises(Refused, match="this cannot be done now"):
        on_paper.accept_despite(by=depositary_officer, at=now, reason="It is on paper", signed_at=now - AGO)
    assert Call.objects.get().despite == ""


def test_only_the_depositary_accepts_what_is_on_paper(on_paper, treaty_officer, now):
    with pytest.raises(Refused, match="Only the depositary's officers"):
        on_paper.accept_despite(by=treaty_officer, at=now, reason="It will be all right", signed_at=now - AGO)
    assert Call.objects.get().despite == ""
