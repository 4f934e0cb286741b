import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.db import connection

from accounts.models import User
from tests.accounts.conftest import is_signed_in

CONFIRM = "/accounts/login/code/confirm/"
AUTHENTICATE = "/accounts/2fa/authenticate/"
ADMIN = "/admin/accounts/user/"

pytestmark = pytest.mark.usefixtures("outside_the_demo")


@pytest.fixture
def olga(db):
    return User.objects.create_user("olga@plenipo.example", name="Olga Organiser", is_staff=True, is_superuser=True)


@pytest.fixture
def sign_in_by_mail(client, ask_for_code, code_in_letter):
    def sign_in(user):
        ask_for_code(user.email)
        return client.post(CONFIRM, {"code": code_in_letter(user.email)})

    return sign_in


@pytest.fixture
def sign_in(client, sign_in_by_mail):
    """By mail, then by what the app shows."""

    def sign_in(user, show):
        sign_in_by_mail(user)
        return client.post(AUTHENTICATE, {"code": show()})

    return sign_in


def set_up_app(client):
    """As a person does on the page; the answer is to its form."""
    client.get("/accounts/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    shown = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    return client.post("/accounts/2fa/totp/activate/", {"code": shown})


def test_staff_without_a_second_factor_are_sent_to_set_one_up(client, olga, sign_in_by_mail):
    sign_in_by_mail(olga)
    assert client.get(ADMIN)["Location"] == f"/accounts/2fa/?next={ADMIN.replace('/', '%2F')}"


@pytest.mark.django_db(transaction=True)
def test_having_set_up_an_app_they_are_in_and_see_their_recovery_codes(client, olga, sign_in_by_mail):
    sign_in_by_mail(olga)
    answer = set_up_app(client)
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    codes = Authenticator.objects.get(user=olga, type="recovery_codes").wrap().get_unused_codes()
    assert codes[0] in client.get(answer["Location"]).content.decode()
    assert client.get(ADMIN).status_code == 200


def test_with_an_app_the_mailed_code_alone_opens_nothing(client, olga, app_of, sign_in_by_mail):
    app_of(olga)
    answer = sign_in_by_mail(olga)
    assert answer["Location"] == AUTHENTICATE
    assert not is_signed_in(client, olga)
    assert client.get(ADMIN)["Location"].startswith("/accounts/login/")


def test_code_and_app_together_open_the_desk(client, olga, app_of, sign_in):
    sign_in(olga, app_of(olga))
    assert client.get(ADMIN).status_code == 200


def test_a_wrong_figure_is_refused_in_a_sentence(client, olga, app_of, sign_in_by_mail):
    show = app_of(olga)
    sign_in_by_mail(olga)
    wrong = str((int(show()) + 1) % 10**6).zfill(6)
    assert "This code does not fit." in client.post(AUTHENTICATE, {"code": wrong}).content.decode()
    assert not is_signed_in(client, olga)


def test_what_the_app_shows_is_good_once(client, olga, app_of, sign_in):
    show = app_of(olga)
    sign_in(olga, show)
    client.post("/accounts/logout/")
    sign_in(olga, show)
    assert not is_signed_in(client, olga)


def test_guessing_at_the_second_factor_is_stopped(client, olga, app_of, sign_in_by_mail):
    show = app_of(olga)
    sign_in_by_mail(olga)
    for _time in range(6):
        client.post(AUTHENTICATE, {"code": "nothing"})
    client.post(AUTHENTICATE, {"code": show()})
    assert not is_signed_in(client, olga)


def test_a_recovery_code_opens_once(client, olga, app_of, sign_in_by_mail):
    app_of(olga)
    code = RecoveryCodes.activate(olga).get_unused_codes()[0]
    for good in (True, False):
        sign_in_by_mail(olga)
        client.post(AUTHENTICATE, {"code": code})
        assert is_signed_in(client, olga) is good
        client.post("/accounts/logout/")


def test_a_session_that_never_showed_the_factor_is_asked_for_it(client, olga, app_of):
    """One from the demo, or from before the person became staff."""
    show = app_of(olga)
    client.force_login(olga)
    answer = client.get(ADMIN)
    assert answer["Location"].startswith("/accounts/2fa/reauthenticate/")
    assert client.post(answer["Location"], {"code": show()})["Location"] == ADMIN
    assert client.get(ADMIN).status_code == 200


def test_until_then_public_pages_send_staff_there_as_well(client, olga, ceremony):
    client.force_login(olga)
    for page in ("/", "/demo/"):
        assert client.get(page)["Location"].startswith("/accounts/2fa/?next=")


def test_the_pages_for_setting_up_and_leaving_stay_open(client, olga):
    client.force_login(olga)
    for page in ("/accounts/me/", "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"):
        assert client.get(page).status_code == 200, page
    assert client.post("/accounts/language/", {"language": "vi"}).status_code == 302
    assert client.post("/accounts/logout/").status_code == 302


def test_focal_points_need_none(client, kito, sign_in_by_mail):
    sign_in_by_mail(kito)
    assert client.get("/accounts/me/").status_code == 200
    assert client.get("/").status_code == 200


def test_a_focal_point_may_have_one_and_is_then_asked(client, kito, app_of, sign_in_by_mail):
    app_of(kito)
    assert sign_in_by_mail(kito)["Location"] == AUTHENTICATE


def test_the_last_factor_of_staff_stays(client, olga, app_of, sign_in):
    sign_in(olga, app_of(olga))
    page = client.get("/accounts/2fa/totp/deactivate/", follow=True)
    show = totp_of(olga)
    page = client.post(page.redirect_chain[-1][0], {"code": show}, follow=True) if page.redirect_chain else page
    assert "this is your only one" in page.content.decode()
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=olga, type="totp").count() == 1


def totp_of(user):
    """A recovery code, because the app's figures of this half minute are used up."""
    return RecoveryCodes.activate(user).get_unused_codes()[0]


def test_the_last_security_key_of_staff_stays(client, olga):
    key = Authenticator.objects.create(user=olga, type="webauthn", data={"name": "blue key", "credential": {}})
    client.force_login(olga)
    client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/")
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_nobody_removes_another_persons_key(client, olga, kito):
    key = Authenticator.objects.create(user=olga, type="webauthn", data={"name": "blue key", "credential": {}})
    client.force_login(kito)
    assert client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/").status_code == 404


def test_seeds_are_encrypted_in_the_table(client, olga, sign_in_by_mail):
    sign_in_by_mail(olga)
    client.get("/accounts/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    shown = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    client.post("/accounts/2fa/totp/activate/", {"code": shown})
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator WHERE type = 'totp'")
        assert secret not in cursor.fetchone()[0]


def test_the_picture_to_scan_comes_as_data_that_the_content_policy_allows(client, olga):
    client.force_login(olga)
    answer = client.get("/accounts/2fa/totp/activate/")
    assert 'src="data:image/svg+xml;base64,' in answer.content.decode()
    assert "img-src 'self' data:" in answer["Content-Security-Policy"]


def test_the_demo_spares_its_visitors_the_factor(client, olga, settings):
    settings.DEMO = True
    client.force_login(olga)
    assert client.get(ADMIN).status_code == 200
