"""Names that are nearly the same, so that one outlet is not entered twice.

PostgreSQL compares sets of trigrams that Python made: the embedded one has no pg_trgm, and the search key has lost its
diacritics already. Which of those that it finds are truly alike is judged word by word: two names that share nothing but
"Example" share many trigrams.
"""

import re
import zlib
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from urllib.parse import urlsplit

from django.db import connection
from django.utils.translation import gettext_lazy as _

from directory.sorting import search_key

NEAR_ENOUGH = 0.55
MOST_COMPARED = 20
MOST = 5  # are shown: a choice among more is none
# Of two words, and of two names as a whole: from here on they may be one that is written in two ways.
ALIKE_WORDS, ALIKE_NAMES = 0.75, 0.88
SHORT = {"tv": "television", "intl": "international", "natl": "national"}
# Said of so many outlets that they tell none from another.
COMMON = {"the", "of", "and", "de", "la", "le", "el", "al", "ltd", "inc", "co", "gmbh", "plc", "llc", "group"}

WHY = {
    "name": _("the same name"),
    "near": _("nearly the same name"),
    "initials": _("the initials of the name"),
    "website": _("the same website"),
}

# Of each outlet its best name. Most of it is how much of the shorter name is in the longer; of two that hold as much, the
# one that is like the whole goes first.
NEAR = """
SELECT DISTINCT ON (outlet.id) outlet.id, found.name,
    found.key, CASE WHEN found.key = %(key)s THEN 'name'
         WHEN outlet.host = %(host)s AND outlet.host <> '' THEN 'website'
         WHEN found.initials = %(key)s OR found.key = %(initials)s THEN 'initials'
         ELSE 'near' END AS why,
    CASE WHEN found.key = %(key)s THEN 1.0
         WHEN outlet.host = %(host)s AND outlet.host <> '' THEN 0.99
         WHEN found.initials = %(key)s OR found.key = %(initials)s THEN 0.95
         ELSE (
             0.3::float8 * shared.grams / (cardinality(found.grams) + %(count)s - shared.grams)
             + 0.7::float8 * shared.grams / greatest(least(cardinality(found.grams), %(count)s), 4)
         ) END AS score
FROM press_outletname found
JOIN press_outlet outlet ON outlet.id = found.outlet_id
CROSS JOIN LATERAL (SELECT count(*) AS grams FROM unnest(found.grams) AS gram WHERE gram = ANY(%(grams)s)) AS shared
WHERE outlet.ceremony_id = %(ceremony)s AND outlet.status <> 'merged' AND outlet.id <> %(without)s
  AND (found.grams && %(grams)s OR found.key = %(key)s OR found.initials = %(key)s OR found.key = %(initials)s
       OR (outlet.host = %(host)s AND outlet.host <> ''))
ORDER BY outlet.id, score DESC
"""


@dataclass(frozen=True)
class Near:
    """An outlet that may be the one that is meant: which of its names, how near, and in what way."""

    outlet: object
    name: str
    why: str  # a key of WHY
    score: float

    @property
    def reason(self):
        return WHY[self.why]

    @property
    def is_the_same(self):
        return self.why == "name"


def name_key(name):
    """By which two spellings of a name are one; a name of signs alone stays as it is."""
    return (search_key(name) or name.casefold().strip())[:250]


def words_of(name):
    words = name_key(name).split()
    return [word for word in words if word not in COMMON] or words


def initials_of(name):
    """ "National Broadcasting Example" -> "nbe", "Press Example" -> "pe"; a single word has none, nor has a script without letters to begin with."""
    words = words_of(name)
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def grams_of(name):
    """The trigrams of its words as numbers that PostgreSQL compares fast: sorted, each once."""
    found = set()
    for word in words_of(name):
        padded = f"  {word} "
        found.update(padded[place : place + 3] for place in range(len(padded) - 2))
    return sorted(zlib.crc32(gram.encode()) - 2**31 for gram in found)


def likeness(one, other) -> float:
    """How alike two keys of names are, from 0 to 1: as a whole, or word by word in whatever order. 0: they are two outlets.

    Of three words one may be quite another, of two none. Another number is another outlet: "Radio 3" is not "Radio 4".
    """
    mine, theirs = ([SHORT.get(word, word) for word in words_of(key)] for key in (one, other))
    numbers = [{word for word in words if word.isdigit()} for words in (mine, theirs)]
    if all(numbers) and numbers[0] != numbers[1]:
        return 0.0
    whole = _ratio("".join(mine), "".join(theirs))
    shorter, longer = sorted((mine, theirs), key=len)
    found = [max(_ratio(word, of) for of in longer) for word in shorter]
    unlike = sum(ratio < ALIKE_WORDS for ratio in found)
    by_words = sum(found) / len(found) if unlike <= len(shorter) // 3 else 0.0
    if max(by_words, whole if whole >= ALIKE_NAMES else 0.0) == 0.0:
        return 0.0
    # Of two that have every word the one that has nothing beside goes first.
    return 0.5 * max(by_words, whole) + 0.5 * whole


@lru_cache(maxsize=4096)  # the words of outlets' names come again and again
def _ratio(one, other):
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()


def host_of(website):
    """ "https://www.Example.org/news" -> "example.org"; empty for what is no address."""
    try:
        host = urlsplit(website if "//" in website else f"//{website}").hostname or ""
    except ValueError:
        return ""
    return re.sub(r"^www\d?\.", "", host)[:120]


def near(ceremony, name, *, website="", without=None, most=MOST):
    """The outlets of this ceremony whose name, other names, initials or website are near, the nearest first.

    At most `most`, and besides them each of the very name: there may be one in every country.
    """
    from press.models import Outlet

    key = name_key(name)
    if not key:
        return []
    grams = grams_of(name)
    asked = {
        "ceremony": ceremony.pk, "key": key, "initials": initials_of(name) or "\N{EM DASH}", "host": host_of(website),
        "grams": grams, "count": len(grams), "without": without.pk if without else 0,
    }  # fmt: skip
    statement = f"SELECT * FROM ({NEAR}) AS each WHERE score >= %(enough)s ORDER BY score DESC, id LIMIT %(most)s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, asked | {"enough": NEAR_ENOUGH, "most": MOST_COMPARED})
        rows = cursor.fetchall()
    judged = [
        (pk, own, why, likeness(key, found) if why == "near" else float(score)) for pk, own, found, why, score in rows
    ]
    judged = sorted((row for row in judged if row[-1]), key=lambda row: -row[-1])
    found = [row for place, row in enumerate(judged) if place < most or row[2] == "name"]
    outlets = Outlet.objects.select_related("country").in_bulk([pk for pk, *_rest in found])
    return [Near(outlets[pk], own, why, score) for pk, own, why, score in found]
