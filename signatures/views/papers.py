"""The papers of the signing: asked for here, made by a worker, handed out to those who may read them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accreditation.files import hand_out
from ceremony.access import officers_only
from ceremony.models import Role
from ceremony.procedure import Refused
from ceremony.telling import do
from signatures.forms.papers import PAPER_FORMS, PaperFilter
from signatures.models import Paper, PaperStatus, Treaty

PAGE = 50
readers_only = officers_only(Role.TREATY, Role.DEPOSITARY, Role.ORGANISER)


@readers_only
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request):
    """The papers there are, and a form for each kind. A page about an entry or a session may post here too."""
    treaty = Treaty.objects.filter(ceremony=request.ceremony).first()
    if treaty is None:
        return render(request, "signatures/paper_list.html", {"treaty": None})
    asked = None
    if request.method == "POST":
        asked = _form(request, treaty)
        if asked.is_valid() and _ask(request, asked):
            return redirect("signatures:papers", request.ceremony.slug)
    context = _rows(request) | {"treaty": treaty, "filters": PaperFilter(request.GET)}
    if request.htmx and not asked:
        return render(request, "signatures/_papers.html", context)
    context["forms"] = [
        asked if asked and asked.kind == kind else form(treaty=treaty, initial=_initial(request))
        for kind, form in PAPER_FORMS.items()
    ]
    return render(request, "signatures/paper_list.html", context, status=422 if asked else 200)


def _form(request, treaty):
    form = PAPER_FORMS.get(request.POST.get("kind"))
    if form is None:
        raise Http404
    return form(request.POST, treaty=treaty, initial={})


def _ask(request, form):
    try:
        paper = form.ask(by=request.user, at=timezone.now())
    except Refused as refused:
        form.add_error(refused.code if refused.code in form.fields else None, refused)
        return False
    messages.success(request, _("“%(paper)s” is being made: it takes a few seconds.") % {"paper": paper})
    return True


def _initial(request):
    known = {name: request.GET[name] for name in ("number", "sitting", "day") if name in request.GET}
    return {"language": get_language(), "day": request.ceremony.local(timezone.now()).date()} | known


def _rows(request):
    rows = PaperFilter(request.GET).narrow(Paper.objects.visible_to(request.user, request.ceremony))
    rows = rows.select_related("treaty__ceremony", "sitting", "asked_by")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return {"page_obj": page, "being_made": any(paper.status == PaperStatus.REQUESTED for paper in page)}


def _paper(request, key):
    papers = Paper.objects.visible_to(request.user, request.ceremony).select_related("treaty__ceremony")
    return get_object_or_404(papers, key=key)


@readers_only
@require_GET
def paper(request, paper):
    found = _paper(request, paper)
    if found.status != PaperStatus.READY:
        raise Http404
    return hand_out(found.file, content_type="application/pdf", name=found.file_name, as_attachment=True)


@readers_only
@require_POST
def paper_again(request, paper):
    found = _paper(request, paper)
    verb = lambda: found.try_again(by=request.user, at=timezone.now())  # noqa: E731
    do(request, verb, done=_("“%(paper)s” is being made: it takes a few seconds.") % {"paper": found})
    return redirect("signatures:papers", request.ceremony.slug)
