"""What the sign-in library brings along and nobody here may use does not exist."""

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse


@pytest.mark.parametrize(
    "name",
    [
        "account_signup", "account_email", "account_change_password", "account_set_password", "account_reset_password",
        "account_reauthenticate", "account_inactive", "account_email_verification_sent", "account_request_login_code",
        "account_reset_password_done", "mfa_login_webauthn", "mfa_signup_webauthn", "socialaccount_connections",
    ],
)  # fmt: skip
def test_pages_of_passwords_signing_up_and_addresses_have_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "path",
    ["signup", "password/change", "password/reset", "password/set", "email", "confirm-email", "social", "3rdparty", ""],
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_and_are_not_found(client, kito, path, signed_in):
    if signed_in:
        client.force_login(kito)
    assert client.get(f"/accounts/{path}/".replace("//", "/")).status_code == 404
    assert client.post(f"/accounts/{path}/".replace("//", "/"), {"email": "x@y.example"}).status_code == 404


PUBLIC = {
    "account_login", "account_confirm_login_code", "account_logout", "mfa_authenticate",
    "accounts:language", "accounts:link", "accounts:link_use", "accounts:demo",
}  # fmt: skip


def test_everything_else_below_accounts_asks_who_you_are():
    resolver = next(r for r in get_resolver().url_patterns if str(r.pattern) == "accounts/")
    views = {}
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            views |= {f"{entry.namespace}:{route.name}": route.callback for route in entry.url_patterns}
        else:
            views[entry.name] = entry.callback
    assert {name for name, view in views.items() if not getattr(view, "login_required", True)} == PUBLIC


def test_a_stranger_signs_out_without_harm(client, db):
    assert client.post("/accounts/logout/").status_code == 302


def test_signing_out_takes_a_press_of_the_button(client, kito):
    client.force_login(kito)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/accounts/me/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/accounts/me/").status_code == 302


def test_the_admin_site_does_not_exist_for_a_focal_point_and_asks_a_stranger_who_he_is(client, kito):
    stranger = client.get("/admin/", follow=True)
    assert stranger.redirect_chain[-1][0].startswith("/accounts/login/")
    client.force_login(kito)
    assert client.get("/admin/", follow=True).status_code == 404
