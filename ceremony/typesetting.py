"""Puts a paper on pages: typst, the template of a room, data. What no font can show is refused, never printed as a box.

The data goes in as JSON and comes out in the template as texts, so that nothing in a name is ever markup. The file is
PDF/A-2a: it holds its fonts, its words can be searched and read aloud, and its making fails on a missing glyph.
"""

import json
import re
import unicodedata
from functools import lru_cache

import typst
from django.conf import settings
from django.utils.translation import gettext as _

STANDARDS = ["a-2a"]
BODY = "Noto Serif"
# Debian's packages, by what they are needed for.
CORE, CJK, PICTURES = "fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji"
EAST_ASIAN = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC", "FULLWIDTH")
NOT_SHOWN = re.compile(r"the text `\"(.+?)\"` could not be displayed")


class NoFont(Exception):
    """No font at hand shows what stands in the paper. Its message names the character and the package to install."""


def typeset(paper) -> bytes:
    """The PDF of a composed paper. Raises NoFont."""
    try:
        return _typeset(paper, _fonts(tuple(settings.FONT_FOLDERS)))
    except NoFont:
        _fonts.cache_clear()  # so that the next attempt sees what was installed meanwhile
        raise


def _typeset(paper, fonts):
    if BODY not in fonts.families():
        raise NoFont(
            _("The fonts of the papers are not installed: install the package %(package)s, then try again.")
            % {"package": CORE}
        )
    try:
        return typst.compile(
            str(settings.BASE_DIR / paper["template"]),
            root=str(settings.BASE_DIR),
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs={"paper": json.dumps(paper, ensure_ascii=False)},
            pdf_standards=STANDARDS,
        )
    except typst.TypstError as error:
        _refuse_what_is_not_shown(error)
        raise


def _refuse_what_is_not_shown(error):
    missing = sorted({character for text in NOT_SHOWN.findall(error.diagnostic) for character in text})
    if not missing:
        return
    character = missing[0]
    raise NoFont(
        _("No font at hand shows “%(character)s” (%(name)s): install the package %(package)s, then try again.")
        % {
            "character": character,
            "name": unicodedata.name(character, f"U+{ord(character):04X}"),
            "package": package_for(character),
        }
    ) from error


def package_for(character) -> str:
    """Debian's package whose fonts show it."""
    if unicodedata.name(character, "").startswith(EAST_ASIAN):
        return CJK
    return PICTURES if ord(character) >= 0x1F000 and unicodedata.category(character) == "So" else CORE


@lru_cache(maxsize=1)
def _fonts(folders):
    """Reading the folders takes a third of a second: a worker does it once."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))
