import re

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation

from accreditation.models import PersonalDataRead, RefusalCode, Status, Vetting
from accreditation.queue import Queue


@pytest.fixture
def address(ceremony):
    return reverse("accreditation:queue", args=[ceremony.slug])


@pytest.fixture
def as_officer(client, accreditation_officer):
    client.force_login(accreditation_officer)
    return client


def names(response):
    return [row.name for row in response.context["rows"]]


def test_who_came_first_is_decided_first(as_officer, address, amina, bruno, now):
    type(bruno).objects.filter(pk=bruno.pk).update(submitted_at=now.replace(year=now.year - 1))
    assert names(as_officer.get(address)) == ["Bruno Example", "Amina Example"]


def test_the_list_opens_with_few_statements_however_long_it_is(
    as_officer, address, candidate, kenyan_delegation, kenyan_focal_point, django_assert_num_queries
):
    candidate(kenyan_delegation, kenyan_focal_point, "One")
    as_officer.get(address)
    with django_assert_num_queries(STATEMENTS):
        assert names(as_officer.get(address)) == ["One Example"]
    candidate(kenyan_delegation, kenyan_focal_point, "Two")
    candidate(kenyan_delegation, kenyan_focal_point, "Three")
    with django_assert_num_queries(STATEMENTS):
        assert names(as_officer.get(address)) == ["One Example", "Two Example", "Three Example"]


# Session, user, ceremony, roles; what waits beside the navigation; counts, rows.
STATEMENTS = 6


def test_an_empty_queue_says_what_that_means(as_officer, address):
    page = as_officer.get(address).content.decode()
    assert "Nobody waits for a decision: everybody who was submitted has been seen to." in page


def test_drafts_and_the_decided_are_not_in_the_way(
    as_officer, address, person, kenyan_delegation, amina, bruno, accreditation_officer, now
):
    person(kenyan_delegation, "Draft")
    bruno.approve(by=accreditation_officer, at=now)
    response = as_officer.get(address)
    assert names(response) == ["Amina Example"]
    assert [(tab.label, tab.count) for tab in response.context["tabs"]] == [
        ("To decide", 1), ("Draft", 1), ("Approved", 1), ("All", 3),
    ]  # fmt: skip


@pytest.mark.parametrize(("asked", "found"), [
    ("q=amina", ["Amina Example"]),
    ("q=AMÍNA+example", ["Amina Example"]),
    ("q=brazil", ["Bruno Example"]),
    ("q=nobody", []),
    ("group=african", ["Amina Example"]),
    ("kind=delegation", ["Amina Example", "Bruno Example"]),
    ("vetting=asked", ["Bruno Example"]),
    ("status=all", ["Amina Example", "Bruno Example"]),
    ("status=approved", []),
    ("status=nonsense&group=nonsense&vetting=x&page=x&nominator=%27", ["Amina Example", "Bruno Example"]),
])  # fmt: skip
def test_the_list_is_narrowed(as_officer, address, amina, bruno, accreditation_officer, now, asked, found):
    Vetting.objects.ask(bruno, by=accreditation_officer, at=now)
    assert names(as_officer.get(f"{address}?{asked}")) == found


def test_a_person_opens_beside_the_list_with_the_neighbours(as_officer, address, amina, bruno):
    response = as_officer.get(f"{address}?person={amina.key}")
    assert (names(response), response.context["before"], response.context["after"]) == (
        ["Amina Example", "Bruno Example"], "", str(bruno.key),
    )  # fmt: skip


def test_the_navigation_says_that_list_and_person_lie_among_the_people(as_officer, address, amina):
    def marked(page):
        frame = page.content.decode().partition('<nav class="site-nav"')[2].partition("</nav>")[0]
        return re.findall(r'<a href="([^"]*)" aria-current="(page|true)"', frame)

    assert marked(as_officer.get(f"{address}?person={amina.key}")) == [(address, "page")]
    assert marked(as_officer.get(f"{address}people/{amina.key}/")) == [(address, "true")]


def test_another_ceremonys_people_are_not_there(as_officer, address, amina, ceremony):
    from accreditation.models import Accreditation, Nominator

    ceremony.pk, ceremony.slug = None, "other"
    ceremony.save()
    elsewhere = Nominator.objects.create(ceremony=ceremony, kind="delegation", name="Elsewhere")
    stranger = Accreditation.objects.create(
        ceremony=ceremony, nominator=elsewhere, family_name="Stranger", badge_name="S", status=Status.SUBMITTED
    )
    assert names(as_officer.get(f"{address}?status=all")) == ["Amina Example"]
    assert as_officer.get(f"{address}people/{stranger.key}/").status_code == 404


# Who sees what


def test_the_passport_is_shown_to_who_decides_and_the_reading_is_noted(
    as_officer, address, amina, accreditation_officer
):
    page = as_officer.get(f"{address}people/{amina.key}/").content.decode()
    assert "C1234567" in page
    read = PersonalDataRead.objects.get()
    assert (read.user, read.accreditation_id, read.fields, read.page) == (
        accreditation_officer, amina.pk, "photo, passport_number, date_of_birth", "person",
    )  # fmt: skip


@pytest.mark.parametrize("who", ["organiser", "reader"])
def test_others_see_the_person_without_the_passport(client, address, amina, request, who):
    client.force_login(request.getfixturevalue(who))
    response = client.get(f"{address}?person={amina.key}")
    assert response.status_code == 200
    assert ("C1234567" in response.content.decode(), response.context["decisions"]) == (False, [])


def test_a_reader_sees_no_photo_and_no_paper(client, address, amina, reader):
    client.force_login(reader)
    response = client.get(f"{address}people/{amina.key}/")
    assert (response.context["shows_photo"], response.context["papers"]) == (False, [])
    assert client.get(f"{address}people/{amina.key}/photo/").status_code == 404
    assert client.get(f"{address}documents/{amina.nominator.documents.get().key}/").status_code == 404
    assert PersonalDataRead.objects.count() == 0


@pytest.fixture
def addresses(address, amina, ceremony):
    person = f"{address}people/{amina.key}/"
    return {
        "get": [
            address, f"{address}export.csv", f"{address}export.xlsx", person, f"{person}photo/",
            f"{address}documents/{amina.nominator.documents.get().key}/",
        ],
        "post": [f"{person}approve/", f"{person}refuse/", f"{person}vetting/", f"{address}bulk/"],
    }  # fmt: skip


@pytest.mark.parametrize("who", ["brazilian_focal_point", "side_event_coordinator"])
def test_for_strangers_nothing_of_it_exists(client, addresses, amina, request, ceremony, who, now):
    client.force_login(request.getfixturevalue(who))
    answers = [getattr(client, verb)(address).status_code for verb, all_of in addresses.items() for address in all_of]
    assert answers == [404] * 10


@pytest.fixture
def side_event_coordinator(ceremony, now):
    from accounts.models import User
    from ceremony.models import Officer, Role

    user = User.objects.create_user("sid@plenipo.example", name="Sid Events")
    Officer.objects.appoint(ceremony=ceremony, user=user, role=Role.SIDE_EVENTS, by=None, at=now)
    return user


def test_whoever_has_not_signed_in_is_asked_to(client, addresses):
    for verb, all_of in addresses.items():
        for address in all_of:
            response = getattr(client, verb)(address)
            assert (response.status_code, response.url.split("?")[0]) == (302, reverse("account_login")), address


def test_the_focal_point_sees_own_photo_and_paper_and_nothing_else_of_the_queue(client, addresses, kenyan_focal_point):
    client.force_login(kenyan_focal_point)
    assert [client.get(address).status_code for address in addresses["get"]] == [404, 404, 404, 404, 200, 200]
    noted = PersonalDataRead.objects.filter(user=kenyan_focal_point).values_list("fields", flat=True)
    assert sorted(noted) == ["note_verbale", "photo"]


def test_a_contact_who_was_put_out_sees_nothing_any_more(client, addresses, kenyan_focal_point, amina):
    amina.nominator.contacts.update(is_active=False)
    client.force_login(kenyan_focal_point)
    assert {client.get(address).status_code for address in addresses["get"]} == {404}


@pytest.mark.parametrize("who", ["organiser", "reader", "vetting_officer"])
def test_only_who_decides_decides(client, address, amina, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.post(f"{address}people/{amina.key}/approve/").status_code == 404
    client.post(f"{address}bulk/", {"people": f"{amina.key}:submitted", "action": "approve"})
    amina.refresh_from_db()
    assert amina.status == Status.SUBMITTED


def test_the_vetting_note_is_read_by_vetting_officers_only(
    client, address, amina, accreditation_officer, vetting_officer, now
):
    Vetting.objects.ask(amina, by=accreditation_officer, at=now).answer(
        "objection", by=vetting_officer, at=now, note="File 7 of the service"
    )
    shown = {}
    for user in (accreditation_officer, vetting_officer):
        client.force_login(user)
        shown[user.name] = "File 7" in client.get(f"{address}people/{amina.key}/").content.decode()
    assert shown == {"Adil Accreditor": False, "Vera Vetting": True}
    assert PersonalDataRead.objects.get(user=vetting_officer).fields.endswith("vetting note")


# Decisions on the page


def test_after_a_decision_the_next_person_opens(as_officer, address, amina, bruno):
    response = as_officer.post(
        f"{address}people/{amina.key}/approve/",
        {"seen": "submitted", "here": "?kind=delegation", "after": str(bruno.key)},
    )
    assert (response.status_code, response.url) == (302, f"{address}?kind=delegation&person={bruno.key}")
    page = as_officer.get(response.url)
    assert names(page) == ["Bruno Example"]
    assert "Amina Example is approved." in page.content.decode()


def test_the_second_officer_is_told_on_the_page_who_was_first(as_officer, address, amina, organiser, now):
    amina.refuse(by=organiser, at=now, code=RefusalCode.LATE)
    page = as_officer.post(f"{address}people/{amina.key}/approve/", {"seen": "submitted", "here": "?"}, follow=True)
    assert "Olga Organiser was first" in page.content.decode()
    amina.refresh_from_db()
    assert amina.status == Status.REFUSED


def test_what_was_typed_is_kept_when_the_code_is_missing(as_officer, address, amina):
    page = as_officer.post(f"{address}people/{amina.key}/return/", {"seen": "submitted", "note": "The photo is dark."})
    assert "The photo is dark." in page.content.decode()
    assert page.context["decisions"][1][1].errors == {"code": ["This field is required."]}


def test_a_refusal_asks_whether_one_is_sure(as_officer, address, amina):
    how = {"seen": "submitted", "code": "late", "note": "After the deadline."}
    as_officer.post(f"{address}people/{amina.key}/refuse/", how)
    amina.refresh_from_db()
    assert amina.status == Status.SUBMITTED
    as_officer.post(f"{address}people/{amina.key}/refuse/", how | {"sure": "on"})
    amina.refresh_from_db()
    assert (amina.status, amina.decision_code) == (Status.REFUSED, "late")


@pytest.mark.parametrize(
    "here", ["https://evil.example/", "//evil.example", "?kind=x&next=//evil.example", "?%0d%0aX: y"]
)
def test_nobody_is_led_away(as_officer, address, amina, here):
    response = as_officer.post(
        f"{address}people/{amina.key}/approve/", {"seen": "submitted", "here": here, "after": "x"}
    )
    assert response.url.startswith(address)
    assert "evil" not in response.url


def test_twins_are_shown_before_the_decision(
    as_officer, address, amina, candidate, brazilian_delegation, brazilian_focal_point
):
    twin = candidate(brazilian_delegation, brazilian_focal_point, "Aminah", passport_number="C 123 4567")
    found = as_officer.get(f"{address}people/{amina.key}/").context["twins"]
    assert [(row["person"], row["why"]) for row in found] == [(twin, "the same passport")]


def test_a_namesake_of_the_same_nationality_is_hinted_at(
    as_officer, address, amina, candidate, brazilian_delegation, brazilian_focal_point, kenya
):
    type(amina).objects.filter(pk=amina.pk).update(nationality=kenya)
    namesake = candidate(brazilian_delegation, brazilian_focal_point, "Amína", nationality=kenya)
    found = as_officer.get(f"{address}people/{amina.key}/").context["twins"]
    assert [(row["person"], row["why"]) for row in found] == [(namesake, "the same name and nationality")]


def test_a_name_that_only_holds_the_other_is_no_namesake(
    as_officer, address, amina, candidate, brazilian_delegation, brazilian_focal_point, kenya
):
    type(amina).objects.filter(pk=amina.pk).update(nationality=kenya)
    candidate(brazilian_delegation, brazilian_focal_point, f"{amina.given_names}tou", nationality=kenya)
    assert as_officer.get(f"{address}people/{amina.key}/").context["twins"] == []


def test_vetting_answers_on_the_page(client, address, amina, accreditation_officer, vetting_officer, now):
    client.force_login(accreditation_officer)
    client.post(f"{address}people/{amina.key}/ask-vetting/", {"seen": "submitted"})
    client.force_login(vetting_officer)
    client.post(f"{address}people/{amina.key}/vetting/", {"status": "cleared", "note": "Nothing known"})
    vetting = Vetting.objects.get()
    assert (vetting.status, vetting.answered_by, vetting.note) == ("cleared", vetting_officer, "Nothing known")


# Many at once


def test_a_bulk_says_who_was_left_alone_and_why(
    as_officer, address, amina, bruno, person, kenyan_delegation, kenyan_focal_point, now
):
    bare = person(kenyan_delegation, "Bare").accreditation
    bare.submit(by=kenyan_focal_point, at=now)
    bruno.withdraw(by=kenyan_focal_point, at=now)
    page = as_officer.post(
        f"{address}bulk/",
        {"people": [f"{one.key}:submitted" for one in (amina, bruno, bare)], "action": "approve", "here": "?"},
        follow=True,
    )
    said = [str(message) for message in page.context["messages"]]
    assert said == [
        "Approve: 1 person.",
        "Approve: 2 people were left as before.<ul>"
        f"<li>Bruno Example: Kito Example was first: at {bruno.ceremony.show_time(now)} this became “Withdrawn”. "
        "Nothing was changed.</li>"
        "<li>Bare Example: The passport number is missing. The photo is missing.</li></ul>",
    ]


def test_a_bulk_of_nobody_says_so(as_officer, address):
    page = as_officer.post(f"{address}bulk/", {"action": "approve", "here": "?"}, follow=True)
    assert [str(message) for message in page.context["messages"]] == ["Mark at least one person in the list."]


def test_a_bulk_hold_needs_a_reason(as_officer, address, amina):
    as_officer.post(f"{address}bulk/", {"people": f"{amina.key}:submitted", "action": "hold"})
    amina.refresh_from_db()
    assert amina.status == Status.SUBMITTED


def test_keys_of_others_in_a_bulk_are_as_if_they_were_not(as_officer, address):
    page = as_officer.post(
        f"{address}bulk/",
        {"people": ["x:y", "3b241101-e2bb-4255-8caf-4136c566a962:submitted"], "action": "approve"},
        follow=True,
    )
    assert [str(message) for message in page.context["messages"]] == [
        "2 marked people are not in your queue any more, and were left alone."
    ]


# The table


def test_the_export_has_no_formula_and_no_restricted_field(as_officer, address, amina):
    type(amina).objects.filter(pk=amina.pk).update(badge_name="=HYPERLINK(1)", title=" +1", email="amina@example.org")
    response = as_officer.get(f"{address}export.csv?q=amina")
    _heading, row, *rest = response.content.decode("utf-8-sig").splitlines()
    assert row.split(",")[:7] == ["Amina", "Example", "'=HYPERLINK(1)", "' +1", "Representative", "", "Delegations"]
    assert rest == []
    for secret in ("C1234567", "amina@example.org", "Passport"):
        assert secret not in response.content.decode()


def test_of_marked_people_the_one_who_left_the_queue_is_not_passed_over_in_silence(as_officer, address, amina):
    gone = "3b241101-e2bb-4255-8caf-4136c566a962"
    page = as_officer.post(
        f"{address}bulk/",
        {"people": [f"{amina.key}:submitted", f"{gone}:submitted"], "action": "approve", "here": "?"},
        follow=True,
    )
    assert [str(message) for message in page.context["messages"]] == [
        "Approve: 1 person.",
        "1 marked person is not in your queue any more, and was left alone.",
    ]


def test_the_export_opens_in_a_spreadsheet_program(as_officer, address, amina, bruno):
    import io

    from openpyxl import load_workbook

    response = as_officer.get(f"{address}export.xlsx")
    rows = list(load_workbook(io.BytesIO(response.content)).active.values)
    assert [row[0] for row in rows] == ["Given names", "Amina", "Bruno"]


def test_an_export_in_another_format_does_not_exist(as_officer, address):
    assert as_officer.get(f"{address}export.pdf").status_code == 404


def test_the_press_desk_sees_only_the_kinds_that_it_decides(amina, ceremony, now):
    from accounts.models import User
    from ceremony.models import Officer, Role

    desk = User.objects.create_user("desk@plenipo.example", name="Dora Desk")
    Officer.objects.appoint(ceremony=ceremony, user=desk, role=Role.PRESS_DESK, by=None, at=now)
    assert list(Queue(desk, ceremony, {"status": "all"}).people) == []


def test_a_name_with_markup_in_it_stays_a_name(as_officer, address, amina):
    type(amina).objects.filter(pk=amina.pk).update(given_names="<script>alert(1)</script>", title='"><b>')
    page = as_officer.get(f"{address}?person={amina.key}").content.decode()
    assert ("<script>alert" in page, "<b>" in page, "&lt;script&gt;alert" in page) == (False, False, True)


def test_nobody_decides_about_people_whom_he_puts_forward_himself(
    client, accreditation_officer, kenyan_delegation, person
):
    amina = person(kenyan_delegation, status="submitted").accreditation
    kenyan_delegation.nominator.contacts.create(user=accreditation_officer)
    client.force_login(accreditation_officer)
    answer = client.post(f"/demo/accreditation/people/{amina.key}/approve/", {"seen": "submitted"})
    amina.refresh_from_db()
    assert (answer.status_code, amina.status) == (404, "submitted")


def test_an_objection_needs_its_ground(vetting_officer):
    from accreditation.forms import VettingAnswer

    form = VettingAnswer({"status": "objection", "note": " "})
    assert form.errors == {"note": ["Write on what ground you object: only vetting officers read it."]}


@pytest.mark.parametrize("query", ["", "status=all", "status=draft", "status=nonsense"])
@pytest.mark.parametrize("language", ["en", "vi", "fr"])
def test_the_whole_queue_is_what_the_narrowed_one_would_be(
    ceremony, accreditation_officer, person, kenyan_delegation, amina, bruno, query, language
):
    person(kenyan_delegation, "Draft")
    whole, narrowed = (Queue(accreditation_officer, ceremony, QueryDict(query)) for _ in range(2))
    assert whole.is_whole
    narrowed.is_whole = False
    with translation.override(language):
        assert whole.page.object_list == narrowed.page.object_list
        assert (whole.counts, whole.tabs()) == (narrowed.counts, narrowed.tabs())


@pytest.mark.parametrize("query", ["q=amina", "kind=delegation", "group=african", "vetting=asked", "nominator=1"])
def test_a_queue_that_is_narrowed_is_not_the_whole(ceremony, accreditation_officer, query):
    assert not Queue(accreditation_officer, ceremony, QueryDict(query)).is_whole


def test_who_does_not_see_everybody_has_no_whole_queue(ceremony, kenyan_focal_point, now):
    from accounts.models import User
    from ceremony.models import Officer, Role

    desk = User.objects.create_user("desk@plenipo.example", name="Dora Desk", is_staff=True)
    Officer.objects.appoint(ceremony=ceremony, user=desk, role=Role.PRESS_DESK, by=None, at=now)
    for user in (kenyan_focal_point, desk):
        assert not Queue(user, ceremony, QueryDict("")).is_whole
