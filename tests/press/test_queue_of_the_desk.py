"""The one queue as the press desk opens it all day: its own kind, in statements that are composed once."""

import pytest
from django.http import QueryDict
from django.utils import translation

from accreditation.models import Accreditation
from accreditation.queue import Queue


@pytest.fixture
def sent(application, journalist, letter, contact, now):
    """Sends somebody: sent("Amina")."""

    def make(given_names="Amina"):
        found = journalist(application, given_names)
        letter(application, found)
        application.submit(by=contact, at=now)
        return Accreditation.objects.get(pk=found.accreditation_id)

    return make


@pytest.mark.parametrize("query", ["", "status=all", "status=draft", "status=nonsense"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_desks_queue_is_what_the_narrowed_one_would_be(
    ceremony, press_officer, sent, journalist, application, person, kenyan_delegation, kenyan_focal_point, now, query, language
):  # fmt: skip
    sent()
    journalist(application, "Bo")
    person(kenyan_delegation, "Dele").accreditation.submit(by=kenyan_focal_point, at=now)
    composed, narrowed = (Queue(press_officer, ceremony, QueryDict(query)) for _ in range(2))
    assert composed.kinds_of_desk == ("press",)
    narrowed.kinds_of_desk = ()
    with translation.override(language):
        assert composed.page.object_list == narrowed.page.object_list
        assert (composed.counts, composed.tabs()) == (narrowed.counts, narrowed.tabs())
    assert "Dele Example" not in [row.name for row in composed.page.object_list]


def test_an_officer_of_the_desk_sees_the_delegation_too_for_which_he_answers(
    ceremony, press_officer, sent, person, kenyan_delegation, kenyan_focal_point, now
):
    sent()
    person(kenyan_delegation, "Dele").accreditation.submit(by=kenyan_focal_point, at=now)
    kenyan_delegation.nominator.contacts.create(user=press_officer)
    page = Queue(press_officer, ceremony, QueryDict("")).page
    assert sorted(row.name for row in page.object_list) == ["Amina Example", "Dele Example"]


def test_the_list_with_a_person_beside_it_asks_the_same_however_much_there_is(
    client, sent, approved, application, letter, press_officer, django_assert_num_queries
):
    amina = sent()
    client.force_login(press_officer)
    address = f"/demo/accreditation/?person={amina.key}"
    client.get(address)
    # The list: session, user, ceremony, roles, delegations of the navigation; counts, rows. The person: with papers and
    # history, twins, the journalist with the outlet, letters; the note of the reading.
    with django_assert_num_queries(12):
        client.get(address)
    letter(application, amina, "Zoe Example")
    approved("Bo", "Caro")
    with django_assert_num_queries(12):
        client.get(address)
