"""The admin site: an organiser sets the treaty up; the rest is read, and the log is touched by nobody."""

import pytest
from django.contrib import admin
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import User
from signatures.models import Entry, FullPowers, Representative, SigningWindow, Standing, Treaty

pytestmark = pytest.mark.django_db
OTHERS = [
    "intention", "representative", "fullpowers", "sitting", "call", "recording", "entry", "standing", "attempt", "paper",
]  # fmt: skip


def address(model, view, *args):
    return reverse(f"admin:signatures_{model}_{view}", args=args)


@pytest.fixture
def organiser_client(client, organiser):
    client.force_login(organiser)
    return client


@pytest.fixture
def morning(treaty, kenya, brazil, minister, ambassador, full_powers, signed):
    minister(kenya)
    signed(kenya)
    ambassador(brazil)
    full_powers(brazil)


TREATY = {
    "title_en": "Convention against Examples", "short_title_en": "Example Convention", "chapter": "XVIII-99",
    "actions": ["signature", "ratification"], "threshold": "40", "days_after_threshold": "90",
    "days_for_later_parties": "30", "board": "open",
    "windows-TOTAL_FORMS": "1", "windows-INITIAL_FORMS": "0", "windows-0-place_en": "Ha Noi",
    "windows-0-time_zone": "Asia/Ho_Chi_Minh", "windows-0-first_day": "2025-10-25", "windows-0-last_day": "2025-10-26",
    "issuing_offices-TOTAL_FORMS": "1", "issuing_offices-INITIAL_FORMS": "0",
    "issuing_offices-0-entity_kind": "member_state", "issuing_offices-0-office": "head_of_state",
}  # fmt: skip


def test_an_organiser_enters_the_treaty_with_its_window_and_issuing_office(organiser_client, ceremony):
    answer = organiser_client.post(address("treaty", "add"), TREATY | {"ceremony": ceremony.pk})
    assert answer.status_code == 302, answer.context["errors"]
    treaty = Treaty.objects.get(ceremony=ceremony)
    assert treaty.actions == ["signature", "ratification"]
    assert (treaty.windows.get().time_zone, treaty.issuing_offices.get().office) == (
        "Asia/Ho_Chi_Minh",
        "head_of_state",
    )


def test_another_minister_is_refused_as_an_issuing_office(organiser_client, ceremony):
    wrong = TREATY | {"ceremony": ceremony.pk, "issuing_offices-0-office": "other_minister"}
    page = organiser_client.post(address("treaty", "add"), wrong)
    assert "Full powers are issued by a Head of State" in page.content.decode()
    assert Treaty.objects.count() == 0


def test_a_states_powers_come_from_the_three_offices_alone(organiser_client, ceremony):
    wrong = TREATY | {"ceremony": ceremony.pk, "issuing_offices-0-office": "competent_authority"}
    page = organiser_client.post(address("treaty", "add"), wrong)
    assert "For States the three offices issue full powers" in page.content.decode()
    assert Treaty.objects.count() == 0


def test_a_definitive_signature_is_not_among_the_actions_of_a_treaty(organiser_client, ceremony, treaty):
    page = organiser_client.post(
        address("treaty", "change", treaty.pk), TREATY | {"actions": ["signature", "definitive_signature"]}
    )
    assert "actions" in page.context["adminform"].form.errors
    with pytest.raises(IntegrityError, match="no_definitive_signature"), transaction.atomic():
        Treaty.objects.update(actions=["signature", "definitive_signature"])


def test_a_window_that_closes_before_it_opens_is_refused(organiser_client, ceremony):
    wrong = TREATY | {"ceremony": ceremony.pk, "windows-0-last_day": "2025-10-01"}
    assert "The last day is before the first day." in organiser_client.post(
        address("treaty", "add"), wrong
    ).content.decode()  # fmt: skip
    assert SigningWindow.objects.count() == 0


def test_a_treaty_stays_with_its_ceremony_and_is_not_deleted(organiser_client, treaty):
    page = organiser_client.get(address("treaty", "change", treaty.pk))
    assert 'name="ceremony"' not in page.content.decode()
    assert organiser_client.get(address("treaty", "delete", treaty.pk)).status_code == 403


def test_everything_else_is_read_and_nothing_is_added_changed_or_deleted(organiser_client, morning):
    for model in OTHERS:
        page = organiser_client.get(address(model, "changelist"))
        assert (model, page.status_code) == (model, 200)
        assert (model, organiser_client.get(address(model, "add")).status_code) == (model, 403)
        site = next(one for one in admin.site._registry if one._meta.label_lower == f"signatures.{model}")
        for row in site.objects.all()[:1]:
            assert (model, organiser_client.get(address(model, "change", row.pk)).status_code) == (model, 200)
            assert (model, organiser_client.post(address(model, "change", row.pk), {}).status_code) == (model, 403)
            assert (model, organiser_client.get(address(model, "delete", row.pk)).status_code) == (model, 403)


def test_not_even_a_superuser_touches_the_log(client, morning):
    superuser = User.objects.create_user("root@plenipo.example", name="Root", is_staff=True, is_superuser=True)
    client.force_login(superuser)
    for model, row in [("entry", Entry.objects.get()), ("standing", Standing.objects.get())]:
        assert client.post(address(model, "change", row.pk), {"number": "7"}).status_code == 403
        assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
        assert client.post(address(model, "add"), {}).status_code == 403
    assert Entry.objects.get().number == 1


def test_what_a_paper_says_and_from_where_an_office_is_known_is_not_shown(organiser_client, morning, kenya, brazil):
    powers = organiser_client.get(address("fullpowers", "change", FullPowers.objects.get().pk)).content.decode()
    assert [word for word in ("Bento Example", "Iara Example", "powers.pdf") if word in powers] == []
    who = Representative.objects.get(entity=kenya)
    shown = organiser_client.get(address("representative", "change", who.pk)).content.decode()
    assert "Protocol list of the Ministry" not in shown


def test_who_organises_nothing_reads_nothing_here(client, morning, treaty_officer):
    client.force_login(treaty_officer)
    for model in ["treaty", *OTHERS]:
        assert (model, client.get(address(model, "changelist")).status_code) == (model, 403)
