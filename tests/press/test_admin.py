"""The administration of the press: organisers read outlets and pools there and set the call, ports and quotas."""

import pytest
from django.urls import reverse


@pytest.fixture
def as_organiser(client, organiser):
    client.force_login(organiser)
    return client


@pytest.mark.parametrize("model", ["presscall", "pressquota", "entryport", "mediacontact", "outlet", "pool"])
def test_every_list_opens_for_an_organiser(as_organiser, model, outlet, pool, port, quota):
    quota(7)
    pool()
    assert as_organiser.get(reverse(f"admin:press_{model}_changelist")).status_code == 200


def test_an_outlet_and_a_pool_are_read_there_and_the_sealed_seed_is_not(as_organiser, outlet, pool):
    found = pool()
    page = as_organiser.get(reverse("admin:press_pool_change", args=[found.pk])).content.decode()
    assert found.sealed_seed not in page
    assert as_organiser.get(reverse("admin:press_outlet_change", args=[outlet.pk])).status_code == 200
    for model, row in [("pool", found), ("outlet", outlet)]:
        assert (
            as_organiser.post(reverse(f"admin:press_{model}_change", args=[row.pk]), {"name": "X"}).status_code == 403
        )
