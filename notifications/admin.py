from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ceremony.scoped_admin import CeremonyScopedAdmin
from notifications.models import Letter, LetterText, Reminder


@admin.register(Letter)
class LetterAdmin(CeremonyScopedAdmin):
    """To look at. What is done with a letter is done in the outbox, where its history is kept."""

    list_display = ["reference", "subject", "to_email", "kind", "status", "maybe_twice", "created_at"]
    list_filter = ["status", "maybe_twice", "kind"]
    search_fields = ["to_email", "to_name", "subject"]
    list_select_related = ["ceremony"]
    date_hierarchy = "created_at"
    exclude = ["html", "text"]
    readonly_fields = ["reference", "paper"]

    @admin.display(description=_("text"))
    def paper(self, letter):
        return letter.shown_text

    def get_queryset(self, request):
        """Those of no ceremony are letters with sign-in codes; their text holds the mark and never the code."""
        if request.user.is_superuser:
            return admin.ModelAdmin.get_queryset(self, request)
        return super().get_queryset(request)

    def _is_theirs(self, request, obj):
        return request.user.is_superuser or super()._is_theirs(request, obj)


@admin.register(LetterText)
class LetterTextAdmin(CeremonyScopedAdmin):
    organisers_add = organisers_change = organisers_delete = True
    list_display = ["__str__", "ceremony", "subject", "by", "at"]
    list_filter = ["language"]
    search_fields = ["kind", "subject"]
    list_select_related = ["ceremony", "by"]
    readonly_fields = ["by", "at"]

    def save_model(self, request, obj, form, change):
        obj.by, obj.at = request.user, timezone.now()
        super().save_model(request, obj, form, change)


@admin.register(Reminder)
class ReminderAdmin(CeremonyScopedAdmin):
    """To look at: planned from the deadlines, written by the clock."""

    list_display = ["deadline", "due_at", "done_at", "letters"]
    list_select_related = ["deadline__ceremony"]
