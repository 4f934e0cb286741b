import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command

from accounts.models import User

USERS = "/admin/accounts/user/"


@pytest.fixture
def superuser(db):
    return User.objects.create_superuser("olga@plenipo.example", name="Olga Organiser")


@pytest.fixture
def helper(officer):
    officer.user_permissions.set(Permission.objects.filter(content_type__app_label="accounts"))
    return officer


def fields(user, **changes):
    given = {"email": user.email, "name": user.name, "language": user.language, "is_active": "on"} | changes
    return {key: value for key, value in given.items() if value}


def test_a_superuser_makes_staff(client, superuser, kito):
    client.force_login(superuser)
    client.post(f"{USERS}{kito.pk}/change/", fields(kito, is_staff="on"))
    kito.refresh_from_db()
    assert kito.is_staff


def test_who_is_not_a_superuser_makes_neither_staff_nor_superusers(client, helper, kito):
    client.force_login(helper)
    answer = client.post(f"{USERS}{kito.pk}/change/", fields(kito, name="Changed", is_staff="on", is_superuser="on"))
    assert answer.status_code == 302
    kito.refresh_from_db()
    assert (kito.name, kito.is_staff, kito.is_superuser) == ("Changed", False, False)


def test_nor_does_he_take_an_officers_place_by_changing_the_address(client, helper, superuser):
    depositary = User.objects.create_user("dora@plenipo.example", is_staff=True)
    client.force_login(helper)
    for user in (superuser, depositary):
        before = user.email
        client.post(f"{USERS}{user.pk}/change/", fields(user, email="mine@elsewhere.example"))
        client.post(f"{USERS}{user.pk}/delete/", {"post": "yes"})
        user.refresh_from_db()
        assert user.email == before


def test_there_is_no_password_to_see_or_set(client, superuser, kito):
    client.force_login(superuser)
    for page in (f"{USERS}{kito.pk}/change/", f"{USERS}add/"):
        assert "password" not in client.get(page).content.decode().lower()
    assert client.get(f"{USERS}{kito.pk}/password/").status_code in (302, 404)


def test_an_account_made_there_has_no_password(client, superuser):
    client.force_login(superuser)
    client.post(f"{USERS}add/", {"email": "New@Mission.example", "name": "New", "language": "en", "is_active": "on"})
    assert not User.objects.get(email="new@mission.example").has_usable_password()


def test_what_the_libraries_would_show_is_not_there(client, superuser):
    client.force_login(superuser)
    index = client.get("/admin/").content.decode()
    assert USERS in index
    for unused in ("account/emailaddress", "mfa/authenticator", "auth/group"):
        assert unused not in index
        assert client.get(f"/admin/{unused}/").status_code == 404


def test_people_are_found_by_name_and_address(client, superuser, kito, officer):
    client.force_login(superuser)
    page = client.get(USERS, {"q": "mission.example"}).content.decode()
    assert kito.email in page
    assert officer.email not in page


def test_a_lost_second_factor_is_forgotten_and_ones_own_is_not(client, superuser, officer, app_of):
    app_of(officer)
    app_of(superuser)
    client.force_login(superuser)
    chosen = {"action": "forget_second_factors", "_selected_action": [officer.pk, superuser.pk]}
    page = client.post(USERS, chosen, follow=True).content.decode()
    assert officer.authenticator_set.count() == 0
    assert superuser.authenticator_set.count() == 1
    assert "Forgotten for 1 person." in page
    assert "1 left alone" in page


def test_the_command_makes_a_superuser_and_asks_nothing(db, capsys):
    call_command("createsuperuser", email="First@Ministry.example", name="First", noinput=True)
    user = User.objects.get(email="first@ministry.example")
    assert (user.is_staff, user.is_superuser, user.has_usable_password()) == (True, True, False)
    call_command("createsuperuser", email="first@ministry.example")
    assert "is a superuser already" in capsys.readouterr().out
    assert User.objects.count() == 1


def test_the_command_refuses_what_is_no_address(db):
    with pytest.raises(CommandError, match="no e-mail address"):
        call_command("createsuperuser", email="first at ministry")


def test_a_user_without_an_address_is_refused():
    with pytest.raises(ValueError, match="needs an e-mail address"):
        User.objects.create_user("")


def test_an_address_is_kept_in_lower_case_and_found_again(db):
    made = User.objects.create_user(" Kito@Mission.EXAMPLE ")
    assert made.email == "kito@mission.example"
    assert User.objects.reachable_at("KITO@mission.example") == (made, False)
