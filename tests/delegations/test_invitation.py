import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from ceremony.models import LedgerRow
from delegations.invitation import invite
from delegations.models import Delegation
from directory.models import Contact, Entity
from notifications.models import Letter


@pytest.fixture
def at(now):
    return now


def test_each_contact_of_an_invited_state_gets_one_letter_in_its_language(ceremony, kenya, organiser, at):
    Contact.objects.create(entity=kenya, email="Mission@kenya.example", name="Mission", language="en")
    Contact.objects.create(entity=kenya, email="embassy@kenya.example", language="vi")

    result = invite(ceremony, [kenya], by=organiser, at=at)

    delegation = Delegation.objects.get()
    letters = Letter.objects.order_by("to_email")
    assert [entity for entity, _contacts in result.invited] == [kenya]
    assert [(letter.to_email, letter.language) for letter in letters] == [
        ("embassy@kenya.example", "vi"),
        ("mission@kenya.example", "en"),
    ]
    assert {letter.link_to for letter in letters} == {"/demo/delegation/KEN/"}
    assert delegation.invited_by == organiser
    assert [row.after for row in LedgerRow.objects.about(delegation)] == ["invited"]


def test_inviting_twice_writes_nothing_twice_and_says_why(ceremony, kenya, organiser, at):
    kenya.contacts.create(email="mission@kenya.example")
    invite(ceremony, [kenya], by=organiser, at=at)

    again = invite(ceremony, [kenya], by=organiser, at=at)

    assert again.invited == []
    assert again.skipped == [(kenya, "invited already, now “Invited”")]
    assert (Delegation.objects.count(), Letter.objects.count()) == (1, 1)


def test_a_state_without_contact_is_skipped_with_the_reason(ceremony, kenya, brazil, organiser, at):
    kenya.contacts.create(email="mission@kenya.example")
    brazil.contacts.create(email="old@brazil.example", is_active=False)

    result = invite(ceremony, [kenya, brazil], by=organiser, at=at)

    assert result.skipped == [(brazil, "no contact to write to")]
    assert [str(delegation) for delegation in Delegation.objects.all()] == ["Kenya"]


def test_a_contact_whose_account_is_closed_is_not_written_to(ceremony, kenya, organiser, at):
    kenya.contacts.create(email="gone@kenya.example")
    User.objects.create_user("gone@kenya.example", is_active=False)

    assert invite(ceremony, [kenya], by=organiser, at=at).skipped == [(kenya, "its contact's account is closed")]


def test_an_account_that_is_there_keeps_its_name_language_and_rights(ceremony, kenya, organiser, at):
    kenya.contacts.create(email=organiser.email, name="Somebody Else", language="vi")

    invite(ceremony, [kenya], by=organiser, at=at)

    organiser.refresh_from_db()
    assert (organiser.name, organiser.language, organiser.is_staff) == ("Olga Organiser", "en", True)
    assert Delegation.objects.answered_by(organiser, ceremony).count() == 1


def test_two_hundred_cost_as_many_statements_as_two(ceremony, entities, organiser, at, django_assert_num_queries):
    two, many = entities(2, prefix="A"), entities(200, prefix="B")
    with django_assert_num_queries(17):
        invite(ceremony, two, by=organiser, at=at)
    with django_assert_num_queries(17):
        result = invite(ceremony, many, by=organiser, at=at)
    assert (len(result.invited), result.letters, Letter.objects.count()) == (200, 200, 202)


def test_the_organiser_chooses_checks_and_invites(client, ceremony, kenya, brazil, organiser, address):
    kenya.contacts.create(email="mission@kenya.example")
    client.force_login(organiser)

    check = client.get(address("invite"), {"kind": "member_state", "check": "1"})

    assert [entity for entity, _contacts in check.context["plan"].invited] == [kenya]
    assert [entity for entity, _why in check.context["plan"].skipped] == [brazil]
    assert Delegation.objects.count() == 0

    report = client.post(address("invite"), {"kind": "member_state"})

    assert report.context["result"].letters == 1
    assert "Invited: 1. Letters written: 1. Skipped: 1." in report.content.decode()
    assert Delegation.objects.count() == 1


def test_a_single_state_is_found_in_any_language_without_accents(client, ceremony, kenya, organiser, address):
    Entity.objects.create(code="VNM", kind="member_state", short_en="Viet Nam", short_vi="Việt Nam")
    client.force_login(organiser)

    page = client.get(address("invite"), {"q": "viet"})

    assert [entity.code for entity, _is_picked, _invited in page.context["offered"]] == ["VNM"]


def test_the_finder_says_who_is_invited_already(client, ceremony, kenyan_delegation, brazil, organiser, address):
    client.force_login(organiser)
    page = client.get(address("invite"), {"q": "kenya", "pick": "BRA"})
    assert [(str(entity), is_picked, invited) for entity, is_picked, invited in page.context["offered"]] == [
        ("Brazil", True, None),
        ("Kenya", False, "invited"),
    ]
    assert page.content.decode().count("invited already:") == 1


def test_choosing_nothing_says_so(client, ceremony, organiser, address):
    client.force_login(organiser)
    page = client.get(address("invite"), {"check": "1"})
    assert page.context["form"].non_field_errors() == [
        "Nothing is chosen yet: tick a kind, a group, or a State or organisation."
    ]


def test_a_contact_that_is_missing_is_added_on_the_way(client, ceremony, brazil, organiser, address):
    client.force_login(organiser)

    answer = client.post(
        address("add_contact", "BRA"),
        {"email": "mission@brazil.example", "name": "Mission", "language": "en", "next": ""},
    )

    assert answer["Location"] == "/demo/delegations/invite/?pick=BRA&check=1"
    assert [entity for entity, _contacts in client.get(answer["Location"]).context["plan"].invited] == [brazil]


def test_the_way_back_never_leaves_the_site(client, ceremony, brazil, organiser, address):
    client.force_login(organiser)
    answer = client.post(
        address("add_contact", "BRA"),
        {"email": "mission@brazil.example", "language": "en", "next": "https://elsewhere.example/"},
    )
    assert answer["Location"] == "/demo/delegations/invite/?pick=BRA&check=1"


def test_an_address_that_is_there_already_is_said_on_the_form(client, ceremony, brazil, organiser, address):
    brazil.contacts.create(email="mission@brazil.example")
    client.force_login(organiser)
    page = client.post(address("add_contact", "BRA"), {"email": "MISSION@brazil.example", "language": "en"})
    assert page.context["form"].non_field_errors() == ["This entity already has a contact with this e-mail address."]


def test_an_organiser_is_told_that_an_address_is_anothers_contact_too(
    client, ceremony, kenya, brazil, organiser, address
):
    kenya.contacts.create(email="mission@kenya.example")
    client.force_login(organiser)
    page = client.post(address("add_contact", "BRA"), {"email": "Mission@kenya.example", "language": "en"}, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "Brazil can be written to now.",
        "Mission@kenya.example is the contact of Kenya too: look whether that is meant.",
    ]


def test_nobody_but_an_organiser_invites(
    client, ceremony, kenya, kenyan_delegation, kenyan_focal_point, accreditation_officer, reader, address
):
    for user in [kenyan_focal_point, accreditation_officer, reader]:
        client.force_login(user)
        assert client.get(address("invite")).status_code == 404
        assert client.post(address("invite"), {"pick": "KEN"}).status_code == 404
        assert client.get(address("add_contact", "KEN")).status_code == 404


def test_the_command_invites_and_says_what_it_did(ceremony, kenya, brazil, capsys):
    kenya.contacts.create(email="mission@kenya.example")

    call_command("invite", "demo", kind=["member_state"])

    assert capsys.readouterr().out.splitlines() == [
        "skipped  BRA  Brazil: no contact to write to",
        "1 invited, 1 letters written, 1 skipped.",
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere", "--codes", "KEN"], "There is no ceremony with the address 'nowhere'."),
        (["demo", "--codes", "KEN", "XXX"], "The directory has no entry XXX. Nobody was invited."),
        (["demo"], "Say whom to invite: --kind, --group or --codes."),
    ],
)
def test_the_command_refuses_bad_input_in_one_line(ceremony, kenya, arguments, sentence):
    kenya.contacts.create(email="mission@kenya.example")
    with pytest.raises(CommandError, match=sentence):
        call_command("invite", *arguments)
    assert Delegation.objects.count() == 0
