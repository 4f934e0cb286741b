"""Rule 12: that who is to sign is not accredited is said wherever it is decided who is called, and bars nobody."""

import pytest

from accreditation.models import Accreditation
from signatures.models import Call, Recording

pytestmark = pytest.mark.django_db

WARNING = "Not accredited: a warning, no bar"


def test_it_is_said_in_the_list_on_the_call_list_on_paper_and_at_the_desk(
    client, treaty_officer, depositary_officer, sitting, kenya, minister, now
):
    minister(kenya)
    client.force_login(depositary_officer)
    call = Call.objects.add(sitting, kenya, by=treaty_officer, at=now)

    def says(path):
        return WARNING in client.get(f"/demo/signatures/desk/{path}").content.decode()

    assert [says(path) for path in ("", f"sittings/{sitting.pk}/", f"record/{sitting.pk}/")] == [True] * 3
    assert "not accredited" in client.get(f"/demo/signatures/desk/sittings/{sitting.pk}/print/").content.decode()
    call.call(by=treaty_officer, at=now)
    assert [says(path) for path in (f"record/{sitting.pk}/", "confirm/")] == [True] * 2
    # It bars nothing.
    assert Recording.objects.record(call, key=call.key, by=treaty_officer, at=now).status == "pending"


@pytest.mark.parametrize(
    ("status", "is_said"), [("draft", True), ("submitted", True), ("approved", False), ("revoked", True)]
)
def test_only_who_is_approved_is_accredited(
    client, treaty_officer, kenya, minister, kenyan_delegation, person, now, status, is_said
):
    person = person(kenyan_delegation).accreditation
    decision = {"decided_by": treaty_officer, "decided_at": now} if status in {"approved", "revoked"} else {}
    Accreditation.objects.filter(pk=person.pk).update(status=status, **decision)
    minister(kenya, accreditation=person)
    client.force_login(treaty_officer)
    page = client.get("/demo/signatures/desk/").content.decode()
    assert (WARNING in page, "Amina Example" in page) == (is_said, True)


def test_of_who_is_not_named_or_has_signed_nothing_is_said(client, treaty_officer, kenya, minister, signed):
    client.force_login(treaty_officer)
    assert WARNING not in client.get("/demo/signatures/desk/").content.decode()
    minister(kenya)
    signed(kenya)
    assert WARNING not in client.get("/demo/signatures/desk/").content.decode()
