"""Applications: who sees them, who is sent with what, and what the quota, the deadline and the outlet say to it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from accreditation.models import Accreditation, Nominator, Status
from ceremony.procedure import AlreadyDecided, Refused
from notifications.models import Letter
from press import quotas
from press.models import Application, Journalist, Outlet, QuotaRequest


def statuses(application):
    return sorted(application.people.values_list("given_names", "status"))


# Who sees what


def test_a_contact_sees_his_own_application_and_no_other(
    ceremony, application, other_application, contact, other_contact, press_officer, organiser, reader,
    kenyan_focal_point, kenyan_delegation, second_press_officer,
):  # fmt: skip
    def seen(user):
        return set(Application.objects.visible_to(user, ceremony))

    assert seen(contact) == {application}
    assert seen(other_contact) == {other_application}
    assert seen(kenyan_focal_point) == set()
    both = {application, other_application}
    assert [seen(user) for user in (press_officer, organiser, reader)] == [both, both, both]


def test_whoever_applies_alone_sees_nothing_of_his_outlets_team(ceremony, outlet, application, journalist, now):
    journalist(application, "Amina")
    alone = User.objects.create_user("alone@plenipo.example", name="Ana Example")
    own = Application.objects.open(outlet, "single", by=alone, at=now)
    journalist(own, "Ana")
    assert list(
        Journalist.objects.answered_by(alone, ceremony).values_list("accreditation__given_names", flat=True)
    ) == ["Ana"]
    assert [one.given_names for one in Accreditation.objects.visible_to(alone, ceremony)] == ["Ana"]


def test_the_press_desk_sees_the_press_in_the_queue_and_no_delegate(
    ceremony, application, journalist, person, kenyan_delegation, press_officer
):
    person(kenyan_delegation, "Dele")
    journalist(application, "Amina")
    assert [one.given_names for one in Accreditation.objects.visible_to(press_officer, ceremony)] == ["Amina"]


# Beginning


def test_an_application_that_was_begun_is_taken_up_again(application, outlet, contact, now):
    assert Application.objects.open(outlet, "team", by=contact, at=now) == application
    assert application.nominator.name == "Example Times"


def test_nobody_applies_before_it_opens(outlet, call, contact, now):
    with pytest.raises(Refused, match="Applications of the press open on"):
        Application.objects.open(outlet, "team", by=contact, at=call.opens_at - timedelta(minutes=1))


def test_where_there_is_no_call_nobody_applies(outlet, call, contact, now):
    call.delete()
    with pytest.raises(Refused, match="are not open at this ceremony"):
        Application.objects.open(Outlet.objects.get(pk=outlet.pk), "team", by=contact, at=now)


def test_nobody_fills_the_desk_with_applications(enter, contact, now):
    for number in range(10):
        Application.objects.open(enter(f"Outlet {number}"), "team", by=contact, at=now)
    with pytest.raises(Refused, match="10 applications already"):
        Application.objects.open(enter("Zebra Weekly"), "team", by=contact, at=now)


def test_who_applies_alone_brings_nobody_else(outlet, journalist, contact, now):
    own = Application.objects.open(outlet, "single", by=contact, at=now)
    journalist(own, "Ana")
    with pytest.raises(Refused, match="This application is for one person"):
        journalist(own, "Bo")


def test_a_passport_stands_once_in_an_application(application, journalist):
    journalist(application, "Amina", person={"passport_number": "C1234567"})
    with pytest.raises(Refused, match="A person with this passport number is in your application already"):
        journalist(application, "Bo", person={"passport_number": "c 123-4567"})
    assert application.people.count() == 1


def test_two_windows_of_one_person_do_not_overwrite_each_other(application, journalist, contact, now):
    amina = journalist(application, "Amina")
    stale = Journalist.objects.get(pk=amina.pk)
    amina.amend(by=contact, at=now, seen_version=1, function="photographer")
    with pytest.raises(AlreadyDecided, match="Kora Example changed this"):
        stale.amend(by=contact, at=now, seen_version=1, function="sound")
    assert Journalist.objects.get().function == "photographer"


def test_another_contact_sees_the_application_too_and_is_told(application, ceremony, contact, now):
    application.add_contact(email="Second@plenipo.example", by=contact, at=now)
    second = User.objects.get(email="second@plenipo.example")
    assert Application.objects.answered_by(second, ceremony).get() == application
    assert Letter.objects.get(kind="press.colleague_added").recipient == second
    with pytest.raises(Refused, match="is a contact already"):
        application.add_contact(email="second@plenipo.example", by=contact, at=now)


def test_an_application_changes_its_outlet_until_somebody_is_sent(
    application, other_outlet, journalist, letter, contact, now
):
    amina = journalist(application, "Amina")
    application.change_outlet(other_outlet, by=contact, at=now)
    assert (application.outlet, Nominator.objects.get(pk=application.nominator_id).name) == (
        other_outlet,
        "Sample Post",
    )
    letter(application, amina)
    application.submit(by=contact, at=now)
    with pytest.raises(Refused, match="People were sent for Sample Post already"):
        application.change_outlet(Outlet.objects.get(name="Example Times"), by=contact, at=now)


def test_a_request_for_more_places_does_not_stay_with_the_outlet_that_one_has_left(
    outlet, application, other_outlet, quota, contact, other_contact, press_officer, now
):
    quota(1)
    theirs = Application.objects.open(outlet, "team", by=other_contact, at=now)
    mine = QuotaRequest.objects.ask(application, wanted=4, reason="Four come.", by=contact, at=now)
    assert application.change_outlet(other_outlet, by=contact, at=now) == [mine]
    mine.refresh_from_db()
    assert (mine.status, mine.outlet, mine.reason) == ("withdrawn", outlet, "Four come.")
    with pytest.raises(Refused):
        mine.grant(by=press_officer, at=now)
    # Neither outlet waits for an answer that nobody needs.
    for one, by in [(application, contact), (theirs, other_contact)]:
        QuotaRequest.objects.ask(one, wanted=3, reason="Three come.", by=by, at=now)
    assert application.change_outlet(other_outlet, by=contact, at=now) == []
    assert QuotaRequest.objects.filter(status="asked").count() == 2


def test_a_request_for_more_places_ends_with_its_application(application, quota, contact, now):
    quota(1)
    asked = QuotaRequest.objects.ask(application, wanted=4, reason="Four come.", by=contact, at=now)
    application.withdraw_all(by=contact, at=now)
    asked.refresh_from_db()
    assert asked.status == "withdrawn"


def test_an_accepted_letter_of_one_outlet_covers_nobody_of_another(
    application, other_outlet, journalist, letter, accept, contact, now
):
    paper = accept(letter(application, journalist(application, "Amina")))
    with pytest.raises(Refused, match="A letter of Example Times is accepted for this application"):
        application.change_outlet(other_outlet, by=contact, at=now)
    paper.withdraw(by=contact, at=now)
    application.change_outlet(other_outlet, by=contact, at=now)
    assert Application.objects.get().outlet == other_outlet


# Sending


def test_those_who_are_ready_go_and_the_rest_stay_with_what_they_lack(application, journalist, letter, contact, now):
    amina, bo = journalist(application, "Amina"), journalist(application, "Bo", papers=False, person={"photo": ""})
    journalist(application, "Caro")
    letter(application, amina, bo)
    result = application.submit(by=contact, at=now)
    assert statuses(application) == [("Amina", "submitted"), ("Bo", "draft"), ("Caro", "draft")]
    assert result.in_words() == [
        "1 person was submitted.",
        "Bo Example was not sent. Still missing: the photo, the copy of the passport, the press card.",
        "Caro Example was not sent. Still missing: a letter of assignment with the name in it.",
    ]
    receipt = Letter.objects.get(kind="press.application_received")
    assert "Amina Example: submitted" in receipt.text
    assert "P0000001" not in receipt.text


def test_a_driver_needs_no_press_card_and_a_freelancer_shows_samples(outlet, application, journalist, contact, now):
    driver = journalist(application, "Dora", papers=False, function="driver")
    own = Application.objects.open(outlet, "freelance", by=contact, at=now)
    freelancer = journalist(own, "Fred")
    assert driver.missing() == ["the copy of the passport", "a letter of assignment with the name in it"]
    assert freelancer.missing() == ["samples of work", "a letter of assignment with the name in it"]
    freelancer.amend(by=contact, at=now, seen_version=1, samples=[("https://example.org/story", "A story")])
    assert freelancer.missing() == ["a letter of assignment with the name in it"]


def test_a_letter_for_nine_where_the_quota_is_seven(
    application, journalist, letter, quota, contact, press_officer, now
):
    quota(7)
    people = [journalist(application, f"Person{number}") for number in range(9)]
    letter(application, *people)
    result = application.submit(by=contact, at=now)
    assert (len(result.sent), len(result.waitlisted)) == (7, 2)
    waiting = Accreditation.objects.filter(status=Status.WAITLISTED)
    assert waiting.first().decision_note == (
        "The quota of Example Times is 7 people and is used up. The person is on the waiting list; "
        "the press desk decides when a place becomes free."
    )
    request = QuotaRequest.objects.ask(application, wanted=9, reason="Two languages.", by=contact, at=now)
    moved = request.grant(by=press_officer, at=now, answer="Granted.")
    assert (len(moved), waiting.count(), request.status) == (2, 0, "granted")
    assert quotas.limit_of(Outlet.objects.get(pk=application.outlet_id)) == 9
    assert Letter.objects.get(kind="press.quota_granted").recipient == contact


def test_the_quota_counts_over_all_applications_of_the_outlet(
    outlet, application, journalist, letter, quota, other_contact, contact, now
):
    quota(1)
    own = Application.objects.open(outlet, "single", by=other_contact, at=now)
    own.amend(seen=1, by=other_contact, at=now, is_editorial=True)
    for one, by in [(application, contact), (own, other_contact)]:
        letter(one, journalist(one, "Amina"))
        one.submit(by=by, at=now)
    assert (statuses(application), statuses(own)) == ([("Amina", "submitted")], [("Amina", "waitlisted")])


def test_the_quota_of_a_kind_goes_before_that_of_every_other_kind(outlet, quota):
    quota(5)
    assert quotas.limit_of(outlet) == 5
    quota(3, "print")
    assert quotas.limit_of(outlet) == 3


def test_a_request_for_more_needs_a_reason_a_higher_number_and_no_other_that_waits(application, quota, contact, now):
    quota(7)
    for wanted, reason, sentence in [(7, "More.", "write a higher number"), (9, " ", "Write why you need more places")]:
        with pytest.raises(Refused, match=sentence):
            QuotaRequest.objects.ask(application, wanted=wanted, reason=reason, by=contact, at=now)
    QuotaRequest.objects.ask(application, wanted=9, reason="More.", by=contact, at=now)
    with pytest.raises(Refused, match="waits for its answer already"):
        QuotaRequest.objects.ask(application, wanted=10, reason="More.", by=contact, at=now)


def test_a_request_for_more_is_not_granted_with_fewer_than_there_are_by_now(
    application, quota, contact, press_officer, now
):
    quota(7)
    request = QuotaRequest.objects.ask(application, wanted=9, reason="More.", by=contact, at=now)
    with pytest.raises(Refused, match="is 7 already: write a higher number"):
        request.grant(by=press_officer, at=now, limit=5)
    request.refresh_from_db()
    assert (request.status, quotas.limit_of(application.outlet)) == ("asked", 7)


def test_a_request_for_more_is_declined_in_words(application, quota, contact, press_officer, now):
    quota(7)
    request = QuotaRequest.objects.ask(application, wanted=9, reason="More.", by=contact, at=now)
    with pytest.raises(Refused, match="Write why"):
        request.decline(by=press_officer, at=now, answer="")
    request.decline(by=press_officer, at=now, answer="The hall is full.")
    assert "The hall is full." in Letter.objects.get(kind="press.quota_declined").text


def test_after_the_deadline_an_officer_admits_with_a_reason(
    application, journalist, letter, call, contact, press_officer
):
    late = call.closes_at + timedelta(hours=1)
    letter(application, journalist(application, "Amina"))
    with pytest.raises(Refused, match=r"closed on .* your entries are kept"):
        application.submit(by=contact, at=late)
    assert statuses(application) == [("Amina", "draft")]
    with pytest.raises(Refused, match="Write why"):
        application.admit_late(by=press_officer, at=late, reason="")
    application.admit_late(by=press_officer, at=late, reason="The embassy asked.")
    application.submit(by=contact, at=late)
    assert statuses(application) == [("Amina", "submitted")]
    assert Letter.objects.get(kind="press.admitted_late").recipient == contact


def test_media_that_sell_advertising_are_told_before_anything_is_sent(application, journalist, letter, contact, now):
    letter(application, journalist(application, "Amina"))
    application.amend(seen=application.version, by=contact, at=now, is_editorial=False)
    with pytest.raises(Refused, match="sell advertising or sponsored content"):
        application.submit(by=contact, at=now)


def test_nobody_is_sent_for_an_outlet_that_was_rejected(
    application, journalist, letter, outlet, contact, press_officer, now
):
    letter(application, journalist(application, "Amina"))
    outlet.reject(by=press_officer, at=now, reason="It sells advertising.")
    with pytest.raises(Refused, match="is not accredited as media at this ceremony") as refused:
        application.submit(by=contact, at=now)
    assert "advertising" not in str(refused.value)
    assert statuses(application) == [("Amina", "draft")]


def test_who_came_with_an_address_alone_is_greeted_by_the_name_of_the_application(outlet, press_officer, now):
    nadia = User.objects.create_user("news@plenipo.example")
    Application.objects.open(outlet, "team", by=nadia, at=now, contact_name="Nadia Newsroom")
    outlet.reject(by=press_officer, at=now, reason="It sells advertising.")
    assert "Dear Nadia Newsroom," in Letter.objects.get(kind="press.outlet_rejected").text
    nadia.refresh_from_db()
    Application.objects.open(outlet, "single", by=nadia, at=now, contact_name="Somebody Else")
    nadia.refresh_from_db()
    assert nadia.name == "Nadia Newsroom"


def test_an_outlet_merged_while_its_people_apply_loses_nothing(
    application, journalist, letter, outlet, other_outlet, contact, press_officer, now
):
    """The page that the contact has open still holds the outlet of before."""
    letter(application, journalist(application, "Amina"))
    outlet.merge_into(other_outlet, by=press_officer, at=now, reason="One outlet.")
    application.submit(by=contact, at=now)
    application.refresh_from_db()
    assert (application.outlet, statuses(application)) == (other_outlet, [("Amina", "submitted")])


def test_nobody_is_sent_twice(application, journalist, letter, contact, now):
    letter(application, journalist(application, "Amina"))
    application.submit(by=contact, at=now)
    with pytest.raises(Refused, match="Everybody was submitted already"):
        application.submit(by=contact, at=now)


def test_a_returned_person_is_sent_again_after_the_deadline(
    application, journalist, letter, contact, press_officer, call, now
):
    amina = journalist(application, "Amina")
    letter(application, amina)
    application.submit(by=contact, at=now)
    amina.accreditation.refresh_from_db()
    amina.accreditation.send_back(by=press_officer, at=now, code="photo", note="It is dark.")
    amina.resubmit(by=contact, at=call.closes_at + timedelta(days=1))
    assert amina.accreditation.status == "submitted"


def test_a_draft_is_deleted_with_its_papers_and_whoever_was_sent_is_withdrawn(
    application, journalist, letter, contact, now, django_capture_on_commit_callbacks
):
    amina, bo = journalist(application, "Amina"), journalist(application, "Bo")
    photo = bo.accreditation.photo
    letter(application, amina)
    application.submit(by=contact, at=now)
    amina.accreditation.refresh_from_db()
    assert amina.remove(by=contact, at=now) is False
    with django_capture_on_commit_callbacks(execute=True):
        assert bo.remove(by=contact, at=now) is True
    assert statuses(application) == [("Amina", "withdrawn")]
    assert not photo.storage.exists(photo.name)


# What PostgreSQL refuses


def test_postgresql_keeps_a_journalist_with_the_application_of_the_person(application, other_application, journalist):
    amina = journalist(application, "Amina")
    with pytest.raises(IntegrityError, match="put the person forward"), transaction.atomic():
        Journalist.objects.filter(pk=amina.pk).update(application=other_application)
    with pytest.raises(IntegrityError), transaction.atomic():
        Accreditation.objects.filter(pk=amina.accreditation_id).update(nominator=other_application.nominator)


def test_postgresql_refuses_more_approved_people_than_the_quota(
    application, approved, journalist, quota, press_officer, now
):
    quota(1)
    approved("Amina")
    bo = journalist(application, "Bo").accreditation
    with pytest.raises(IntegrityError, match="quota of the outlet"), transaction.atomic():
        Accreditation.objects.filter(pk=bo.pk).update(status="approved", decided_by=press_officer, decided_at=now)


def test_postgresql_refuses_to_approve_for_a_rejected_outlet(application, journalist, outlet, press_officer, now):
    amina = journalist(application, "Amina").accreditation
    outlet.reject(by=press_officer, at=now, reason="Advertising.")
    with pytest.raises(IntegrityError, match="bona fide"), transaction.atomic():
        Accreditation.objects.filter(pk=amina.pk).update(status="approved", decided_by=press_officer, decided_at=now)
