"""Two people at the same moment, on two connections: the second waits, and is told."""

import pytest

from accreditation.models import Accreditation
from ceremony.models import LedgerRow
from ceremony.procedure import Refused
from delegations.invitation import invite
from delegations.models import Delegate, Delegation
from notifications.models import Letter
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def said_at_once(*works):
    """What each gave, or the sentence of its refusal."""
    return [result.messages[0] if isinstance(result, Refused) else result for result in at_once(*works)]


def test_submit_pressed_by_two_focal_points_at_once_sends_everybody_once(
    kenyan_delegation, complete, kenyan_focal_point, now
):
    head = complete(kenyan_delegation)
    complete(kenyan_delegation, "Baraka")
    Delegation.objects.filter(pk=kenyan_delegation.pk).update(status="registering", head=head)

    def submit():
        delegation = Delegation.objects.select_related("nominator__ceremony").get(pk=kenyan_delegation.pk)
        return len(delegation.submit(by=kenyan_focal_point, at=now).sent)

    assert sorted(map(str, said_at_once(submit, submit))) == [
        "2",
        "Everybody on the list was submitted already. Nothing was sent twice.",
    ]
    assert LedgerRow.objects.filter(after="submitted", subject="accreditation.accreditation").count() == 2
    assert Letter.objects.filter(kind="delegations.submitted").count() == 1


def test_two_organisers_who_invite_the_same_at_once_write_one_letter(ceremony, kenya, organiser, second_organiser, now):
    kenya.contacts.create(email="mission@kenya.example")

    def by(user):
        return lambda: len(invite(ceremony, [kenya], by=user, at=now).invited)

    assert sorted(said_at_once(by(organiser), by(second_organiser))) == [0, 1]
    assert (Delegation.objects.count(), Letter.objects.count()) == (1, 1)


def test_two_who_enter_the_same_passport_at_once_make_one_person(kenyan_delegation, kenyan_focal_point, now):
    def put_forward():
        delegation = Delegation.objects.select_related("nominator__ceremony").get(pk=kenyan_delegation.pk)
        person = Accreditation(family_name="Example", badge_name="Example", passport_number="AK1234567")
        return str(
            Delegate.put_forward(delegation, person, role="adviser", rank=100, by=kenyan_focal_point, at=now).role
        )

    Delegation.objects.update(status="registering")
    assert sorted(said_at_once(put_forward, put_forward)) == [
        "A person with this passport number is on your list already.",
        "adviser",
    ]
    assert Accreditation.objects.count() == 1


def test_two_who_put_forward_the_first_person_at_once_both_succeed(kenyan_delegation, kenyan_focal_point, now):
    def put_forward(name):
        def work():
            delegation = Delegation.objects.select_related("nominator__ceremony").get(pk=kenyan_delegation.pk)
            person = Accreditation(family_name=name, badge_name=name)
            return str(
                Delegate.put_forward(delegation, person, role="adviser", rank=100, by=kenyan_focal_point, at=now)
            )

        return work

    assert sorted(said_at_once(put_forward("Amina"), put_forward("Baraka"))) == ["Amina", "Baraka"]
