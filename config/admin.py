from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _


class PlenipoAdminSite(AdminSite):
    """The organisers' site. Its door is the same as everybody's: a mailed code, then the second factor."""

    site_header = _("Plenipo administration")
    site_title = _("Plenipo administration")
    index_title = _("The day's work")

    def login(self, request, extra_context=None):
        """Who is signed in and may not come in is not sent round in circles: the site does not exist for him."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.GET.get("next", request.path))
