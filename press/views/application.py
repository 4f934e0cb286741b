"""An application as those who apply see it: where it stands, what is missing, and what is done to it as a whole."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accreditation.models import Status
from ceremony.desk import desk
from ceremony.models import LedgerRow
from ceremony.procedure import Refused
from delegations.forms import ColleagueForm
from delegations.views.lookups import posted
from press import quotas
from press.checklist import AT_REST
from press.forms.application import ContactForm, QuotaForm
from press.models import KIND, QuotaRequest, QuotaRequestStatus, call_of
from press.own import own_application, roll_of

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def state(request, key):
    """One look: the state, the next thing to do and until when, everybody with what is missing."""
    application = own_application(request, key)
    roll, now = roll_of(application), timezone.now()
    tasks = [
        {"label": task.label, "address": task.address(application.nominator), "state": task.state(application.nominator, now)}
        for task in desk.tasks_of(KIND)
    ]  # fmt: skip
    call = call_of(request.ceremony)
    context = {
        "application": application,
        "roll": roll,
        "people": with_missing(roll),
        "call": call,
        "now": now,
        "is_late": call is not None and call.is_late(now),
        "tasks": tasks,
        "next_task": _next(tasks),
        "limit": quotas.limit_of(application.outlet),
        "contacts": application.nominator.contacts.filter(is_active=True).select_related("user"),
        "history": LedgerRow.objects.about(application),
    }
    return render(request, "press/application_detail.html", context)


def _next(tasks):
    """The first that is not at rest; what may be said until the day itself keeps nobody from submitting."""
    left = [task for task in tasks if task["state"].progress not in AT_REST]
    return next((task for task in left if task["state"].due), left[0] if left else None)


def with_missing(roll):
    """(journalist, what is missing in words) of everybody; of who was sent nothing is."""
    open_ones = {Status.DRAFT, Status.RETURNED}
    found = [(one, roll.missing(one) if one.accreditation.status in open_ones else []) for one in roll.people]
    for one, what in found:
        one.lacks = what
    return found


@GET_OR_POST
def outlet(request, key):
    """The outlet, the contact, and what is declared."""
    application = own_application(request, key)
    now = timezone.now()
    form = ContactForm(posted(request), application=application)
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        try:
            application.amend(seen=typed.pop("version"), by=request.user, at=now, **typed)
        except Refused as refused:
            form.add_error(None, refused)
            if refused.code == "stale":
                form.save_anew(refused.params["version"])
        else:
            messages.success(request, _("Saved."))
            return redirect(application)
    context = {
        "application": application,
        "form": form,
        "may_change": not application.people.exclude(status=Status.DRAFT).exists(),
    }
    return render(request, "press/application_outlet.html", context)


@GET_OR_POST
def colleagues(request, key):
    """Who answers for the application; each may add a further one."""
    application = own_application(request, key)
    form = ColleagueForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            application.add_contact(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error("email", refused)
        else:
            messages.success(
                request, _("A letter with a link to this application goes to %(email)s.") % form.cleaned_data
            )
            return redirect("press:colleagues", request.ceremony.slug, key)
    contacts = application.nominator.contacts.filter(is_active=True).select_related("user")
    context = {"application": application, "form": form, "contacts": contacts}
    return render(request, "press/application_colleagues.html", context)


@GET_OR_POST
def quota(request, key):
    """How many people the outlet may bring, and a reasoned request for more."""
    application = own_application(request, key)
    form = QuotaForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            QuotaRequest.objects.ask(application, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error("wanted" if refused.code == "not_more" else None, refused)
        else:
            messages.success(request, _("The press desk has your request. Its answer comes by letter."))
            return redirect("press:quota", request.ceremony.slug, key)
    requests = QuotaRequest.objects.filter(application=application)
    context = {
        "application": application,
        "form": form,
        "limit": quotas.limit_of(application.outlet),
        "room_left": quotas.room_left(application.outlet),
        "requests": requests,
        "waits": application.outlet.quota_requests.filter(status=QuotaRequestStatus.ASKED).exists(),
    }
    return render(request, "press/application_quota.html", context)


@GET_OR_POST
def submit(request, key):
    """Everybody as they would be sent, what is missing, and the button."""
    application = own_application(request, key)
    now = timezone.now()
    if request.method == "POST":
        try:
            result = application.submit(by=request.user, at=now, only=request.POST.getlist("only") or None)
        except Refused as refused:
            messages.error(request, "\n".join(refused.messages))
            return redirect("press:submit", request.ceremony.slug, key)
        _tell(request, result)
        return redirect(application)
    roll, call = roll_of(application), call_of(request.ceremony)
    lacking = [(one, roll.missing(one)) for one in roll.drafts]
    context = {
        "application": application,
        "roll": roll,
        "call": call,
        "now": now,
        "may_send": application.may_send(now),
        "ready": [one for one, what in lacking if not what],
        "incomplete": [(one, what) for one, what in lacking if what],
        "limit": quotas.limit_of(application.outlet),
        "room_left": quotas.room_left(application.outlet),
    }
    return render(request, "press/application_submit.html", context)


def _tell(request, result):
    """One message of who went, and one for each sentence of who waits or stays behind."""
    sentences = result.in_words()
    if result.sent:
        messages.success(request, sentences.pop(0))
    for sentence in sentences:
        messages.warning(request, sentence)


@GET_OR_POST
def withdraw(request, key):
    """Nobody of the application comes."""
    application = own_application(request, key)
    if request.method == "POST":
        count = application.withdraw_all(by=request.user, at=timezone.now())
        messages.success(request, _("The application is withdrawn, and %(count)d people with it.") % {"count": count})
        return redirect(application)
    return render(
        request, "press/application_withdraw.html", {"application": application, "roll": roll_of(application)}
    )
