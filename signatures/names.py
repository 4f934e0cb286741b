"""Whether two papers name one person: capitals, marks, spaces and forms of address aside, and nothing more.

"H.E. Ms. Amina Example" is Amina Example; Amina W. Example is somebody else until an officer has looked. What may be
a name as well stands here only in the spelling that no name has: "Hon." with its dot, for Hon is a family name;
"bà" with its mark, for so is Ba; and never "M.", which may be an initial.
"""

import re
import unicodedata

from directory.sorting import search_key

# As they stand before a name. A dot that is written here has to be there; any other may.
FORMS_OF_ADDRESS = [
    # English
    "h.e.", "h. e.", "his excellency", "her excellency", "the hon.", "the honourable", "the honorable", "hon.",
    "mr", "mrs", "ms", "miss", "mx", "sir", "dame", "dr", "prof", "professor",
    # French, Spanish, Portuguese
    "s.e.", "s. e.", "s.e.m.", "s.e.mme", "son excellence", "su excelencia", "monsieur", "madame", "mme", "mlle",
    "señor", "señora", "sr", "sra", "srta", "excmo.", "excma.", "dra",
    # Russian
    "е.п.", "его превосходительство", "ее превосходительство", "её превосходительство", "г-н", "г-жа", "господин",
    "госпожа", "д-р",
    # Arabic
    "صاحب المعالي", "صاحبة المعالي", "صاحب السعادة", "صاحبة السعادة", "معالي", "سعادة", "فخامة", "السيد", "السيدة",
    "الدكتور", "الدكتورة", "د.",
    # Vietnamese
    "ngài", "ông", "bà", "gs.ts.", "pgs.ts.", "gs.", "pgs.", "ts.",
]  # fmt: skip


def _pattern(form):
    words = r"\s+".join(re.escape(word) for word in form.split())
    # After a dot the name may follow at once.
    return words + r"\s*" if form.endswith(".") else words + r"(?:\.\s*|\s+)"


BEFORE_A_NAME = re.compile("|".join(_pattern(form) for form in sorted(FORMS_OF_ADDRESS, key=len, reverse=True)))


def person_key(name: str) -> str:
    """What is compared of a person's name. Empty for what names nobody; a form of address alone is a name."""
    name = unicodedata.normalize("NFC", name.casefold()).strip()
    while (form := BEFORE_A_NAME.match(name)) and search_key(name[form.end() :]):
        name = name[form.end() :]
    return search_key(name)


def is_one_person(name: str, other: str) -> bool:
    key = person_key(name)
    return bool(key) and key == person_key(other)  # what was erased names nobody
