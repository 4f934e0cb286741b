from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from ceremony.models import Role


class AppointForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("Sign-in codes go there. An account is made if there is none yet.")
    )
    name = forms.CharField(
        label=_("Name"), max_length=200, required=False, help_text=_("As it is to stand in decisions and histories.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason (optional)"), max_length=500, required=False, help_text=_("It stays on record.")
    )

    @property
    def helper(self):
        helper = FormHelper()
        helper.attrs = {"novalidate": True, "class": "measure"}
        helper.add_input(Submit("", _("Appoint")))
        return helper
