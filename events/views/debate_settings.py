"""The settings of the list of speakers, and the classes in which it is heard."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ceremony.access import officers_only
from ceremony.models import LedgerRow
from ceremony.procedure import AlreadyDecided, Refused
from ceremony.telling import do
from delegations.views.lookups import posted
from events.forms.debate import SettingsForm
from events.forms.speaking_classes import Classes, given_of
from events.models import StatementsList
from events.permissions import COORDINATORS
from events.speaking_classes import arrange
from events.views.debate_public import list_of


@officers_only(*COORDINATORS)
def list_settings(request):
    """When one may inscribe, who sees the list, what delegations read first, and at which sessions it is heard."""
    speakers = list_of(request.ceremony)
    form = SettingsForm(posted(request), instance=speakers, ceremony=request.ceremony)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, speakers, form)
        except AlreadyDecided as refused:
            form.add_error(None, refused)
        except Refused as refused:
            form.add_error("sessions", refused)
        else:
            messages.success(request, _("The settings of the list are saved."))
            return redirect("events:debate", request.ceremony.slug)
    context = {"form": form, "speakers": speakers, "history": LedgerRow.objects.about(speakers) if speakers else []}
    return render(request, "events/debate_settings.html", context)


def _save(request, speakers, form):
    data = {name: form.cleaned_data[name] for name in [*SettingsForm.Meta.fields, "sessions"]}
    if speakers is None:
        StatementsList.objects.set_up(request.ceremony, **data)
    else:
        speakers.change(seen=form.cleaned_data["seen"], by=request.user, at=timezone.now(), **data)


@officers_only(*COORDINATORS)
def classes(request):
    """Which ranks are heard together, in which order of classes, and for how long each speaks."""
    speakers = list_of(request.ceremony)
    if speakers is None:
        raise Http404
    rows = Classes(posted(request), initial=given_of(speakers), prefix="classes")
    seen = request.POST.get("seen", str(speakers.revision))
    if request.method == "POST" and rows.is_valid():

        def verb():
            given = rows.given(speakers)
            arrange(speakers, given, by=request.user, at=timezone.now(), seen=int(seen) if seen.isdecimal() else None)

        if do(request, verb, done=_("The classes are saved.")):
            return redirect("events:debate_classes", request.ceremony.slug)
    context = {"speakers": speakers, "rows": rows, "seen": seen, "history": LedgerRow.objects.about(speakers)}
    return render(request, "events/debate_classes.html", context)
