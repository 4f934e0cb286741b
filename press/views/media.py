from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_GET

from press.models import call_of


@require_GET
@login_not_required
def page(request):
    return render(request, "press/media.html", {"call": call_of(request.ceremony)})
