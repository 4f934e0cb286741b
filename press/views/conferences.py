from django.shortcuts import render
from django.views.decorators.http import require_GET

from press.models import PressConference


@require_GET
def own(request):
    found = PressConference.objects.of_ceremony(request.ceremony).with_session()
    return render(request, "press/conference_list.html", {"conferences": found})
