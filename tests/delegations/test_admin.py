import pytest
from django.urls import reverse
from django.utils import timezone

from accreditation.models import Accreditation, Nominator, Status
from ceremony.models import Ceremony
from delegations.models import Delegation


@pytest.fixture
def site(client, organiser):
    client.force_login(organiser)
    return client


@pytest.fixture
def delegation_elsewhere(ceremony, brazil, brazilian_focal_point):
    other = Ceremony.objects.create(
        slug="other", time_zone="UTC", starts_on=ceremony.starts_on, ends_on=ceremony.ends_on
    )
    nominator = Nominator.objects.create(ceremony=other, kind="delegation", entity=brazil)
    return Delegation.objects.create(nominator=nominator, invited_at=timezone.now())


@pytest.mark.parametrize("model", ["delegation", "delegate"])
def test_an_organiser_finds_rows_of_his_own_ceremonies_only(
    site, model, kenyan_delegation, delegation_elsewhere, complete
):
    complete(kenyan_delegation, "Amina")
    complete(delegation_elsewhere, "Bento")
    page = site.get(reverse(f"admin:delegations_{model}_changelist"))
    content = page.content.decode()
    assert page.context["cl"].result_count == 1
    assert ("Kenya" in content, "Brazil" in content, "Bento" in content) == (True, False, False)


def test_a_delegation_is_read_but_not_typed_into(site, kenyan_delegation, complete):
    complete(kenyan_delegation)
    page = site.get(reverse("admin:delegations_delegation_change", args=[kenyan_delegation.pk]))
    assert page.status_code == 200
    assert 'name="status"' not in page.content.decode()
    assert site.get(reverse("admin:delegations_delegation_add")).status_code == 403


def test_the_action_confirms_whom_it_can_and_says_why_not_the_others(
    site, organiser, kenyan_delegation, brazilian_delegation, complete, now
):
    head = complete(kenyan_delegation)
    Accreditation.objects.update(status=Status.APPROVED, decided_by=organiser, decided_at=now)
    Delegation.objects.filter(pk=kenyan_delegation.pk).update(
        status="submitted", head=head, submitted_by=organiser, submitted_at=now
    )
    page = site.post(
        reverse("admin:delegations_delegation_changelist"),
        {"action": "confirm", "_selected_action": [kenyan_delegation.pk, brazilian_delegation.pk]},
        follow=True,
    )
    assert sorted(str(message) for message in page.context["messages"]) == [
        "1 done.",
        "Brazil: No head of delegation is named yet.",
    ]


def test_a_focal_point_has_no_way_into_the_admin_site(client, kenyan_delegation, kenyan_focal_point):
    client.force_login(kenyan_focal_point)
    assert client.get(reverse("admin:delegations_delegation_changelist")).status_code == 302
