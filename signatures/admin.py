"""The treaty is set up here by its organisers; everything else is read. What is done at the desk has its verbs there."""

from django import forms
from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _

from ceremony.scoped_admin import CeremonyScopedAdmin, ScopedInline
from signatures.models import (
    Action,
    Attempt,
    Call,
    Entry,
    FullPowers,
    Intention,
    IssuingOffice,
    Paper,
    Recording,
    Representative,
    SigningWindow,
    Sitting,
    Standing,
    Treaty,
)


class WindowInline(ScopedInline):
    model = SigningWindow
    organisers_add = organisers_change = organisers_delete = True


class IssuingOfficeInline(ScopedInline):
    model = IssuingOffice
    organisers_add = organisers_change = organisers_delete = True


@admin.register(Treaty)
class TreatyAdmin(CeremonyScopedAdmin):
    """What the treaty allows, where and on which days it is open, who may issue full powers. Never deleted: its log stays."""

    organisers_add = organisers_change = True
    list_display = ["name", "chapter", "ceremony", "adopted_on", "board"]
    list_select_related = ["ceremony"]
    search_fields = ["title", "chapter"]
    inlines = [WindowInline, IssuingOfficeInline]

    @admin.display(description=_("short title"), ordering="short_title")
    def name(self, treaty):
        return str(treaty)

    def get_readonly_fields(self, request, obj=None):
        # A treaty record belongs to one ceremony: chain and numbers with it. What everybody sees of it the depositary
        # decides, on a page of the desk.
        return ["ceremony", "board"] if obj else []

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, ArrayField):
            return forms.TypedMultipleChoiceField(
                label=db_field.verbose_name.capitalize(),
                help_text=db_field.help_text,
                choices=[choice for choice in Action.choices if choice[0] != Action.DEFINITIVE_SIGNATURE],
                widget=forms.CheckboxSelectMultiple,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class OfOneTreaty(CeremonyScopedAdmin):
    """Rows below a treaty: to find and to read."""

    ceremony_lookup = "treaty__ceremony"
    actions = None


@admin.register(Intention)
class IntentionAdmin(OfOneTreaty):
    list_display = ["entity", "will_sign", "noted_by", "noted_at"]
    list_filter = ["will_sign"]
    list_select_related = ["entity", "noted_by"]
    search_fields = ["entity__search_key"]


@admin.register(Representative)
class RepresentativeAdmin(OfOneTreaty):
    """Named and confirmed on the pages of the treaty officers."""

    list_display = ["entity", "title", "rank", "office", "acting", "confirmed_at", "replaced_at"]
    list_filter = ["office", "rank"]
    list_select_related = ["entity"]
    search_fields = ["entity__search_key"]
    exclude = ["confirmation_source"]


@admin.register(FullPowers)
class FullPowersAdmin(OfOneTreaty):
    """Where they stand. The paper and what it says are for the treaty and depositary's officers."""

    list_display = ["entity", "status", "manner", "original_due_on", "original_received_on", "verified_by", "verified_at"]  # fmt: skip
    list_filter = ["status", "manner"]
    list_select_related = ["entity", "verified_by"]
    search_fields = ["entity__search_key"]
    exclude = ["file", "file_name", "content_type", "sha256", "person_named", "issuer_name", "defects", "manner_reason"]


@admin.register(Sitting)
class SittingAdmin(OfOneTreaty):
    list_display = ["label", "window", "starts_at", "order", "language"]
    list_select_related = ["window"]

    @admin.display(description=_("name"), ordering="name")
    def label(self, sitting):
        return str(sitting)


@admin.register(Call)
class CallAdmin(OfOneTreaty):
    list_display = ["entity", "sitting", "position", "status", "called_at"]
    list_filter = ["status"]
    list_select_related = ["entity", "sitting"]
    search_fields = ["entity__search_key"]


@admin.register(Recording)
class RecordingAdmin(OfOneTreaty):
    """What was recorded and what became of it. The copies that it holds are read in the log, once they are confirmed."""

    list_display = ["entity", "kind", "action", "at", "status", "recorded_by", "decided_by", "entry"]
    list_filter = ["status", "kind", "action"]
    list_select_related = ["entity", "recorded_by", "decided_by", "entry"]
    search_fields = ["entity__search_key"]
    exclude = ["matter"]


@admin.register(Entry)
class EntryAdmin(OfOneTreaty):
    """The log: looked at, never touched; the database refuses it as well."""

    list_display = ["number", "kind", "action", "entity_code", "at", "corrects", "hash"]
    list_filter = ["kind", "action"]
    search_fields = ["entity_code", "=number"]
    ordering = ["-number"]


@admin.register(Standing)
class StandingAdmin(OfOneTreaty):
    """What stands now. Follows from the log."""

    list_display = ["entity_code", "part", "entry"]
    list_filter = ["part"]
    list_select_related = ["entry"]
    search_fields = ["entity_code"]


@admin.register(Attempt)
class AttemptAdmin(OfOneTreaty):
    """What was refused: who tried what, and which rules stood against it."""

    list_display = ["at", "entity_code", "verb", "codes", "by_name"]
    list_filter = ["verb"]
    search_fields = ["entity_code", "by_name"]


@admin.register(Paper)
class PaperAdmin(OfOneTreaty):
    """Papers that were made, and what was in the way of those that were not; they are opened on their own page."""

    list_display = ["kind", "language", "status", "asked_by", "asked_at", "made_at"]
    list_filter = ["status", "kind"]
    list_select_related = ["asked_by"]
    exclude = ["file"]
