from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from ceremony.here import ceremony_here
from ceremony.models import Ceremony
from ceremony.permissions import can_see


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
            # Asked in two steps, because most ceremonies are public: every page begins here.
            request.ceremony = get_object_or_404(Ceremony, slug=slug)
            if not can_see(request.user, request.ceremony):
                raise Http404
            timezone.activate(request.ceremony.zone)
            ceremony_here.set(request.ceremony)
