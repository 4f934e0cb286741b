"""How a view comes by a delegation: through what the visitor may see. Everything else does not exist."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404

from delegations.models import Delegation
from delegations.own import at, delegations_of, delegations_with_head_of
from delegations.roll import Roll


def seen_delegation(request, code):
    """One that the visitor may read: an officer any, a focal point his own."""
    own = delegations_of(request.user, request.ceremony)
    if code in own:
        return own[code]
    return _found(request, Delegation.objects.visible_to(request.user, request.ceremony).with_entity(), code)


def own_delegation(request, code, *, with_head=False):
    """One for which the visitor answers. No officer's role stands in for that."""
    own = delegations_with_head_of if with_head else delegations_of
    try:
        return own(request.user, request.ceremony)[code]
    except KeyError:
        raise Http404 from None


def _found(request, delegations, code):
    return at(request.ceremony, get_object_or_404(delegations, nominator__entity__code=code))


def own_delegate(delegation, key, *, whole=False):
    """A person of this delegation; `whole` with what only the person's own page reads."""
    people = delegation.delegates.select_related("accreditation") if whole else delegation.delegates.for_lists()
    delegate = get_object_or_404(people, accreditation__key=key)
    delegate.delegation = delegation
    delegate.accreditation.ceremony = delegation.ceremony
    delegate.accreditation.nominator = delegation.nominator
    return delegate


def roll_of(delegation):
    return Roll.of(delegation.nominator)


def tell(request, result):
    """What became of a submission: one message of who went, one of who did not and why."""
    messages.success(request, " ".join(result.sent_in_words()))
    if result.kept:
        messages.warning(request, "\n".join(result.kept_in_words()))


def posted(request):
    """What a form is bound to: an empty POST is one too, and gets its errors."""
    return request.POST if request.method == "POST" else None
