"""Whom the workloads play, taken from the demo."""

from django.utils import timezone

from accreditation.models import Accreditation, NominatorContact
from bench.people import sign_in
from ceremony.models import Ceremony
from delegations.models import Delegate, DelegateRole, Delegation, DelegationStatus, Rank

BEING_REGISTERED = [DelegationStatus.REGISTERING, DelegationStatus.SUBMITTED]


def demo():
    return Ceremony.objects.get(slug="demo")


def delegations_being_registered():
    """(delegation, focal point signed in), as many as there are."""
    delegations = Delegation.objects.filter(nominator__ceremony=demo(), status__in=BEING_REGISTERED)
    for delegation in delegations.select_related("nominator__entity", "nominator__ceremony").order_by("pk"):
        contact = NominatorContact.objects.filter(nominator=delegation.nominator, is_active=True).first()
        if contact:
            yield delegation, sign_in(contact.user)


def delegation_of(count):
    """One with so many people; who is missing from it is put forward."""
    delegation, focal_point = next(
        (delegation, focal_point)
        for delegation, focal_point in delegations_being_registered()
        if delegation.delegates.count() <= count
    )
    for number in range(delegation.delegates.count(), count):
        person = Accreditation(
            family_name=f"Example {number}", given_names="Bench", badge_name=f"Bench Example {number}"
        )
        Delegate.put_forward(
            delegation,
            person,
            role=DelegateRole.ADVISER,
            rank=Rank.OTHER,
            by=focal_point.user,
            at=timezone.now(),
        )
    return delegation, focal_point
