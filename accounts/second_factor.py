"""The second factor of staff: an authenticator app or a security key. A mailbox alone never opens an officer's desk."""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.encryption import seal, unseal

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def needs_second_factor(user) -> bool:
    """Officers and organisers; nobody in the demo, whose visitors have no phone of Olga's."""
    return not settings.DEMO and user.is_authenticated and (user.is_staff or user.is_superuser)


def has_second_factor(user) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def has_shown_second_factor(request) -> bool:
    """Whether this very session was opened, or confirmed later, with a second factor. Read from the session: no query."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def count_as_shown(sender, *, request, user, authenticator, **kwargs):
    """Who has just set a factor up has it at hand: he is not asked for it again in the same minute."""
    if authenticator.type in FACTORS and request.user.pk == user.pk:
        record_authentication(request, user, method="mfa", type=authenticator.type, reauthenticated=True)


def is_last_of_staff(authenticator) -> bool:
    """Without it, this officer's next sign-in would rest on mail alone."""
    user = authenticator.user
    others = Authenticator.objects.filter(user=user, type__in=FACTORS).exclude(pk=authenticator.pk)
    return authenticator.type in FACTORS and needs_second_factor(user) and not others.exists()


class SecondFactorAdapter(DefaultMFAAdapter):
    """Seeds of authenticator apps and recovery codes are encrypted at rest; the last factor of staff stays."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "Officers sign in with a second factor, and this is your only one: set up another one first."
        ),
        "incorrect_code": _("This code does not fit. Wait for the next one in your app and type it within 30 seconds."),
    }

    def encrypt(self, text):
        return seal(text)

    def decrypt(self, encrypted_text):
        return unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator):
        return not is_last_of_staff(authenticator)
