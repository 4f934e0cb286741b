"""What the admin shows of the directory. `ceremony.admin` registers it: who may open it follows from roles."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from directory.models import NAME_LANGUAGES, Contact, Entity

LANGUAGE_NAMES = {
    "en": _("English"),
    "fr": _("French"),
    "es": _("Spanish"),
    "ru": _("Russian"),
    "ar": _("Arabic"),
    "zh": _("Chinese"),
    "vi": _("Vietnamese"),
}


class ContactInline(admin.TabularInline):
    model = Contact
    extra = 0


class EntityAdmin(admin.ModelAdmin):
    """The directory. Loading the files again brings back what they say, but for confirmed Vietnamese names."""

    list_display = ["short_en", "code", "acronym", "kind", "un_group", "may_sign", "vi_reviewed"]
    list_filter = ["kind", "un_group", "may_sign", "reio", "vi_reviewed"]
    search_fields = ["search_key"]  # for the box to be there; the search itself is `named`
    search_help_text = _("Name in any of the seven languages, with or without diacritics, acronym or code.")
    list_per_page = 50
    inlines = [ContactInline]
    autocomplete_fields = ["reio"]
    fieldsets = [
        (None, {"fields": ["code", "kind", "acronym", "un_group", "may_sign", "reio", ("iso2", "m49")]}),
        *(
            (
                LANGUAGE_NAMES[language],
                {
                    "fields": [
                        f"short_{language}",
                        f"formal_{language}",
                        *{"en": ["sort_en"], "vi": ["vi_reviewed"]}.get(language, []),
                    ]
                },
            )
            for language in NAME_LANGUAGES
        ),
        (_("Searching"), {"fields": ["other_names"]}),
    ]

    def get_search_results(self, request, queryset, search_term):
        return queryset.named(search_term), False


class ContactAdmin(admin.ModelAdmin):
    list_display = ["email", "name", "office", "entity", "language", "is_active"]
    list_filter = ["is_active", "language", "entity__kind"]
    search_fields = ["email", "name", "office"]
    list_select_related = ["entity"]
    list_per_page = 50
    autocomplete_fields = ["entity"]

    def get_search_results(self, request, queryset, search_term):
        """By address, name and office, or by the name of the entity in any language."""
        found, distinct = super().get_search_results(request, queryset, search_term)
        named = queryset.filter(entity__in=Entity.objects.named(search_term)) if search_term else queryset.none()
        return found | named, distinct
