from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import Http404
from django.utils import timezone

from accounts.brought import rows_of
from accounts.composed import Composed
from ceremony.here import ceremony_here
from ceremony.models import Ceremony, Deadline, Officer
from ceremony.permissions import can_see, may_hold_roles, remember_roles


def _at(slug):
    deadlines = Deadline.objects.filter(ceremony=OuterRef("pk")).order_by()
    return Ceremony.objects.filter(slug=slug).annotate(brought_deadlines=rows_of(deadlines, "kind", "at")).order_by()


def _with_roles(slug, user):
    roles = Officer.objects.active().filter(user=user, ceremony=OuterRef("pk")).order_by().values("role")
    return _at(slug).annotate(brought_roles=ArraySubquery(roles))


_for_anybody, _for_staff = Composed(_at), Composed(_with_roles)


def _found(slug, user):
    """The ceremony at this address, or None: with what almost every page of it asks for, in one statement."""
    if not may_hold_roles(user):
        return next(iter(_for_anybody(slug)), None)
    for ceremony in _for_staff(slug, user.pk):
        remember_roles(user, ceremony, ceremony.brought_roles)
        return ceremony
    return None


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
            # Whether it may be seen is asked apart, because most ceremonies are public: every page begins here.
            found = _found(slug, request.user)
            if not found or not can_see(request.user, found):
                raise Http404
            request.ceremony = found
            timezone.activate(request.ceremony.zone)
            ceremony_here.set(request.ceremony)
