"""Rule 6: what the depositary accepted despite a lack is marked wherever it appears, for officers and for its delegation."""

import pytest

from signatures.models import Entry, Recording

pytestmark = pytest.mark.django_db

REASON = "Assurance by note verbale"


@pytest.fixture
def at_the_table(kenya, ambassador, calling, depositary_officer, now):
    ambassador(kenya)
    call = calling(kenya)
    call.accept_despite(by=depositary_officer, at=now, reason=REASON)
    return call


@pytest.fixture
def page(client, treaty_officer):
    client.force_login(treaty_officer)
    return lambda path: client.get(f"/demo/signatures/desk/{path}").content.decode()


def test_the_call_list_marks_it_before_and_after_the_signature(
    page, at_the_table, sitting, treaty_officer, depositary_officer, now
):
    paths = [f"sittings/{sitting.pk}/", f"sittings/{sitting.pk}/print/"]
    assert ["Accepted despite" in page(path) for path in paths] == [True, True]
    assert REASON in page(paths[0])
    Recording.objects.record(at_the_table, key=at_the_table.key, by=treaty_officer, at=now).confirm(
        by=depositary_officer, at=now
    )
    assert ["Accepted despite" in page(path) for path in paths] == [True, True]
    assert f"<td>{Entry.objects.get().content['local'][11:16]}</td>" in page(paths[1])
    assert "Accepted despite" in page("")
    assert "Accepted by the depositary despite a lack of authority." in page("entity/KEN/")


def test_of_another_person_nothing_is_accepted(page, at_the_table, sitting, kenya, ambassador):
    ambassador(kenya, name="Wanjiru Example")
    assert REASON not in page(f"sittings/{sitting.pk}/")


def test_a_signature_with_authority_bears_no_mark(page, sitting, kenya, minister, signed):
    minister(kenya)
    signed(kenya)
    assert ["Accepted" in page(path) for path in ("", "entity/KEN/", f"sittings/{sitting.pk}/")] == [False] * 3


def test_on_a_wall_the_mark_is_explained_where_it_stands(client, at_the_table, treaty_officer, depositary_officer, now):
    words = "* Accepted by the depositary despite a lack of authority"
    assert words not in client.get("/demo/signatures/hall/").content.decode()
    Recording.objects.record(at_the_table, key=at_the_table.key, by=treaty_officer, at=now).confirm(
        by=depositary_officer, at=now
    )
    assert words in client.get("/demo/signatures/hall/").content.decode()
