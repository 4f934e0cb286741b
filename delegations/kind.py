"""What the one queue of people knows of delegates: beside each, the delegation; and what bars an approval."""

from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.composed import Composed
from accreditation.kinds import PersonKind
from accreditation.kinds import register as register_kind
from accreditation.models import Document, DocumentKind
from delegations.models import HEAD, KIND, Delegate, DelegateRole
from delegations.models.delegation import BEFORE_SUBMISSION, NOT_COMING


def _delegate(accreditation):
    return (
        Delegate.objects.select_related("delegation__nominator__entity", "delegation__head__accreditation")
        .defer("needs")
        .get(accreditation=accreditation)
    )


def _note_verbale(nominator):
    return Document.objects.filter(nominator=nominator, kind=DocumentKind.NOTE_VERBALE, replaced_at=None).first()


def panel_context(accreditation):
    delegate = _delegate(accreditation)
    return {
        "delegate": delegate,
        "delegation": delegate.delegation,
        "note_verbale": _note_verbale(accreditation.nominator_id),
    }


def blockers(accreditation, at):
    """A delegate is approved only with the note verbale that says who comes, and from a delegation that submitted."""
    against = []
    delegation = _delegate(accreditation).delegation
    if delegation.status in NOT_COMING:
        against.append(
            _now("The delegation does not come: it is “%(status)s”.") % {"status": delegation.get_status_display()}
        )
    elif delegation.status in BEFORE_SUBMISSION:
        against.append(_now("The delegation has not been submitted yet."))
    if not _note_verbale(accreditation.nominator_id):
        against.append(_now("The note verbale is missing."))
    return against


_roles = Composed(
    lambda keys: (
        Delegate.objects.filter(accreditation__pk__among=keys)
        .order_by()
        .values_list("accreditation", "role", "pk", "delegation__head")
    )
)


def functions(keys):
    """What each of these people is, for the list of the queue: "Head of delegation", "Adviser"."""
    head, words = _now("Head of delegation"), {role: str(word) for role, word in DelegateRole.choices}
    return {key: head if pk == head_pk else words[role] for key, role, pk, head_pk in _roles(keys)}


def in_role(people, role):
    is_head = Q(delegate__delegation__head=F("delegate"))
    return (
        people.filter(is_head)
        if role == HEAD
        else people.filter(~is_head | Q(delegate__delegation__head=None), delegate__role=role)
    )


def erase(ceremony):
    """On the day of retention: the needs that delegates told of."""
    return Delegate.objects.filter(delegation__nominator__ceremony=ceremony).exclude(needs="").update(needs="")


def address(nominator):
    from django.urls import reverse

    return reverse("delegations:detail", args=[nominator.ceremony.slug, nominator.entity.code])


def register():
    register_kind(
        PersonKind(
            name=KIND,
            label=_("Delegations"),
            panel="delegations/_person_panel.html",
            panel_context=panel_context,
            blockers=blockers,
            address=address,
            functions=functions,
            in_role=in_role,
            erase=erase,
        )
    )
