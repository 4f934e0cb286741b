"""Sessions in the database, encrypted: one holds the sign-in code that a person is about to type."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.utils import timezone

from accounts.encryption import seal, unseal


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls):
        from django.contrib.sessions.models import Session

        return Session

    def _get_session_from_db(self):
        """As Django does, without composing the statement anew: each page of a signed-in person begins with it."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT session_data, expire_date FROM django_session WHERE session_key = %s AND expire_date > %s",
                [self.session_key, timezone.now()],
            )
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return None
        return self.model(self.session_key, *found)

    def encode(self, session_dict):
        return seal(super().encode(session_dict))

    def decode(self, session_data):
        try:
            return super().decode(unseal(session_data))
        except ImproperlyConfigured:
            # Sealed with a key that is gone: the person signs in again.
            return {}
