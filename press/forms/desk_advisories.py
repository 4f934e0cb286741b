"""Advisories of the media centre: written in as many languages as there are, published at their minute."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ceremony.procedure import AlreadyDecided
from events.forms.instants import InstantField
from events.forms.plain import PlainForm
from press.forms.verbs import VerbForm, words
from press.models import Advisory, AdvisoryStatus


class AdvisoryForm(PlainForm, forms.ModelForm):
    embargo_until = InstantField(
        label=_("Embargo until"), required=False, help_text=_("Left empty: from its publication on.")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Advisory
        fields = ["day", "title", "body", "embargo_until"]
        widgets = {"day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance.pk:
            self.fields["seen"].initial = self.instance.revision

    def _post_clean(self):
        """The verbs write."""

    def columns(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class PublishAdvisory(VerbForm):
    verb, label, to, is_first = "publish", _("Publish"), AdvisoryStatus.PUBLISHED, True
    done = _("“%(name)s” is published: public at its minute, and sent to whoever signed up.")
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self):
        self.fields["seen"].initial = self.subject.revision

    def carry_out(self, **how):
        try:
            self.subject.publish(seen=self.cleaned_data["seen"], **how)
        except AlreadyDecided:
            # The page shows it now as it is: who presses again has read it.
            self.data = self.data.copy()
            revision = Advisory.objects.values_list("revision", flat=True).get(pk=self.subject.pk)
            self.data[self.add_prefix("seen")] = revision
            raise


class WithdrawAdvisory(VerbForm):
    verb, label, to, is_danger = "withdraw", _("Withdraw"), AdvisoryStatus.WITHDRAWN, True
    done = _("“%(name)s” is withdrawn: nobody reads it from here any more.")
    reason = words(_("Why"), _("It stays on record."), longest=500)

    def carry_out(self, **how):
        self.subject.withdraw(reason=self.cleaned_data["reason"], **how)


ADVISORY_VERBS = [PublishAdvisory, WithdrawAdvisory]
