"""What the pages of the desk share: who comes in, and how a verb is carried out."""

from django.http import Http404
from django.utils import timezone

from ceremony.access import officers_only
from ceremony.telling import do_with
from press.own_affairs import refuse_own_affair
from press.permissions import DESK_ROLES

PAGE = 50
desk_only = officers_only(*DESK_ROLES)


def carried_out(request, classes, verb, subject, *, nominators=()):
    """The verb's form as it was sent, and whether it was done. Raises Http404 for a verb that there is not."""
    found = next((one for one in classes if one.verb == verb), None)
    if found is None:
        raise Http404
    form, at = found(request.POST, subject=subject), timezone.now()

    def carry_out():
        refuse_own_affair(request.user, nominators)
        form.carry_out(by=request.user, at=at)

    return form, do_with(request, form, carry_out, done=lambda: str(form.done) % {"name": subject})


def typed(data, name, longest):
    """A text of a form that has no fields: as much as there is room for, without the sign that PostgreSQL keeps in none."""
    return data.get(name, "").replace("\0", "")[:longest]


def number(text):
    """A whole number of a form that has no fields; None for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else None
