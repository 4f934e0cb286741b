"""The addresses of signing in.

The library brings many more (signing up, passwords, managing addresses): what is not listed here does not exist.
Its views keep the names by which it finds them.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path

from accounts import views

own = [
    path("me/", views.me, name="me"),
    path("language/", views.language_choose, name="language"),
    path("link/", views.link_use, name="link_use"),
    path("link/<str:token>/", views.link_show, name="link"),
    path("demo/<slug:key>/", views.demo_sign_in, name="demo"),
]

urlpatterns = [
    path("", include((own, "accounts"))),
    path("login/", views.at_an_even_pace(account.login), name="account_login"),
    path("login/code/confirm/", views.at_an_even_pace(account.confirm_login_code), name="account_confirm_login_code"),
    path("logout/", account.logout, name="account_logout"),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("2fa/webauthn/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("2fa/webauthn/reauthenticate/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/remove/", views.security_key_remove, name="mfa_remove_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
]
