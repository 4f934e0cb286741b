"""How the press comes in: an address, a code, an outlet; and one outlet where two spellings are written."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from notifications.models import Letter
from press.models import Application, Outlet, QuotaRequest
from tests.accounts.conftest import code_in_letter  # noqa: F401


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def address():
    return lambda name, *args: reverse(f"press:{name}", args=["demo", *args])


@pytest.fixture
def signed_in(client, contact):
    client.force_login(contact)
    return client


def begun(**changed):
    return {"way": "team", "contact_name": "Kora Example", "contact_phone": "", **changed}


def entered(**changed):
    typed = {"name": "Example Gazette", "website": "gazette.example", "kind": "print", "country": "", "editor_name": ""}
    return begun(**{**typed, **changed})


def test_whoever_has_no_account_comes_in_by_a_code(client, call, address, code_in_letter):  # noqa: F811
    response = client.post(address("apply"), {"email": "New.Reporter@Times.example"})
    assert response.url == f"/accounts/login/code/confirm/?next={address('apply').replace('/', '%2F')}"

    response = client.post(
        "/accounts/login/code/confirm/",
        {"code": code_in_letter("new.reporter@times.example"), "next": address("apply")},
    )

    assert response.url == address("apply")
    assert client.get(address("apply")).url == address("apply_outlet")


def test_the_page_says_that_a_letter_comes_and_the_letter_where_from(client, ceremony, call, address):
    page = client.post(address("apply"), {"email": "desk@times.example"}, follow=True)
    assert "A letter with a code is on its way to <bdi>desk@times.example</bdi>." in page.content.decode()
    client.post("/accounts/login/code/confirm/", {"action": "resend", "next": address("apply")})
    letters = Letter.objects.order_by("pk")
    assert [one.subject for one in letters] == [f"{ceremony.title}: your sign-in code"] * 2
    assert all("Good day," in one.text and "Excellency" not in one.text for one in letters)
    assert not any(one.reference in one.text for one in letters)
    page = Client().post("/accounts/login/", {"login": "somebody.else@times.example"}, follow=True)
    assert "If <bdi>somebody.else@times.example</bdi> has an account here" in page.content.decode()


def test_the_answer_is_the_same_for_an_account_that_may_not_sign_in_and_no_letter_goes(client, call, contact, address):
    contact.is_active = False
    contact.save()
    known = client.post(address("apply"), {"email": contact.email})
    other = client.post(address("apply"), {"email": "nobody.yet@times.example"})
    assert (known.status_code, known.url) == (other.status_code, other.url)
    assert list(Letter.objects.values_list("to_email", flat=True)) == ["nobody.yet@times.example"]


def test_a_mailbox_is_not_flooded_with_codes(client, call, address):
    answers = [client.post(address("apply"), {"email": "a@times.example"}).status_code for _time in range(7)]
    assert answers == [302] * 5 + [429] * 2
    assert Letter.objects.count() == 5


def test_whoever_has_mistyped_the_address_gets_back_to_where_it_was_asked(client, call, address):
    page = client.post(address("apply"), {"email": "mistyped@times.exmaple"}, follow=True)
    assert f'name="next" value="{address("apply")}"' in page.content.decode()
    assert client.post("/accounts/logout/", {"next": address("apply")}).url == address("apply")


def test_what_is_no_address_is_said_beside_the_field_and_kept(client, call, address):
    page = client.post(address("apply"), {"email": "times.example"})
    assert page.context["form"].errors["email"] == ["Type the whole address, for example name@newspaper.example."]
    assert 'value="times.example"' in page.content.decode()
    assert User.objects.count() == 0


def test_nobody_applies_where_there_is_no_call(client, ceremony, address):
    page = client.post(address("apply"), {"email": "a@times.example"})
    assert "Applications of the press are not open at this ceremony." in page.content.decode()
    assert Letter.objects.count() == 0


def test_nobody_applies_before_the_opening(client, signed_in, call, address, now):
    call.opens_at = now + timedelta(days=1)
    call.save()
    page = client.get(address("apply"))
    assert "Applications open on" in page.content.decode()
    assert client.get(address("apply_outlet")).url == address("apply")


def test_a_near_name_is_offered_before_a_new_outlet_is_made(signed_in, enter, address):
    full = enter("National Broadcasting Example", kind="tv")
    page = signed_in.get(address("apply_outlet"), {"name": "NBE"})
    assert [(one.outlet, one.why) for one in page.context["near"]] == [(full, "initials")]
    assert f"?outlet={full.key}" in page.content.decode()


def test_an_outlet_that_is_chosen_begins_the_application(signed_in, outlet, contact, address):
    response = signed_in.post(f"{address('apply_outlet')}?outlet={outlet.key}", begun(contact_phone="+254 700 000 000"))
    application = Application.objects.get()
    assert response.url == address("application", application.key)
    assert (application.outlet, application.way, application.contact_phone) == (outlet, "team", "+254 700 000 000")
    assert application.nominator.people_to_write_to() == [contact]


def test_an_outlet_without_near_ones_is_entered_at_once(signed_in, call, kenya, address):
    where = f"{address('apply_outlet')}?name=Example+Gazette&website=gazette.example&new=1"
    signed_in.post(where, entered(country=kenya.pk))
    outlet = Outlet.objects.get()
    assert (outlet.name, outlet.website, outlet.country, outlet.status) == (
        "Example Gazette", "https://gazette.example", kenya, "unverified",
    )  # fmt: skip
    assert Application.objects.get().outlet == outlet


def test_who_enters_a_new_outlet_is_shown_the_near_ones_that_came_meanwhile(signed_in, call, enter, address):
    where = f"{address('apply_outlet')}?name=Example+Gazette&new=1"
    near = enter("The Example Gazettes")
    page = signed_in.post(where, entered())
    assert [one.outlet for one in page.context["near"]] == [near]
    assert Outlet.objects.count() == 1
    assert 'value="gazette.example"' in page.content.decode()

    signed_in.post(where, entered(seen=page.context["form"].data["seen"]))

    assert Outlet.objects.count() == 2


def test_the_same_name_is_never_entered_twice(signed_in, outlet, kenya, address):
    where = f"{address('apply_outlet')}?name=Example+Times&new=1"
    page = signed_in.post(where, entered(name="example TIMES", country=kenya.pk, seen=str(outlet.key)))
    assert page.context["form"].errors["name"] == ["“Example Times” is on the list already: choose it there."]
    assert (Outlet.objects.count(), Application.objects.count()) == (1, 0)


def test_a_twin_leads_to_the_outlet_that_it_is_now(signed_in, outlet, enter, press_officer, address, now):
    twin = enter("Times of Example", country=None)
    twin.merge_into(outlet, by=press_officer, at=now, reason="One paper")
    signed_in.post(f"{address('apply_outlet')}?outlet={twin.key}", begun())
    assert Application.objects.get().outlet == outlet


def test_an_outlet_of_another_ceremony_does_not_exist_here(signed_in, outlet, address, ceremony, contact, now):
    ceremony.pk, ceremony.slug = None, "other"
    ceremony.save()
    elsewhere = Outlet.objects.enter(ceremony, name="Elsewhere", kind="print", by=contact, at=now)
    assert signed_in.get(address("apply_outlet"), {"outlet": elsewhere.key}).status_code == 404
    assert signed_in.get(address("apply_outlet"), {"outlet": "no key"}).status_code == 404


def test_the_outlet_may_be_changed_until_somebody_was_sent(
    signed_in, application, enter, address, journalist, letter, contact, now
):
    other = enter("Example Weekly")
    where = f"{address('apply_outlet')}?outlet={other.key}&for={application.key}"
    signed_in.post(where)
    application.refresh_from_db()
    assert (application.outlet, application.nominator.name) == (other, "Example Weekly")

    letter(application, journalist(application))
    application.submit(by=contact, at=now)
    page = signed_in.post(f"{address('apply_outlet')}?name=New+Name+Entirely&new=1&for={application.key}", {
        "name": "New Name Entirely", "kind": "print", "website": "", "country": "", "seen": "",
    })  # fmt: skip

    assert "People were sent for Example Weekly already" in page.content.decode()
    assert not Outlet.objects.filter(name="New Name Entirely").exists()


def test_whoever_changes_the_outlet_is_told_that_the_request_for_places_does_not_go_along(
    signed_in, application, enter, quota, contact, address, now
):
    quota(2)
    QuotaRequest.objects.ask(application, wanted=5, reason="Five come.", by=contact, at=now)
    other = enter("Sample Weekly")
    page = signed_in.post(f"{address('apply_outlet')}?outlet={other.key}&for={application.key}", follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "The application is for Sample Weekly now.",
        "Your request for 5 places was for Example Times and is withdrawn. Ask anew if you need more.",
    ]
    page = signed_in.get(address("quota", application.key)).content.decode()
    assert "Five come." in page
    assert "Ask for more" in page


def test_the_way_in_leads_to_the_only_application_and_lists_several(
    signed_in, application, enter, contact, address, now
):
    assert signed_in.get(address("apply")).url == address("application", application.key)
    Application.objects.open(enter("Example Weekly"), "single", by=contact, at=now)
    assert [str(one) for one in signed_in.get(address("apply")).context["applications"]] == [
        "Example Times", "Example Weekly",
    ]  # fmt: skip


def test_a_contact_finds_the_application_in_the_navigation(signed_in, application):
    page = signed_in.get("/demo/")
    assert [str(entry.label) for entry in page.context["own_navigation"]()] == ["Press application of Example Times"]


def test_after_the_deadline_one_may_still_begin_and_is_told(signed_in, client, outlet, call, address, now):
    call.closes_at = now - timedelta(hours=1)
    call.save()
    signed_in.post(f"{address('apply_outlet')}?outlet={outlet.key}", begun())
    page = signed_in.get(address("submit", Application.objects.get().key))
    assert "There is nothing to submit" in page.content.decode()
