"""Admin pages for the organisers, who have no permissions of Django's: what they may do follows from their role.

A changelist, a picker or an autocomplete shows rows of the ceremonies that the person organises, and no others.
"""

from functools import lru_cache

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q
from django.forms import Media
from django.forms.models import BaseInlineFormSet
from django.utils import timezone

from ceremony.admin_reading import as_it_is_read, in_words
from ceremony.models import Ceremony, Officer, Role


def organised_by(user):
    """The ceremonies whose organiser this person is; all of them for a superuser."""
    if not user.is_active or not user.is_authenticated:
        return Ceremony.objects.none()
    if user.is_superuser:
        return Ceremony.objects.all()
    return Ceremony.objects.filter(
        pk__in=Officer.objects.active().filter(user=user, role=Role.ORGANISER).values("ceremony")
    )


def is_organiser(request):
    """Of any ceremony, or the one who makes the first; asked once a request."""
    if not hasattr(request, "_is_organiser"):
        request._is_organiser = request.user.is_superuser or organised_by(request.user).exists()
    return request._is_organiser


@lru_cache
def path_to_ceremony(model):
    """The lookup that leads from a row to its ceremony, over at most two parents; "" for what belongs to none."""
    if model is Ceremony:
        return "pk"
    parents = [
        field for field in model._meta.get_fields() if (field.many_to_one or field.one_to_one) and field.concrete
    ]
    if any(field.related_model is Ceremony and field.name == "ceremony" for field in parents):
        return "ceremony"
    for field in parents:
        try:
            if field.related_model._meta.get_field("ceremony").related_model is Ceremony:
                return f"{field.name}__ceremony"
        except FieldDoesNotExist:
            continue
    return ""


def scoped(queryset, user, lookup):
    return queryset.filter(Q(**{f"{lookup}__in": organised_by(user)}))


class OrganiserPermissions:
    """Organisers may look; they may add, change and delete where the admin of a model says so."""

    organisers_add = False
    organisers_change = False
    organisers_delete = False

    def _may(self, request, also=True):
        return request.user.is_active and request.user.is_staff and also and is_organiser(request)

    def has_module_permission(self, request):
        return self._may(request)

    def has_view_permission(self, request, obj=None):
        return self._may(request)

    def has_add_permission(self, request, obj=None):
        return self._may(request, self.organisers_add)

    def has_change_permission(self, request, obj=None):
        return self._may(request, self.organisers_change)

    def has_delete_permission(self, request, obj=None):
        return self._may(request, self.organisers_delete)


class _NamedAutocomplete(AutocompleteSelect):
    """A screen reader is told what stands in the box, and of an empty one nothing: the script adds the label."""

    @property
    def media(self):
        return super().media + Media(js=["admin/js/jquery.init.js", "admin/js/autocomplete.js", "admin_names.js"])


class NamedPickers:
    """Fields that look their choices up while one types are called by their label."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", _NamedAutocomplete(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ScopedPickers(NamedPickers):
    """The choices of a form's foreign keys: rows of the organiser's own ceremonies."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        lookup = path_to_ceremony(db_field.related_model)
        if lookup and "queryset" not in kwargs:
            kwargs["queryset"] = scoped(db_field.related_model._default_manager.all(), request.user, lookup)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class CeremonyScopedAdmin(OrganiserPermissions, ScopedPickers, admin.ModelAdmin):
    """Rows that belong to a ceremony. `ceremony_lookup` says how, where `path_to_ceremony` cannot find it."""

    ceremony_lookup = None
    list_per_page = 50
    show_full_result_count = False

    def lookup_to_ceremony(self):
        return self.ceremony_lookup or path_to_ceremony(self.model)

    def get_queryset(self, request):
        return scoped(super().get_queryset(request), request.user, self.lookup_to_ceremony())

    def render_change_form(self, request, context, *args, **kwargs):
        readable = admin.ModelAdmin if request.user.is_superuser else OrganiserPermissions
        context["adminform"] = as_it_is_read(context["adminform"], linking_to=readable)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_list_display(self, request):
        return [in_words(self.model, name) for name in super().get_list_display(request)]

    def get_list_filter(self, request):
        return [CeremonyFilter, *super().get_list_filter(request)]

    def ceremony_of(self, obj):
        """The ceremony that a row belongs to."""
        for name in self.lookup_to_ceremony().split("__"):
            obj = obj if name == "pk" else getattr(obj, name)
        return obj

    # Times are those of the ceremony, and the foot of the page says so; UTC only where ceremonies of several zones mix.

    def get_object(self, request, object_id, from_field=None):
        obj = super().get_object(request, object_id, from_field)
        if obj is not None and self.ceremony_of(obj) is not None:
            timezone.activate(self.ceremony_of(obj).zone)
        return obj

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        self._activate_only_zone(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def changelist_view(self, request, extra_context=None):
        self._activate_only_zone(request, slug=request.GET.get(CeremonyFilter.parameter_name))
        return super().changelist_view(request, extra_context)

    def _activate_only_zone(self, request, slug=None):
        ceremonies = organised_by(request.user)
        zones = {one.time_zone: one for one in (ceremonies.filter(slug=slug) if slug else ceremonies)}
        if len(zones) == 1:
            timezone.activate(zones.popitem()[1].zone)

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and self._is_theirs(request, obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._is_theirs(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._is_theirs(request, obj)

    def _is_theirs(self, request, obj):
        # A parent's row is asked about too, by its inlines; get_queryset has kept foreign rows out already.
        if obj is None or not isinstance(obj, self.model):
            return True
        return organised_by(request.user).filter(pk=getattr(self.ceremony_of(obj), "pk", None)).exists()


class LabelledFormSet(BaseInlineFormSet):
    """Rows of a table of which each field says what it is."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            # In a table the heading of the column is the label, which a screen reader does not connect.
            if field.label:
                field.widget.attrs.setdefault("aria-label", str(field.label))


class ScopedInline(OrganiserPermissions, ScopedPickers, admin.TabularInline):
    """Rows below one that has been scoped already."""

    extra = 0
    formset = LabelledFormSet


class CeremonyFilter(admin.SimpleListFilter):
    """One ceremony at a time, so that a rehearsal's rows never stand beside real ones unnoticed."""

    title = Ceremony._meta.verbose_name
    parameter_name = "ceremony"

    def __init__(self, request, params, model, model_admin):
        self.lookup = model_admin.lookup_to_ceremony()
        super().__init__(request, params, model, model_admin)

    def lookups(self, request, model_admin):
        return [(ceremony.slug, f"{ceremony} ({ceremony.slug})") for ceremony in organised_by(request.user)]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return queryset.filter(**{f"{self.lookup}__in": organised_by(request.user).filter(slug=self.value())})
