"""What pages of the programme share: the texts of others inside ours."""

from django import template
from django.utils.html import escape
from django.utils.safestring import mark_safe

from events.listing import bdi
from notifications.wording import paragraphs as paragraphs_of

register = template.Library()


@register.filter
def spoken(text):
    """A text in its own direction, saying in which language it is when that is not the page's."""
    return mark_safe(bdi(text if isinstance(text, dict) else {"und": str(text)}))  # noqa: S308 (escaped there)


@register.filter
def paragraphs(text):
    """A plain text that somebody wrote: its paragraphs and lines, and nothing of HTML."""
    parts = (escape(part).replace("\n", "<br>") for part in paragraphs_of(str(text)))
    return mark_safe("".join(f'<p dir="auto">{part}</p>' for part in parts))  # noqa: S308 (escaped)
