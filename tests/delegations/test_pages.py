"""What a page costs, what officers see, and that strangers see nothing at all."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from accreditation.models import Status
from ceremony.desk import desk
from ceremony.models import Deadline
from delegations import lateness, permissions, precedence
from delegations.models import Delegation, Rank
from delegations.urls import delegation as below_a_delegation
from tests.delegations.conftest import jpeg


def walk(ceremony, code, key):
    """Every address below a delegation."""
    for route in below_a_delegation:
        arguments = [ceremony.slug, code]
        arguments += [key] if "<uuid:key>" in str(route.pattern) else []
        arguments += ["csv"] if "<str:format>" in str(route.pattern) else []
        yield reverse(f"delegations:{route.name}", args=arguments)


def test_a_stranger_finds_nothing_at_any_address_of_a_delegation(
    client, ceremony, kenyan_delegation, brazilian_delegation, brazilian_focal_point, complete
):
    delegate = complete(kenyan_delegation)
    client.force_login(brazilian_focal_point)
    for path in walk(ceremony, "KEN", delegate.accreditation.key):
        assert (path, client.get(path).status_code) == (path, 404)
        assert (path, client.post(path, {"reason": "x"}).status_code) == (path, 404)


def test_a_strangers_delegate_is_not_found_below_ones_own_delegation_either(
    client, ceremony, kenyan_delegation, brazilian_delegation, brazilian_focal_point, complete
):
    delegate = complete(kenyan_delegation)
    client.force_login(brazilian_focal_point)
    for path in walk(ceremony, "BRA", delegate.accreditation.key):
        if str(delegate.accreditation.key) in path:
            assert (path, client.get(path).status_code) == (path, 404)
            assert (path, client.post(path).status_code) == (path, 404)


def test_a_focal_point_finds_no_page_of_the_officers(client, kenyan_delegation, kenyan_focal_point, address):
    client.force_login(kenyan_focal_point)
    for path in [
        address("list"), address("export", "csv"), address("export", "xlsx"), address("invite"),
        address("confirm", "KEN"), address("admit_late", "KEN"),
    ]:  # fmt: skip
        assert (path, client.get(path).status_code) == (path, 404)


def test_an_officer_changes_nothing_in_a_delegations_name(
    client, ceremony, kenyan_delegation, complete, accreditation_officer
):
    delegate = complete(kenyan_delegation)
    client.force_login(accreditation_officer)
    for path in walk(ceremony, "KEN", delegate.accreditation.key):
        if not path.endswith(("/KEN/", ".csv", "/confirm/", "/admit-late/")):
            assert (path, client.post(path).status_code) == (path, 404)


def test_a_focal_point_who_was_taken_off_sees_nothing_any_more(client, kenyan_delegation, kenyan_focal_point, address):
    kenyan_delegation.nominator.contacts.update(is_active=False)
    client.force_login(kenyan_focal_point)
    assert client.get(address("detail", "KEN")).status_code == 404
    assert client.get(address("mine")).status_code == 404


def test_the_only_delegation_is_opened_at_once(client, kenyan_delegation, kenyan_focal_point, address):
    client.force_login(kenyan_focal_point)
    assert client.get(address("mine"))["Location"] == address("detail", "KEN")


def test_whoever_may(
    ceremony, organiser, accreditation_officer, reader, vetting_officer, kenyan_delegation, kenyan_focal_point
):
    everybody = [organiser, accreditation_officer, reader, vetting_officer, kenyan_focal_point, AnonymousUser()]
    contacts = list(kenyan_delegation.nominator.contacts.all())
    may = {
        permissions.can_invite: [organiser],
        permissions.can_list_delegations: [organiser, accreditation_officer, reader, vetting_officer],
        permissions.can_admit_late: [organiser, accreditation_officer],
        permissions.can_confirm: [organiser, accreditation_officer],
    }
    for question, people in may.items():
        assert [user for user in everybody if question(user, ceremony)] == people
    assert [user for user in everybody if permissions.answers_for(user, contacts)] == [kenyan_focal_point]


# Costs


@pytest.mark.parametrize("count", [1, 3, 25])
def test_the_delegations_page_costs_the_same_with_one_person_and_with_twenty_five(
    client, kenyan_delegation, kenyan_focal_point, complete, note_verbale, address, django_assert_num_queries, count
):
    for number in range(count):
        complete(kenyan_delegation, f"Amina {number}")
    kenyan_delegation.name_head(kenyan_delegation.delegates.first())
    note_verbale(kenyan_delegation)
    client.force_login(kenyan_focal_point)
    # session, user, ceremony, delegation, contacts, people, paper, deadlines, signing, events
    with django_assert_num_queries(9):
        page = client.get(address("detail", "KEN"))
    assert page.content.decode().count('class="row-link"') == count


def test_saving_a_person_with_a_large_photo_takes_few_statements(
    client, kenyan_delegation, kenyan_focal_point, typed, address, django_assert_max_num_queries
):
    from django.core.files.uploadedfile import SimpleUploadedFile

    Delegation.objects.update(status="registering")
    content = jpeg(noise=True)
    assert len(content) > 250_000
    client.force_login(kenyan_focal_point)
    with django_assert_max_num_queries(14):
        answer = client.post(address("delegate_add", "KEN"), typed(photo=SimpleUploadedFile("photo.jpg", content)))
    assert answer.status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_officers_list_costs_the_same_with_one_row_and_with_three(
    client, ceremony, entities, organiser, now, address, django_assert_num_queries, count
):
    from delegations.invitation import invite

    invite(ceremony, entities(count), by=organiser, at=now)
    client.force_login(organiser)
    with django_assert_num_queries(7):
        page = client.get(address("list"))
    assert page.content.decode().count('class="row-link"') == count


# Its history


def test_the_history_of_a_delegation_is_a_page_of_its_own(client, kenyan_delegation, kenyan_focal_point, now, address):
    kenyan_delegation.acknowledge(by=kenyan_focal_point, at=now)
    client.force_login(kenyan_focal_point)
    assert f'href="{address("history", "KEN")}"' in client.get(address("detail", "KEN")).content.decode()
    assert "<strong>Acknowledged</strong>" in client.get(address("history", "KEN")).content.decode()


# The officers' list


@pytest.fixture
def listed(client, organiser, kenyan_delegation, brazilian_delegation, complete, note_verbale):
    """Kenya with a minister at its head; Brazil without anybody."""
    head = complete(kenyan_delegation, rank=Rank.MINISTER)
    Delegation.objects.filter(pk=kenyan_delegation.pk).update(status="registering", head=head)
    note_verbale(kenyan_delegation)
    client.force_login(organiser)
    return client


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, ["Brazil", "Kenya"]),
        ({"q": "cong hoa"}, ["Kenya"]),
        ({"status": "invited"}, ["Brazil"]),
        ({"group": "african"}, ["Kenya"]),
        ({"kind": "ngo"}, []),
        ({"head": "60"}, ["Kenya"]),
        ({"head": "none"}, ["Brazil"]),
        ({"status": "nonsense"}, ["Brazil", "Kenya"]),
    ],
)
def test_the_list_is_narrowed_down(listed, address, filters, names):
    page = listed.get(address("list"), filters)
    assert [str(one) for one in page.context["page_obj"].object_list] == names


def test_whoever_missed_a_deadline_is_marked_late_and_whose_move_it_is(listed, ceremony, address, now):
    assert [one.late_since for one in listed.get(address("list")).context["page_obj"].object_list] == [None, None]
    registration = Deadline.objects.get(ceremony=ceremony, kind="note_verbale")
    Deadline.objects.filter(pk=registration.pk).update(at=now)

    rows = listed.get(address("list")).context["page_obj"].object_list

    assert [(str(one), one.late_since is not None, str(one.whose_move)) for one in rows] == [
        ("Brazil", True, "the focal point"),
        ("Kenya", False, "the focal point"),
    ]
    only_late = listed.get(address("list"), {"late": "on"}).context["page_obj"].object_list
    assert [str(one) for one in only_late] == ["Brazil"]


@pytest.mark.parametrize("change", ["ends_on", "erase_on"])
def test_of_a_ceremony_that_is_over_nobody_is_late_and_nobody_owes_a_note_verbale(
    change, listed, ceremony, address, now
):
    Deadline.objects.filter(ceremony=ceremony).update(at=now - timedelta(days=40))
    yesterday = ceremony.local(now).date() - timedelta(days=1)
    days = {"starts_on": yesterday, "ends_on": yesterday} if change == "ends_on" else {"erase_on": yesterday}
    type(ceremony).objects.filter(pk=ceremony.pk).update(**days)

    rows = listed.get(address("list")).context["page_obj"].object_list

    assert [(one.late_since, str(one.whose_move)) for one in rows] == [(None, "nobody"), (None, "nobody")]
    assert list(listed.get(address("list"), {"late": "on"}).context["page_obj"].object_list) == []
    ceremony.refresh_from_db()
    assert [late.address for late in desk.late(ceremony, now, {"reader"}) if "/delegation/" in late.address] == []


def test_whose_move_follows_the_people(kenyan_delegation, complete, note_verbale):
    note_verbale(kenyan_delegation)
    person = complete(kenyan_delegation, status=Status.SUBMITTED).accreditation
    user = kenyan_delegation.nominator.contacts.get().user
    Delegation.objects.update(status="submitted", submitted_by=user, submitted_at=kenyan_delegation.invited_at)

    def move():
        return str(lateness.whose_move(lateness.with_counts(Delegation.objects.all()).get()))

    assert move() == "the accreditation officers"
    type(person).objects.update(
        status=Status.RETURNED, decided_by=user, decided_at=kenyan_delegation.invited_at, decision_code="name"
    )
    assert move() == "the focal point"


def test_the_export_holds_the_same_rows_and_no_formula(listed, kenyan_delegation, complete, address):
    head = complete(kenyan_delegation, "=cmd|' /C calc'!A0", family_name="Example")
    Delegation.objects.filter(pk=kenyan_delegation.pk).update(head=head)

    lines = listed.get(address("export", "csv"), {"q": "kenya"}).content.decode().splitlines()

    assert len(lines) == 2
    assert "'=cmd" in lines[1]
    assert listed.get(address("export", "xlsx")).content[:2] == b"PK"
    assert listed.get(address("export", "exe")).status_code == 404


def test_the_list_of_people_as_a_file_holds_nothing_that_is_restricted(listed, kenyan_delegation, address):
    content = listed.get(address("people_export", "KEN", "csv")).content.decode()
    person = kenyan_delegation.delegates.get().accreditation
    assert person.passport_number not in content
    assert "1985" not in content
    assert "Amina Example" in content


def test_officers_see_a_delegation_with_the_way_to_each_person(listed, kenyan_delegation, address):
    person = kenyan_delegation.delegates.get().accreditation
    content = listed.get(address("detail", "KEN")).content.decode()
    assert f"/demo/accreditation/people/{person.key}/" in content
    assert address("delegate_edit", "KEN", person.key) not in content


def test_an_unknown_delegation_is_not_found(listed, address):
    assert listed.get(address("detail", "XXX")).status_code == 404
    assert listed.get(address("delegate_edit", "KEN", uuid.uuid4())).status_code == 404


# Order


def test_the_head_goes_first_then_rank_then_role_then_name(kenyan_delegation, complete):
    adviser = complete(kenyan_delegation, "A", role="adviser", rank=Rank.AMBASSADOR)
    minister = complete(kenyan_delegation, "B", role="representative", rank=Rank.MINISTER)
    deputy = complete(kenyan_delegation, "C", role="deputy_head", rank=Rank.AMBASSADOR)
    head = complete(kenyan_delegation, "D", rank=Rank.OTHER)
    kenyan_delegation.name_head(head)
    people = list(kenyan_delegation.delegates.all())
    for one in people:
        one.delegation = kenyan_delegation
    assert precedence.in_delegation_order(people) == [head, minister, deputy, adviser]


def test_delegations_go_by_the_rank_of_their_heads_those_without_one_last(
    ceremony, kenyan_delegation, brazilian_delegation, complete
):
    kenyan_delegation.name_head(complete(kenyan_delegation, rank=Rank.AMBASSADOR))
    assert [str(one) for one in precedence.by_rank_of_head(Delegation.objects.all())] == ["Kenya", "Brazil"]
    brazilian_delegation.name_head(complete(brazilian_delegation, rank=Rank.HEAD_OF_STATE))
    assert [str(one) for one in precedence.by_rank_of_head(Delegation.objects.all())] == ["Brazil", "Kenya"]
