"""The settings of the press, part by part."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ceremony.telling import do_with
from delegations.views.lookups import posted
from press.forms.desk_settings import PARTS
from press.models import EntryPort, MediaContact, PressCall, PressQuota
from press.views.desk import desk_only


@require_safe
@desk_only
def settings(request):
    ceremony = request.ceremony
    context = {
        "call": PressCall.objects.filter(ceremony=ceremony).first(),
        "quotas": PressQuota.objects.filter(ceremony=ceremony),
        "ports": EntryPort.objects.filter(ceremony=ceremony),
        "contacts": MediaContact.objects.filter(ceremony=ceremony),
    }
    return render(request, "press/desk_settings.html", context)


@desk_only
def setting(request, part):
    if part not in PARTS:
        raise Http404
    title, form_class, hint = PARTS[part]
    form = form_class(posted(request), ceremony=request.ceremony, seen=request.POST.get("seen", ""))
    is_list = hasattr(form, "management_form")

    def saved():
        return " ".join([_("“%(part)s” is saved.") % {"part": title}, *([form.said] if form.said else [])])

    if request.method == "POST" and do_with(
        request, form, lambda: form.carry_out(by=request.user, at=timezone.now()), done=saved
    ):
        return redirect("press:desk_settings", request.ceremony.slug)
    context = {"title": title, "hint": hint, "part": form, ("rows" if is_list else "form"): form, "is_list": is_list}
    return render(request, "press/desk_setting.html", context)
