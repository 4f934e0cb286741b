import allauth.account.admin
import allauth.mfa.admin  # noqa: F401
import django.contrib.auth.admin  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.second_factor import FACTORS

# A person has one address, here; roles are given per ceremony, not by group; seeds of factors are nobody's to read.
# The libraries' registrations are imported above: those that come later would undo this.
admin.site.unregister([EmailAddress, Authenticator, Group])


def may_touch(by, user):
    return by.is_superuser or user is None or not (user.is_staff or user.is_superuser)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """The people who sign in. Nobody has a password; only superusers make staff or superusers."""

    list_display = ["email", "name", "language", "is_staff", "is_superuser", "is_active", "has_factor", "last_login"]
    list_filter = ["is_staff", "is_superuser", "is_active", "language"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "language", "is_active", "is_staff", "is_superuser", "date_joined", "last_login"]
    readonly_fields = ["date_joined", "last_login"]
    actions = ["forget_second_factors"]

    def get_queryset(self, request):
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
        return super().get_queryset(request).annotate(has_factor=Exists(factors))

    @admin.display(description=_("second factor"), boolean=True, ordering="has_factor")
    def has_factor(self, user):
        return user.has_factor

    def get_readonly_fields(self, request, obj=None):
        if request.user.is_superuser:
            return self.readonly_fields
        return [*self.readonly_fields, "is_staff", "is_superuser"]

    def has_change_permission(self, request, obj=None):
        """Changing an officer's address would be taking his place."""
        return super().has_change_permission(request, obj) and may_touch(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and may_touch(request.user, obj)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def get_actions(self, request):
        actions = super().get_actions(request)
        if not request.user.is_superuser:
            actions.pop("forget_second_factors", None)
        return actions

    @admin.action(description=_("Forget the second factors (lost phone or key)"))
    def forget_second_factors(self, request, queryset):
        """They set up a new one at their next sign-in. One's own is not forgotten this way."""
        others = queryset.exclude(pk=request.user.pk)
        had = others.filter(has_factor=True).count()
        Authenticator.objects.filter(user__in=others.values("pk")).delete()
        text = ngettext("Forgotten for %(count)d person.", "Forgotten for %(count)d people.", had)
        messages.success(request, text % {"count": had})
        if skipped := queryset.count() - had:
            text = ngettext(
                "%(count)d left alone: no second factor, or it is your own.",
                "%(count)d left alone: no second factor, or it is your own.",
                skipped,
            )
            messages.warning(request, text % {"count": skipped})
