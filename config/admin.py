from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.utils.translation import gettext_lazy as _


class PlenipoAdminSite(AdminSite):
    """The organisers' site. Its door is the same as everybody's: a mailed code, then the second factor."""

    site_header = _("Plenipo administration")
    site_title = _("Plenipo administration")
    index_title = _("The day's work")

    def login(self, request, extra_context=None):
        return redirect_to_login(request.GET.get("next", request.path))
