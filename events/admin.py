from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ceremony.procedure import Refused
from ceremony.scoped_admin import CeremonyScopedAdmin
from events.models import CallForSideEvents, Criterion, Session, SideEvent, Theme


@admin.register(Session)
class SessionAdmin(CeremonyScopedAdmin):
    """Rare repairs: sessions are made on their own pages and moved on the board. It calls the same verbs."""

    organisers_add = organisers_change = organisers_delete = True
    list_display = ["name", "kind", "room", "starts_at", "ends_at", "no_parallel"]
    list_filter = ["kind", "no_parallel"]
    list_select_related = ["room", "ceremony"]
    date_hierarchy = "starts_at"
    search_fields = ["title"]
    fields = [
        "ceremony", "kind", "title", "description", "theme", "room", "starts_at", "ends_at", "no_parallel", "languages",
        "stream_url", "access", "responsible", "layout", "audience",
    ]  # fmt: skip

    @admin.display(description=_("title"), ordering="title")
    def name(self, session):
        return str(session.title)

    def save_model(self, request, session, form, change):
        now = timezone.now()
        if change:
            fields = {name: form.cleaned_data[name] for name in form.changed_data}
            type(session).objects.get(pk=session.pk).change(by=request.user, at=now, **fields)
        else:
            made = Session.objects.schedule(by=request.user, at=now, **form.cleaned_data)
            session.pk = made.pk

    def changeform_view(self, request, *args, **kwargs):
        """What the form could not foresee: somebody was there a moment before."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refused:
            for sentence in refused.messages:
                messages.error(request, sentence)
            return HttpResponseRedirect(request.get_full_path())


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

    @admin.display(description=_("name"), ordering="name")
    def words(self, row):
        return str(row)


@admin.register(Theme)
class ThemeAdmin(NamedRow):
    list_display = ["words", "position", "ceremony"]


@admin.register(Criterion)
class CriterionAdmin(NamedRow):
    list_display = ["words", "weight", "position", "ceremony"]


@admin.register(SideEvent)
class SideEventAdmin(CeremonyScopedAdmin):
    """To find and to read. What is done to a proposal has its verbs at the coordinators' desk."""

    list_display = ["reference", "title", "lead", "status", "submitted_at"]
    list_filter = ["status", "theme"]
    list_select_related = ["lead", "ceremony"]
    search_fields = ["title", "lead__search_key"]
    actions = None
