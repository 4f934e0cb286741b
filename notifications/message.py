"""The letter as mail: headers that cannot be injected into, text and HTML side by side."""

from email.headerregistry import Address
from email.message import EmailMessage as StandardMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

# Characters with a meaning of their own in a header of addresses.
MEANINGFUL = str.maketrans("", "", '",<>()[]:;@\\')


class LetterMessage(EmailMultiAlternatives):
    """Built with the standard library's modern policy, which folds and encodes long names of every script rightly."""

    def __init__(self, letter, *, text, html, at):
        sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
        super().__init__(
            subject=letter.subject,
            body=text,
            from_email=sender[1],
            to=[letter.to_email],
            alternatives=[(html, "text/html")],
            reply_to=[letter.ceremony.contact_email] if letter.ceremony_id and letter.ceremony.contact_email else None,
        )
        self.letter, self.at, self.sender = letter, at, sender

    def message(self):
        letter, message = self.letter, StandardMessage(policy=SMTP)
        name = str(letter.ceremony.title.in_language(letter.language)) if letter.ceremony_id else self.sender[0]
        message["From"] = Address(_name(name), addr_spec=ascii_address(self.sender[1]))
        message["To"] = Address(_name(letter.to_name), addr_spec=ascii_address(letter.to_email))
        if self.reply_to:
            message["Reply-To"] = Address(addr_spec=ascii_address(self.reply_to[0]))
        message["Subject"] = " ".join(letter.subject.split())
        message["Date"] = format_datetime(self.at)
        message["Message-ID"] = letter.message_id
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(self.body, cte="quoted-printable")
        message.add_alternative(self.alternatives[0][0], subtype="html", cte="quoted-printable")
        # Only now: whatever begins with Content- moves into the first part when a second one is added.
        message["Content-Language"] = letter.language
        return message


def _name(name):
    """The standard library forgets the quotation marks of a long encoded name, and such a comma would end it."""
    name = " ".join(name.split())
    return name if name.isascii() else name.translate(MEANINGFUL)


def ascii_address(address):
    """A domain in another script is written as DNS knows it."""
    local, _at, domain = address.rpartition("@")
    return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"
