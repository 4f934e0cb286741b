"""The one queue as the press desk opens it all day: its own kind, in statements that are composed once."""

import pytest
from django.http import QueryDict
from django.utils import translation

from accreditation.kinds import blockers
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


def test_the_desks_queue_is_narrowed_by_function_kind_country_and_how_far_somebody_is(
    client, ceremony, press_officer, organiser, accreditation_officer, application, other_application, outlet, journalist,
    letter, accept, kenya, now
):  # fmt: skip
    for team, name, function in [
        (application, "Amina", "camera"),
        (application, "Bo", "reporter"),
        (other_application, "Caro", "reporter"),
    ]:
        letter(team, journalist(team, name, function=function))
    for team in (application, other_application):
        team.submit(by=team.opened_by, at=now)
    accept(application.letters.get(names__name="Amina Example"))

    def found(query, user=press_officer):
        return sorted(row.name.split()[0] for row in Queue(user, ceremony, QueryDict(query)).page.object_list)

    assert found("function=camera") == ["Amina"]
    assert found("outlet_kind=print") == ["Amina", "Bo", "Caro"]
    assert found("outlet_kind=tv") == []
    assert found("country=brazil") == ["Caro"]
    assert found("far=unchecked") == ["Bo", "Caro"]
    assert found("far=ready") == []
    outlet.verify(by=press_officer, at=now)
    assert found("far=ready") == ["Amina"]
    assert blockers(Accreditation.objects.get(given_names="Amina"), now) == []
    assert found("function=nonsense&far=nonsense&country=%00") == ["Amina", "Bo", "Caro"]
    # Of several kinds at once it is not asked; the organisers ask for the press.
    assert found("function=camera", organiser) == ["Amina", "Bo", "Caro"]
    assert found("kind=press&function=camera", organiser) == ["Amina"]

    for user, ways in [(press_officer, True), (organiser, True), (accreditation_officer, False)]:
        client.force_login(user)
        page = client.get("/demo/accreditation/?kind=press").content.decode()
        assert ("/demo/press/desk/phone/" in page, "Country of the outlet" in page) == (ways, True)
        assert "Regional group" not in page


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
    # The list: session, user, ceremony with roles, delegations of the navigation; counts, rows. The person: with papers and
    # history, twins, the journalist with the outlet, letters; the note of the reading.
    with django_assert_num_queries(11):
        client.get(address)
    letter(application, amina, "Zoe Example")
    approved("Bo", "Caro")
    with django_assert_num_queries(11):
        client.get(address)


def test_how_far_somebody_is_the_queue_tells_the_desk_and_organisers(
    sent, press_officer, organiser, reader, accreditation_officer, ceremony
):
    sent()

    def told(user):
        queue = Queue(user, ceremony, QueryDict("kind=press&far=ready"))
        return "far" in {one.name for one in queue.filters}, len(queue.page.object_list)

    assert [told(user) for user in (press_officer, organiser)] == [(True, 0)] * 2
    assert [told(user) for user in (reader, accreditation_officer)] == [(False, 1)] * 2
