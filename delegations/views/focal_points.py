"""The focal point's pages: the delegation with its list of tasks, and what is done to it as a whole."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accreditation.quotas import room_left
from ceremony.desk import desk
from ceremony.models import LedgerRow
from ceremony.procedure import Refused
from ceremony.telling import do
from delegations.checklist import AT_REST
from delegations.forms import ColleagueForm, HeadForm, ReasonForm
from delegations.models import KIND, Delegation, DelegationStatus
from delegations.models.delegation import BEFORE_SUBMISSION
from delegations.permissions import answers_for
from delegations.views import officers
from delegations.views.lookups import own_delegation, posted, roll_of, seen_delegation, tell


def mine(request):
    """The focal point's delegations; straight to the only one."""
    delegations = list(
        Delegation.objects.answered_by(request.user, request.ceremony).select_related("nominator__entity")
    )
    for delegation in delegations:
        delegation.nominator.ceremony = request.ceremony
    if len(delegations) == 1:
        return redirect(delegations[0])
    if not delegations:
        raise Http404
    return render(request, "delegations/delegation_mine.html", {"delegations": delegations})


def detail(request, code):
    delegation = seen_delegation(request, code)
    roll = roll_of(delegation)
    if not answers_for(request.user, roll.contacts):
        return officers.review(request, delegation, roll)
    now = timezone.now()
    tasks = [
        {
            "label": task.label,
            "address": task.address(delegation.nominator),
            "state": task.state(delegation.nominator, now),
        }
        for task in desk.tasks_of(KIND)
    ]
    context = {
        "delegation": delegation,
        "roll": roll,
        "now": now,
        "tasks": tasks,
        "next_task": next((task for task in tasks if task["state"].progress not in AT_REST), None),
        "is_late": roll.is_late(now),
        "is_before_submission": delegation.status in BEFORE_SUBMISSION,
    }
    return render(request, "delegations/delegation_detail.html", context)


def history(request, code):
    """Who did what to the delegation, and when."""
    delegation = own_delegation(request, code)
    return render(
        request,
        "delegations/delegation_history.html",
        {"delegation": delegation, "rows": LedgerRow.objects.about(delegation)},
    )


def acknowledge(request, code):
    delegation = own_delegation(request, code)
    if request.method == "POST":
        do(
            request,
            lambda: delegation.acknowledge(by=request.user, at=timezone.now()),
            done=_("Thank you: the organisers know that the invitation has arrived."),
        )
        return redirect(delegation)
    return render(
        request, "delegations/delegation_acknowledge.html", {"delegation": delegation, "roll": roll_of(delegation)}
    )


def _with_reason(request, code, *, verb, done, template):
    delegation = own_delegation(request, code)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            getattr(delegation, verb)(by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, done)
            return redirect(delegation)
    return render(request, template, {"delegation": delegation, "form": form, "roll": roll_of(delegation)})


def decline(request, code):
    return _with_reason(
        request,
        code,
        verb="decline",
        done=_("The organisers know that the delegation does not come. You can open it again at any time."),
        template="delegations/delegation_decline.html",
    )


def withdraw(request, code):
    return _with_reason(
        request,
        code,
        verb="withdraw",
        done=_("The delegation is withdrawn, and everybody whom it had submitted with it."),
        template="delegations/delegation_withdraw.html",
    )


def reopen(request, code):
    delegation = own_delegation(request, code)
    if request.method == "POST":
        do(
            request,
            lambda: delegation.reopen(by=request.user, at=timezone.now()),
            done=_("The delegation is open again."),
        )
    return redirect(delegation)


def colleagues(request, code):
    """The focal points of a delegation; each may add a further one."""
    delegation = own_delegation(request, code)
    form = ColleagueForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            delegation.add_focal_point(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error("email", refused)
        else:
            messages.success(
                request, _("A letter with a link to this delegation goes to %(email)s.") % form.cleaned_data
            )
            return redirect("delegations:colleagues", request.ceremony.slug, code)
    context = {"delegation": delegation, "form": form, "contacts": roll_of(delegation).contacts}
    return render(request, "delegations/delegation_colleagues.html", context)


def head(request, code):
    delegation = own_delegation(request, code)
    roll = roll_of(delegation)
    form = HeadForm(posted(request), roll=roll)
    if request.method == "POST" and form.is_valid():
        try:
            if form.chosen is None:
                delegation.announce_head_later()
            elif form.chosen != roll.head:
                delegation.name_head(form.chosen, instead_of=roll.head)
        except Refused as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _said_of_head(form.chosen, roll.head))
            return redirect(delegation)
    context = {"delegation": delegation, "form": form, "roll": roll}
    return render(request, "delegations/delegation_head.html", context)


def _said_of_head(chosen, before):
    if chosen is None:
        return _("You can submit others before the head is known.")
    if before and before != chosen:
        return _("%(name)s is the head of delegation now, instead of %(before)s.") % {"name": chosen, "before": before}
    return _("%(name)s is the head of delegation.") % {"name": chosen}


def submit(request, code):
    """Everything as it would be sent, what is missing, and the button."""
    delegation = own_delegation(request, code)
    now = timezone.now()
    if request.method == "POST":
        only = request.POST.getlist("only")
        try:
            result = delegation.submit(by=request.user, at=now, only=only or None)
        except Refused as refused:
            messages.error(request, "\n".join(refused.messages))
            return redirect("delegations:submit", request.ceremony.slug, code)
        tell(request, result)
        return redirect(delegation)
    roll = roll_of(delegation)
    context = {
        "delegation": delegation,
        "roll": roll,
        "now": now,
        "is_late": roll.is_late(now),
        "is_first": delegation.status in {DelegationStatus.INVITED, *BEFORE_SUBMISSION},
        "ready": [one for one in roll.drafts if not one.missing()],
        "incomplete": [(one, one.missing()) for one in roll.drafts if one.missing()],
        "room_left": room_left(delegation.nominator),
        "lacks_head": roll.head is None and not delegation.head_to_be_announced,
    }
    return render(request, "delegations/delegation_submit.html", context)
