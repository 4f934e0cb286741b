"""An application as its contact sees it: what is to be done, what is missing, what becomes of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accreditation.models import PersonalDataRead
from press.models import Application, QuotaRequest


@pytest.fixture
def address():
    return lambda name, *args: reverse(f"press:{name}", args=["demo", *args])


@pytest.fixture
def signed_in(client, contact):
    client.force_login(contact)
    return client


def states(page):
    return {str(task["label"]): str(task["state"].progress) for task in page.context["tasks"]}


def test_a_new_application_says_what_there_is_to_do_and_until_when(signed_in, outlet, contact, call, address, now):
    application = Application.objects.open(outlet, "team", by=contact, at=now)
    page = signed_in.get(address("application", application.key))
    assert states(page) == {
        "Outlet and contact": "not_started", "People": "not_started", "Letters of assignment": "not_started",
        "Equipment": "not_needed", "Check and submit": "not_started",
    }  # fmt: skip
    assert (str(page.context["next_task"]["label"]), page.context["call"]) == ("Outlet and contact", call)


def test_what_each_person_lacks_is_said_in_words(signed_in, application, journalist, address):
    journalist(application, "Amina", papers=False)
    page = signed_in.get(address("application", application.key))
    assert (
        "the copy of the passport, the press card, a letter of assignment with the name in it" in page.content.decode()
    )
    assert states(page)["People"] == "in_progress"


def test_when_everything_is_there_only_submitting_is_left(signed_in, application, journalist, letter, address):
    letter(application, journalist(application, "Amina"))
    page = signed_in.get(address("application", application.key))
    assert states(page) | {"Equipment": ""} == {
        "Outlet and contact": "done", "People": "done", "Letters of assignment": "done", "Equipment": "",
        "Check and submit": "not_started",
    }  # fmt: skip
    assert str(page.context["next_task"]["label"]) == "Check and submit"


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_state_is_read_in_as_many_statements_for_three_as_for_one(
    signed_in, application, journalist, letter, address, how_many, django_assert_num_queries
):
    people = [journalist(application, name) for name in ["Amina", "Bo", "Chi"][:how_many]]
    letter(application, *people)
    with django_assert_num_queries(16):
        signed_in.get(address("application", application.key))


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_of_people_too(signed_in, application, journalist, address, how_many, django_assert_num_queries):
    for name in ["Amina", "Bo", "Chi"][:how_many]:
        journalist(application, name)
    with django_assert_num_queries(11):
        signed_in.get(address("people", application.key))


def test_the_contact_declares_what_the_outlet_is(signed_in, outlet, contact, address, now):
    application = Application.objects.open(outlet, "team", by=contact, at=now)
    typed = {"contact_name": "Kora E.", "contact_phone": "not a phone", "is_editorial": "on", "version": "1"}
    page = signed_in.post(address("outlet", application.key), typed)
    assert page.context["form"].errors["contact_phone"] == [
        "This is no telephone number: write digits, such as +84 24 555 0101."
    ]
    typed["contact_phone"] = "+254 1"
    response = signed_in.post(address("outlet", application.key), typed)
    application.refresh_from_db()
    assert response.url == application.get_absolute_url()
    assert (application.contact_name, application.contact_phone, application.is_editorial) == (
        "Kora E.",
        "+254 1",
        True,
    )


def test_an_old_page_of_the_contact_overwrites_nothing_and_keeps_what_was_typed(signed_in, application, address):
    typed = {"contact_name": "Written late", "contact_phone": "", "version": "1"}
    page = signed_in.post(address("outlet", application.key), typed)
    assert "while you were writing" in page.content.decode()
    assert 'value="Written late"' in page.content.decode()
    application.refresh_from_db()
    assert application.contact_name == "Kora Example"
    signed_in.post(address("outlet", application.key), typed | {"version": page.context["form"].data["version"]})
    application.refresh_from_db()
    assert application.contact_name == "Written late"


def test_a_colleague_answers_for_it_too(signed_in, client, application, address):
    from accounts.models import User

    signed_in.post(address("colleagues", application.key), {"name": "Cole Example", "email": "cole@times.example"})
    client.force_login(User.objects.get(email="cole@times.example"))
    assert client.get(address("application", application.key)).status_code == 200


def test_a_colleague_twice_is_said_beside_the_address(signed_in, application, contact, address):
    page = signed_in.post(address("colleagues", application.key), {"name": "Kora", "email": contact.email})
    assert page.context["form"].errors["email"] == [f"{contact.email} is a contact already."]


def test_submitting_sends_who_is_ready_and_says_who_is_not_and_why(signed_in, application, journalist, letter, address):
    ready, lacking = journalist(application, "Amina"), journalist(application, "Bo", papers=False)
    letter(application, ready, lacking)
    page = signed_in.get(address("submit", application.key))
    assert (page.context["ready"], [one for one, _what in page.context["incomplete"]]) == ([ready], [lacking])

    page = signed_in.post(address("submit", application.key), follow=True)

    assert [str(message) for message in page.context["messages"]] == [
        "1 person was submitted.",
        "Bo Example was not sent. Still missing: the copy of the passport, the press card.",
    ]
    statuses = {str(one): one.accreditation.status for one in application.journalists.select_related("accreditation")}
    assert statuses == {"Amina Example": "submitted", "Bo Example": "draft"}


def test_one_person_may_be_submitted_alone(signed_in, application, journalist, letter, address):
    first, second = journalist(application, "Amina"), journalist(application, "Bo")
    letter(application, first, second)
    signed_in.post(address("submit", application.key), {"only": str(first.accreditation.key)})
    for one in (first, second):
        one.accreditation.refresh_from_db()
    assert (first.accreditation.status, second.accreditation.status) == ("submitted", "draft")


def test_an_outlet_that_sells_advertising_is_told_why_nothing_goes(
    signed_in, outlet, contact, journalist, letter, address, now
):
    application = Application.objects.open(outlet, "team", by=contact, at=now)
    letter(application, journalist(application, "Amina"))
    assert "not said yet" in signed_in.get(address("submit", application.key)).content.decode()
    page = signed_in.post(address("submit", application.key), follow=True)
    assert "media that sell advertising or sponsored content" in page.content.decode()
    assert application.people.get().status == "draft"


def test_whoever_is_late_keeps_everything_and_is_sent_to_the_press_desk(
    signed_in, application, journalist, letter, call, press_officer, address, now
):
    letter(application, journalist(application, "Amina"))
    call.closes_at = now - timedelta(minutes=1)
    call.save()
    page = signed_in.get(address("application", application.key))
    assert "only the press desk can let it be submitted now, with a reason" in page.content.decode()
    assert states(page)["Check and submit"] == "attention"
    page = signed_in.post(address("submit", application.key), follow=True)
    assert "Write to the press desk: it can admit you late, with a reason." in page.content.decode()
    assert application.people.get().status == "draft"

    application.admit_late(by=press_officer, at=now, reason="The visa office was closed")

    assert "the press desk lets you submit yours" in signed_in.get(address("submit", application.key)).content.decode()
    signed_in.post(address("submit", application.key))
    assert application.people.get().status == "submitted"


def test_beyond_the_quota_one_waits_and_may_ask_for_more(signed_in, application, journalist, letter, quota, address):
    quota(1)
    letter(application, journalist(application, "Amina"), journalist(application, "Bo"))
    page = signed_in.post(address("submit", application.key), follow=True)
    assert [str(message) for message in page.context["messages"]][1] == (
        "Bo Example is over the quota of the outlet and was put on the waiting list."
    )
    assert "No place is free" in signed_in.get(address("quota", application.key)).content.decode()

    page = signed_in.post(address("quota", application.key), {"wanted": "2", "reason": "Two crews"}, follow=True)

    assert "The press desk has your request." in page.content.decode()
    assert "A request of the outlet waits for its answer." in page.content.decode()
    assert QuotaRequest.objects.get().wanted == 2


def test_a_request_for_no_more_than_there_is_is_refused_beside_the_number(signed_in, application, quota, address):
    quota(7)
    page = signed_in.post(address("quota", application.key), {"wanted": "5", "reason": "Just so"})
    assert page.context["form"].errors["wanted"] == ["The quota of Example Times is 7 already: write a higher number."]
    assert "Just so" in page.content.decode()


def test_the_answer_to_a_request_is_read_on_the_page(
    signed_in, application, quota, press_officer, address, contact, now
):
    quota(1)
    asked = QuotaRequest.objects.ask(application, wanted=4, reason="Two crews", by=contact, at=now)
    asked.decline(by=press_officer, at=now, answer="The hall is full.")
    assert "The hall is full." in signed_in.get(address("quota", application.key)).content.decode()


def test_an_outlet_merged_while_its_people_apply_loses_nothing(
    signed_in, application, journalist, letter, enter, press_officer, address, now
):
    letter(application, journalist(application, "Amina"))
    into = enter("Example Times Group")
    application.outlet.merge_into(into, by=press_officer, at=now, reason="One house")
    page = signed_in.get(address("application", application.key))
    assert "Press application of Example Times Group" in page.content.decode()
    signed_in.post(address("submit", application.key))
    assert application.people.get().status == "submitted"


def test_withdrawing_takes_back_whoever_was_sent(signed_in, application, journalist, letter, address, contact, now):
    letter(application, journalist(application, "Amina"))
    application.submit(by=contact, at=now)
    assert "1 person is on the list." in signed_in.get(address("withdraw", application.key)).content.decode()
    signed_in.post(address("withdraw", application.key))
    assert application.people.get().status == "withdrawn"


@pytest.mark.parametrize(
    "name",
    ["application", "outlet", "colleagues", "quota", "submit", "withdraw", "people", "person_new", "letters",
     "equipment", "equipment_new", "equipment_paste"],
)  # fmt: skip
def test_nobody_else_reads_an_application(
    client, name, application, journalist, address, other_contact, other_application, reader, press_officer, organiser,
    kenyan_focal_point, kenyan_delegation,
):  # fmt: skip
    journalist(application, "Amina")
    where = address(name, application.key)
    for user in (other_contact, reader, press_officer, organiser, kenyan_focal_point):
        client.force_login(user)
        assert client.get(where).status_code == 404
        assert client.post(where).status_code in {404, 405}
    client.logout()
    assert client.get(where).url == f"/accounts/login/?next={where}"


def test_a_person_of_another_application_is_not_reached_through_ones_own(
    signed_in, application, other_application, journalist, address
):
    other = journalist(other_application, "Otto")
    for name in ("person", "person_remove", "person_resubmit"):
        where = address(name, application.key, other.accreditation.key)
        assert {signed_in.get(where).status_code, signed_in.post(where).status_code} <= {404, 405}
    assert PersonalDataRead.objects.count() == 0
