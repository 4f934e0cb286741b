"""The kinds of letter that the rooms above write. Each registers its own in `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class LetterKind:
    """A letter's standing text. `{name}` marks what is filled in; organisers may write the text anew, never the marks.

    `{link}` is the letter's one button: an address of the site, or a sign-in link that is minted at sending.
    """

    name: str  # "delegations.invitation"
    label: str
    subject: str
    body: str  # paragraphs, with an empty line between them
    placeholders: dict = field(default_factory=dict)  # name -> (what it is, a sample)
    button: str = ""  # the words on the link
    is_decision: bool = False  # waits for release where the ceremony holds decision letters
    still_wanted: Callable = lambda letter: True  # asked again just before sending
    is_sign_in: bool = False  # holds a secret: not listed with its text, lapses when it expires


class LetterKinds(dict):
    def add(self, *kinds):
        for kind in kinds:
            if kind.name in self:
                raise ValueError(f"There is already a letter {kind.name!r}.")
            self[kind.name] = kind


letter_kinds = LetterKinds()
