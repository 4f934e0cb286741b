import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.utils import timezone

from accounts.models import User
from notifications import marks
from notifications.models import Letter
from notifications.secrets import mint


@pytest.fixture(autouse=True)
def no_tries_so_far():
    """The counts behind the rate limits."""
    cache.clear()


@pytest.fixture
def outside_the_demo(settings):
    settings.DEMO = False


@pytest.fixture
def kito(db):
    return User.objects.create_user("kito@mission.example", name="Kito Example")


@pytest.fixture
def officer(db):
    return User.objects.create_user("adil@plenipo.example", name="Adil Accreditor", is_staff=True)


@pytest.fixture
def ask_for_code(client):
    """Types an address on the sign-in page: ask_for_code("kito@mission.example")."""
    return lambda address, **more: client.post("/accounts/login/", {"login": address, **more}, follow=True)


@pytest.fixture
def code_in_letter():
    """The code as the worker mints it for the latest letter to an address."""

    def read(address):
        letter = Letter.objects.filter(to_email=address, kind="sign_in.code").latest("pk")
        return mint(letter, timezone.now())[marks.SIGN_IN_CODE]

    return read


@pytest.fixture
def app_of():
    """Sets up an authenticator app for somebody; call the answer for what it shows now."""

    def set_up(user):
        secret = totp.generate_totp_secret()
        totp.TOTP.activate(user, secret)
        return lambda: totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))

    return set_up


def is_signed_in(client, user):
    return client.session.get("_auth_user_id") == str(user.pk)
