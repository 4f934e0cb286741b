from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from ceremony.scoped_admin import CeremonyScopedAdmin
from events.changes import Change, tally
from events.models import (
    Booth,
    BoothProposal,
    CallForSideEvents,
    Criterion,
    ProgrammeVersion,
    Session,
    SideEvent,
    Statement,
    StatementsList,
    Theme,
)


@admin.register(Session)
class SessionAdmin(CeremonyScopedAdmin):
    """To find and to read. A session is written, moved and cancelled on its own page, by its verbs under the programme's lock."""

    list_display = ["title", "kind", "room", "starts_at", "ends_at", "no_parallel"]
    list_filter = ["kind", "no_parallel"]
    list_select_related = ["room", "ceremony"]
    date_hierarchy = "starts_at"
    search_fields = ["title"]
    actions = None
    fields = [
        "page", "ceremony", "kind", "title", "description", "theme", "room", "starts_at", "ends_at", "no_parallel", "languages",
        "stream_url", "access", "responsible", "layout", "audience", "cancelled_at", "cancelled_by", "cancelled_note",
    ]  # fmt: skip

    @admin.display(description=_("page"))
    def page(self, session):
        address = reverse("events:desk_session", args=[session.ceremony.slug, session.key])
        return format_html('<a href="{}">{}</a>', address, _("Change the session"))


@admin.register(ProgrammeVersion)
class ProgrammeVersionAdmin(CeremonyScopedAdmin):
    """What was released, when, by whom: to read. The next version is made on the page of the release."""

    list_display = ["version", "ceremony", "released_at", "released_by", "what_changed", "note"]
    list_select_related = ["ceremony", "released_by"]
    date_hierarchy = "released_at"
    search_fields = ["note"]
    actions = None
    fields = ["page", "ceremony", "number", "released_at", "released_by", "note", "what_changed", "each_change"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")

    @admin.display(description=_("version"), ordering="number")
    def version(self, version):
        return str(version)

    @admin.display(description=_("what changed"))
    def what_changed(self, version):
        return ", ".join(tally(version.changes))

    @admin.display(description=_("each change"))
    def each_change(self, version):
        lines = [(Change(row, version.ceremony).line(),) for row in version.changes]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", lines))

    @admin.display(description=_("page"))
    def page(self, version):
        address = reverse("events:version", args=[version.ceremony.slug, version.number])
        return format_html('<a href="{}">{}</a>', address, _("Read this version"))


@admin.register(CallForSideEvents)
class CallForSideEventsAdmin(CeremonyScopedAdmin):
    organisers_add = organisers_change = True
    list_display = ["ceremony", "opens_at", "closes_at", "max_sponsors"]
    list_select_related = ["ceremony"]


class NamedRow(CeremonyScopedAdmin):
    """A row with a name in several languages and a place in an order."""

    organisers_add = organisers_change = organisers_delete = True
    list_select_related = ["ceremony"]
    ordering = ["ceremony", "position"]


@admin.register(Theme)
class ThemeAdmin(NamedRow):
    list_display = ["name", "position", "ceremony"]


@admin.register(Criterion)
class CriterionAdmin(NamedRow):
    list_display = ["name", "weight", "position", "ceremony"]


@admin.register(SideEvent)
class SideEventAdmin(CeremonyScopedAdmin):
    """To find and to read. What is done to a proposal has its verbs at the coordinators' desk."""

    list_display = ["reference", "title", "lead", "status", "submitted_at"]
    list_filter = ["status", "theme"]
    list_select_related = ["lead", "ceremony"]
    search_fields = ["title", "lead__search_key"]
    actions = None


class ReadAdmin(CeremonyScopedAdmin):
    """To find and to read: what is done to these rows has its verbs on the officers' pages."""

    actions = None


@admin.register(StatementsList)
class StatementsListAdmin(ReadAdmin):
    list_display = ["ceremony", "opens_at", "closes_at", "shown", "reply_minutes", "second_reply_minutes"]
    list_select_related = ["ceremony"]


@admin.register(Statement)
class StatementAdmin(ReadAdmin):
    list_display = [
        "entity", "on_behalf_of", "reply", "level", "meeting", "status", "requested_at", "started_at", "ended_at",
    ]  # fmt: skip
    list_filter = ["status", "rank", "reply"]
    list_select_related = ["entity", "level", "meeting__session", "list__ceremony"]
    date_hierarchy = "requested_at"
    search_fields = ["entity__search_key", "on_behalf_of"]


@admin.register(Booth)
class BoothAdmin(ReadAdmin):
    list_display = ["number", "size", "power", "position", "ceremony"]
    list_select_related = ["ceremony"]
    search_fields = ["number"]


@admin.register(BoothProposal)
class BoothProposalAdmin(ReadAdmin):
    list_display = ["reference", "title", "entity", "booth", "power", "status", "submitted_at", "decided_at"]
    list_filter = ["status"]
    list_select_related = ["entity", "booth", "ceremony"]
    search_fields = ["title", "entity__search_key"]
