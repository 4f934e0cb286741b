"""What the pages of the signing desk share: times by the clocks of the place, and the way from one page to the next."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from ceremony.instants import written
from signatures.permissions import can_confirm

register = template.Library()


@register.filter
def at_place(at, window):
    """An instant by the clocks of a signing window's place, which it names: 25 October 2025, 15:04 (New York time)."""
    return _("%(date)s, %(time)s (%(place)s time)") % {
        "date": written(at, "DATE_FORMAT", window.zone), "time": written(at, "H:i", window.zone), "place": window,
    }  # fmt: skip


@register.inclusion_tag("signatures/_desk_nav.html", takes_context=True)
def desk_nav(context):
    """The way between the officers' pages of the signing."""
    request = context["request"]
    ways = [
        ("sittings", _("Signing sessions")),
        ("entries", _("Entries of the log")),
        ("attempts", _("What was refused")),
    ]
    if can_confirm(request.user, request.ceremony):
        ways[1:1] = [("confirm", _("To be confirmed"))]
        ways.append(("board_switch", _("Public board")))
    addresses = [(reverse(f"signatures:{name}", args=[request.ceremony.slug]), label) for name, label in ways]
    return {
        "request": request,
        "ways": [(address, label, request.path.startswith(address)) for address, label in addresses],
    }
