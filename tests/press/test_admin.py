"""The administration of the press: organisers read outlets and pools there and set the call, ports and quotas."""

import pytest
from django.urls import reverse

from accounts.models import User
from directory.texts import LocalText


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


def test_a_text_in_several_languages_is_words_in_a_list_and_on_a_page_that_is_read(as_organiser, pool, port):
    type(port).objects.update(name=LocalText(en="Noi Bai <Airport>", vi="Sân bay Nội Bài"))
    found = pool(gathering_point=LocalText(en="Gate <3>", ar="بوابة"), note=LocalText())
    lists = as_organiser.get(reverse("admin:press_entryport_changelist")).content.decode()
    page = as_organiser.get(reverse("admin:press_pool_change", args=[found.pk])).content.decode()
    assert ("Noi Bai &lt;Airport&gt;</td>" in lists, "Nội Bài" in lists) == (True, False)
    assert 'English<div lang="en" dir="auto">Gate &lt;3&gt;</div>' in page
    assert 'العربية<div lang="ar" dir="auto">بوابة</div>' in page
    assert [text for text in (lists, page) if "{&quot;" in text or "{}" in text] == []


def test_a_superuser_reads_words_too(client, pool):
    client.force_login(User.objects.create_superuser("sam.server@plenipo.example", name="Sam Server"))
    page = client.get(reverse("admin:press_pool_change", args=[pool().pk])).content.decode()
    assert 'English<div lang="en" dir="auto">Gate 3</div>' in page
