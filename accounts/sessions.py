"""Sessions in the database, encrypted: one holds the sign-in code that a person is about to type."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core.exceptions import ImproperlyConfigured

from accounts.encryption import seal, unseal


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls):
        from django.contrib.sessions.models import Session

        return Session

    def encode(self, session_dict):
        return seal(super().encode(session_dict))

    def decode(self, session_data):
        try:
            return super().decode(unseal(session_data))
        except ImproperlyConfigured:
            # Sealed with a key that is gone: the person signs in again.
            return {}
