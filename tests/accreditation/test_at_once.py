"""Two at the same instant, on a real PostgreSQL with a connection each."""

import pytest

from accreditation.models import Accreditation, RefusalCode
from accreditation.quotas import place_or_waitlist
from ceremony.models import LedgerRow, Quota
from ceremony.procedure import Refused
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_officers_one_decides_and_the_other_is_told_who(amina, accreditation_officer, organiser, now):
    mine, yours = Accreditation.objects.get(pk=amina.pk), Accreditation.objects.get(pk=amina.pk)
    results = at_once(
        lambda: mine.refuse(by=accreditation_officer, at=now, code=RefusalCode.LATE),
        lambda: yours.hold(by=organiser, at=now, reason="A question"),
    )
    told = [result for result in results if isinstance(result, Refused)]
    amina.refresh_from_db()
    first = "Adil Accreditor" if amina.status == "refused" else "Olga Organiser"
    if told:
        assert told[0].messages[0].startswith(f"{first} was first: at ")
        assert LedgerRow.objects.about(amina).count() == 2
    else:  # The hold came first and the refusal was decided on somebody on hold? No: both saw "submitted".
        pytest.fail("both were done")


def test_two_submissions_at_once_do_not_both_take_the_last_place(
    person, kenyan_delegation, kenyan_focal_point, ceremony, now
):
    Quota.objects.create(ceremony=ceremony, entity_kind="member_state", role="", limit=1)
    people = [person(kenyan_delegation, name).accreditation for name in ("One", "Two")]
    results = at_once(
        *(
            lambda one=one: place_or_waitlist(one, role="representative", by=kenyan_focal_point, at=now)
            for one in people
        )
    )
    assert sorted(results) == [False, True]


def test_one_passport_is_approved_once_by_two_at_once(
    amina, candidate, brazilian_delegation, brazilian_focal_point, accreditation_officer, organiser, now
):
    candidate(brazilian_delegation, brazilian_focal_point, "Amina", passport_number="C1234567")
    twins = list(Accreditation.objects.filter(passport_index=amina.passport_index))
    results = at_once(
        *(lambda twin=twin: twin._decide("approved", by=accreditation_officer, at=now, write=False) for twin in twins)
    )
    assert sorted(str(type(result).__name__) for result in results) == ["NoneType", "Refused"]
    assert Accreditation.objects.filter(status="approved").count() == 1
