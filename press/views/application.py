from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from press.models import Application
from press.roll import Roll


@require_GET
def state(request, key):
    found = get_object_or_404(Application.objects.answered_by(request.user, request.ceremony).with_outlet(), key=key)
    return render(request, "press/application_detail.html", {"application": found, "roll": Roll(found)})
