"""Languages of interpretation as words, and the site's codes for what an address asks for."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from directory.models import name_language

LANGUAGE_NAMES = {
    "ar": _("Arabic"), "zh": _("Chinese"), "en": _("English"), "fr": _("French"), "ru": _("Russian"),
    "es": _("Spanish"), "vi": _("Vietnamese"),
}  # fmt: skip


def language_word(code) -> str:
    """A language of interpretation as a word; one that we do not know is its own code."""
    return LANGUAGE_NAMES.get(name_language(code) if code.split("-")[0] == name_language(code) else code, code)


def site_language(code) -> str | None:
    """The site's code for what an address asks for ("zh" -> "zh-hans"); None for one that it does not have."""
    known = dict(settings.LANGUAGES)
    if code in known:
        return code
    return next((one for one in known if one.split("-")[0] == code), None) if code else None
