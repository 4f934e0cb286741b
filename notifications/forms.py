from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.kinds import letter_kinds
from notifications.models import Letter, LetterStatus, LetterText


def kinds_in_outboxes():
    return sorted((kind for kind in letter_kinds.values() if not kind.is_sign_in), key=lambda kind: str(kind.label))


class OutboxFilter(forms.Form):
    """What of the outbox one sees. A value that makes no sense filters nothing."""

    q = forms.CharField(label=_("Recipient"), required=False)
    status = forms.ChoiceField(label=_("State"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    twice = forms.BooleanField(label=_("Perhaps sent twice"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [("", _("All")), *LetterStatus.choices]
        self.fields["kind"].choices = [("", _("All")), *((kind.name, kind.label) for kind in kinds_in_outboxes())]
        self.full_clean()

    @property
    def is_used(self):
        return any(self.cleaned_data.values())

    def narrow(self, letters):
        wanted = self.cleaned_data
        if wanted.get("q"):
            letters = letters.to_somebody_called(wanted["q"])
        for name in ("status", "kind"):
            if wanted.get(name):
                letters = letters.filter(**{name: wanted[name]})
        return letters.filter(maybe_twice=True) if wanted.get("twice") else letters


class AddressForm(forms.Form):
    """Where a letter that was refused is to go now."""

    to_email = forms.EmailField(
        label=_("Address"),
        help_text=_(
            "Correct it if it was wrong. For another mailbox the link in the letter does not sign in by itself."
        ),
    )


class LetterTextForm(forms.ModelForm):
    class Meta:
        model = LetterText
        fields = ["subject", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 16})}


def letters_chosen(request):
    """The letters whose boxes were ticked; whatever else was typed there is left out."""
    numbers = {number for number in request.POST.getlist("letter") if number.isdecimal() and len(number) < 19}
    return Letter.objects.visible_to(request.user, request.ceremony).filter(pk__in=numbers)
