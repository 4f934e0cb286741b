"""The people of a delegation, one at a time."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accreditation.models import PersonalDataRead, Status
from ceremony.export import FORMATS, file_of
from ceremony.procedure import Refused
from ceremony.telling import do
from delegations.forms import DelegateForm
from delegations.views.lookups import own_delegate, own_delegation, posted, roll_of, seen_delegation


def people(request, code):
    """The list of people, with what each lacks."""
    delegation = own_delegation(request, code)
    now = timezone.now()
    roll = roll_of(delegation)
    context = {"delegation": delegation, "roll": roll, "now": now, "is_late": roll.is_late(now)}
    return render(request, "delegations/delegate_list.html", context)


def export(request, code, format):
    """The list of people as a file: what stands on the page, nothing that is encrypted."""
    if format not in FORMATS:
        raise Http404
    delegation = seen_delegation(request, code)
    columns = [
        _("Name"),
        _("Name on the badge"),
        _("Role"),
        _("Rank"),
        _("Functional title"),
        _("Arrival"),
        _("Status"),
    ]
    rows = [
        [
            str(one),
            one.accreditation.badge_name,
            one.function,
            one.get_rank_display(),
            one.accreditation.title,
            one.arrives_at,
            one.status_for_applicant.label,
        ]
        for one in roll_of(delegation).people
    ]
    return file_of(format, ceremony=request.ceremony, name=delegation.entity.code, columns=columns, rows=rows)


def add(request, code):
    delegation = own_delegation(request, code, with_head=True)
    if not delegation.is_coming:
        messages.error(request, _("Open the delegation again before you add people."))
        return redirect(delegation)
    return _form_page(request, delegation, None)


def edit(request, code, key):
    delegation = own_delegation(request, code, with_head=True)
    delegate = own_delegate(delegation, key, whole=True)
    if not delegate.can_be_edited:
        context = {"delegation": delegation, "delegate": delegate, "person": delegate.accreditation}
        return render(request, "delegations/delegate_detail.html", context)
    if request.method == "GET":
        fields = ["passport_number", "date_of_birth", "needs"]
        PersonalDataRead.note(
            user=request.user, person=delegate.accreditation, fields=fields, page=request.path, at=timezone.now()
        )
    return _form_page(request, delegation, delegate)


def _form_page(request, delegation, delegate):
    now = timezone.now()
    form = DelegateForm(
        posted(request), request.FILES or None, delegation=delegation, delegate=delegate, user=request.user
    )
    if request.method == "POST":
        if form.is_valid():
            try:
                saved = form.save(by=request.user, at=now)
            except Refused as refused:
                form.add_error(None, refused)
                if refused.code == "stale":
                    form.save_anew(refused.params["version"])
            else:
                messages.success(request, _said_of_saving(saved))
                return redirect(_where_next(request, delegation, saved))
        form.keep_photo()
    context = {"delegation": delegation, "delegate": delegate, "form": form}
    return render(request, "delegations/delegate_form.html", context)


def _said_of_saving(delegate):
    lacks = delegate.missing()
    if lacks:
        return _("%(name)s is saved. Still missing: %(what)s.") % {"name": delegate, "what": ", ".join(lacks)}
    return _("%(name)s is saved and complete.") % {"name": delegate}


def _where_next(request, delegation, delegate):
    if "another" in request.POST:
        return reverse("delegations:delegate_add", args=[request.ceremony.slug, delegation.entity.code])
    if delegate.accreditation.status == Status.RETURNED:
        # What was corrected still has to be sent: the list has the button.
        return reverse("delegations:people", args=[request.ceremony.slug, delegation.entity.code])
    return delegation.get_absolute_url()


def remove(request, code, key):
    delegation = own_delegation(request, code)
    delegate = own_delegate(delegation, key)
    if request.method == "POST":
        name, is_draft = str(delegate), delegate.accreditation.status == Status.DRAFT
        words = _("%(name)s is off your list.") if is_draft else _("%(name)s is withdrawn.")
        do(request, lambda: delegate.remove(by=request.user, at=timezone.now()), done=words % {"name": name})
        return redirect(delegation)
    context = {
        "delegation": delegation,
        "delegate": delegate,
        "is_draft": delegate.accreditation.status == Status.DRAFT,
    }
    return render(request, "delegations/delegate_remove.html", context)


def resubmit(request, code, key):
    delegation = own_delegation(request, code)
    delegate = own_delegate(delegation, key)
    if request.method == "POST":
        do(
            request,
            lambda: delegate.resubmit(by=request.user, at=timezone.now()),
            done=_("%(name)s is with the organisers again.") % {"name": delegate},
        )
    return redirect(delegation)
