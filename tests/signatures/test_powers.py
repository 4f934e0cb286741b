"""Full powers on their way: handed in, read beside a checklist, returned or accepted, verified, revoked."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accreditation.models import Document, DocumentKind, Nominator, NominatorContact, PersonalDataRead
from accreditation.papers import keep, read_paper
from ceremony.procedure import Refused
from notifications.models import Letter
from signatures.models import Check, FullPowers, Manner
from tests.accreditation.conftest import private_files  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_files")]

CONTENT = b"%PDF-1.7\nfull powers of Kenya\n%%EOF\n"


@pytest.fixture
def address(ceremony):
    return lambda name, *args: reverse(f"signatures:{name}", args=[ceremony.slug, *args])


def upload(content=CONTENT, name="powers.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def handed(standing=None, **values):
    fields = {"paper_is": "powers", "seen": str(standing.key) if standing else "", "file": upload()} | values
    return {f"powers-{name}": value for name, value in fields.items()}


@pytest.fixture
def kenyan(client, treaty, kenyan_delegation, kenyan_focal_point):
    client.force_login(kenyan_focal_point)
    return client


@pytest.fixture
def officer(client, treaty, treaty_officer):
    client.force_login(treaty_officer)
    return client


@pytest.fixture
def depositary(client, treaty, depositary_officer):
    client.force_login(depositary_officer)
    return client


def standing(treaty, entity):
    return FullPowers.objects.of(treaty, entity)


# The delegation


def test_a_copy_is_handed_in_and_its_state_is_shown(kenyan, treaty, kenya, kenyan_focal_point, address):
    assert kenyan.post(address("powers_hand_in", "KEN"), handed())["Location"] == address("signing", "KEN")
    powers = standing(treaty, kenya)
    assert (powers.status, powers.uploaded_by, powers.file.read()) == ("received", kenyan_focal_point, CONTENT)
    assert "The copy is here, and will be examined." in kenyan.get(address("signing", "KEN")).content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("credentials", "Credentials do not empower anybody to sign"),
        ("note_verbale", "The note verbale is handed in on a page of its own"),
    ],
)
def test_another_paper_is_not_taken_for_full_powers(kenyan, treaty, address, said, words):
    page = kenyan.post(address("powers_hand_in", "KEN"), handed(paper_is=said))
    assert page.context["form"].errors["paper_is"][0].startswith(words)
    assert FullPowers.objects.count() == 0


@pytest.mark.parametrize("kind", [DocumentKind.NOTE_VERBALE, DocumentKind.CREDENTIALS])
def test_a_file_that_was_handed_in_as_another_paper_is_recognised(
    kenyan, treaty, kenyan_delegation, kenyan_focal_point, now, address, kind
):
    keep(read_paper(upload()), nominator=kenyan_delegation.nominator, kind=kind, by=kenyan_focal_point, at=now)
    page = kenyan.post(address("powers_hand_in", "KEN"), handed())
    assert page.context["form"].errors["file"][0].startswith(f"This file is on record as “{kind.label}”")
    assert FullPowers.objects.count() == 0


def test_another_delegations_note_verbale_tells_nothing(
    kenyan, treaty, kenya, brazilian_delegation, brazilian_focal_point, now, address
):
    keep(
        read_paper(upload()), nominator=brazilian_delegation.nominator, kind=DocumentKind.NOTE_VERBALE,
        by=brazilian_focal_point, at=now,
    )  # fmt: skip
    kenyan.post(address("powers_hand_in", "KEN"), handed())
    assert standing(treaty, kenya).status == "received"
    assert Document.objects.count() == 1


def test_what_is_no_paper_is_refused_beside_the_field(kenyan, treaty, address):
    page = kenyan.post(address("powers_hand_in", "KEN"), handed(file=upload(b"MZ", "powers.pdf")))
    assert page.context["form"].errors["file"][0].startswith("This is neither a PDF nor")
    assert FullPowers.objects.count() == 0


def test_announced_powers_wait_for_their_copy(kenyan, treaty, kenya, address):
    kenyan.post(address("powers_announce", "KEN"))
    announced = standing(treaty, kenya)
    assert announced.status == "announced"
    kenyan.post(address("powers_announce", "KEN"))
    kenyan.post(address("powers_hand_in", "KEN"), handed(announced))
    assert standing(treaty, kenya).pk == announced.pk
    assert FullPowers.objects.count() == 1


def test_new_powers_take_the_place_of_others_only_on_a_tick(kenyan, treaty, kenya, full_powers, address):
    verified = full_powers(kenya)
    page = kenyan.post(address("powers_hand_in", "KEN"), handed(verified))
    assert page.context["form"].errors == {
        "anew": ["Full powers are on record already: “Verified”. Tick the box if these take their place."]
    }
    kenyan.post(address("powers_hand_in", "KEN"), handed(verified, anew="on"))
    verified.refresh_from_db()
    assert (verified.status, standing(treaty, kenya).status) == ("superseded", "received")


def test_nobody_supersedes_powers_that_he_has_not_seen(kenyan, treaty, kenya, full_powers, address):
    seen = full_powers(kenya, upto="examining")
    others = full_powers(kenya, upto="examining")
    page = kenyan.post(address("powers_hand_in", "KEN"), handed(seen, anew="on"))
    assert page.context["form"].non_field_errors() == [
        "The full powers of Kenya have changed meanwhile: look at them first."
    ]
    assert standing(treaty, kenya).pk == others.pk


def test_nothing_is_handed_in_after_the_signature(kenyan, treaty, kenya, ambassador, full_powers, signed, address):
    ambassador(kenya)
    powers = full_powers(kenya)
    signed(kenya)
    kenyan.post(address("powers_hand_in", "KEN"), handed(powers, anew="on"))
    assert standing(treaty, kenya) == powers


def test_the_defects_are_shown_in_words_and_a_better_copy_is_taken(
    kenyan, treaty, kenya, full_powers, treaty_officer, now, address
):
    powers = full_powers(kenya, upto="examining")
    powers.give_back(by=treaty_officer, at=now, defects="The Minister has not signed it.")
    assert "The Minister has not signed it." in kenyan.get(address("signing", "KEN")).content.decode()
    kenyan.post(address("powers_hand_in", "KEN"), handed(powers))
    powers.refresh_from_db()
    assert (powers.status, powers.defects) == ("received", "")


# The copy


def test_each_opening_of_a_copy_is_on_record_once_an_hour(officer, treaty_officer, kenya, full_powers, address):
    powers = full_powers(kenya, upto="examining")
    for _again in range(2):
        answer = officer.get(address("powers_copy", powers.key))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert (answer["Content-Disposition"], answer["Content-Security-Policy"]) == (
        'attachment; filename="powers.pdf"',
        "default-src 'none'; sandbox",
    )
    read = PersonalDataRead.objects.get()
    assert (read.user, read.fields, read.page) == (treaty_officer, "full_powers", "full powers KEN")


def test_only_officers_see_the_paper_beside_the_checklist(kenyan, kenya, full_powers, treaty_officer, address):
    powers = full_powers(kenya, upto="examining")
    beside = f"{address('powers_copy', powers.key)}?beside=1"
    assert kenyan.get(beside)["Content-Disposition"].startswith("attachment")
    kenyan.force_login(treaty_officer)
    answer = kenyan.get(beside)
    assert (answer["Content-Disposition"], answer["X-Frame-Options"]) == (
        'inline; filename="powers.pdf"',
        "SAMEORIGIN",
    )


def test_organisers_and_strangers_find_neither_page_nor_paper(
    client, kenya, full_powers, organiser, accreditation_officer, brazilian_delegation, brazilian_focal_point, address
):
    powers = full_powers(kenya, upto="examining")
    for user in [organiser, accreditation_officer, brazilian_focal_point]:
        client.force_login(user)
        for name in ["powers", "powers_copy"]:
            assert (str(user), name, client.get(address(name, powers.key)).status_code) == (str(user), name, 404)


def test_who_answers_for_the_press_of_a_state_does_not_see_its_powers(
    client, ceremony, kenya, full_powers, brazilian_focal_point, address
):
    press = Nominator.objects.create(ceremony=ceremony, kind="press", entity=kenya)
    NominatorContact.objects.create(nominator=press, user=brazilian_focal_point)
    powers = full_powers(kenya, upto="examining")
    client.force_login(brazilian_focal_point)
    assert client.get(address("powers_copy", powers.key)).status_code == 404
    assert client.get(address("signing", "KEN")).status_code == 404


# The examination

READ = {
    "person_named": "Bento Example", "issuer_office": "foreign_minister", "issuer_name": "Iara Example",
    "issued_on": "2025-10-01", "issued_at": "Nairobi", "reference": "FP/12", "checks": list(Check.values),
}  # fmt: skip


def press(client, address, powers, verb, **values):
    return client.post(address("powers_verb", powers.key, verb), values)


def test_an_examination_is_begun_saved_and_accepted(officer, kenya, full_powers, address):
    powers = full_powers(kenya, upto="examining")
    FullPowers.objects.filter(pk=powers.pk).update(status="received", person_named="", checks=[])
    press(officer, address, powers, "examine")
    press(officer, address, powers, "save", person_named="Bento Example", checks=["dated"])
    powers.refresh_from_db()
    assert (powers.status, powers.person_named, powers.checks) == ("examining", "Bento Example", ["dated"])
    press(officer, address, powers, "accept", **READ)
    powers.refresh_from_db()
    assert (powers.status, powers.issued_at) == ("accepted", "Nairobi")


def test_every_flaw_stands_beside_its_field_and_what_was_typed_is_kept(officer, kenya, full_powers, address):
    powers = full_powers(kenya, upto="examining", person_named="", checks=[], issuer_office="")
    page = press(
        officer, address, powers, "accept",
        **READ | {"issuer_office": "permanent_representative", "issuer_name": "Bento Example", "checks": ["dated"]},
    )  # fmt: skip
    errors = page.context["form"].errors
    assert {field: len(sentences) for field, sentences in errors.items()} == {
        "issuer_office": 1,
        "person_named": 1,
        "checks": 1,
    }
    assert errors["checks"][0].startswith("7 of 8 are not ticked")
    assert 'value="Nairobi"' in page.content.decode()
    powers.refresh_from_db()
    assert (powers.status, powers.issued_at) == ("examining", "")


def test_a_date_in_the_future_is_refused(officer, kenya, full_powers, now, address):
    powers = full_powers(kenya, upto="examining")
    later = (now + timedelta(days=3)).date().isoformat()
    page = press(officer, address, powers, "save", **READ | {"issued_on": later})
    assert page.context["form"].errors == {"issued_on": ["This day lies in the future: look at the paper again."]}


def test_powers_are_returned_with_defects_in_words_and_a_letter(
    officer, kenya, kenyan_delegation, full_powers, address
):  # fmt: skip
    powers = full_powers(kenya, upto="examining")
    page = press(officer, address, powers, "return", **READ)
    assert page.context["form"].errors == {"defects": ["Write for the delegation what has to be put right."]}
    press(officer, address, powers, "return", **READ | {"defects": "It is not dated."})
    powers.refresh_from_db()
    assert (powers.status, powers.defects) == ("returned", "It is not dated.")
    assert Letter.objects.get().kind == "signatures.powers_returned"


def test_who_comes_second_is_told_that_the_examination_is_over(officer, kenya, full_powers, address):
    powers = full_powers(kenya, upto="accepted")
    for verb in ["accept", "save", "examine"]:
        page = officer.post(address("powers_verb", powers.key, verb), READ, follow=True)
        assert len(page.context["messages"]) == 1
    powers.refresh_from_db()
    assert (powers.status, powers.issued_at) == ("accepted", "")


def test_the_page_says_when_the_paper_names_another_than_will_sign(officer, kenya, ambassador, full_powers, address):
    ambassador(kenya, name="Wanjiru Example")
    powers = full_powers(kenya, upto="examining")
    page = officer.get(address("powers", powers.key)).content.decode()
    assert "with these powers nobody else signs" in page


# Verification


def test_only_a_depositarys_officer_verifies(officer, depositary_officer, kenya, full_powers, address):
    powers = full_powers(kenya, upto="accepted")
    assert press(officer, address, powers, "verify", manner="original").status_code == 404
    assert "waits for a depositary" in officer.get(address("powers", powers.key)).content.decode()
    officer.force_login(depositary_officer)
    press(officer, address, powers, "verify", manner="original")
    powers.refresh_from_db()
    assert (powers.status, powers.verified_by) == ("verified", depositary_officer)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, {"manner"}),
        ({"manner": "provisional"}, {"reason", "due_on"}),
        ({"manner": "provisional", "reason": "In the bag", "due_on": "2025-01-01"}, {"due_on"}),
        ({"manner": "general"}, {"manner", "lodged_reference", "lodged_on"}),
        ({"manner": "general", "lodged_reference": "C.N.7", "lodged_on": "2025-01-01"}, {"manner"}),
    ],
)
def test_each_manner_says_what_it_lacks_beside_the_field(depositary, kenya, full_powers, address, typed, wrong):
    powers = full_powers(kenya, upto="accepted")
    page = press(depositary, address, powers, "verify", **typed)
    assert set(page.context["form"].errors) == wrong
    powers.refresh_from_db()
    assert powers.status == "accepted"


def test_general_powers_are_verified_by_their_reference(depositary, kenya, full_powers, address):
    powers = full_powers(kenya, upto="accepted", is_general=True)
    press(depositary, address, powers, "verify", manner="general", lodged_reference="C.N.7", lodged_on="2025-01-01")
    powers.refresh_from_db()
    assert (powers.status, powers.manner, powers.lodged_reference) == ("verified", Manner.GENERAL, "C.N.7")


def test_who_uploaded_on_behalf_does_not_verify(
    depositary, treaty, kenya, depositary_officer, second_depositary_officer, treaty_officer, now, address
):
    depositary.post(address("powers_bring", "KEN"), handed())
    powers = standing(treaty, kenya)
    powers.examine(by=treaty_officer, at=now)
    typed = {name: value for name, value in READ.items() if name != "issued_on"}
    powers.note_reading(by=treaty_officer, **typed, issued_on=now.date())
    powers.accept_copy(by=treaty_officer, at=now)
    assert "You uploaded this copy" in depositary.get(address("powers", powers.key)).content.decode()
    page = press(depositary, address, powers, "verify", manner="original")
    assert page.context["form"].non_field_errors() == ["Who uploaded the copy does not verify it."]
    depositary.force_login(second_depositary_officer)
    press(depositary, address, powers, "verify", manner="original")
    powers.refresh_from_db()
    assert powers.verified_by == second_depositary_officer


def test_an_original_that_was_owed_is_received(depositary, kenya, full_powers, depositary_officer, now, address):
    powers = full_powers(kenya, upto="accepted")
    due = now.date() + timedelta(days=3)
    press(depositary, address, powers, "verify", manner="provisional", reason="In the bag", due_on=due.isoformat())
    powers.refresh_from_db()
    assert powers.is_provisional
    press(depositary, address, powers, "original", on=now.date().isoformat())
    powers.refresh_from_db()
    assert (powers.is_provisional, powers.original_received_on) == (False, now.date())


def test_powers_are_revoked_with_a_reason_and_a_tick(officer, kenya, full_powers, address):
    powers = full_powers(kenya)
    page = press(officer, address, powers, "revoke")
    assert set(page.context["form"].errors) == {"reason", "sure"}
    press(officer, address, powers, "revoke", reason="By note verbale of this morning", sure="on")
    powers.refresh_from_db()
    assert powers.status == "revoked"
    assert "By note verbale of this morning" in officer.get(address("powers", powers.key)).content.decode()


def test_there_is_no_verb_but_those_of_the_table(officer, kenya, full_powers, address):
    powers = full_powers(kenya)
    for verb in ["supersede", "receive", "delete"]:
        assert press(officer, address, powers, verb).status_code == 404
    assert officer.get(address("powers_verb", powers.key, "revoke")).status_code == 405


# The list


def test_the_list_shows_first_what_is_to_do(officer, kenya, brazil, austria, full_powers, address):
    full_powers(kenya, upto="examining")
    full_powers(brazil, upto="accepted")
    full_powers(austria)

    def shown(query=""):
        page = officer.get(address("powers_list") + query)
        return [one.entity.code for one in page.context["page_obj"].object_list]

    assert shown() == ["BRA", "KEN"]
    assert shown("?status=all") == ["AUT", "BRA", "KEN"]
    assert shown("?status=verified") == ["AUT"]
    assert shown("?q=bra") == ["BRA"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_with_one_row_and_with_three(
    officer, kenya, brazil, austria, full_powers, address, django_assert_num_queries, count
):
    for entity in [kenya, brazil, austria][:count]:
        full_powers(entity, upto="examining")
    with django_assert_num_queries(6):  # session, user, ceremony with roles, delegations, count, powers
        page = officer.get(address("powers_list"))
    assert page.content.decode().count('class="row-link"') == count


def test_two_who_announce_at_once_leave_one(treaty, kenya, treaty_officer, now):
    FullPowers.objects.announce(treaty, kenya, by=treaty_officer, at=now)
    with pytest.raises(Refused, match="changed meanwhile"):
        FullPowers.objects.hand_in(treaty, kenya, read_paper(upload()), by=treaty_officer, at=now, seen="")
