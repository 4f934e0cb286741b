"""The note verbale and the arrivals: what a delegation hands in once, for everybody."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accreditation import papers
from accreditation.models import DocumentKind
from ceremony.models import DeadlineKind
from ceremony.procedure import Refused
from delegations.forms import ArrivalFormSet, NoteVerbaleForm
from delegations.views.lookups import own_delegation, posted, roll_of


def note_verbale(request, code):
    delegation = own_delegation(request, code)
    roll = roll_of(delegation)
    form = NoteVerbaleForm(posted(request), request.FILES or None, standing=roll.note_verbale)
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            papers.keep(
                form.cleaned_data["file"],
                nominator=delegation.nominator,
                kind=DocumentKind.NOTE_VERBALE,
                by=request.user,
                at=now,
                instead_of=form.cleaned_data["instead_of"],
            )
        except Refused as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The note verbale has been handed in."))
            return redirect(delegation)
    context = {
        "delegation": delegation,
        "form": form,
        "standing": roll.note_verbale,
        "due": roll.deadlines.get(DeadlineKind.NOTE_VERBALE),
        "now": now,
    }
    return render(request, "delegations/delegation_note_verbale.html", context)


def arrivals(request, code):
    """When and how everybody comes, on one page."""
    delegation = own_delegation(request, code)
    roll = roll_of(delegation)
    now = timezone.now()
    people = {one.pk: one for one in roll.coming}
    queryset = delegation.delegates.for_lists().filter(pk__in=people).order_by("rank", "pk")
    formset = ArrivalFormSet(posted(request), queryset=queryset)
    if request.method == "POST" and formset.is_valid():
        changed = [form.instance for form in formset if form.has_changed()]
        for delegate in changed:
            delegate.arrive(
                arrives_at=delegate.arrives_at, arrives_by=delegate.arrives_by, by=request.user, at=now
            )  # fmt: skip
        messages.success(request, _("The arrivals are saved."))
        return redirect(delegation)
    context = {
        "delegation": delegation,
        "formset": formset,
        "roll": roll,
        "due": roll.deadlines.get(DeadlineKind.ARRIVALS),
        "now": now,
    }
    return render(request, "delegations/delegation_arrivals.html", context)
