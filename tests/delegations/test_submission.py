"""What is submitted, when, by whom, and what comes back."""

from datetime import timedelta

import pytest

from accreditation.models import Status
from ceremony.models import Deadline, DeadlineKind, Quota
from ceremony.procedure import Refused
from delegations.models import Delegation
from notifications.models import Letter


def closes(ceremony):
    return Deadline.objects.get(ceremony=ceremony, kind=DeadlineKind.REGISTRATION).at


def test_submission_sends_those_who_are_ready_and_names_the_rest(registering, person, kenyan_focal_point, now):
    person(registering, "Baraka")

    result = registering.submit(by=kenyan_focal_point, at=now)

    assert [str(one) for one in result.sent] == ["Amina Example"]
    assert result.sent_in_words() == ["1 person was submitted."]
    assert result.kept_in_words() == [
        "1 person was not sent and stays on your list. Still missing:",
        "– Baraka Example: the nationality, the date of birth, the passport number, the photo",
    ]
    registering.refresh_from_db()
    assert (registering.status, registering.submitted_by) == ("submitted", kenyan_focal_point)


def test_a_submission_is_told_in_one_message_and_one_of_those_who_stay(
    client, registering, person, complete, kenyan_focal_point
):
    complete(registering, "Chege")
    for name in ["Baraka", "Daudi"]:
        person(registering, name)
    client.force_login(kenyan_focal_point)
    page = client.post("/demo/delegation/KEN/submit/", follow=True)
    assert [(message.level_tag, len(str(message).splitlines())) for message in page.context["messages"]] == [
        ("success", 1),
        ("warning", 3),
    ]
    task = next(task for task in page.context["tasks"] if task["label"] == "Check and submit")
    assert str(task["state"].progress.label) == "Submitted in part"


def test_the_receipt_lists_the_people_and_nothing_that_is_restricted(registering, kenyan_focal_point, now):
    registering.submit(by=kenyan_focal_point, at=now)
    letter = Letter.objects.get(kind="delegations.submitted")
    assert letter.recipient == kenyan_focal_point
    assert "Amina Example: submitted" in letter.text
    assert registering.delegates.get().accreditation.passport_number not in letter.text


def test_pressing_twice_sends_nobody_twice(kenyan, registering, address):
    kenyan.post(address("submit", "KEN"))
    answer = kenyan.post(address("submit", "KEN"), follow=True)
    assert "Everybody on the list was submitted already. Nothing was sent twice." in answer.content.decode()
    assert Letter.objects.filter(kind="delegations.submitted").count() == 1


def test_without_a_head_nothing_is_submitted_until_he_is_declared_to_be_announced(
    kenyan_delegation, complete, kenyan_focal_point, now
):
    complete(kenyan_delegation)
    Delegation.objects.filter(pk=kenyan_delegation.pk).update(status="registering")
    with pytest.raises(Refused, match="Name the head of delegation first"):
        kenyan_delegation.submit(by=kenyan_focal_point, at=now)
    kenyan_delegation.announce_head_later()
    assert len(kenyan_delegation.submit(by=kenyan_focal_point, at=now).sent) == 1


def test_the_instant_of_the_deadline_is_in_time(registering, kenyan_focal_point, ceremony):
    assert len(registering.submit(by=kenyan_focal_point, at=closes(ceremony)).sent) == 1


def test_a_second_after_the_deadline_nothing_is_submitted(registering, kenyan_focal_point, ceremony):
    with pytest.raises(Refused, match="Registration closed on"):
        registering.submit(by=kenyan_focal_point, at=closes(ceremony) + timedelta(seconds=1))
    registering.refresh_from_db()
    assert (registering.status, registering.delegates.get().accreditation.status) == ("registering", "draft")


def test_after_the_deadline_an_officer_admits_with_a_reason_on_record(
    client, registering, accreditation_officer, kenyan_focal_point, ceremony, address
):
    key = str(registering.delegates.get().accreditation.key)
    Deadline.objects.filter(ceremony=ceremony).update(at=closes(ceremony) - timedelta(days=30))
    client.force_login(kenyan_focal_point)
    assert client.post(address("admit_late", "KEN"), {"people": key, "reason": "me"}).status_code == 404

    client.force_login(accreditation_officer)
    page = client.post(address("admit_late", "KEN"), {"people": key, "reason": " "})
    assert set(page.context["form"].errors) == {"reason"}
    client.post(address("admit_late", "KEN"), {"people": key, "reason": "The flight was changed."})

    from ceremony.models import LedgerRow

    registering.refresh_from_db()
    row = LedgerRow.objects.about(registering.delegates.get().accreditation).get()
    assert (registering.status, row.after, row.by, row.reason) == (
        "submitted",
        "submitted",
        accreditation_officer,
        "The flight was changed.",
    )


def test_over_the_quota_people_are_waitlisted_in_words(registering, complete, ceremony, kenyan_focal_point, now):
    Quota.objects.create(ceremony=ceremony, entity_kind="member_state", limit=1)
    complete(registering, "Baraka")
    result = registering.submit(by=kenyan_focal_point, at=now)
    assert ([str(one) for one in result.sent], [str(one) for one in result.waitlisted]) == (
        ["Amina Example"],
        ["Baraka Example"],
    )
    assert result.sent_in_words()[1] == "Baraka Example is over your quota and was put on the waiting list."


def test_a_quota_for_heads_counts_the_head_and_nobody_else(registering, complete, ceremony, kenyan_focal_point, now):
    Quota.objects.create(ceremony=ceremony, entity_kind="member_state", role="representative", limit=1)
    complete(registering, "Baraka")
    complete(registering, "Chao")
    result = registering.submit(by=kenyan_focal_point, at=now)
    assert (len(result.sent), len(result.waitlisted)) == (2, 1)


def test_later_people_are_submitted_one_by_one(kenyan, registering, complete, address):
    kenyan.post(address("submit", "KEN"))
    one, two = complete(registering, "Baraka"), complete(registering, "Chao")
    kenyan.post(address("submit", "KEN"), {"only": str(one.accreditation.key)})
    one.accreditation.refresh_from_db()
    two.accreditation.refresh_from_db()
    assert (one.accreditation.status, two.accreditation.status) == ("submitted", "draft")


def test_a_returned_person_is_corrected_and_submitted_again_even_after_the_deadline(
    kenyan, registering, accreditation_officer, address, typed, ceremony, now
):
    registering.submit(by=registering.nominator.contacts.get().user, at=now)
    delegate = registering.delegates.get()
    delegate.accreditation.send_back(by=accreditation_officer, at=now, code="name", note="The passport says Aminah.")
    Deadline.objects.filter(ceremony=ceremony).update(at=closes(ceremony) - timedelta(days=30))

    page = kenyan.get(address("detail", "KEN")).content.decode()
    assert "The passport says Aminah." in page
    assert "The name does not match the passport" in page
    kenyan.post(address("delegate_edit", "KEN", delegate.accreditation.key), typed(given_names="Aminah", version="1"))
    kenyan.post(address("delegate_resubmit", "KEN", delegate.accreditation.key))

    delegate.accreditation.refresh_from_db()
    assert (str(delegate.accreditation), delegate.accreditation.status) == ("Aminah Example", "submitted")


def test_a_security_reason_is_never_shown(kenyan, registering, accreditation_officer, address, now):
    registering.submit(by=registering.nominator.contacts.get().user, at=now)
    delegate = registering.delegates.get()
    delegate.accreditation.refuse(by=accreditation_officer, at=now, code="security")
    people = kenyan.get(address("detail", "KEN")).content.decode()
    own_page = kenyan.get(address("delegate_edit", "KEN", delegate.accreditation.key)).content.decode()
    for content in (people, own_page, kenyan.get(address("people_export", "KEN", "csv")).content.decode()):
        assert "security" not in content.lower()
    assert "Not granted" in people
    assert "Not granted" in own_page


def test_that_somebody_is_held_back_is_not_shown_either(kenyan, kenyan_delegation, complete, address):
    complete(kenyan_delegation, status=Status.ON_HOLD)
    content = kenyan.get(address("detail", "KEN")).content.decode()
    assert ("On hold" in content, "Under review" in content) == (False, True)
