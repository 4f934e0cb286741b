"""Public pages about the treaty: made once for each thing that they show, and nothing of it under embargo."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.template import loader
from django.utils import timezone
from django.views.decorators.http import require_safe

from ceremony.kept_pages import by_the_minute, made_once
from signatures.models import BoardState, Treaty
from signatures.published import PAGE_VERSION, version_of


def public_page(template, *, version=PAGE_VERSION, without_treaty=None, under_embargo=False):
    """Makes a view of a function (request, treaty, at) -> context. A passer-by is given the page as it was kept.

    Under embargo the function is not even called, unless it says that it minds it itself. Where no treaty is entered it
    is 404, or the page that says so.
    """

    def decorate(contents):
        def make(request, at):
            treaty = _treaty(request)
            if treaty is None and without_treaty:
                return loader.render_to_string(without_treaty, {}, request)
            if treaty is None:
                raise Http404
            if treaty.board == BoardState.EMBARGOED and not under_embargo:
                return embargo_page(request, treaty)
            context = {"treaty": treaty, "at": at, **contents(request, treaty, at)}
            return loader.render_to_string(template, context, request)

        return _public(contents, make, version)

    return decorate


def public_file(content_type, *, embargoed):
    """Makes a view of a function (request, treaty, at) -> text, kept like a page; `embargoed` gives the text instead."""

    def decorate(contents):
        def make(request, at):
            treaty = _treaty(request)
            if treaty is None:
                raise Http404
            return (embargoed if treaty.board == BoardState.EMBARGOED else contents)(request, treaty, at)

        return _public(contents, make, PAGE_VERSION, content_type)

    return decorate


def _public(contents, make, version, content_type=None):
    @made_once(version, moment=by_the_minute, whatever={"version"})
    @login_not_required
    @require_safe
    @wraps(contents)
    def view(request, version=""):
        """Whoever follows a page asks for it under the version that he has heard of: there a proxy keeps it for all."""
        return HttpResponse(make(request, timezone.now()), content_type=content_type)

    return view


def _treaty(request):
    treaty = Treaty.objects.filter(ceremony=request.ceremony).first()
    if treaty:
        treaty.ceremony = request.ceremony
    return treaty


def embargo_page(request, treaty) -> str:
    """One sentence. It is followed like the board, so that a hall's screen comes back by itself."""
    tag = version_of(treaty.board, treaty.updated_at, None)
    return loader.render_to_string("signatures/embargoed.html", {"treaty": treaty, "tag": tag}, request)
