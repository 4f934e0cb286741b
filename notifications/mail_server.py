"""The way to the mail server: one connection for each process, kept open, and what went wrong in three words."""

import contextlib
import smtplib
import time
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend

from notifications.message import ascii_address

# Seconds. A connection that nobody used for so long may be half dead.
STALE_AFTER = 30
# A server that fails at once costs nothing to ask again. One that hangs holds up a worker for each letter that asks.
PATIENCE = 2
REST = 60


class Undelivered(Exception):
    """It was not taken. `perhaps` is true when the server may have taken it without our hearing so."""

    def __init__(self, words, *, of="server", perhaps=False):
        super().__init__(words)
        self.of, self.perhaps = of, perhaps


class Resting(Exception):
    """The server did not answer just now: others need not wait for it as well."""


class MailServer:
    def __init__(self):
        self.connection = None
        self.used_at = 0
        self.rest_until = 0

    def send(self, message):
        """Raises Undelivered, or Resting while a server that hung is left alone."""
        begin = time.monotonic()
        if begin < self.rest_until:
            raise Resting
        try:
            self._send(message)
        except Undelivered:
            if self.connection is None and time.monotonic() - begin > PATIENCE:
                self.rest_until = time.monotonic() + REST
            raise
        self.used_at = time.monotonic()

    def _send(self, message):
        fresh = self._open()
        if not isinstance(self.connection, EmailBackend):
            self.connection.send_messages([message])  # in the tests, and on a developer's console
            return
        try:
            self._converse(message)
        except smtplib.SMTPServerDisconnected as error:
            if fresh:
                raise Undelivered(str(error)) from error
            # A kept connection had died before the letter's text went over it.
            self._open()
            try:
                self._converse(message)
            except smtplib.SMTPServerDisconnected as again:
                raise Undelivered(str(again)) from again

    def _open(self):
        """Returns whether the connection is a new one."""
        if self.connection and time.monotonic() - self.used_at > STALE_AFTER:
            self.close()
        if self.connection:
            return False
        connection = get_connection()
        try:
            connection.open()
            if isinstance(connection, EmailBackend):
                # Django greets the server only where TLS or a password asks for it.
                connection.connection.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException) as error:
            raise Undelivered(_words(error)) from error
        self.connection, self.used_at = connection, time.monotonic()
        return True

    def _converse(self, message):
        """The conversation step by step, because only after the text was sent is its fate in doubt."""
        smtp, begun = self.connection.connection, False
        sender = ascii_address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
        try:
            _expect("server", *smtp.mail(sender))
            _expect("address", *smtp.rcpt(ascii_address(message.to[0])))
            content = message.message().as_bytes()
            begun = True
            _expect("letter", *smtp.data(content))
        except Undelivered as error:
            self._forget(smtp, quit="421" in str(error)[:4])
            raise
        except smtplib.SMTPDataError as error:  # refused before the text was sent
            self.close()
            raise _undelivered("letter", error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPServerDisconnected as error:
            self.close()
            if begun:
                raise Undelivered(_words(error), perhaps=True) from error
            raise
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Undelivered(_words(error), perhaps=begun) from error

    def _forget(self, smtp, *, quit):
        """The next letter begins anew on the same connection, if the server still wants it."""
        try:
            if quit or smtp.rset()[0] != 250:
                self.close()
        except (OSError, smtplib.SMTPException):
            self.close()

    def close(self):
        connection, self.connection = self.connection, None
        if connection:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                connection.close()


def _expect(of, code, answer):
    if code not in (250, 251):
        raise _undelivered(of, code, answer)


def _undelivered(of, code, answer):
    """Only a lasting no (5xx) to the address or to the letter is the letter's own fault; all else is the server's."""
    words = answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)
    return Undelivered(f"{code} {words}", of=of if 500 <= code < 600 else "server")


def _words(error):
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_undelivered('server', error.smtp_code, error.smtp_error).args[0][4:]}"
    return str(error) or type(error).__name__
