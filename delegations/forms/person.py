from crispy_forms.layout import HTML, Column, Fieldset, Row
from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.composed import Composed
from accounts.encryption import blind_index
from accreditation import mrz
from accreditation.models import OVER, Accreditation
from accreditation.photos import read_photo
from delegations import pending
from directory.models import Entity, name_language

OF_THE_PERSON = [
    "family_name",
    "given_names",
    "badge_name",
    "title",
    "nationality",
    "date_of_birth",
    "email",
    "passport_number",
]


_with_passport = Composed(
    lambda nominator, index: (
        Accreditation.objects.filter(nominator=nominator, passport_index=index)
        .exclude(status__in=OVER)
        .only("given_names", "family_name")
        .order_by()
    )
)


def states():
    """For a list of nationalities: no more columns than its words need."""
    language = name_language(get_language())
    return (
        Entity.objects.states()
        .in_name_order(language)
        .only(*dict.fromkeys(["pk", "code", "kind", "short_en", f"short_{language}", f"sort_{language}"]))
    )


def optional(label):
    return format_lazy("{} {}", label, _("(optional)"))


def _name(words):
    """A name, of letters of any script and whatever stands between them; refused only where there is no letter at all."""
    words = " ".join(words.split())
    if words and not any(character.isalpha() for character in words):
        raise forms.ValidationError(
            _("This is no name: there is not a letter in it. Write it as in the passport, in any script."),
            code="no_name",
        )
    return words


class PersonForm(forms.Form):
    """A person whom somebody puts forward, whatever the kind: name, passport, photo. Each room adds what it asks.

    What is missing may follow later; what is wrong is said at once.
    """

    family_name = forms.CharField(
        label=_("Family name"),
        error_messages={"required": _("Write the family name, or the only name.")},
        max_length=120,
        help_text=_("As in the passport. Somebody with one name only writes it here."),
    )
    given_names = forms.CharField(
        label=optional(_("Given names")),
        max_length=120,
        required=False,
        help_text=_("All of them, as in the passport."),
    )
    zone = forms.CharField(
        label=optional(_("Machine-readable zone")),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "autocomplete": "off", "class": "zone"}),
        help_text=_("The two lines at the foot of the passport's page. Their check digits find slips of the pen."),
    )
    badge_name = forms.CharField(
        label=_("Name on the badge"),
        max_length=60,
        required=False,
        help_text=_(
            "As the person is addressed, in any script, 60 characters at most. Left empty: given names and family name."
        ),
    )
    title = forms.CharField(
        label=optional(_("Functional title")),
        max_length=200,
        required=False,
        help_text=_("For example: Minister of Justice and Home Affairs"),
    )
    nationality = forms.ModelChoiceField(
        label=_("Nationality"), queryset=Entity.objects.none(), required=False, empty_label=_("Choose a State")
    )
    date_of_birth = forms.DateField(
        label=_("Date of birth"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
    )
    passport_number = forms.CharField(
        label=_("Passport number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Stored encrypted, seen by accreditation officers only."),
    )
    email = forms.EmailField(label=optional(_("E-mail address")), required=False)
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("A portrait, three wide by four high, at least 300 by 400 points: JPEG, PNG or WebP."),
    )
    kept_photo = forms.CharField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, nominator, user, person=None, **kwargs):
        self.nominator, self.user, self.person = nominator, user, person
        super().__init__(*args, **kwargs)
        self.fields["nationality"].queryset = states()
        for name in ("family_name", "given_names", "badge_name", "title"):
            self.fields[name].widget.attrs["dir"] = "auto"
        if person and person.photo:
            self.fields["photo"].label = _now("Another photo (optional)")

    @staticmethod
    def of_person(person):
        """What the form begins with, of a person who is there already."""
        initial = {name: getattr(person, name) for name in OF_THE_PERSON if name != "nationality"}
        return initial | {"nationality": person.nationality_id}

    def clean_photo(self):
        upload = self.cleaned_data.get("photo")
        return read_photo(upload) if upload else None

    def clean_family_name(self):
        return _name(self.cleaned_data["family_name"])

    def clean_given_names(self):
        return _name(self.cleaned_data["given_names"])

    def clean_badge_name(self):
        return _name(self.cleaned_data["badge_name"])

    def clean_passport_number(self):
        number = self.cleaned_data["passport_number"].strip()
        if number and not blind_index(number):
            raise forms.ValidationError(
                _("This is no passport number: write its letters and figures."), code="no_number"
            )
        return number

    def clean_date_of_birth(self):
        day = self.cleaned_data["date_of_birth"]
        if day and not 1900 <= day.year <= timezone.localdate().year:
            raise forms.ValidationError(_("This is no date of birth. Write it as in the passport."), code="implausible")
        if day and day > timezone.localdate():
            raise forms.ValidationError(
                _("This day has not come yet. Write the date as in the passport."), code="future"
            )
        return day

    def clean_zone(self):
        zone = self.cleaned_data["zone"]
        self.passport = mrz.read(zone, today=timezone.localdate()) if zone.strip() else None
        return zone

    def clean(self):
        data = super().clean()
        if getattr(self, "passport", None):
            self._compare_with_passport(data)
        if not data.get("badge_name") and "family_name" in data:
            data["badge_name"] = f"{data.get('given_names', '')} {data['family_name']}".strip()[:60]
        self._refuse_twins(data)
        if not data.get("photo") and data.get("kept_photo"):
            data["photo"] = pending.take(data["kept_photo"], user=self.user, nominator=self.nominator)
        return data

    def _compare_with_passport(self, data):
        """What was left empty is taken from the zone; what was typed has to agree with it."""
        passport = self.passport
        if not data.get("passport_number"):
            data["passport_number"] = passport.number
        elif blind_index(data["passport_number"]) != blind_index(passport.number):
            self.add_error("passport_number", _now("The machine-readable zone gives another number: compare both."))
        if "date_of_birth" in data and not data["date_of_birth"]:
            data["date_of_birth"] = passport.date_of_birth
        elif passport.date_of_birth and data.get("date_of_birth") and data["date_of_birth"] != passport.date_of_birth:
            self.add_error("date_of_birth", _now("The machine-readable zone gives another date: compare both."))
        if not data.get("nationality"):
            data["nationality"] = Entity.objects.states().filter(code=passport.nationality).first()

    def _refuse_twins(self, data):
        index = blind_index(data.get("passport_number") or "")
        if not index:
            return
        own = self.person.pk if self.person else None
        if twins := [twin for twin in _with_passport(self.nominator.pk, index) if twin.pk != own]:
            self.add_error(
                "passport_number",
                _now("%(name)s is on your list with this passport number already.") % {"name": twins[0]},
            )

    def keep_photo(self):
        """Of a form that goes back: a photo that was accepted need not be chosen again."""
        if photo := self.cleaned_data.get("photo"):
            self.data = self.data.copy()
            self.data["kept_photo"] = pending.keep(photo, user=self.user, nominator=self.nominator)

    def save_anew(self, version):
        """Of a form that came too late: the next press on the button means it."""
        self.data = self.data.copy()
        self.data["version"] = version

    def fill_in(self):
        """The person, with what was typed, unsaved; and the name of the photo's file that a new one replaces."""
        person, data = self.person or Accreditation(), self.cleaned_data
        for name in OF_THE_PERSON:
            setattr(person, name, data[name])
        replaced = person.photo.name if data["photo"] and person.photo else ""
        if data["photo"]:
            person.photo = data["photo"]
        return person, replaced

    @property
    def photo_is_kept(self):
        return self.is_bound and bool(self.data.get("kept_photo"))


def name_as_in_passport():
    return Fieldset(
        _now("Name as in the passport"),
        HTML('{% include "delegations/_passport_zone.html" %}'),
        Row(Column("family_name"), Column("given_names")),
        Row(Column("badge_name"), Column("email")),
    )


def passport_and_photo(*more):
    return Fieldset(
        _now("Passport and photo"),
        "zone",
        Row(Column("passport_number"), Column("date_of_birth")),
        Row(Column("nationality"), Column("photo", HTML('{% include "delegations/_photo_now.html" %}'))),
        *more,
    )
