from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms.plain import PlainForm


class ReleaseForm(PlainForm):
    """A word to everybody about the version, and what the officer had before his eyes when he pressed."""

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Optional. Everybody reads it beside the version, and those who are told in their letters."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=100)
