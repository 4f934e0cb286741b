"""The note verbale and the arrivals: what a delegation hands in once, for everybody."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accreditation import papers
from accreditation.models import DocumentKind
from ceremony.models import DeadlineKind
from ceremony.procedure import Refused
from delegations.forms import ArrivalForm, NoteVerbaleForm
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
    forms = [ArrivalForm(posted(request), delegate=delegate) for delegate in roll.coming]
    # Each is asked, so that every mistake is shown at once.
    wrong = [form for form in forms if not form.is_valid()]
    if request.method == "POST" and not wrong:
        for form in forms:
            if form.has_changed():
                form.delegate.arrive(**form.cleaned_data, by=request.user, at=now)
        messages.success(request, _("The arrivals are saved."))
        return redirect(delegation)
    context = {
        "delegation": delegation,
        "forms": forms,
        "has_errors": request.method == "POST",
        "due": roll.deadlines.get(DeadlineKind.ARRIVALS),
        "now": now,
    }
    return render(request, "delegations/delegation_arrivals.html", context)
