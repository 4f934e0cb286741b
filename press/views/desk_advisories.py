"""Advisories on the desk: written, published at their minute, withdrawn."""

from django.conf import settings
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ceremony.models import LedgerRow
from ceremony.telling import do_with
from delegations.views.lookups import posted
from press.forms.desk_advisories import ADVISORY_VERBS, AdvisoryForm
from press.forms.verbs import offered
from press.models import Advisory, Subscription
from press.views.desk import PAGE, carried_out, desk_only


def seen_advisory(request, key):
    found = get_object_or_404(
        Advisory.objects.filter(ceremony=request.ceremony).select_related("published_by"), key=key
    )
    found.ceremony = request.ceremony
    return found


@require_safe
@desk_only
def advisories(request):
    page = Paginator(Advisory.objects.filter(ceremony=request.ceremony), PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "subscribers": Subscription.objects.current().filter(ceremony=request.ceremony).count(),
        "now": timezone.now(),
    }
    return render(request, "press/desk_advisory_list.html", context)


@desk_only
def advisory_new(request):
    form = AdvisoryForm(posted(request), initial={"day": request.ceremony.local(timezone.now()).date()})
    made = []

    def verb():
        made.append(Advisory.objects.write(request.ceremony, by=request.user, at=timezone.now(), **form.columns()))

    if request.method == "POST" and do_with(request, form, verb, done=_("The advisory is kept as a draft.")):
        return redirect("press:desk_advisory", request.ceremony.slug, made[0].key)
    return render(request, "press/desk_advisory_form.html", {"form": form, "advisory": None})


@desk_only
def advisory_edit(request, key):
    found = seen_advisory(request, key)
    form = AdvisoryForm(posted(request), instance=found)

    def verb():
        found.amend(seen=form.cleaned_data["seen"], by=request.user, at=timezone.now(), **form.columns())

    if request.method == "POST" and do_with(request, form, verb, done=_("The advisory is saved.")):
        return redirect("press:desk_advisory", request.ceremony.slug, key)
    return render(request, "press/desk_advisory_form.html", {"form": form, "advisory": found})


@require_safe
@desk_only
def advisory(request, key):
    return _show(request, seen_advisory(request, key))


def _show(request, found, bound=None):
    at = timezone.now()
    context = {
        "advisory": found,
        "is_out": found.is_public(at),
        "languages": [name for code, name in settings.LANGUAGES if found.body.get(code)],
        "now": at,
        "verbs": offered(
            ADVISORY_VERBS, found, at=at, bound=bound,
            address=lambda verb: reverse("press:desk_advisory_verb", args=[request.ceremony.slug, found.key, verb]),
        ),
        "history": LedgerRow.objects.about(found),
    }  # fmt: skip
    return render(request, "press/desk_advisory.html", context)


@require_POST
@desk_only
def advisory_verb(request, key, verb):
    found = seen_advisory(request, key)
    form, was_done = carried_out(request, ADVISORY_VERBS, verb, found)
    return redirect("press:desk_advisory", request.ceremony.slug, key) if was_done else _show(request, found, form)
