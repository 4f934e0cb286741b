from django.contrib import admin
from django.utils import timezone

from ceremony.scoped_admin import CeremonyScopedAdmin
from press import quotas
from press.models import EntryPort, MediaContact, Outlet, Pool, PressCall, PressQuota


@admin.register(PressCall)
class PressCallAdmin(CeremonyScopedAdmin):
    organisers_add = organisers_change = True
    list_display = ["ceremony", "opens_at", "closes_at"]
    list_select_related = ["ceremony"]


@admin.register(PressQuota)
class PressQuotaAdmin(CeremonyScopedAdmin):
    organisers_add = organisers_change = organisers_delete = True
    list_display = ["outlet_kind", "limit", "ceremony"]
    list_select_related = ["ceremony"]
    actions = None  # many of several ceremonies at once: each is taken away by itself

    def save_model(self, request, obj, form, change):
        with quotas.settling(obj.ceremony, by=request.user, at=timezone.now()):
            super().save_model(request, obj, form, change)

    def delete_model(self, request, obj):
        with quotas.settling(obj.ceremony, by=request.user, at=timezone.now()):
            super().delete_model(request, obj)


@admin.register(EntryPort)
class EntryPortAdmin(CeremonyScopedAdmin):
    organisers_add = organisers_change = True
    list_display = ["code", "name", "position", "ceremony"]
    list_select_related = ["ceremony"]


@admin.register(MediaContact)
class MediaContactAdmin(CeremonyScopedAdmin):
    organisers_add = organisers_change = organisers_delete = True
    list_display = ["name", "duty", "position", "ceremony"]
    list_select_related = ["ceremony"]


@admin.register(Outlet)
class OutletAdmin(CeremonyScopedAdmin):
    """To find and to read. What is done to an outlet has its verbs at the press desk."""

    list_display = ["name", "kind", "country", "status", "quota"]
    list_filter = ["kind", "status"]
    list_select_related = ["country", "ceremony"]
    search_fields = ["search_key"]
    actions = None


@admin.register(Pool)
class PoolAdmin(CeremonyScopedAdmin):
    """To find and to read; the seed is shown when it is public."""

    list_display = ["session", "way", "status", "closes_at", "gathers_at"]
    list_filter = ["status"]
    list_select_related = ["session__ceremony"]
    exclude = ["sealed_seed"]
    actions = None
