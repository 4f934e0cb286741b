from django.shortcuts import get_object_or_404
from django.utils import timezone

from ceremony.here import ceremony_here
from ceremony.models import Ceremony


class CeremonyMiddleware:
    """Every address below a ceremony gets it as `request.ceremony`, in its own time zone, or 404."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = ceremony_here.set(None)
        try:
            with timezone.override(None):
                return self.get_response(request)
        finally:
            ceremony_here.reset(token)

    def process_view(self, request, view, args, kwargs):
        slug = kwargs.pop("ceremony", None)
        if slug is not None:
            request.ceremony = get_object_or_404(Ceremony.objects.visible_to(request.user), slug=slug)
            timezone.activate(request.ceremony.zone)
            ceremony_here.set(request.ceremony)
