from datetime import UTC, datetime

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.models import User
from ceremony.models import Ceremony, LedgerRow, Officer, Quota, Role, Room
from ceremony.scoped_admin import path_to_ceremony
from directory.texts import LocalText
from events.models import Session


@pytest.fixture
def other(ceremony, now):
    """Another host's ceremony, with an organiser, a room and a quota of its own."""
    other = Ceremony.objects.create(
        slug="other", title=LocalText(en="The other one"), time_zone="Europe/Madrid", starts_on="2026-05-01",
        ends_on="2026-05-02", is_public=True,
    )  # fmt: skip
    Room.objects.create(ceremony=other, name=LocalText(en="Other room"))
    Quota.objects.create(ceremony=other, entity_kind="ngo", limit=3)
    theirs = User.objects.create_user("otto.other@plenipo.example", name="Otto Other")
    Officer.objects.appoint(ceremony=other, user=theirs, role=Role.ORGANISER, by=None, at=now)
    return other


def test_whoever_set_the_server_up_finds_where_the_first_ceremony_is_made(client, db):
    client.force_login(User.objects.create_superuser("sam.server@plenipo.example", name="Sam Server"))
    assert reverse("admin:ceremony_ceremony_add") in client.get("/admin/").content.decode()
    assert 'href="/admin/"' in client.get("/").content.decode()


def test_an_organiser_finds_his_own_ceremony_and_no_trace_of_another(client, organiser, other):
    client.force_login(organiser)
    for model in ["ceremony", "officer", "ledgerrow"]:
        page = client.get(reverse(f"admin:ceremony_{model}_changelist")).content.decode()
        assert "The other one" not in page
        assert "Otto Other" not in page
    assert "(demo)" in client.get(reverse("admin:ceremony_ceremony_changelist")).content.decode()


@pytest.mark.parametrize("view", ["change", "delete", "history"])
def test_rows_of_another_ceremony_do_not_exist(view, client, organiser, other):
    client.force_login(organiser)
    for row in [other, other.officers.get(), LedgerRow.objects.get(ceremony=other)]:
        response = client.get(reverse(f"admin:ceremony_{row._meta.model_name}_{view}", args=[row.pk]))
        # The admin answers for what does not exist with its index and a sentence; what may not be deleted is refused.
        assert response.status_code in {302, 403}


def test_an_officer_who_organises_nothing_gets_nothing(client, accreditation_officer, reader, ceremony):
    for person in [accreditation_officer, reader]:
        client.force_login(person)
        page = client.get("/admin/")
        assert "You organise no ceremony" in page.content.decode()
        assert page.context["app_list"] == []
        for address in [
            reverse("admin:ceremony_ceremony_changelist"),
            reverse("admin:ceremony_ceremony_change", args=[ceremony.pk]),
            reverse("admin:ceremony_ledgerrow_changelist"),
            reverse("admin:events_session_add"),
        ]:
            assert client.get(address).status_code == 403


def test_for_a_focal_point_there_is_no_admin_and_a_visitor_is_sent_to_the_door(
    client, kenyan_delegation, kenyan_focal_point
):
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/accounts/login/?next=/admin/")
    client.force_login(kenyan_focal_point)
    assert client.get("/admin/", follow=True).status_code == 404


def test_the_ledger_is_looked_at_and_never_touched(client, organiser, ceremony):
    client.force_login(organiser)
    row = LedgerRow.objects.get()
    assert client.get(reverse("admin:ceremony_ledgerrow_change", args=[row.pk])).status_code == 200
    assert client.post(reverse("admin:ceremony_ledgerrow_change", args=[row.pk]), {"reason": "x"}).status_code == 403
    assert client.get(reverse("admin:ceremony_ledgerrow_add")).status_code == 403
    assert client.get(reverse("admin:ceremony_ledgerrow_delete", args=[row.pk])).status_code == 403


def test_officers_are_seconded_and_ended_by_the_same_verbs_and_what_is_skipped_is_said(
    client, ceremony, organiser, second_organiser, now
):
    candidate = User.objects.create_user("thuy@plenipo.example", name="Thuy Treaty")
    officer = Officer.objects.appoint(ceremony=ceremony, user=candidate, role=Role.TREATY, by=organiser, at=now)
    address = reverse("admin:ceremony_officer_changelist")
    mine = Officer.objects.get(user=second_organiser)
    client.force_login(second_organiser)
    shown = client.post(
        address, {"action": "second", "_selected_action": [officer.pk, mine.pk]}, follow=True
    ).content.decode()
    officer.refresh_from_db()
    assert (officer.status, officer.seconded_by) == ("active", second_organiser)
    assert "1 done." in shown
    assert "Sven Second, Organiser: The second organiser is neither the first nor the officer." in shown
    assert client.get(reverse("admin:ceremony_officer_add")).status_code == 403


def test_a_ceremonys_address_stays_and_a_rehearsal_stays_one(client, organiser, ceremony):
    client.force_login(organiser)
    page = client.get(reverse("admin:ceremony_ceremony_change", args=[ceremony.pk])).content.decode()
    for name in ["slug", "is_rehearsal", "rehearsal_of"]:
        assert f'name="{name}"' not in page
    assert client.get(reverse("admin:ceremony_ceremony_add")).status_code == 403


def test_an_organiser_moves_a_deadline_in_the_ceremonys_own_time(client, organiser, ceremony):
    client.force_login(organiser)
    address = reverse("admin:ceremony_ceremony_change", args=[ceremony.pk])
    response = client.get(address)
    inlines = [inline.formset for inline in response.context["inline_admin_formsets"]]
    forms = [response.context["adminform"].form, *(one.management_form for one in inlines)]
    data = {}
    for form in forms + [form for formset in inlines for form in formset.initial_forms]:
        data |= bound(form)
    deadline = ceremony.deadlines.get(kind="registration")
    place = next(form.prefix for formset in inlines for form in formset.initial_forms if form.instance == deadline)
    answer = client.post(address, data | {f"{place}-at_0": "2026-11-30", f"{place}-at_1": "18:00"})
    assert answer.status_code == 302, answer.context["errors"]
    deadline.refresh_from_db()
    assert ceremony.local(deadline.at).isoformat() == "2026-11-30T18:00:00+07:00"


def bound(form):
    """What a browser would send back of a form as it was shown."""
    data = {}
    with timezone.override("Asia/Ho_Chi_Minh"):
        for field in form:
            value = field.value()
            if hasattr(field.field.widget, "widgets_names"):
                parts = field.field.widget.decompress(value)
                for name, part in zip(field.field.widget.widgets_names, parts, strict=True):
                    data[field.html_name + name] = "" if part is None else part
            elif value is not None and value is not False:
                data[field.html_name] = value
    return data


def test_the_index_shows_the_days_work_of_each_ceremony_first(client, organiser, other):
    client.force_login(organiser)
    response = client.get("/admin/")
    page = response.content.decode()
    assert page.index("Signing Conference") < page.index("Everything else")
    assert [ceremony.slug for ceremony, _cards in response.context["work"]] == ["demo"]


def test_the_filter_offers_ones_own_ceremonies_and_another_slug_finds_nothing(client, organiser, other, ceremony):
    Session.objects.create(
        ceremony=other, kind="plenary", title=LocalText(en="Foreign session"),
        starts_at=datetime(2026, 5, 1, 10, tzinfo=UTC), ends_at=datetime(2026, 5, 1, 11, tzinfo=UTC),
    )  # fmt: skip
    client.force_login(organiser)
    for query in ["", "?ceremony=other", "?ceremony=demo"]:
        page = client.get(reverse("admin:events_session_changelist") + query).content.decode()
        assert "Foreign session" not in page


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_asks_as_often_for_three_rows_as_for_one(
    more, client, organiser, ceremony, now, django_assert_num_queries
):
    for number in range(more):
        user = User.objects.create_user(f"more{number}@plenipo.example")
        Officer.objects.appoint(ceremony=ceremony, user=user, role=Role.GATE, by=organiser, at=now)
    client.force_login(organiser)
    with django_assert_num_queries(9):
        client.get(reverse("admin:ceremony_officer_changelist"))


def test_paths_to_the_ceremony_are_found_over_the_parent():
    from accreditation.models import Document
    from delegations.models import Delegation

    assert path_to_ceremony(Session) == "ceremony"
    assert path_to_ceremony(Ceremony) == "pk"
    assert path_to_ceremony(Delegation) == "nominator__ceremony"
    assert path_to_ceremony(Document) in {"nominator__ceremony", "accreditation__ceremony"}
    assert path_to_ceremony(User) == ""


def test_models_that_nobody_registered_have_no_address():
    with pytest.raises(NoReverseMatch):
        reverse("admin:ceremony_room_changelist")


def test_what_an_organiser_reads_links_to_what_he_may_open_and_to_no_account(client, ceremony, organiser, reader):
    client.force_login(organiser)
    role = Officer.objects.get(user=reader)
    page = client.get(reverse("admin:ceremony_officer_change", args=[role.pk])).content.decode()
    assert f'href="{reverse("admin:ceremony_ceremony_change", args=[ceremony.pk])}"' in page
    assert str(reader) in page
    assert reverse("admin:accounts_user_change", args=[reader.pk]) not in page
    reader.is_superuser = reader.is_staff = True
    reader.save()
    client.force_login(reader)
    page = client.get(reverse("admin:ceremony_officer_change", args=[role.pk])).content.decode()
    assert f'href="{reverse("admin:accounts_user_change", args=[reader.pk])}"' in page


def test_the_parts_of_a_time_and_the_search_are_called_by_words(client, ceremony, organiser):
    client.force_login(organiser)
    page = client.get(reverse("admin:ceremony_ceremony_change", args=[ceremony.pk])).content.decode()
    assert '<label for="id_deadlines-0-at_0">Date:</label>' in page
    assert '<label for="id_deadlines-0-at_1">Time:</label>' in page
    page = client.get(reverse("admin:directory_entity_changelist")).content.decode()
    assert '<label for="searchbar">Search</label>' in page
