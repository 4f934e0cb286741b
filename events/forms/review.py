"""What those who review type: points, a decision, a reason; and what their list is narrowed down to."""

from django import forms
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from directory.models import Entity
from events.forms.plain import PlainForm
from events.models import Criterion, SideEventStatus, Theme
from events.models.assignment import impartial_reviewers
from events.models.review import POINTS
from events.models.side_event import DECISIONS, TO_DECIDE

LATE = "late"


def _words(label, *, required=True, help_text="", rows=3):
    return forms.CharField(
        label=label,
        required=required,
        max_length=4000,
        widget=forms.Textarea({"rows": rows, "dir": "auto"}),
        help_text=help_text,
        error_messages={"required": _("Write a sentence: it is read, and stays on record.")},
    )


class WordsForm(PlainForm):
    reason = _words(_("Reason"))


class FixForm(PlainForm):
    to_fix = _words(_("What is to be put right"), help_text=_("The lead reads it as you write it."), rows=4)


class PrepareForm(PlainForm):
    decision = forms.ChoiceField(label=_("Decision"), choices=DECISIONS, widget=forms.RadioSelect)
    reason = _words(
        _("Reason"),
        required=False,
        help_text=_("The sponsors read it in the letter. To decline, it is needed."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)


class ReviewForm(PlainForm):
    """Eligible or not, points by each criterion, a comment among reviewers."""

    def __init__(self, *args, event, review=None, **kwargs):
        initial = {"eligible": "yes", "comment": ""}
        if review:
            initial = {"eligible": "yes" if review.eligible else "no", "comment": review.comment}
            initial |= {f"points_{score.criterion_id}": score.points for score in review.scores.all()}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["eligible"] = forms.ChoiceField(
            label=_("Is it eligible?"),
            choices=[("yes", _("Yes")), ("no", _("No: write in the comment why"))],
            widget=forms.RadioSelect,
        )
        self.criteria = list(Criterion.objects.filter(ceremony=event.ceremony))
        for one in self.criteria:
            weight = _now("weight %(weight)d") % {"weight": one.weight}
            self.fields[f"points_{one.pk}"] = forms.TypedChoiceField(
                label=f"{one} ({weight})" if one.weight != 1 else str(one),
                choices=[("", _now("No points yet")), *POINTS],
                coerce=int,
                empty_value=None,
                required=False,
            )
        self.fields["comment"] = _words(
            _("Comment"), required=False, help_text=_("Reviewers and organisers read it, the sponsors never do.")
        )

    def clean(self):
        data = super().clean()
        if data.get("eligible") == "yes":
            for one in self.criteria:
                if f"points_{one.pk}" in data and data[f"points_{one.pk}"] is None:
                    self.add_error(f"points_{one.pk}", _now("Give from 1 to 5 points."))
        elif data.get("eligible") == "no" and not data.get("comment", "").strip():
            self.add_error("comment", _now("Write why it is not eligible."))
        return data

    @property
    def points(self):
        return {one: self.cleaned_data[f"points_{one.pk}"] for one in self.criteria}


class AssignForm(PlainForm):
    """Who reviews it; none of those who answer for one of its sponsors."""

    reviewers = forms.ModelMultipleChoiceField(
        label=_("Reviewers"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody ticked: every coordinator may review it. Who has written a review stays."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reviewers"].queryset = impartial_reviewers(event)


class MergeForm(PlainForm):
    into = forms.ChoiceField(label=_("Which one goes on?"), widget=forms.RadioSelect)
    note = _words(_("A word to the leads"), required=False, help_text=_("Why you think that they belong together."))

    def __init__(self, *args, events, **kwargs):
        super().__init__(*args, **kwargs)
        self.events = {str(event.key): event for event in events}
        self.fields["into"].choices = [
            (key, f"{event.reference}, “{event}” ({event.lead}, {event.get_status_display()})")
            for key, event in self.events.items()
        ]


class AnswerForm(PlainForm):
    """A co-sponsor's or a lead's yes or no."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose your answer.")},
    )
    reason = _words(
        _("A word to the lead (optional)"), required=False, help_text=_("It is in the letter that the lead gets.")
    )

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = choices


ORDERS = {
    "number": ("number",),
    "score": (F("score").desc(nulls_last=True), "number"),
    "waiting": ("submitted_at", "number"),
    "title": ("title", "number"),
}


class SideEventFilter(forms.Form):
    """What the coordinators' list is narrowed down to; a value that does not exist narrows nothing."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[
            ("", _("To decide")), ("all", _("All")), *SideEventStatus.choices, (LATE, _("Came too late")),
        ],
        required=False,
    )  # fmt: skip
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    prepared = forms.ChoiceField(
        label=_("Prepared"),
        choices=[("", _("All")), ("no", _("Nothing prepared")), *DECISIONS],
        required=False,
    )
    mine = forms.ChoiceField(
        label=_("My review"),
        choices=[
            ("", _("All")), ("due", _("To review by me")), ("no", _("Not written yet")), ("yes", _("Written")),
        ],
        required=False,
    )  # fmt: skip
    order = forms.ChoiceField(
        label=_("Order"),
        choices=[
            ("", _("By number")),
            ("score", _("By points")),
            ("waiting", _("By time of submission")),
            ("title", _("By title")),
        ],
        required=False,
    )

    def __init__(self, *args, ceremony, **kwargs):
        super().__init__(*args, **kwargs)
        themes = Theme.objects.filter(ceremony=ceremony)
        self.fields["theme"].choices = [("", _("All")), *((str(theme.pk), str(theme)) for theme in themes)]
        for field in self.fields.values():
            is_text = isinstance(field.widget, forms.TextInput)
            field.widget.attrs["class"] = "form-control" if is_text else "form-select"
        self.is_valid()

    def narrow(self, events, user):
        data = self.cleaned_data
        if words := (data.get("q") or "").strip():
            named = Entity.objects.named(words).values("pk")
            number = words.upper().removeprefix("SE-").lstrip("0")
            by_number = (
                Q(number=int(number)) if number.isascii() and number.isdigit() and len(number) < 9 else Q(pk=None)
            )
            events = events.filter(
                Q(title__icontains=words)
                | by_number
                | Q(pk__in=events.model.objects.filter(sponsors__entity__in=named).values("pk"))
            )
        status = data.get("status")
        if not status:
            events = events.filter(status__in=TO_DECIDE)
        elif status == LATE:
            events = events.filter(status=SideEventStatus.DRAFT, late_asked_at__isnull=False)
        elif status != "all":
            events = events.filter(status=status)
        if data.get("theme"):
            events = events.filter(theme=data["theme"])
        if prepared := data.get("prepared"):
            events = events.filter(prepared_status="" if prepared == "no" else prepared)
        mine = data.get("mine")
        if mine == "due":
            events = events.filter(is_due=True, is_own=False)
        elif mine:
            written = Q(pk__in=events.model.objects.filter(reviews__reviewer=user).values("pk"))
            events = events.filter(written if mine == "yes" else ~written)
        return events.order_by(*ORDERS[data.get("order") or "number"])

    @property
    def is_narrowing(self):
        return any(value for name, value in self.cleaned_data.items() if name != "order")
