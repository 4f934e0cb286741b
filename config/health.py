from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse


@login_not_required
def healthz(request):
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
def readyz(request):
    return JsonResponse({"ready": True})
