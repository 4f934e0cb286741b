"""Keys to sort and search by, made in Python so that the order never depends on a machine's locale."""

import re
import unicodedata

# Letters that decomposition leaves whole, and those that keyboards and habits write in more than one way.
ONE_FOR_ANOTHER = str.maketrans(
    {"đ": "d", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th", "ħ": "h"}
    | {"ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ٱ": "ا", "\N{ARABIC TATWEEL}": ""}
)


def search_key(text: str) -> str:
    """Lower case, without diacritics or punctuation: "Côte d'Ivoire" -> "cote d ivoire", "Đức" -> "duc".

    Works in every script: Arabic loses its vowel signs, the forms of alef and yeh and the stretching stroke, Cyrillic
    loses the marks of ё and й, Chinese stays as it is.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return re.sub(r"[\W_]+", " ", plain.translate(ONE_FOR_ANOTHER)).strip()
