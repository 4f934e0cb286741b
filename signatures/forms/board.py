"""How much of the log everybody sees: the switch of the public board."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from delegations.forms.delegation import PlainForm
from signatures.models import BoardState, Treaty

WHAT_IS_SEEN = {
    BoardState.OPEN: _(
        "Every signature stands on the board, in the status table, in the files and in the log as soon as it is confirmed."
    ),
    BoardState.PROVISIONAL: _(
        "The same; and wherever a number stands, that it is provisional, because the depositary has not yet checked the whole."
    ),
    BoardState.EMBARGOED: _(
        "One sentence: that the signatures are under embargo. No name and no number, in the files and in the log neither. The officers' own pages go on as always."
    ),
}  # fmt: skip


class BoardForm(PlainForm):
    board = forms.ChoiceField(label=_("What everybody may see"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Remark"),
        max_length=250,
        required=False,
        help_text=_("It stays on record."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    seen = forms.ChoiceField(choices=BoardState, widget=forms.HiddenInput)

    def __init__(self, *args, treaty, **kwargs):
        super().__init__(*args, initial={"board": treaty.board, "seen": treaty.board}, **kwargs)
        self.fields["board"].choices = [
            (state, format_html("<strong>{}</strong><br>{}", Treaty.LEDGER_WORDS[state].capitalize(), words))
            for state, words in WHAT_IS_SEEN.items()
        ]
