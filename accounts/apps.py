from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self):
        from allauth.mfa.signals import authenticator_added

        from accounts import demo  # noqa: F401  registers its check
        from accounts.second_factor import count_as_shown

        authenticator_added.connect(count_as_shown)
