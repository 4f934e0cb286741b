"""What the one queue of people knows of delegates: beside each, the delegation; and what bars an approval."""

from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

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


FUNCTION = Subquery(
    Delegate.objects.filter(accreditation=OuterRef("pk"))
    .order_by()
    .values(code=Case(When(delegation__head=F("pk"), then=Value(HEAD)), default=F("role")))
)


def function_words():
    """What a delegate is, for the list of the queue: "Head of delegation", "Adviser"."""
    return {HEAD: _now("Head of delegation"), **dict(DelegateRole.choices)}


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
            function=FUNCTION,
            function_words=function_words,
            in_role=in_role,
            erase=erase,
        )
    )
