"""What everybody may see: the board, the hall's screen, the status table, the treaty, the log. Confirmed entries only."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.models import Entity
from signatures import log as chain
from signatures import published
from signatures.board import CHART_HEIGHT, CHART_WIDTH, Board
from signatures.entry_into_force import entry_into_force
from signatures.middleware import version_response
from signatures.models import Action, BoardState, EntryKind, Part, Treaty
from signatures.published import Published
from signatures.status_table import StatusTable
from signatures.views.kept import embargo_page, public_page

ON_A_PAGE = 50


@login_not_required
@require_safe
def version(request):
    """Of a ceremony in preparation, for its own people; that of a public one is answered by the middleware before."""
    _is_public, text = published.version(request.ceremony.slug)
    return version_response(request, text, "private, no-cache")


@public_page("signatures/board.html", without_treaty="signatures/no_treaty.html")
def board(request, treaty, at):
    return _board(treaty, at)


@public_page("signatures/hall.html")
def hall(request, treaty, at):
    return _board(treaty, at)


def _board(treaty, at):
    shown = Published.of(treaty, at)
    return {"published": shown, "board": Board(shown), "width": CHART_WIDTH, "height": CHART_HEIGHT}


@public_page("signatures/status.html")
def status(request, treaty, at):
    shown = Published.of(treaty, at)
    return {"published": shown, "table": StatusTable(shown), "today": request.ceremony.local(at).date()}


# The page of the treaty shows windows and issuing offices too.
TREATY_VERSION = f"""
    SELECT ROW(({published.PAGE_VERSION}), (
        SELECT md5(string_agg(part, '' ORDER BY part)) FROM (
            SELECT signingwindow::text AS part, treaty_id FROM signatures_signingwindow signingwindow
            UNION ALL SELECT issuingoffice::text, treaty_id FROM signatures_issuingoffice issuingoffice
        ) parts JOIN signatures_treaty treaty ON treaty.id = parts.treaty_id
        WHERE treaty.ceremony_id = %(ceremony)s
    ))::text
"""  # noqa: S608 (our own)


@public_page("signatures/treaty.html", version=TREATY_VERSION, under_embargo=True)
def treaty(request, treaty, at):
    """Its facts are no secret; what was done about it is, under embargo."""
    shown = None if treaty.board == BoardState.EMBARGOED else Published.of(treaty, at)
    return {
        "published": shown,
        "windows": [(window, _state_of(window, at)) for window in treaty.windows.all()],
        "offices": treaty.issuing_offices.all(),
        "actions": [Action(action).label for action in treaty.actions],
        "progress": entry_into_force(treaty, shown.consents) if shown else None,
        "today": request.ceremony.local(at).date(),
    }


def _state_of(window, at):
    if at < window.opens_at:
        return "ahead"
    return "open" if at < window.closes_at else "over"


@login_not_required
@require_safe
def log(request):
    """Every entry, the last one first: what stands, and what was corrected. A State's own with ?q=."""
    treaty = Treaty.objects.filter(ceremony=request.ceremony).first()
    if treaty is None:
        raise Http404
    treaty.ceremony = request.ceremony
    if treaty.board == BoardState.EMBARGOED:
        return HttpResponse(embargo_page(request, treaty))
    number, head = chain.head(treaty)
    words = request.GET.get("q", "").strip()
    entries = treaty.entries.filter(number__lte=number).order_by("-number")
    if words:
        entries = entries.filter(entity_code__in=Entity.objects.named(words).values("code"))
    page = Paginator(entries, ON_A_PAGE).get_page(request.GET.get("page"))
    corrections = treaty.entries.filter(corrects__in=[entry.number for entry in page], number__lte=number)
    corrected_by = {one.corrects: one for one in corrections.only("corrects", "number", "kind")}
    for entry in page:
        entry.corrected_by, entry.what = corrected_by.get(entry.number), _what(entry)
    context = {
        "treaty": treaty,
        "page_obj": page,
        "head": {"number": number, "head": head},
        "number": number,
        "words": words,
        "at": timezone.now(),
    }
    return render(request, "signatures/log.html", context)


def _what(entry):
    act = Part.SIGNATURE.label if entry.action == Action.SIGNATURE else entry.get_action_display()
    if entry.kind == EntryKind.ACT:
        return capfirst(act)
    correction = {
        EntryKind.ANNULMENT: _("Annulment of entry %(number)d (%(act)s)"),
        EntryKind.RECTIFICATION: _("Rectification of entry %(number)d (%(act)s)"),
    }[entry.kind]
    return correction % {"number": entry.corrects, "act": act}
