"""Where nothing is on a list yet, it is said what to do next; in a rehearsal too, which begins with nobody named."""

import pytest

from ceremony.models import Ceremony
from signatures.models import Call, Intention, Sitting

pytestmark = pytest.mark.django_db

SITTINGS = "/demo/signatures/desk/sittings/"
REPLAY = "manage.py replay_signatures demo"


@pytest.fixture
def page(client, treaty, treaty_officer):
    client.force_login(treaty_officer)
    return lambda path=SITTINGS: client.get(path).content.decode()


def test_sessions_with_empty_lists_say_how_somebody_comes_onto_one(page, sitting, kenya, treaty_officer, now):
    assert "Nobody is on a list yet." in page()
    Call.objects.add(sitting, kenya, by=treaty_officer, at=now)
    assert "Nobody is on a list yet." not in page()


def test_a_list_is_generated_only_where_somebody_intends_to_sign(page, sitting, treaty, kenya, treaty_officer, now):
    shown = page(f"{SITTINGS}{sitting.pk}/")
    assert ("has said that it will sign" in shown, "Generate" in shown) == (True, False)
    Intention.note(treaty, kenya, will_sign=True, by=treaty_officer, at=now)
    shown = page(f"{SITTINGS}{sitting.pk}/")
    assert ("has said that it will sign" in shown, "Generate: add 1 that intends to sign" in shown) == (False, True)


def test_a_rehearsal_says_how_it_is_filled(page, sitting, ceremony):
    assert REPLAY not in page()
    Ceremony.objects.filter(pk=ceremony.pk).update(is_rehearsal=True)
    assert REPLAY in page()
    assert REPLAY in page(f"{SITTINGS}{sitting.pk}/")


def test_a_rehearsal_without_sessions_says_why(page, ceremony):
    Ceremony.objects.filter(pk=ceremony.pk).update(is_rehearsal=True)
    assert Sitting.objects.count() == 0
    assert "A rehearsal takes over the sessions that there were when it was made" in page()
