"""What signs somebody in, minted just before a letter goes out. Between letters it exists nowhere in the clear."""

import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from accounts.models import SignInLink
from notifications import marks

CODE_DIGITS = 8


def new_cause() -> str:
    """What a letter with a code is written for; nobody without SECRET_KEY gets from it to the code."""
    return f"sign-in:{secrets.token_hex(16)}"


def code_of(cause) -> str:
    """The code of one sign-in, "1234-5678". The page that checks it and the worker that sends it both come by it here."""
    digest = salted_hmac("notifications.secrets.code_of", cause, algorithm="sha256").digest()
    digits = str(int.from_bytes(digest, "big") % 10**CODE_DIGITS).zfill(CODE_DIGITS)
    return f"{digits[:4]}-{digits[4:]}"


def mint(letter, at) -> dict[str, str]:
    """The secrets of a letter by their marks. Each call makes a new link, so a letter sent again holds another one.

    The link of a letter that may not sign its reader in (any more) is the plain address of its page.
    """
    minted = {}
    if marks.SIGN_IN_CODE in letter.text:
        minted[marks.SIGN_IN_CODE] = code_of(letter.cause)
    if marks.SIGN_IN_LINK in letter.text:
        minted[marks.SIGN_IN_LINK] = _sign_in_link(letter, at) if letter.may_sign_in else letter.plain_link
    return minted


def _sign_in_link(letter, at):
    token = SignInLink.objects.mint(user=letter.recipient, leads_to=letter.link_to or "/", at=at)
    return settings.SITE_URL + reverse("accounts:link", args=[token])
