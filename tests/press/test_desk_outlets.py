"""Outlets on the desk: found, verified, rejected, named, merged, given places. Nothing typed is lost."""

# ruff: noqa: F811 (a fixture that comes from another file, named as an argument)

import io

import pytest
from openpyxl import load_workbook

from notifications.models import Letter
from press.models import Application, Outlet, QuotaRequest
from tests.press.at_the_desk import desk, errors, told, words  # noqa: F401

pytestmark = pytest.mark.django_db


def seen(outlet):
    """What the forms on its page bear, as the page stands now."""
    version = Outlet.objects.get(pk=outlet.pk).version
    return {f"{verb}-seen": version for verb in ("verify", "reject", "reopen", "quota")}


def test_the_list_asks_the_same_however_long_it_is(
    desk, enter, application, journalist, quota, brazil, django_assert_num_queries
):  # fmt: skip
    quota(7)
    desk("desk_outlets")
    with django_assert_num_queries(10):
        desk("desk_outlets")
    for name in ["Sample Post", "Mfano Radio"]:
        enter(name, country=brazil)
    journalist(application)
    with django_assert_num_queries(10):
        assert [one.name for one in desk("desk_outlets").context["page_obj"]] == [
            "Example Times", "Mfano Radio", "Sample Post",
        ]  # fmt: skip


def test_the_list_is_narrowed_by_name_kind_and_status(desk, outlet, enter, press_officer, now):
    radio = enter("Rádio Exemplo", kind="radio")
    radio.verify(by=press_officer, at=now)

    def found(query):
        return [one.name for one in desk("desk_outlets", query=query).context["page_obj"]]

    assert found("?q=radio+exemp") == ["Rádio Exemplo"]
    assert found("?kind=print") == ["Example Times"]
    assert found("?status=verified") == ["Rádio Exemplo"]
    assert found("?status=asks") == []
    assert found("?kind=nonsense&status=nonsense") == ["Example Times", "Rádio Exemplo"]
    assert "No outlet is like that" in words(desk("desk_outlets", query="?q=zzz"))


def test_the_list_comes_as_a_spreadsheet_with_people_and_quota(
    desk, application, journalist, letter, quota, contact, now
):
    quota(7)
    letter(application, journalist(application))
    application.submit(by=contact, at=now)
    rows = list(load_workbook(io.BytesIO(desk("desk_outlets_export", "xlsx").content)).active.values)
    assert rows[1] == ("Example Times", None, "Newspaper or magazine", "Kenya", None, "Not verified", 1, 0, 7)


def test_an_outlet_is_verified_and_looked_at_again(desk, outlet):
    assert told(
        desk("desk_outlet_verb", outlet.key, "verify", data=seen(outlet) | {"verify-note": "In the register"})
    ) == ["“Example Times” is verified."]
    outlet.refresh_from_db()
    assert (outlet.status, outlet.decision_note) == ("verified", "In the register")
    desk("desk_outlet_verb", outlet.key, "reopen", data=seen(outlet) | {"reopen-reason": "Sold"})
    outlet.refresh_from_db()
    assert outlet.status == "unverified"


def test_a_rejection_says_why_and_what_was_typed_is_kept(desk, outlet):
    response = desk("desk_outlet_verb", outlet.key, "reject", data=seen(outlet) | {"reject-reason": "  "})
    [form] = [form for form in response.context["verbs"] if form.verb == "reject"]
    assert errors(form) == {"reason": ["Write something here: it is needed."]}
    desk("desk_outlet_verb", outlet.key, "reject", data=seen(outlet) | {"reject-reason": "It sells advertising."})
    outlet.refresh_from_db()
    assert (outlet.status, outlet.decision_note) == ("rejected", "It sells advertising.")
    assert desk("desk_outlet_verb", outlet.key, "explode", data={}).status_code == 404


def test_a_second_officer_is_told_who_was_first(desk, outlet, second_press_officer, now):
    old = seen(outlet)
    outlet.verify(by=second_press_officer, at=now)
    response = desk("desk_outlet_verb", outlet.key, "verify", data=old | {"verify-note": "Mine"})
    [form] = [form for form in response.context["verbs"] if form.verb == "verify"]
    [sentence] = form.non_field_errors()
    assert sentence.startswith("Pavel Press was first: ")
    assert form["note"].value() == "Mine"


def test_whoever_rejects_or_limits_what_a_colleague_has_just_verified_is_told_and_presses_again(
    desk, outlet, second_press_officer, now
):
    old = seen(outlet)
    outlet.verify(by=second_press_officer, at=now)
    typed = {"reject": {"reject-reason": "Advertising."}, "quota": {"quota-limit": "3", "quota-reason": "Small hall"}}
    for verb in ("quota", "reject"):
        response = desk("desk_outlet_verb", outlet.key, verb, data=old | typed[verb])
        [form] = [form for form in response.context["verbs"] if form.verb == verb]
        assert "Pavel Press was first" in form.non_field_errors()[0]
    outlet.refresh_from_db()
    assert (outlet.status, outlet.quota) == ("verified", None)
    # The page says now that it is verified: pressed again, the button means it.
    assert form["seen"].value() == outlet.version
    desk("desk_outlet_verb", outlet.key, "reject", data={"reject-seen": form["seen"].value()} | typed["reject"])
    outlet.refresh_from_db()
    assert outlet.status == "rejected"


def test_other_names_are_added_and_taken_away(desk, outlet, enter):
    desk("desk_outlet_verb", outlet.key, "add-name", data={"add-name-name": "ET"})
    assert [name.name for name in outlet.names.order_by("pk")] == ["Example Times", "ET"]
    other = outlet.names.get(name="ET")
    enter("Mfano Radio")
    taken = {"add-name-name": "MFANO radio"}
    [form] = [
        one for one in desk("desk_outlet_verb", outlet.key, "add-name", data=taken).context["verbs"] if one.is_bound
    ]
    assert form.non_field_errors() == [
        "“MFANO radio” is a name of the outlet “Mfano Radio”. If the two are one, merge them; if both bear the name, say so."
    ]
    desk("desk_outlet_verb", outlet.key, "add-name", data=taken | {"add-name-is_shared": "on"})
    shared = outlet.names.get(name="MFANO radio")
    desk("desk_outlet_verb", outlet.key, "drop-name", data={"drop-name-name": shared.pk})
    desk("desk_outlet_verb", outlet.key, "drop-name", data={"drop-name-name": other.pk})
    assert [name.name for name in outlet.names.all()] == ["Example Times"]


def test_an_outlet_is_changed_and_whoever_comes_later_is_told(desk, outlet):
    typed = {"name": "The Example Times", "kind": "online", "website": "times.example", "seen": outlet.version}
    assert told(desk("desk_outlet_edit", outlet.key, data=typed)) == ["“The Example Times” is saved."]
    outlet.refresh_from_db()
    assert (outlet.name, outlet.kind, outlet.website) == ("The Example Times", "online", "https://times.example")
    response = desk("desk_outlet_edit", outlet.key, data=typed | {"name": "Mine"})
    assert response.context["form"]["name"].value() == "Mine"
    assert "Petra Press was first" in response.context["form"].non_field_errors()[0]


def test_twins_are_merged_and_the_people_go_along(desk, outlet, application, journalist, enter, contact, now):
    twin = enter("Exampel Times")
    amina = journalist(application)
    page = desk("desk_outlet", outlet.key)
    assert "nearly the same name" in words(page)
    page = desk("desk_outlet_merge", outlet.key)
    assert "Exampel Times" in words(page)
    assert [(one.name, one.contacts) for one in page.context["beside"]] == [
        ("Example Times", [contact]), ("Exampel Times", []),
    ]  # fmt: skip
    assert f"Kora Example, {contact.email}" in words(page)
    response = desk("desk_outlet_merge", outlet.key, data={"into": str(twin.key), "reason": ""})
    assert errors(response.context["form"]) == {"reason": ["Write something here: it is needed."]}
    assert response.context["form"]["into"].value() == str(twin.key)
    response = desk("desk_outlet_merge", outlet.key, data={"into": str(twin.key), "reason": "One and the same"})
    assert response.redirect_chain[-1][0].endswith(f"/{twin.key}/")
    assert Application.objects.get().outlet == twin
    assert "merged into" in words(desk("desk_outlet", outlet.key))
    assert str(amina) in words(desk("desk_outlet", twin.key))


def test_an_outlet_is_merged_into_one_that_a_search_finds(desk, outlet, enter):
    enter("Quite Another Name")
    assert "No other outlet has nearly this name" in words(desk("desk_outlet_merge", outlet.key))
    assert "Quite Another Name" in words(desk("desk_outlet_merge", outlet.key, query="?q=another"))


def test_a_request_for_more_places_is_granted_and_those_who_wait_move_up(
    desk, application, journalist, letter, quota, contact, now
):  # fmt: skip
    quota(1)
    people = [journalist(application, name) for name in ("Amina", "Bo")]
    letter(application, *people)
    application.submit(by=contact, at=now)
    asked = QuotaRequest.objects.ask(application, wanted=3, reason="Two live programmes", by=contact, at=now)
    assert "Two live programmes" in words(desk("desk_outlet", application.outlet.key))
    desk("desk_quota_verb", asked.pk, "grant", data={"grant-limit": 2, "grant-answer": "Two"})
    assert Outlet.objects.get().quota == 2
    assert sorted(one.status for one in application.people) == ["submitted", "submitted"]
    assert Letter.objects.filter(kind="press.quota_granted").count() == 1


def test_a_request_is_declined_in_words_only(desk, application, quota, contact, now):
    quota(1)
    asked = QuotaRequest.objects.ask(application, wanted=3, reason="Two live programmes", by=contact, at=now)
    response = desk("desk_quota_verb", asked.pk, "decline", data={"decline-answer": ""})
    [form] = [form for form in response.context["quota_verbs"] if form.verb == "decline"]
    assert errors(form) == {"answer": ["Write something here: it is needed."]}
    desk("desk_quota_verb", asked.pk, "decline", data={"decline-answer": "The hall is full."})
    asked.refresh_from_db()
    assert asked.status == "declined"


def test_a_twins_request_is_not_lost_in_a_merger_and_nobody_answers_his_own(
    desk, outlet, application, enter, quota, contact, press_officer, now
):  # fmt: skip
    quota(1)
    twin = enter("The Times of Example", country=None)
    theirs = Application.objects.open(twin, "team", by=press_officer, at=now)
    QuotaRequest.objects.ask(application, wanted=2, reason="Two come.", by=contact, at=now)
    second = QuotaRequest.objects.ask(theirs, wanted=3, reason="Three come.", by=press_officer, at=now)
    twin.merge_into(outlet, by=press_officer, at=now, reason="One newspaper.")
    found = desk("desk_outlets", query="?status=asks").context["page_obj"]
    assert [one.name for one in found] == ["Example Times", "The Times of Example"]
    response = desk("desk_quota_verb", second.pk, "grant", data={"grant-limit": "3", "grant-answer": ""})
    [form] = [form for form in response.context["quota_verbs"] if form.verb == "grant"]
    assert form.non_field_errors() == ["You answer for this application yourself: a colleague decides about it."]


def test_its_own_quota_lets_those_who_wait_in(desk, application, journalist, letter, quota, contact, now):
    quota(0)
    letter(application, journalist(application))
    application.submit(by=contact, at=now)
    desk(
        "desk_outlet_verb",
        application.outlet.key,
        "quota",
        data=seen(application.outlet) | {"quota-limit": "1", "quota-reason": "Host"},
    )
    assert [one.status for one in application.people] == ["submitted"]


def test_an_application_is_admitted_late_with_a_reason(desk, application, call, now):
    key = application.outlet.key
    assert "after the deadline" not in words(desk("desk_outlet", key))
    type(call).objects.update(opens_at=now.replace(year=2020), closes_at=now.replace(year=2021))
    assert "after the deadline" in words(desk("desk_outlet", key))
    desk("desk_application_verb", application.key, "admit-late", data={"admit-late-reason": "Their server was down"})
    application.refresh_from_db()
    assert application.admitted_because == "Their server was down"
    assert Letter.objects.filter(kind="press.admitted_late").count() == 1


def test_nobody_works_at_the_desk_for_the_own_outlet(desk, outlet, application, press_officer):
    application.nominator.contacts.create(user=press_officer)
    response = desk("desk_outlet_verb", outlet.key, "verify", data=seen(outlet) | {"verify-note": ""})
    [form] = [form for form in response.context["verbs"] if form.verb == "verify"]
    assert form.non_field_errors() == ["You answer for this application yourself: a colleague decides about it."]
    outlet.refresh_from_db()
    assert outlet.status == "unverified"
