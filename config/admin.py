from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ceremony.desk import desk
from ceremony.permissions import roles_of
from ceremony.scoped_admin import organised_by


class PlenipoAdminSite(AdminSite):
    """The organisers' site. Its door is the same as everybody's: a mailed code, then the second factor."""

    site_header = _("Plenipo administration")
    site_title = _("Plenipo administration")
    index_title = _("The day's work")
    index_template = "admin/plenipo_index.html"

    @login_not_required
    def login(self, request, extra_context=None):
        """Who is signed in and may not come in is not sent round in circles: the site does not exist for him."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.GET.get("next", request.path))

    def index(self, request, extra_context=None):
        return super().index(request, {"work": days_work(request.user, timezone.now()), **(extra_context or {})})


def days_work(user, at):
    """[(ceremony, [(card, address, how many wait)])] for every ceremony that this person organises, the next first."""
    return [
        (
            ceremony,
            [
                (card, card.address(ceremony), card.waiting(ceremony, at) if card.waiting else None)
                for card in desk.cards_for(roles_of(user, ceremony))
            ],
        )
        for ceremony in organised_by(user).order_by("is_rehearsal", "-starts_on")
    ]
