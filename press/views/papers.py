"""Letters of assignment: what the outlet hands in, and whom each names."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ceremony.procedure import Refused
from ceremony.telling import do
from delegations.views.lookups import posted
from press import quotas
from press.forms.letter import FIELD_OF, CoverForm, LetterForm
from press.models import AssignmentLetter, LetterStatus
from press.own import own_application, roll_of
from press.views.application import GET_OR_POST


@GET_OR_POST
def letters(request, key):
    """The letters of the application, and the form for another one."""
    application = own_application(request, key)
    roll, now = roll_of(application), timezone.now()
    uncovered = [one for one in roll.coming if one.pk not in roll.named]
    form = LetterForm(
        posted(request), request.FILES or None, application=application, user=request.user, uncovered=uncovered
    )
    if request.method == "POST":
        if form.is_valid():
            try:
                letter = AssignmentLetter.objects.hand_in(application, **form.letter(), by=request.user, at=now)
            except Refused as refused:
                form.add_error(FIELD_OF.get(refused.code), refused)
            else:
                _tell(request, application, letter)
                return redirect("press:letters", request.ceremony.slug, key)
        form.keep_papers()
    there = list(
        AssignmentLetter.objects.standing()
        .filter(application=application)
        .select_related("document")
        .prefetch_related("names")
    )
    people = {one.pk: one for one in roll.people}
    context = {
        "application": application,
        "form": form,
        "roll": roll,
        "uncovered": uncovered,
        "letters": [(one, [_line(name, people, roll) for name in one.names.all()]) for one in there],
        "rejected": LetterStatus.REJECTED,
    }
    return render(request, "press/letters.html", context)


def _line(name, people, roll):
    """(name in the letter, who it is, a form to say who, for a name that no person of the list has)."""
    person = people.get(name.journalist_id)
    if name.journalist_id:
        return name, person, None
    return name, None, CoverForm(name=name, people=roll.coming) if roll.coming else None


def _tell(request, application, letter):
    names = list(letter.names.all())
    messages.success(request, _("The letter is handed in. It names %(count)d people.") % {"count": len(names)})
    if unknown := [one.name for one in names if one.journalist_id is None]:
        messages.info(
            request,
            _("Not on your list of people yet: %(names)s. Enter them, or say below who they are.")
            % {"names": ", ".join(unknown[:20])},
        )
    limit = quotas.limit_of(application.outlet)
    if limit is not None and len(names) > limit:
        messages.warning(
            request,
            _(
                "The quota of %(outlet)s is %(limit)d people: whoever is submitted beyond it waits. You may ask for a "
                "higher quota, with the reason."
            )
            % {"outlet": application.outlet, "limit": limit},
        )


def _own_letter(request, key, letter):
    application = own_application(request, key)
    found = get_object_or_404(AssignmentLetter.objects.standing(), application=application, key=letter)
    found.application = application
    return application, found


@require_POST
def cover(request, key, letter, name):
    """Say which person of the list a name in the letter is."""
    application, found = _own_letter(request, key, letter)
    line = get_object_or_404(found.names.filter(journalist=None), pk=name)
    form = CoverForm(request.POST, name=line, people=roll_of(application).coming)
    if not form.is_valid():
        messages.error(request, _("Choose who “%(name)s” is.") % {"name": line.name})
    else:
        chosen = form.chosen
        do(
            request,
            lambda: found.cover(line, chosen, by=request.user, at=timezone.now()),
            done=_("“%(name)s” in the letter is %(person)s.") % {"name": line.name, "person": chosen},
        )
    return redirect("press:letters", request.ceremony.slug, key)


@require_POST
def withdraw(request, key, letter):
    _application, found = _own_letter(request, key, letter)
    do(
        request,
        lambda: found.withdraw(by=request.user, at=timezone.now()),
        done=_("The letter does not count any more."),
    )
    return redirect("press:letters", request.ceremony.slug, key)
