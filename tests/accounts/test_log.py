import logging
from io import StringIO

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import SignInLink


@pytest.fixture
def log():
    """The lines that the application would write to its console."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    options = dict(settings.LOGGING["formatters"]["line"])
    handler.setFormatter(import_string(options.pop("()"))(**options))
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def test_the_log_has_the_request_and_not_the_links_token(client, kito, now, log):
    token = SignInLink.objects.mint(user=kito, leads_to="/", at=now)
    client.get(f"/accounts/link/{token}/")
    client.put(f"/accounts/link/{token}/")
    client.get(f"/accounts/link/{token}/nowhere/")
    client.post("/accounts/link/", {"token": token})
    client.get(f"/accounts/link/{token}/", {"utm": "x"})
    lines = log.getvalue()
    assert "/accounts/link/…/" in lines
    assert "POST /accounts/link/" in lines
    assert token not in lines


def test_the_log_does_not_tell_what_people_search_for(client, db, log):
    client.get("/accounts/login/", {"q": "C1234567"})
    assert "GET /accounts/login/" in log.getvalue()
    assert "C1234567" not in log.getvalue()


def test_a_traceback_is_cleaned_as_well(log):
    try:
        raise ValueError("/accounts/link/s3cret-token/ broke")
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: /accounts/link/s3cret-token/")
    assert "Internal Server Error" in log.getvalue()
    assert "s3cret-token" not in log.getvalue()
