from django.http import Http404
from django.utils import timezone

from accounts.composed import Composed
from ceremony.here import ceremony_here
from ceremony.models import Ceremony
from ceremony.permissions import can_see

_of_address = Composed(lambda slug: Ceremony.objects.filter(slug=slug).order_by())


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
            found = _of_address(slug)
            if not found or not can_see(request.user, found[0]):
                raise Http404
            request.ceremony = found[0]
            timezone.activate(request.ceremony.zone)
            ceremony_here.set(request.ceremony)
