import unicodedata

from allauth.account.forms import ConfirmLoginCodeForm as AllauthConfirmLoginCodeForm
from allauth.account.forms import LoginForm
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User


def plain_digits(text):
    """Digits of every script as 0 to 9: an Arabic keyboard types ١٢٣."""
    return "".join(str(unicodedata.decimal(character, character)) for character in text)


class SignInForm(LoginForm):
    """An e-mail address. Known or not, the answer is the same, and so is the count of tries."""

    error_css_class = "is-invalid"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        address = self.fields["login"]
        address.label = _("E-mail address")
        address.help_text = _("The one that your invitation came to.")
        address.error_messages["required"] = _("Type your e-mail address.")
        address.error_messages["invalid"] = _("Type the whole address, for example name@mission.example.")
        address.widget.attrs = {"autocomplete": "email", "autofocus": True, "maxlength": 254, "spellcheck": "false"}

    def clean(self):
        """Raises ImmediateHttpResponse (429) when this address or this network has asked for too many codes."""
        address = self.cleaned_data.get("login")
        if address:
            if not ratelimit.consume(self.request, action="request_login_code", key=address.lower()):
                raise ImmediateHttpResponse(ratelimit.respond_429(self.request))
            self.user = User.objects.filter(email=address.lower(), is_active=True).first()
        return self.cleaned_data


class CodeMixin:
    """A code may be typed with or without its dash, in the digits of any script."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = _("Code")
        code.error_messages["required"] = _("Type the code.")
        code.widget.attrs = {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "autofocus": True,
            "maxlength": 20,
        }

    def clean_code(self):
        self.cleaned_data["code"] = plain_digits(self.cleaned_data["code"])
        return super().clean_code()


class ConfirmLoginCodeForm(CodeMixin, AllauthConfirmLoginCodeForm):
    pass


class ProfileForm(forms.ModelForm):
    """What a person may say about himself. Pages come in complete languages only; a language kept from before stays."""

    class Meta:
        model = User
        fields = ["name", "language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offered = {*settings.COMPLETE_LANGUAGES, self.instance.language}
        self.fields["language"].choices = [pair for pair in settings.LANGUAGES if pair[0] in offered]
        self.fields["name"].widget.attrs["autocomplete"] = "name"
