"""The site, and two views that fail."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.urls import path

from config.urls import handler400, handler403, handler404, handler500, urlpatterns  # noqa: F401


@login_not_required
def broken(request):
    raise RuntimeError("a secret of ours")


@login_not_required
def forbidden(request):
    raise PermissionDenied("a secret of ours")


urlpatterns = [path("broken/", broken), path("forbidden/", forbidden), *urlpatterns]
