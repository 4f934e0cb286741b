from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from press.models import Pool


@require_GET
@login_not_required
def pool(request, key):
    found = get_object_or_404(Pool.objects.of_ceremony(request.ceremony).published().with_session(), key=key)
    return render(request, "press/pool_detail.html", {"pool": found})
