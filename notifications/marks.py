"""What stands in a stored letter where a secret goes. The secret is minted at sending and never stored or shown.

`notifications.secrets.mint(letter, at)` returns {mark: secret} for the marks that the letter holds.
"""


class Mark(str):
    """Put into a letter by our own code; the same characters inside a person's text are made harmless."""

    __slots__ = ()


class Address(str):
    """A whole address of this site inside a letter's words: written out in the text, to be pressed in HTML. No secret."""

    __slots__ = ()


SIGN_IN_LINK = Mark("{{sign-in link}}")
SIGN_IN_CODE = Mark("{{sign-in code}}")

ALL = (SIGN_IN_LINK, SIGN_IN_CODE)
