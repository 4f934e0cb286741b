"""What is typed about the classes of speakers: whose they are, of which ranks, how long each speaks, in which order."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from delegations.models import Rank
from directory.texts import LocalTextFormField, LocalTextWidget
from events.forms.plain import PlainForm
from events.models import StatementClass
from events.models.statements_list import LONGEST

OWN = ["name", "of_states", "highest", "lowest", "minutes", "group_minutes"]


class FoldedTextWidget(LocalTextWidget):
    """One language in view, the others behind a word: for rows of texts below each other."""

    template_name = "events/_folded_text.html"


def _rank(label):
    return forms.TypedChoiceField(
        label=label, coerce=int, empty_value=None, required=False, choices=[("", "—"), *Rank.choices]
    )


def _minutes(label):
    return forms.IntegerField(label=label, min_value=1, max_value=LONGEST, required=False)


class ClassForm(PlainForm):
    """A class that is there, or with a name a new one."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = LocalTextFormField(label=_("Name"), required=False, widget=FoldedTextWidget())
    of_states = forms.TypedChoiceField(
        label=_("Of"), choices=[("1", _("States")), ("", _("organisations"))], coerce=bool, empty_value=False, required=False,
        initial="1",
    )  # fmt: skip
    highest = _rank(_("From"))
    lowest = _rank(_("Down to"))
    minutes = _minutes(_("Minutes"))
    group_minutes = _minutes(_("Minutes on behalf of a group"))
    position = forms.IntegerField(label=_("Order"), min_value=1, max_value=99, required=False)
    is_removed = forms.BooleanField(label=_("Remove this class"), required=False)

    def clean(self):
        data = super().clean()
        if data.get("is_removed") or not (data.get("name") or data.get("pk")):
            return data
        if "name" not in self.errors and not data["name"].get("en"):
            self.add_error("name", _now("Write the English name: it stands in for every language that is left empty."))
        for name in ["highest", "lowest", "minutes", "group_minutes"]:
            if name not in self.errors and data.get(name) is None:
                self.add_error(name, _now("A class needs this."))
        highest, lowest = data.get("highest"), data.get("lowest")
        if highest is not None and lowest is not None and lowest < highest:
            self.add_error("lowest", _now("The class ends above the rank with which it begins."))
        return data


class BaseClasses(forms.BaseFormSet):
    def given(self, speakers):
        """The classes of this list in their order, as the verb takes them; a row without a number comes last."""
        there = set(speakers.classes.values_list("pk", flat=True))
        rows = [data for data in self.cleaned_data if data.get("name") and not data["is_removed"]]
        rows.sort(key=lambda data: data["position"] or 100)
        return [
            StatementClass(pk=data["pk"] if data["pk"] in there else None, **{name: data[name] for name in OWN})
            for data in rows
        ]


Classes = forms.formset_factory(ClassForm, formset=BaseClasses, extra=1, max_num=30, absolute_max=30)


def given_of(speakers):
    """The classes that are there, as the form shows them."""
    return [
        {name: getattr(one, name) for name in ["pk", "position", *OWN]} | {"of_states": "1" if one.of_states else ""}
        for one in speakers.classes.all()
    ]
