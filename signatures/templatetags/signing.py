"""What the pages of the signing desk share: times by the clocks of the place, and the way from one page to the next."""

from django import template
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
    return {
        "request": request,
        "ceremony": request.ceremony,
        "may_confirm": can_confirm(request.user, request.ceremony),
    }
