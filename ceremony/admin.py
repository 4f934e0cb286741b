from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ceremony.models import Ceremony, Deadline, LedgerRow, Officer, Quota, Room
from ceremony.procedure import Refused
from ceremony.rehearsal import make_rehearsal
from ceremony.scoped_admin import (
    CeremonyScopedAdmin,
    LabelledFormSet,
    NamedPickers,
    OrganiserPermissions,
    ScopedInline,
)
from directory import admin as directory
from directory.models import Contact, Entity


def report(request, done, skipped):
    """What an action did, and each row that it left alone with the reason."""
    if done:
        text = ngettext("%(number)d done.", "%(number)d done.", done) % {"number": done}
        messages.success(request, text)
    for row, refused in skipped:
        messages.warning(request, f"{row}: {' '.join(refused.messages)}")


def each(request, queryset, verb):
    """Call `verb` on every row; what it refuses is skipped and said."""
    done, skipped = 0, []
    for row in queryset:
        try:
            verb(row)
        except Refused as refused:
            skipped.append((row, refused))
        else:
            done += 1
    report(request, done, skipped)


class RoomInline(ScopedInline):
    """Turnover and hours concern the sessions of a room: they are changed where those are asked about, on its own page."""

    model = Room
    fields = ["name", "capacity", "position", "booths", "streams"]
    organisers_add = organisers_change = organisers_delete = True


class DeadlineInline(ScopedInline):
    model = Deadline
    organisers_add = organisers_change = organisers_delete = True


class QuotaInline(ScopedInline):
    model = Quota
    organisers_add = organisers_change = organisers_delete = True


@admin.register(Ceremony)
class CeremonyAdmin(CeremonyScopedAdmin):
    """An organiser sets up his ceremony; a new one is made by a superuser or on the shell, with its first organiser."""

    organisers_change = True
    list_display = ["name", "slug", "starts_on", "ends_on", "time_zone", "is_public", "is_rehearsal"]
    list_filter = ["is_rehearsal", "is_public"]
    search_fields = ["title", "slug"]
    readonly_fields = ["is_rehearsal", "rehearsal_of"]
    inlines = [RoomInline, DeadlineInline, QuotaInline]
    actions = ["rehearse"]

    @admin.display(description=_("title"), ordering="title")
    def name(self, ceremony):
        return str(ceremony.title)

    def has_add_permission(self, request, obj=None):
        return request.user.is_superuser

    def get_readonly_fields(self, request, obj=None):
        # The address stands in letters that have been sent.
        return [*self.readonly_fields, "slug"] if obj else self.readonly_fields

    @admin.action(description=_("Make a rehearsal"), permissions=["change"])
    def rehearse(self, request, queryset):
        each(request, queryset, lambda ceremony: make_rehearsal(ceremony, by=request.user, at=timezone.now()))


@admin.register(Officer)
class OfficerAdmin(CeremonyScopedAdmin):
    """Roles are given and ended on the officers' page of the ceremony, with a reason; here they are read and seconded."""

    list_display = ["user", "role", "status", "ceremony", "granted_by", "granted_at", "seconded_by"]
    list_filter = ["status", "role"]
    list_select_related = ["user", "ceremony", "granted_by", "seconded_by"]
    search_fields = ["user__name", "user__email"]
    actions = ["second"]

    @admin.action(description=_("Second the selected roles"), permissions=["view"])
    def second(self, request, queryset):
        each(request, queryset, lambda officer: officer.second(by=request.user, at=timezone.now()))


@admin.register(LedgerRow)
class LedgerAdmin(CeremonyScopedAdmin):
    """Looked at, never touched: the database refuses it as well."""

    list_display = ["at", "subject", "subject_id", "before_word", "after_word", "by_name", "code", "reason"]
    list_filter = ["subject", "after"]
    search_fields = ["by_name", "reason", "=subject_id"]
    date_hierarchy = "at"
    ordering = ["-pk"]
    actions = None


class ContactInline(OrganiserPermissions, directory.ContactInline):
    formset = LabelledFormSet
    organisers_add = organisers_change = organisers_delete = True


@admin.register(Entity)
class EntityAdmin(OrganiserPermissions, NamedPickers, directory.EntityAdmin):
    """The directory is everybody's: organisers of any ceremony keep it. An entity that was invited cannot go."""

    organisers_add = organisers_change = True
    inlines = [ContactInline]


@admin.register(Contact)
class ContactAdmin(OrganiserPermissions, NamedPickers, directory.ContactAdmin):
    organisers_add = organisers_change = organisers_delete = True
