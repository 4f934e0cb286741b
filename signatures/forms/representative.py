"""Whether an entity will sign, who signs for it, and which office that person holds."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from delegations.forms.delegation import PlainForm, ReasonForm
from delegations.models import Rank
from directory.sorting import search_key
from signatures.models import BY_VIRTUE_OF_OFFICE, Office, Representative

# Who holds one of these offices has its rank.
RANK_OF = {
    Office.HEAD_OF_STATE: Rank.HEAD_OF_STATE,
    Office.HEAD_OF_GOVERNMENT: Rank.HEAD_OF_GOVERNMENT,
    Office.FOREIGN_MINISTER: Rank.FOREIGN_MINISTER,
}
AUTO = {"dir": "auto"}


def _words(name):
    return set(search_key(name).split())


class IntentionForm(PlainForm):
    will_sign = forms.TypedChoiceField(
        label=_("Will it sign?"),
        help_text=_("It binds nobody, and can be changed until the signature: it says whom to expect at the table."),
        choices=[("yes", _("Yes, at this ceremony or later")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )

    def __init__(self, *args, standing=None, **kwargs):
        said = {"will_sign": "yes" if standing.will_sign else "no"} if standing else {}
        super().__init__(*args, prefix="intention", initial=said, **kwargs)


class RepresentativeForm(PlainForm):
    """Who signs. `standing` is the one named now; another person, title, rank or office replaces that row."""

    person = forms.ChoiceField(
        label=_("Somebody of the delegation"),
        required=False,
        help_text=_("Name and office are taken over where you leave them empty. Who signs need not be accredited."),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("As it is to stand in the log, and as it stands in the full powers."),
        widget=forms.TextInput(attrs=AUTO),
    )
    title = forms.CharField(
        label=_("Office held"),
        max_length=250,
        required=False,
        help_text=_("In full: Minister of Public Security. Permanent Representative to the United Nations."),
        widget=forms.TextInput(attrs=AUTO),
    )
    office = forms.ChoiceField(
        label=_("Is it one of the three offices that sign without full powers?"),
        required=False,
        help_text=_(
            "Titles are local: a Chancellor may be the Head of Government. A treaty officer confirms the office."
        ),
        choices=[
            ("", _("No: full powers are needed")),
            *((office.value, office.label) for office in BY_VIRTUE_OF_OFFICE),
        ],
        widget=forms.RadioSelect,
    )
    acting = forms.BooleanField(label=_("Acting or ad interim"), required=False)
    rank = forms.TypedChoiceField(
        label=_("Rank"), choices=Rank.choices, coerce=int, empty_value=None, required=False,
        help_text=_("For the order in which States are called. One of the three offices has its own rank."),
    )  # fmt: skip
    pronunciation = forms.CharField(
        label=_("How to say the name (may stay empty)"),
        max_length=200,
        required=False,
        help_text=_("For the caller in the hall, the stress in capitals: ngoo-YEN."),
        widget=forms.TextInput(attrs=AUTO),
    )
    sure = forms.BooleanField(required=False)
    instead_of = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, treaty, entity, standing, people=(), **kwargs):
        self.treaty, self.entity, self.standing = treaty, entity, standing
        self.people = {str(one.accreditation.key): one for one in people}
        super().__init__(*args, prefix="representative", initial=self._standing_values(), **kwargs)
        self.fields["person"].choices = [
            ("", _now("Somebody else: written below")),
            *((key, str(one)) for key, one in self.people.items()),
        ]
        if not people:
            del self.fields["person"]
        if not entity.is_state:
            del self.fields["office"], self.fields["acting"]
        if standing is None:
            del self.fields["sure"]
        else:
            self.fields["sure"].label = self._asked()

    def _standing_values(self):
        if self.standing is None:
            return {"rank": Rank.OTHER.value, "office": ""}
        kept = ["name", "title", "rank", "office", "acting", "pronunciation"]
        person = next(
            (key for key, one in self.people.items() if one.accreditation_id == self.standing.accreditation_id), ""
        )
        return {name: getattr(self.standing, name) for name in kept} | {
            "instead_of": self.standing.pk,
            "person": person,
        }

    def _asked(self):
        if self.standing.confirmed_at:
            return _now(
                "Yes, change it: %(name)s is no longer named like this, and the confirmation of the office is withdrawn"
            ) % {"name": self.standing}
        return _now("Yes, change it: %(name)s is no longer named like this") % {"name": self.standing}

    @property
    def chosen(self):
        return self.people.get(self.cleaned_data.get("person") or "")

    def clean(self):
        data = super().clean()
        if str(self.standing.pk if self.standing else "") != str(data.get("instead_of") or ""):
            self.add_error(None, _now("Somebody else was named meanwhile: look at it, then say it again."))
        self._take_over(data)
        for name, words in {
            "name": _now("Write the name, or choose somebody of the delegation."),
            "title": _now("Write the office in full: it stands in the log."),
        }.items():
            if name not in self.errors and not data.get(name):
                self.add_error(name, words)
        self._rank(data)
        if self.standing and not self.errors and self.changes and not data.get("sure"):
            self.add_error(
                "sure",
                _now("%(name)s is named now. Tick the box if that is to change.") % {"name": self.standing},
            )
        return data

    def _rank(self, data):
        """The rank of one of the three offices goes with the office: nobody else is called before the ministers."""
        given = data.get("rank") or Rank.OTHER
        if "office" in self.fields and not data.get("office") and given in RANK_OF.values():
            self.add_error("rank", _now("Who has this rank holds the office: choose it above, or another rank here."))
        data["rank"] = RANK_OF.get(data.get("office"), given)

    def _take_over(self, data):
        """What is known of the chosen person stands where nothing was written."""
        if self.chosen is None:
            return
        person = self.chosen.accreditation
        if self._still_of_somebody_else(person, data):
            data |= {"name": "", "title": "", "pronunciation": ""}
        data["name"] = data.get("name") or person.full_name
        data["title"] = data.get("title") or person.title
        if not _words(person.full_name) & _words(data["name"]):
            self.add_error(
                "name",
                _now("You chose %(person)s, but wrote another name: empty the name, or choose “Somebody else” above.")
                % {"person": person.full_name},
            )

    def _still_of_somebody_else(self, person, data):
        """Whether another person was chosen, and the name of the one before was left where it stood."""
        before = self.standing
        if before is None or person.pk == before.accreditation_id or data.get("name") != before.name:
            return False
        return _words(person.full_name) != _words(before.name)

    @property
    def changes(self):
        """Whether it is another person, title, rank or office than the one that stands."""
        now = self.cleaned_data
        kept = {
            "name": " ".join(now.get("name", "").split()),
            "title": " ".join(now.get("title", "").split()),
            "rank": now.get("rank"),
            "office": now.get("office", ""),
            "acting": bool(now.get("office")) and now.get("acting", False),
        }
        return any(getattr(self.standing, name) != value for name, value in kept.items())

    def save(self, *, by, at):
        """Raises Refused."""
        now = self.cleaned_data
        details = {
            "pronunciation": now["pronunciation"],
            "accreditation": self.chosen.accreditation if self.chosen else None,
        }
        if self.standing and not self.changes:
            self.standing.note_details(**details, by=by, at=at)
            return self.standing
        office = now.get("office", "")
        return Representative.objects.name_for(
            self.treaty, self.entity, name=now["name"], title=now["title"], rank=now["rank"], by=by, at=at,
            office=office, acting=bool(office) and now.get("acting", False), **details,
        )  # fmt: skip


class ConfirmOfficeForm(PlainForm):
    source = forms.CharField(
        label=_("From where it is known"),
        max_length=250,
        help_text=_("A note verbale, the protocol list, the depositary's list of the three offices, with its date."),
        widget=forms.TextInput(attrs=AUTO),
        error_messages={"required": _("Write from where it is known: a note verbale, the protocol list, a date.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, prefix="confirm", **kwargs)


class WithdrawOfficeForm(ReasonForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, prefix="withdraw", **kwargs)
        self.fields["reason"].error_messages["required"] = _("Write why the confirmation is withdrawn.")
