"""Keys to sort and search by, made in Python so that the order never depends on a machine's locale."""

import re
import unicodedata

# Letters that decomposition leaves whole.
WHOLE_LETTERS = str.maketrans(
    {"đ": "d", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"}
)


def search_key(text: str) -> str:
    """Lower case, without diacritics or punctuation: "Côte d'Ivoire" -> "cote d ivoire", "Đức" -> "duc".

    Works in every script: Arabic loses its vowel signs and the forms of alef, Cyrillic and Chinese stay as they are.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return re.sub(r"[\W_]+", " ", plain.translate(WHOLE_LETTERS)).strip()
