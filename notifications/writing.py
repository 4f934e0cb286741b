"""Puts a letter on paper: a kind's words and a cause's values become subject, text and HTML in one language."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import formats, timezone, translation
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from notifications import marks, wording


@dataclass(frozen=True)
class Paper:
    subject: str
    text: str
    html: str


def language_for(user):
    """The recipient's language where all texts exist in it, else English."""
    return user.language if user and user.language in settings.COMPLETE_LANGUAGES else settings.LANGUAGE_CODE


def write(kind, *, ceremony, language, values, name, reference, link, at, words=None):
    """The letter as a Paper. `words` is (subject, body) where the organisers wrote their own.

    `link` is the address behind `{link}`, or the mark of a sign-in link. Raises KeyError for a placeholder without value.
    """
    with (
        translation.override(language),
        timezone.override(ceremony.zone if ceremony else timezone.get_current_timezone()),
    ):
        subject, body = words or standard_words(kind, language)
        button = str(kind.button) or _("Open the page")
        said = {key: as_text(value, ceremony) for key, value in values.items()}
        said = _common(kind, ceremony, name, link) | said
        # A paragraph of which nothing is left, such as a reason that nobody gave, leaves no gap.
        parts = [part for part in wording.paragraphs(body) if wording.fill(part, said).strip()]
        salutation = "" if "{salutation}" in body else said["salutation"]
        frame = {
            "ceremony": ceremony,
            "rehearsal": bool(ceremony and ceremony.is_rehearsal),
            "reference": "" if kind.is_sign_in else reference,  # no other number beside a code
            "date": formats.date_format(ceremony.local(at) if ceremony else at, "DATE_FORMAT"),
            "contact": said["contact"],
            "LANGUAGE_CODE": language,
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
        }
        plain = {key: isolated(value) for key, value in said.items()}
        rich = {key: _rich(value) for key, value in said.items()} | {
            "link": format_html('<a href="{}">{}</a>', link, button),
        }
        text_parts = [wording.fill(part, plain) for part in parts]
        html_parts = [
            {"button": button} if part == "{link}" else {"html": _html(part, rich), "code": part == "{code}"}
            for part in parts
        ]
        subject = " ".join(wording.fill(subject, said).split())
        if frame["rehearsal"]:
            subject = _("REHEARSAL: %(subject)s") % {"subject": subject}
        frame |= {"subject": subject, "link": link}
        return Paper(
            subject=subject[:300],
            text=render_to_string(
                "notifications/letters/letter.txt",
                frame | {"salutation": isolated(salutation), "paragraphs": text_parts},
            ).strip()
            + "\n",
            html=render_to_string(
                "notifications/letters/letter.html", frame | {"salutation": salutation, "paragraphs": html_parts}
            ),
        )


def standard_words(kind, language):
    """Subject and body of a kind, with the link at the end where the standing text does not place it."""
    with translation.override(language):
        subject, body = str(kind.subject), str(kind.body)
    if kind.has_link and "{link}" not in body:
        body = f"{body}\n\n{{link}}"
    return subject, body


def sample_paper(kind, ceremony, language, *, words=None, at):
    """The letter with the samples of its placeholders in their places, for a preview."""
    with translation.override(language):
        samples = {name: as_text(sample, ceremony) for name, (_what, sample) in kind.placeholders.items()}
        return write(
            kind,
            ceremony=ceremony,
            language=language,
            values=samples,
            name=_("Kito Example"),
            reference=f"{ceremony.slug.upper()}/000000",
            link="#",
            at=at,
            words=words,
        )


def _common(kind, ceremony, name, link):
    return {
        "salutation": _("Dear %(name)s,") % {"name": name} if name else str(kind.salutation),
        "name": name,
        "ceremony": as_text(ceremony.title, ceremony) if ceremony else "Plenipo",
        "city": as_text(ceremony.city, ceremony) if ceremony else "",
        "contact": ceremony.contact_email if ceremony else "",
        "link": link,
    }


def as_text(value, ceremony=None):
    """A value as people read it, in the language and time zone that are active now."""
    if isinstance(value, marks.Mark | marks.Address):
        return value
    if callable(value):
        return as_text(value(), ceremony)
    if isinstance(value, datetime):
        return (
            ceremony.show_time(value) if ceremony else formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
        )
    if isinstance(value, date):
        return formats.date_format(value, "DATE_FORMAT")
    if isinstance(value, list | tuple):
        return "\n".join(f"– {as_text(item, ceremony)}" for item in value)
    return harmless(str(value))


def harmless(text):
    """Nothing that a person typed can end a header, hide behind a control character or pass for one of our marks."""
    text = "".join(
        character if character == "\n" or unicodedata.category(character) != "Cc" else " "
        for character in text.replace("\r\n", "\n").replace("\r", "\n")
    )
    for mark in marks.ALL:
        text = text.replace(mark, mark.strip("{}"))
    return text.strip()


def isolated(value):
    """A right-to-left name inside a left-to-right sentence keeps its own order, and leaves the sentence's alone."""
    if any(unicodedata.bidirectional(character) in ("R", "AL") for character in value):
        return f"\u2068{value}\u2069"
    return value


def _rich(value):
    if isinstance(value, marks.Mark):
        return value
    if isinstance(value, marks.Address):
        return format_html('<a href="{}">{}</a>', value, value)
    return f"<bdi>{escape(value)}</bdi>"


def _html(part, rich):
    # Names of placeholders survive escaping, so the organisers' own words are escaped before anything is filled in.
    return mark_safe(wording.fill(escape(part), rich).replace("\n", "<br>"))  # noqa: S308
