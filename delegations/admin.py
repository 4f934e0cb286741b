from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ceremony.admin import each
from ceremony.models import LedgerRow
from ceremony.scoped_admin import CeremonyScopedAdmin, ScopedInline
from delegations.models import Delegate, Delegation


class DelegateInline(ScopedInline):
    """Who is in the delegation; each is changed by the focal point, and decided about in the queue."""

    model = Delegate
    fields = readonly_fields = ["accreditation", "role", "rank", "arrives_at", "arrives_by"]
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("accreditation").defer("needs")


@admin.register(Delegation)
class DelegationAdmin(CeremonyScopedAdmin):
    """To find and to read; what changes a delegation are its verbs, in the list of actions."""

    ceremony_lookup = "nominator__ceremony"
    list_display = ["__str__", "status", "head", "invited_at", "submitted_at"]
    list_filter = ["status", "nominator__entity__kind", "nominator__entity__un_group"]
    list_select_related = ["nominator__entity", "nominator__ceremony", "head__accreditation"]
    search_fields = ["nominator__entity__search_key"]
    ordering = ["nominator__entity__sort_en"]
    fields = readonly_fields = [
        "nominator", "status", "head", "head_to_be_announced", "invited_by", "invited_at", "acknowledged_at",
        "submitted_by", "submitted_at", "history",
    ]  # fmt: skip
    inlines = [DelegateInline]
    actions = ["confirm"]

    @admin.display(description=gettext_lazy("history"))
    def history(self, delegation):
        rows = LedgerRow.objects.about(delegation)
        return "\n".join(
            f"{delegation.ceremony.show_time(row.at)}: {row.after_word}, {row.by_name or _('the system')} {row.reason}".strip()
            for row in rows
        )

    @admin.action(description=gettext_lazy("Confirm the chosen delegations"))
    def confirm(self, request: HttpRequest, delegations):
        """The same verb as on the delegation's page; says of each that is left alone why."""
        chosen = delegations.select_related("nominator__entity", "nominator__ceremony")
        each(request, chosen, lambda delegation: delegation.confirm(by=request.user, at=timezone.now()))


@admin.register(Delegate)
class DelegateAdmin(CeremonyScopedAdmin):
    """To find and to read. Needs are not shown here: they have their own readers."""

    ceremony_lookup = "delegation__nominator__ceremony"
    list_display = ["__str__", "delegation", "role", "rank", "arrives_at"]
    list_filter = ["role", "rank"]
    list_select_related = ["accreditation", "delegation__nominator__entity"]
    search_fields = ["accreditation__search_key", "delegation__nominator__entity__search_key"]
    fields = readonly_fields = [
        "delegation",
        "accreditation",
        "role",
        "rank",
        "arrives_at",
        "arrives_by",
        "changed_by",
        "changed_at",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("needs")
