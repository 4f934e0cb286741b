from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ceremony.scoped_admin import CeremonyScopedAdmin
from events.models import Session


@admin.register(Session)
class SessionAdmin(CeremonyScopedAdmin):
    organisers_add = organisers_change = organisers_delete = True
    list_display = ["name", "kind", "room", "starts_at", "ends_at", "no_parallel"]
    list_filter = ["kind", "no_parallel"]
    list_select_related = ["room", "ceremony"]
    date_hierarchy = "starts_at"
    search_fields = ["title"]

    @admin.display(description=_("title"), ordering="title")
    def name(self, session):
        return str(session.title)
