import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.demo import ADDRESSES_END, DEMO_PEOPLE, the_demo_is_off
from accounts.models import User
from tests.accounts.conftest import is_signed_in


@pytest.fixture
def olga(db):
    person = DEMO_PEOPLE["organiser"]
    return User.objects.create_user(person.email, name=person.name, is_staff=True, is_superuser=True)


def test_one_click_signs_in_as_a_demo_person_without_a_second_factor(client, olga):
    client.post("/accounts/demo/organiser/")
    assert is_signed_in(client, olga)
    assert client.get("/admin/accounts/user/").status_code == 200


@pytest.mark.parametrize("after", ["", "https://elsewhere.example/", "//elsewhere.example/"])
def test_from_there_one_goes_on_to_that_persons_work_and_nowhere_else(client, olga, after):
    assert client.post("/accounts/demo/organiser/", {"next": after}).headers["Location"] == "/work/"
    assert client.post("/accounts/demo/organiser/", {"next": "/accounts/me/"}).headers["Location"] == "/accounts/me/"


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("key", ["organiser", "nobody"])
def test_without_the_demo_the_address_does_not_exist(olga, outside_the_demo, method, key):
    client = Client(enforce_csrf_checks=True)
    assert getattr(client, method)(f"/accounts/demo/{key}/").status_code == 404
    assert not is_signed_in(client, olga)


def test_nobody_outside_the_list_can_be_looked_around_as(client, olga):
    User.objects.create_user(f"stranger{ADDRESSES_END}")
    User.objects.create_user("real@plenipo.example", is_staff=True)
    for key in ("stranger", "real", "real@plenipo.example"):
        assert client.post(f"/accounts/demo/{key}/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_link_to_it_from_elsewhere_signs_nobody_in(olga):
    client = Client(enforce_csrf_checks=True)
    assert client.get("/accounts/demo/organiser/").status_code == 405 or not is_signed_in(client, olga)
    assert client.post("/accounts/demo/organiser/").status_code == 403
    assert not is_signed_in(client, olga)


def test_the_front_page_shows_the_people_in_the_demo_only(client, olga, settings):
    assert "Look around as" in client.get("/accounts/login/").content.decode()
    settings.DEMO = False
    assert "Look around as" not in client.get("/accounts/login/").content.decode()


def test_their_addresses_reach_nobody_and_their_names_look_invented():
    for person in DEMO_PEOPLE.values():
        assert person.email.endswith(".example")
        assert person.name.endswith("Example")
        assert bool(person.role) == person.is_staff


def test_the_command_lists_those_that_exist(olga, capsys):
    call_command("demo_people")
    assert capsys.readouterr().out.splitlines() == [f"{olga.email}  {olga.name}: {DEMO_PEOPLE['organiser'].does}"]


def test_without_the_demo_the_command_refuses(db, outside_the_demo):
    with pytest.raises(CommandError, match="DEMO is off"):
        call_command("demo_people")


def test_the_check_before_deployment_warns_of_the_demo(settings):
    assert [warning.id for warning in the_demo_is_off(None)] == ["accounts.W001"]
    settings.DEMO = False
    assert the_demo_is_off(None) == []
