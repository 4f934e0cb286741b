from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms.plain import PlainForm
from press.forms.arrival import BeginForm


class ContactForm(PlainForm):
    """The contact of an application and what he declares for the outlet."""

    contact_name = BeginForm.base_fields["contact_name"]
    contact_phone = BeginForm.base_fields["contact_phone"]
    is_editorial = forms.BooleanField(
        label=_("The outlet publishes editorial content of its own"),
        required=False,
        help_text=_(
            "Media that sell advertising or sponsored content in its place are not accredited. Without this tick nothing "
            "can be submitted."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, application, **kwargs):
        initial = {
            "contact_name": application.contact_name,
            "contact_phone": application.contact_phone,
            "is_editorial": application.is_editorial,
            "version": application.version,
        }
        super().__init__(*args, initial=initial, **kwargs)

    def save_anew(self, version):
        """Of a form that came too late: the next press on the button means it."""
        self.data = self.data.copy()
        self.data["version"] = version


class QuotaForm(PlainForm):
    wanted = forms.IntegerField(
        label=_("How many people in all?"),
        min_value=1,
        max_value=999,
        error_messages={
            "required": _("Write how many people the outlet would bring, all of its applications together.")
        },
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=2000,
        help_text=_("For example: live coverage in three languages, two crews at two places at once."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": _("Write why you need more places: the press desk decides by it.")},
    )
