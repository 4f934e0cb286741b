"""The kinds of letter that the rooms above write. Each registers its own in `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

# Every letter knows these without being told. name -> (what it is, a sample)
COMMON = {
    "salutation": (
        _("the salutation; it opens the letter by itself when the text does not place it"),
        _("Excellency,"),
    ),
    "name": (_("the recipient's name"), _("Kito Example")),
    "ceremony": (_("the ceremony's title"), _("Signing Conference")),
    "city": (_("the city of the ceremony"), _("Ha Noi")),
    "contact": (_("the organisers' contact address"), "secretariat@plenipo.example"),
    "link": (_("the letter's one link: a button where it stands alone in its paragraph"), ""),
}
# What is encrypted at rest does not travel by mail.
RESTRICTED = {"passport", "passport_number", "date_of_birth", "birth_date", "needs", "vetting_note", "photo"}


@dataclass(frozen=True)
class LetterKind:
    """A letter's standing text. `{name}` marks what is filled in; organisers may write the text anew, never the marks.

    `{link}` is the letter's one button: an address of the site. For the recipient's own mailbox it becomes a link that
    also signs him in, minted at sending; for staff, and for any other mailbox, it stays the plain address. So it does in
    a letter of a plain kind, which its reader hands on to colleagues: whoever has it from him is signed in as nobody.
    """

    name: str  # "delegations.invitation"
    label: str
    subject: str
    body: str  # paragraphs, with an empty line between them
    placeholders: dict = field(default_factory=dict)  # name -> (what it is, a sample)
    button: str = ""  # the words on the link
    is_decision: bool = False  # waits for release where the ceremony holds decision letters
    still_wanted: Callable = lambda letter: True  # asked again just before sending
    is_plain: bool = False  # is read by others than the recipient too: its link signs nobody in
    salutation: str = _("Excellency,")  # of whoever has no name here
    is_sign_in: bool = False  # holds a secret: in no outbox, goes before all others, lapses when it expires

    @property
    def known(self):
        """Every placeholder that this letter's text may hold."""
        return COMMON | self.placeholders

    @property
    def has_link(self):
        return bool(self.button) or "{link}" in str(self.body)


class LetterKinds(dict):
    def add(self, *kinds):
        """Raises ValueError for a second letter of the same name and for a placeholder of a restricted field."""
        for kind in kinds:
            if kind.name in self:
                raise ValueError(f"There is already a letter {kind.name!r}.")
            if restricted := RESTRICTED & set(kind.placeholders):
                raise ValueError(
                    f"{kind.name!r} would carry {', '.join(sorted(restricted))}, which never goes by mail."
                )
            self[kind.name] = kind


letter_kinds = LetterKinds()
