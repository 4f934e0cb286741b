from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from press.models import Advisory


@require_GET
@login_not_required
def advisory(request, key):
    found = get_object_or_404(Advisory.objects.public(timezone.now()).filter(ceremony=request.ceremony), key=key)
    return render(request, "press/advisory_detail.html", {"advisory": found})
