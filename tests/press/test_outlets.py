"""Outlets: one object for each, however it is written; twins are merged and nothing is lost."""

import pytest
from django.db import IntegrityError, connection, transaction

from accreditation.models import Nominator
from ceremony.models import LedgerRow
from ceremony.procedure import AlreadyDecided, Refused
from notifications.kinds import letter_kinds
from notifications.models import Letter
from press.models import Application, Outlet, OutletName


@pytest.fixture
def outlets(enter, kenya, brazil):
    names = [
        ("National Broadcasting Example", kenya), ("Đài Truyền hình Ví dụ", kenya), ("Example Herald", brazil),
        ("Agence Exemple Presse", brazil), ("الوكالة المثال", kenya), ("Radio Sample Kenya", kenya),
        ("Beispiel Broadcasting", brazil),
    ]  # fmt: skip
    return {name: enter(name, country=country) for name, country in names}


def near(ceremony, name, **more):
    return [(one.outlet.name, one.why) for one in Outlet.objects.near(ceremony, name, **more)]


@pytest.mark.parametrize(
    ("typed", "found", "why"),
    [
        ("National Broadcasting Example", "National Broadcasting Example", "name"),
        ("national broadcasting EXAMPLE!", "National Broadcasting Example", "name"),
        ("NBE", "National Broadcasting Example", "initials"),
        ("BB", "Beispiel Broadcasting", "initials"),
        ("Natonal Broadcastin Example", "National Broadcasting Example", "near"),
        ("The National Broadcasting Example Ltd", "National Broadcasting Example", "near"),
        ("Dai Truyen hinh Vi du", "Đài Truyền hình Ví dụ", "name"),
        ("Agence Exemple-Presse", "Agence Exemple Presse", "name"),
        ("وكالة المثال", "الوكالة المثال", "near"),
    ],
)
def test_a_name_that_is_nearly_the_same_finds_the_outlet(ceremony, outlets, typed, found, why):
    assert near(ceremony, typed)[0] == (found, why)


def test_a_name_that_is_like_none_finds_none(ceremony, outlets):
    assert near(ceremony, "Quotidien Zébré") == []


@pytest.mark.parametrize(
    ("typed", "there"), [("NBC", "National Broadcasting Company"), ("National Broadcasting Company", "NBC")]
)
def test_initials_find_the_full_name_and_the_full_name_the_initials(ceremony, enter, typed, there):
    for name in ["National Radio Company", "Nordic Business Channel TV", there, "NBC of Another Name"]:
        enter(name)
    assert (there, "initials") in near(ceremony, typed)[:2]


def test_what_shares_but_a_word_that_everybody_has_is_not_offered(ceremony, enter):
    """As in the demo, where half of the outlets have an "Example" of some language in their name."""
    for name in [
        "Example Now", "Example Post", "Example Films", "Example Weekly", "Example Online", "Example Gazette",
        "Exemple Times", "Example Television", "Harbour Example News Channel", "Example News Channel",
    ]:  # fmt: skip
        enter(name)
    assert near(ceremony, "Example News") == [
        ("Example News Channel", "near"),
        ("Harbour Example News Channel", "near"),
    ]
    assert near(ceremony, "Example Times") == [("Exemple Times", "near")]
    assert near(ceremony, "Example TV") == [("Example Television", "near")]


def test_another_number_is_another_outlet(ceremony, enter):
    for number in range(1, 9):
        enter(f"Example News {number}")
    assert near(ceremony, "Example News 9") == []
    assert near(ceremony, "Example News 3") == [("Example News 3", "name")]
    assert near(ceremony, "Exampel News 3") == [("Example News 3", "near")]


def test_at_most_five_are_offered_and_each_of_the_very_name(ceremony, enter, kenya, brazil):
    for place in ["North", "South", "East", "West", "Coast", "Hill", "Lake"]:
        enter(f"Example Times {place}")
    assert len(near(ceremony, "Example Times")) == 5
    states = [kenya, brazil, None]
    for state in states:
        enter("Example Times", country=state)
    found = near(ceremony, "Example Times")
    assert (len(found), found[:3]) == (5, [("Example Times", "name")] * 3)


def test_a_search_for_the_long_name_finds_the_outlet_that_was_entered_with_its_initials(ceremony, enter):
    enter("NBE")
    assert near(ceremony, "National Broadcasting Example") == [("NBE", "initials")]


def test_the_same_website_finds_the_outlet(ceremony, enter):
    enter("Example Times", website="https://www.times.example/news")
    assert near(ceremony, "Something Else", website="http://times.example") == [("Example Times", "website")]


def test_outlets_of_another_ceremony_are_not_found(ceremony, outlets):
    from ceremony.rehearsal import twin

    rehearsal = twin(ceremony, slug="demo-rehearsal", is_rehearsal=True)
    assert near(rehearsal, "NBE") == []


def test_a_name_that_is_there_in_the_country_is_not_entered_again(ceremony, outlets, kenya, contact, now):
    with pytest.raises(Refused) as refused:
        Outlet.objects.enter(
            ceremony, name="national broadcasting example", kind="tv", country=kenya, by=contact, at=now
        )
    assert refused.value.code == "same"
    assert refused.value.messages == ["“National Broadcasting Example” is on the list already: choose it there."]


def test_near_names_are_offered_before_an_outlet_is_entered(ceremony, outlets, brazil, contact, now):
    entry = {"name": "Example Heralds", "kind": "online", "country": brazil, "by": contact, "at": now}
    with pytest.raises(Refused) as refused:
        Outlet.objects.enter(ceremony, **entry)
    assert refused.value.code == "near"
    assert refused.value.params["near"][0].outlet == outlets["Example Herald"]
    seen = [one.outlet.key for one in refused.value.params["near"]]
    assert Outlet.objects.enter(ceremony, **entry, seen_near=seen).name == "Example Heralds"


def test_an_outlet_without_a_name_is_refused(ceremony, contact, now):
    with pytest.raises(Refused, match="Write the name of the outlet"):
        Outlet.objects.enter(ceremony, name="  ", kind="tv", by=contact, at=now)


def test_a_former_name_still_finds_the_outlet(ceremony, outlet, press_officer, now):
    outlet.amend(seen=1, by=press_officer, at=now, name="Daily Illustration")
    assert near(ceremony, "Example Times") == [("Daily Illustration", "name")]
    assert list(Outlet.objects.named("illus").values_list("name", flat=True)) == ["Daily Illustration"]


def test_whoever_saves_a_page_that_has_grown_old_is_told(outlet, press_officer, second_press_officer, now):
    outlet.amend(seen=1, by=press_officer, at=now, website="https://times.example")
    with pytest.raises(AlreadyDecided, match="Petra Press was first"):
        Outlet.objects.get(pk=outlet.pk).amend(seen=1, by=second_press_officer, at=now, name="Other")


def test_an_outlet_is_rejected_with_a_reason_and_taken_up_again(outlet, press_officer, now):
    with pytest.raises(Refused, match="Write why"):
        outlet.reject(by=press_officer, at=now, reason=" ")
    outlet.reject(by=press_officer, at=now, reason="It sells advertising.")
    assert (outlet.status, outlet.decision_note) == ("rejected", "It sells advertising.")
    outlet.reopen(by=press_officer, at=now)
    assert (outlet.status, outlet.decided_by, outlet.decision_note) == ("unverified", None, "")


def test_a_merger_keeps_names_applications_people_letters_and_the_higher_quota(
    ceremony, outlet, enter, application, journalist, letter, other_contact, press_officer, now
):
    twin = enter("The Times of Example", country=None)
    theirs = Application.objects.open(twin, "team", by=other_contact, at=now)
    bo = journalist(theirs, "Bo")
    paper = letter(theirs, bo)
    outlet.set_quota(4, by=press_officer, at=now, reason="Large team.")
    twin.set_quota(6, by=press_officer, at=now, reason="Larger team.")
    twin.merge_into(outlet, by=press_officer, at=now, reason="One newspaper.")
    outlet.refresh_from_db()
    assert (twin.status, twin.merged_into, twin.now()) == ("merged", outlet, outlet)
    assert sorted(name.name for name in outlet.names.all()) == ["Example Times", "The Times of Example"]
    assert set(outlet.applications.all()) == {application, theirs}
    assert list(outlet.people) == [bo.accreditation]
    assert paper.application.journalists.get() == bo
    assert outlet.quota == 6
    assert set(Nominator.objects.values_list("name", flat=True)) == {"Example Times"}
    assert near(ceremony, "Times of Example")[0][0] == "Example Times"
    assert [row.after for row in LedgerRow.objects.about(outlet)][-1] == "took_in"


def test_a_merger_lowers_no_quota_and_lets_in_those_for_whom_there_is_room(
    outlet, enter, application, journalist, letter, quota, contact, other_contact, press_officer, now
):
    quota(1)
    twin = enter("The Times of Example", country=None)
    theirs = Application.objects.open(twin, "team", by=other_contact, at=now)
    theirs.amend(seen=1, by=other_contact, at=now, is_editorial=True)
    for name in ("Amina", "Bo"):
        letter(application, journalist(application, name))
    application.submit(by=contact, at=now)
    assert sorted(application.people.values_list("status", flat=True)) == ["submitted", "waitlisted"]
    twin.set_quota(2, by=press_officer, at=now, reason="Two came last year.")
    small = enter("Times Example Weekly", country=None)
    small.set_quota(0, by=press_officer, at=now, reason="None came last year.")
    small.merge_into(outlet, by=press_officer, at=now, reason="One newspaper.")
    outlet.refresh_from_db()
    assert outlet.quota is None
    twin.merge_into(outlet, by=press_officer, at=now, reason="One newspaper.")
    outlet.refresh_from_db()
    assert outlet.quota == 2
    assert list(application.people.values_list("status", flat=True)) == ["submitted", "submitted"]


def test_a_merged_outlet_leads_on_to_the_one_it_is_now(outlet, enter, contact, press_officer, now):
    first, second = enter("Times Example Weekly"), enter("Times Example Monthly")
    first.merge_into(second, by=press_officer, at=now, reason="One.")
    second.merge_into(outlet, by=press_officer, at=now, reason="One.")
    first.refresh_from_db()
    assert first.now() == outlet
    assert Application.objects.open(first, "single", by=contact, at=now).outlet == outlet


def test_the_contacts_of_the_one_that_goes_are_told_of_a_merger(
    outlet, application, other_outlet, other_application, contact, press_officer, now
):
    outlet.merge_into(other_outlet, by=press_officer, at=now, reason="One newspaper.")
    told = Letter.objects.get(kind="press.outlet_merged")
    assert told.recipient == contact
    assert told.subject == "Your application for Example Times stands under Sample Post"
    assert told.link_to == application.get_absolute_url()
    assert "One newspaper." not in told.text


def test_who_applied_for_an_outlet_that_is_rejected_is_told_why(outlet, application, contact, press_officer, now):
    outlet.reject(by=press_officer, at=now, reason="It sells advertising.")
    told = Letter.objects.get(kind="press.outlet_rejected")
    assert (told.recipient, "for this reason:\n\nIt sells advertising." in told.text) == (contact, True)
    assert letter_kinds["press.outlet_rejected"].still_wanted(told)
    outlet.reopen(by=press_officer, at=now)
    assert not letter_kinds["press.outlet_rejected"].still_wanted(told)


@pytest.mark.parametrize("which", ["itself", "merged already"])
def test_an_outlet_is_merged_into_another_that_stands(which, outlet, enter, press_officer, now):
    twin = enter("Example Times Online")
    target = twin
    if which == "merged already":
        third = enter("Example Times Weekend")
        third.merge_into(outlet, by=press_officer, at=now, reason="One.")
        target = third
    with pytest.raises(Refused):
        twin.merge_into(target, by=press_officer, at=now, reason="One.")
    twin.refresh_from_db()
    assert twin.status == "unverified"


def test_the_second_who_merges_is_told_who_was_first(outlet, enter, press_officer, second_press_officer, now):
    twin, third = enter("Example Times Online"), enter("Sample Gazette")
    stale = Outlet.objects.get(pk=twin.pk)
    twin.merge_into(outlet, by=press_officer, at=now, reason="One.")
    with pytest.raises(AlreadyDecided, match="Petra Press was first"):
        stale.merge_into(third, by=second_press_officer, at=now, reason="One.")


def test_a_merged_outlet_is_not_changed(outlet, enter, press_officer, now):
    twin = enter("Example Times Online")
    twin.merge_into(outlet, by=press_officer, at=now, reason="One.")
    with pytest.raises(Refused, match="is part of “Example Times” now"):
        twin.amend(seen=2, by=press_officer, at=now, name="Other")


# What PostgreSQL refuses


def test_postgresql_refuses_an_application_for_a_merged_outlet(outlet, enter, application, press_officer, now):
    twin = enter("Example Times Online")
    twin.merge_into(outlet, by=press_officer, at=now, reason="One.")
    with pytest.raises(IntegrityError, match="standing outlet"), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(outlet=twin)


def test_postgresql_refuses_to_merge_an_outlet_with_applications(outlet, other_outlet, application):
    with pytest.raises(IntegrityError, match="applications of a merged outlet"), transaction.atomic():
        Outlet.objects.filter(pk=outlet.pk).update(status="merged", merged_into=other_outlet)


def test_postgresql_refuses_a_second_main_name_and_a_name_twice(outlet):
    for fields in [{"key": "other", "is_main": True}, {"key": "example times"}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            OutletName.objects.create(outlet=outlet, name="Other", **fields)


def test_the_search_uses_the_index_of_trigrams(ceremony, outlet):
    """Among many names: a plan that reads all of them would be too slow."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'outlet_names_by_trigrams'")
        assert "USING gin (grams)" in cursor.fetchone()[0]
