from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accreditation.models import Accreditation, Document, Nominator, NominatorContact, PersonalDataRead
from accreditation.permissions import can_decide
from ceremony.admin import each
from ceremony.procedure import Refused
from ceremony.scoped_admin import CeremonyScopedAdmin, ScopedInline


class ContactForm(forms.ModelForm):
    """A contact is named by address: a list to pick from would show the accounts of other ceremonies."""

    email = forms.EmailField(label=_("e-mail address"))

    class Meta:
        model = NominatorContact
        fields = ["is_active"]

    def __init__(self, *args, **how):
        super().__init__(*args, **how)
        if self.instance.pk:
            self.fields["email"].disabled = True
            self.fields["email"].initial = self.instance.user.email

    def clean_email(self):
        email = self.cleaned_data["email"].strip().lower()
        others = NominatorContact.objects.filter(nominator=self.instance.nominator_id).exclude(pk=self.instance.pk)
        if others.filter(user__email=email).exists():
            raise forms.ValidationError(_now("This person is a contact already."), code="is_there")
        return email

    def save(self, commit=True):
        if not self.instance.pk:
            self.instance.user, _made = User.objects.reachable_at(self.cleaned_data["email"])
        return super().save(commit)


class ContactInline(ScopedInline):
    """Whoever is put out is marked, not deleted: what he did stays with his name."""

    model = NominatorContact
    form = ContactForm
    organisers_add = organisers_change = True
    fields = ["email", "is_active", "added_at"]
    readonly_fields = ["added_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user")


@admin.register(Nominator)
class NominatorAdmin(CeremonyScopedAdmin):
    """Made by the rooms that know what they are; here the quota is set and contacts are added."""

    organisers_change = True
    list_display = ["__str__", "kind", "ceremony", "quota"]
    list_filter = ["kind"]
    list_select_related = ["ceremony", "entity"]
    search_fields = ["name", "entity__search_key"]
    readonly_fields = ["ceremony", "kind", "entity"]
    inlines = [ContactInline]


@admin.register(Accreditation)
class AccreditationAdmin(CeremonyScopedAdmin):
    """Names may be put right; what was decided is read. Sealed fields and photos are on the queue's page, not here."""

    organisers_change = True
    list_display = ["full_name", "nominator", "title", "status", "submitted_at", "decided_by", "page"]
    list_filter = ["status", "nominator__kind"]
    list_select_related = ["nominator__entity", "decided_by", "ceremony"]
    search_fields = ["search_key"]
    fields = [
        "ceremony", "nominator", "family_name", "given_names", "badge_name", "title", "nationality", "exemption",
        "status", "submitted_at", "decided_by", "decided_at", "decision_code", "decision_note", "page",
    ]  # fmt: skip
    readonly_fields = [
        "ceremony", "nominator", "status", "submitted_at", "decided_by", "decided_at", "decision_code",
        "decision_note", "page",
    ]  # fmt: skip
    autocomplete_fields = ["nationality"]
    ordering = ["search_key"]
    actions = ["approve", "take_back"]

    @admin.display(description=_("name"), ordering="search_key")
    def full_name(self, person):
        return person.full_name

    @admin.display(description=_("page"))
    def page(self, person):
        address = reverse("accreditation:person", args=[person.ceremony.slug, person.key])
        return format_html('<a href="{}">{}</a>', address, _now("Open"))

    def get_queryset(self, request):
        return super().get_queryset(request).defer("passport_number", "date_of_birth")

    def save_model(self, request, person, form, change):
        # Only what was changed: a decision that was taken meanwhile stays as it is.
        if form.changed_data:
            person.fill_search_key()
            person.save(update_fields=[*form.changed_data, "search_key"])

    @admin.action(description=_("Approve"), permissions=["change"])
    def approve(self, request, queryset):
        self._each(request, queryset, Accreditation.approve)

    @admin.action(description=_("Take back to review"), permissions=["change"])
    def take_back(self, request, queryset):
        self._each(request, queryset, Accreditation.take_back)

    def _each(self, request, queryset, verb):
        def carry_out(person):
            if not can_decide(request.user, person):
                raise Refused(_now("Another role decides about this kind of people: see the queue."))
            verb(person, by=request.user, at=timezone.now())

        each(request, queryset, carry_out)


@admin.register(Document)
class DocumentAdmin(CeremonyScopedAdmin):
    """Read only: a paper is replaced by those who sent it."""

    ceremony_lookup = "nominator__ceremony"
    list_display = ["name", "kind", "nominator", "uploaded_by", "uploaded_at", "replaced_at"]
    list_filter = ["kind"]
    list_select_related = ["nominator__entity", "uploaded_by"]
    search_fields = ["name", "nominator__name", "nominator__entity__search_key"]
    exclude = ["file", "content_type"]


@admin.register(PersonalDataRead)
class PersonalDataReadAdmin(CeremonyScopedAdmin):
    """Who read restricted data of whom. Nothing is ever added, changed or deleted by hand."""

    list_display = ["at", "user", "accreditation_id", "nominator_id", "fields", "page"]
    list_select_related = ["user"]
    search_fields = ["user__email", "user__name"]
    date_hierarchy = None
