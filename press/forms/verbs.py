"""What the desk may do to a thing, each as a button with what it asks for."""

from django import forms

from events.forms.plain import PlainForm


def words(label, hint="", *, required=True, rows=2, longest=1000, missing=None):
    """A sentence or two in anybody's language."""
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
        error_messages={"required": missing} if missing else None,
    )  # fmt: skip


class VerbForm(PlainForm):
    """One verb on one row. `to` is the status that it leads to; empty where it leads to none."""

    verb = label = done = to = ""
    is_first = is_danger = False
    address = ""  # where it is sent; the view fills it in

    def __init__(self, data=None, *, subject, **options):
        super().__init__(data, prefix=self.verb, **options)
        self.subject = subject
        self.prepare()

    def prepare(self):
        """What the fields offer depends on the row."""

    @classmethod
    def is_open_for(cls, subject, at):
        return not cls.to or cls.to in subject.MOVES.get(subject.status, ())

    def carry_out(self, *, by, at):
        raise NotImplementedError


def offered(classes, subject, *, at, address, bound=None):
    """The forms of what may be done to the row now. `bound` is one that came back with its errors."""
    shown = []
    for one in classes:
        if bound is not None and bound.verb == one.verb:
            form = bound
        elif one.is_open_for(subject, at):
            form = one(subject=subject)
        else:
            continue
        form.address = address(one.verb)
        shown.append(form)
    return shown
