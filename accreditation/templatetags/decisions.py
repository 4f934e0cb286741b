"""The decisions that a person's page offers.

Until somebody has filled one in, its form is the same for everybody of a kind. So it is rendered once a process and
language, and only what differs is put in: as a template's nodes half a dozen of them took a tenth of the page.
"""

import re
from html import escape

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from accounts.addresses import address_of
from accreditation.kinds import kind_of

register = template.Library()

PLACES = {name: f"@{name}@" for name in ("address", "hidden", "name")}
PLACE = re.compile("@(address|hidden|name)@")
HIDDEN = '<input type="hidden" name="{}" value="{}">'
UNFILLED = {}  # (verb, kind, language, whether something bars it) -> HTML, cut at its places


@register.simple_tag(takes_context=True)
def decision_forms(context, decisions):
    """A form for each pair of a class and what was filled in wrongly, or None: the latter stands open, as it was typed."""
    person, against = context["accreditation"], context["against"]
    sent = {
        "csrfmiddlewaretoken": context["csrf_token"],
        "here": context.get("here") or "",
        "after": context.get("after") or "",
        "seen": person.status,
    }
    hidden, name = _hidden(sent), escape(str(person))
    told = []
    for offered, filled in decisions:
        address = address_of("accreditation:decide", context["ceremony"].slug, person.key, offered.verb)
        is_barred = offered.verb == "approve" and bool(against)
        if filled:
            own = {"address": address, "hidden": _hidden(sent | {"seen": filled.data.get("seen", "")}), "name": person}
            told.append(_rendered(filled, is_barred, own))
        else:
            own = {"address": escape(address), "hidden": hidden, "name": name}
            pieces = _unfilled(offered, person, is_barred)
            told += [own[piece] if number % 2 else piece for number, piece in enumerate(pieces)]
    return mark_safe("".join(told))  # noqa: S308 (what a template escaped, and what is escaped here)


def _hidden(sent):
    inputs = "".join(HIDDEN.format(name, escape(str(value))) for name, value in sent.items())
    return mark_safe(inputs)  # noqa: S308 (escaped in the line before)


def _unfilled(offered, person, is_barred):
    key = offered.verb, kind_of(person).name, get_language(), is_barred
    if key not in UNFILLED:
        UNFILLED[key] = PLACE.split(_rendered(offered(person=person), is_barred, PLACES))
    return UNFILLED[key]


def _rendered(form, is_barred, own):
    return render_to_string("accreditation/_decision.html", {"form": form, "is_barred": is_barred, **own})
