"""Screens that follow what happens without being loaded again: the desk, the confirming screen, the caller's."""

from django.http import HttpResponse
from django.shortcuts import render

from ceremony.models import LedgerRow

WATCHED = [
    "signatures.call", "signatures.recording", "signatures.representative", "signatures.fullpowers",
    "signatures.sitting",
]  # fmt: skip


def version(ceremony) -> str:
    """Changes whenever anything happens at the signing. A count, since rows may be committed in another order than numbered."""
    return str(LedgerRow.objects.filter(subject__in=WATCHED, ceremony=ceremony).count())


def live_page(request, page, part, context):
    """A page whose part is asked for again, with the version that is shown: 204 as long as that is the last one.

    `context` is a function: nothing is read for who has seen it all.
    """
    now = version(request.ceremony)
    if "part" not in request.GET:
        return render(request, page, context() | {"version": now, "part": part})
    if request.GET.get("version") == now:
        return HttpResponse(status=204)
    return render(request, part, context() | {"version": now})
