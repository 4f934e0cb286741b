"""Personal fields at rest: encrypted with keys that the database does not hold, found by a blind index.

A dump of the database, its replicas and its history tables show ciphertext only.
"""

import hashlib
import hmac
import unicodedata
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django import forms
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models.lookups import Exact


@lru_cache
def _cipher():
    try:
        return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])
    except ValueError as error:
        raise ImproperlyConfigured(f"FIELD_KEYS holds something that is no Fernet key: {error}") from error


def seal(text: str) -> str:
    return _cipher().encrypt(text.encode()).decode()


def unseal(token: str) -> str:
    """Raises ImproperlyConfigured when none of FIELD_KEYS fits: showing nothing would look like an empty field."""
    try:
        return _cipher().decrypt(token).decode()
    except InvalidToken as error:
        raise ImproperlyConfigured("None of FIELD_KEYS decrypts a stored personal field.") from error


def reseal(token: str) -> str:
    """The same text under the newest key, for a key rotation."""
    return _cipher().rotate(token.encode()).decode()


def plain_number(text: str) -> str:
    """Spaces, hyphens, case and width of letters do not count: "c 123-456" and "C123456" are one passport."""
    return "".join(character for character in unicodedata.normalize("NFKC", text).upper() if character.isalnum())


def blind_index(text: str) -> str:
    """A keyed digest by which equal passport numbers (`plain_number`) are found without reading any."""
    plain = plain_number(text)
    if not plain:
        return ""
    return hmac.new(settings.BLIND_INDEX_KEY.encode(), plain.encode(), hashlib.sha256).hexdigest()


class IsEmpty(Exact):
    """The one value that ciphertext can be compared with."""

    def get_prep_lookup(self):
        if self.rhs:
            raise TypeError("This field is encrypted and never equals anything: look by its blind index.")
        return self.rhs


class SealedTextField(models.TextField):
    """Text that PostgreSQL sees only encrypted. It can be neither searched nor sorted: add a blind index for that."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return seal(value) if value else value

    def from_db_value(self, value, expression, connection):
        return unseal(value) if value else value

    def get_lookup(self, lookup_name):
        """Whether there is anything can be asked; what it is cannot, and an answer "none" would be a lie."""
        if lookup_name == "exact":
            return IsEmpty
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise TypeError(f"{self.name} is encrypted: it has no lookup {lookup_name}.")


class SealedDateField(SealedTextField):
    """A date, stored as its encrypted ISO form; Python sees `datetime.date`."""

    def to_python(self, value):
        return models.DateField().to_python(value) if value else None

    def get_prep_value(self, value):
        day = self.to_python(value)
        return seal(day.isoformat()) if day else None

    def from_db_value(self, value, expression, connection):
        return self.to_python(unseal(value)) if value else None

    def formfield(self, **kwargs):
        # Not TextField's, which would make a text area of it.
        return models.Field.formfield(self, **{"form_class": forms.DateField, **kwargs})
