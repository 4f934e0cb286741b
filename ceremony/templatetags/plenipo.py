"""What every room's templates share: pills, instants, deadlines, pages, histories."""

import re
from functools import cache, lru_cache
from html import escape

from django import template
from django.template import defaulttags
from django.templatetags.i18n import do_translate
from django.templatetags.static import do_static
from django.urls import NoReverseMatch
from django.utils import formats, timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.addresses import address_of
from ceremony.here import ceremony_here
from ceremony.instants import written, written_day

register = template.Library()

MOST_KEPT = 500  # renderings of one place in a template, each at most a few kilobytes


def language_of(context):
    """The language that is on: looked up once a template, none of which changes it."""
    frame = context.render_context
    language = frame.get("language")
    if language is None:
        language = frame["language"] = get_language()
    return language


class Kept(template.Node):
    """What `{% kept %}` stands for."""

    def __init__(self, nodes, named=None):
        self.nodes = nodes
        self.named = named or {}
        self.rendered = {}

    def render(self, context):
        values = [value.resolve(context) for value in self.named.values()]
        # Markup and the words that look like it are equal, but of two types.
        key = language_of(context), *values, *map(type, values)
        rendered = self.rendered.get(key)
        if rendered is None:
            rendered = self.nodes.render(context.new(dict(zip(self.named, values, strict=True))))
            if len(self.rendered) >= MOST_KEPT:
                self.rendered.clear()
            self.rendered[key] = rendered
        return rendered


@register.tag
def kept(parser, token):
    """{% kept %}words of the page's frame{% endkept %}: rendered once a process and language, the same for everybody.

    {% kept entries=navigation %}…{% endkept %}: rendered once for each value; what is equal must look equal. No other
    variable has a value inside, so that nothing of one visitor can come before another. Nor may a tag stand there that
    looks at the request, the ceremony or the clock by itself.
    """
    name, *named = token.split_contents()
    values = template.base.token_kwargs(named, parser)
    if named:
        raise template.TemplateSyntaxError(f"{{% {name} %}} takes name=value, not {named[0]!r}.")
    nodes = parser.parse(["endkept"])
    parser.delete_first_token()
    return Kept(nodes, values)


@register.tag
def translate(parser, token):
    """As Django's; but words that stand in the template itself are looked up once a language."""
    node = do_translate(parser, token)
    words = node.filter_expression
    is_constant = words.var.literal is not None and not (words.filters or node.message_context or node.asvar)
    return Kept(template.NodeList([node])) if is_constant else node


@register.tag
def static(parser, token):
    """As Django's; but the address of a file that the template itself names is looked up once."""
    node = do_static(parser, token)
    is_constant = isinstance(node.path.var, str) and not (node.path.filters or node.varname)
    return Kept(template.NodeList([node])) if is_constant else node


class Address(template.Node):
    """What `{% url %}` stands for."""

    def __init__(self, view, args, asvar):
        self.view, self.args, self.asvar = view, args, asvar

    def render(self, context):
        try:
            address = address_of(self.view.resolve(context), *[arg.resolve(context) for arg in self.args])
        except NoReverseMatch:
            if not self.asvar:
                raise
            address = ""
        if self.asvar:
            context[self.asvar] = address
            return ""
        return conditional_escape(address)


@register.tag
def url(parser, token):
    """As Django's; but each address is worked out once."""
    node = defaulttags.url(parser, token)
    return node if node.kwargs else Address(node.view_name, node.args, node.asvar)


@register.simple_tag
def options(choices, chosen=""):
    """The options of a select that stands outside a form: {% options groups asked.group %}."""
    return mark_safe(  # noqa: S308 (every value is escaped)
        "".join(
            f'<option value="{escape(str(value))}"{" selected" if value == chosen else ""}>{escape(str(label))}</option>'
            for value, label in choices
        )
    )


# Colour and shape say what a status means for the reader; the word says which one it is. A status that no list names
# is quiet.
MEANINGS = {
    "quiet": {"draft", "not_started", "not_needed", "lapsed", "invited", "not_asked", "announced", "named"},
    "moving": {
        "registering",
        "acknowledged",
        "in_progress",
        "in_part",
        "under_review",
        "sending",
        "queued",
        "requested",
        "examining",
        "called",
        "recorded",
        "speaking",
    },
    "waiting": {
        "submitted",
        "waiting",
        "waitlisted",
        "on_hold",
        "held",
        "proposed",
        "asked",
        "received",
        "accepted",
        "pending",
        "inscribed",
    },
    "attention": {"returned", "attention", "late", "amber", "sent_back", "passed"},
    "good": {
        "approved",
        "confirmed",
        "done",
        "active",
        "sent",
        "cleared",
        "ready",
        "verified",
        "signed",
        "delivered",
        "taken",
    },
    "bad": {"refused", "revoked", "failed", "objection", "blocked"},
    "over": {
        "withdrawn",
        "declined",
        "ended",
        "annulled",
        "superseded",
        "postponed",
        "struck",
        "merged",
        "left",
        "called_off",
        "dropped",
    },
}
MEANING_OF = {status: meaning for meaning, statuses in MEANINGS.items() for status in statuses}

# Twelve units wide, drawn in the colour of the text.
SHAPES = {
    "quiet": '<circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="1.5"/>',
    "moving": '<circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="1.5"/>'
    '<path d="M6 1.5a4.5 4.5 0 0 1 0 9z" fill="currentColor"/>',
    "waiting": '<path d="M2 1h8v2.5L7.5 6 10 8.5V11H2V8.5L4.5 6 2 3.5z" fill="currentColor"/>',
    "attention": '<path d="M6 1l5.5 10H.5z" fill="currentColor"/>',
    "good": '<path d="M1.5 6.5l3 3 6-7" fill="none" stroke="currentColor" stroke-width="2"/>',
    "bad": '<path d="M2 2l8 8m0-8l-8 8" fill="none" stroke="currentColor" stroke-width="2"/>',
    "over": '<path d="M1.5 6h9" fill="none" stroke="currentColor" stroke-width="2"/>',
}


@lru_cache(maxsize=1024)  # a list shows the same few a hundred times
def _pill(value: str, word: str, meaning: str):
    shape = mark_safe(SHAPES[meaning])  # noqa: S308 (a constant of this file)
    return format_html(
        '<span class="pill pill-{}"><svg viewBox="0 0 12 12" aria-hidden="true" focusable="false">{}</svg>{}</span>',
        meaning, shape, word,
    )  # fmt: skip


@register.simple_tag
def pill(thing, field="status"):
    """The status of a row as a word, a shape and a colour: {% pill delegation %}, {% pill person "vetting" %}.

    Also takes a member of a TextChoices, such as the `progress` of a task. A model whose statuses mean something else
    than elsewhere says so in its own MEANINGS: an accepted paper waits, an accepted side event is good news.
    """
    if thing is None or thing == "":
        return ""
    if hasattr(thing, "label") and hasattr(thing, "value"):
        return _pill(str(thing.value), str(thing.label), MEANING_OF.get(str(thing.value), "quiet"))
    value = str(getattr(thing, field))
    meaning = getattr(thing, "MEANINGS", {}).get(value) or MEANING_OF.get(value, "quiet")
    return _pill(value, str(_labels(thing._meta.model, field).get(value, value)), meaning)


@register.filter
def word(thing, field):
    """What a field that holds one of a list says: {{ outlet|word:"kind" }}, as `outlet.get_kind_display` in a tenth of the time."""
    value = getattr(thing, field)
    return str(_labels(thing._meta.model, field).get(value, value))


@cache
def _labels(model, field):
    """Of each value of a field its word. Django's `get_status_display` looks every one of them up in the catalogue to give one."""
    return dict(model._meta.get_field(field).flatchoices)


def _show_time(at, ceremony):
    ceremony = ceremony or ceremony_here.get()
    if ceremony:
        return ceremony.show_time(at)
    return formats.date_format(timezone.localtime(at), "DATETIME_FORMAT") + f" ({timezone.get_current_timezone_name()})"


@register.filter
def ceremony_time(at, ceremony=None):
    """An instant in the ceremony's zone, which it names: 25 October 2025, 15:04 (Ha Noi time)."""
    if not at:
        return ""
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), _show_time(at, ceremony))


@register.filter
def short_time(at):
    """An instant in a list: 25 Oct 2025, 15:04. The foot of the page names the zone."""
    if not at:
        return ""
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), written(at, "SHORT_DATETIME_FORMAT"))


@register.filter
def day(date):
    """A day of the calendar: 25 October 2025. As `date:"DATE_FORMAT"` in a tenth of the time."""
    return written_day(date, get_language()) if date else ""


def distance(at, now):
    """How far off an instant is, in whole days as the calendar counts them: "in 3 days", "2 hours ago"."""
    days = (timezone.localtime(at).date() - timezone.localtime(now).date()).days
    if days > 1:
        return ngettext("in %(number)d day", "in %(number)d days", days) % {"number": days}
    if days < -1:
        return ngettext("%(number)d day ago", "%(number)d days ago", -days) % {"number": -days}
    minutes = round((at - now).total_seconds() / 60)
    if abs(minutes) >= 60:
        hours = round(abs(minutes) / 60)
        if minutes > 0:
            return ngettext("in %(number)d hour", "in %(number)d hours", hours) % {"number": hours}
        return ngettext("%(number)d hour ago", "%(number)d hours ago", hours) % {"number": hours}
    if minutes > 0:
        return ngettext("in %(number)d minute", "in %(number)d minutes", minutes) % {"number": minutes}
    if minutes < 0:
        return ngettext("%(number)d minute ago", "%(number)d minutes ago", -minutes) % {"number": -minutes}
    return _("now")


@register.simple_tag
def deadline(at, now=None):
    """A deadline with its date, time, zone and distance: 25 October 2025, 18:00 (Ha Noi time), in 3 days."""
    if not at:
        return ""
    now = now or timezone.now()
    days = (timezone.localtime(at).date() - timezone.localtime(now).date()).days
    urgency = "past" if at <= now else "soon" if days <= 3 else "far"
    return format_html(
        '<span class="deadline deadline-{}"><time datetime="{}">{}</time>, <strong>{}</strong></span>',
        urgency, at.isoformat(), _show_time(at, None), distance(at, now),
    )  # fmt: skip


@register.inclusion_tag("includes/_pages.html", takes_context=True)
def pages(context, page_obj):
    """Where one is in a long list, and the way to the other pages. Keeps the filters of the address."""
    return {
        "request": context["request"],
        "page_obj": page_obj,
        "numbers": page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1),
    }


@register.inclusion_tag("includes/_export.html")
def export(view, *args, query=""):
    """A list as files: {% export "delegations:export" ceremony.slug query=query %}. The view takes the format last."""
    query = f"?{query.removeprefix('?')}" if query else ""
    return {
        "files": [
            (name, address_of(view, *args, format) + query) for name, format in [("CSV", "csv"), ("Excel", "xlsx")]
        ]
    }


@register.inclusion_tag("includes/_history.html")
def history(rows):
    """Who changed a status, when, from what to what and why: rows of the ledger, one press away."""
    return {"rows": rows}


@register.filter
def unbroken(title):
    """A title whose compounds stay on one line: High-Level is not cut at its hyphen."""
    return re.sub(r"(?<=\w)-(?=\w)", "\N{NON-BREAKING HYPHEN}", str(title))


@register.filter
def field_id(field):
    """The id of what a person types into, so that a line of the error summary leads there."""
    return field.id_for_label or field.auto_id
