from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from accreditation.models import Accreditation, PersonalDataRead, Status
from ceremony.models import Quota
from ceremony.procedure import Refused
from delegations import pending
from delegations.models import Delegate, Delegation, Rank
from notifications.models import Letter
from tests.delegations.conftest import jpeg

# A person


def test_a_person_is_put_on_the_list_in_draft(kenyan, kenyan_delegation, address, typed, photo):
    answer = kenyan.post(address("delegate_add", "KEN"), typed(photo=photo, needs="No nuts", arrives_by="VN 36"))

    delegate = Delegate.objects.get()
    person = delegate.accreditation
    kenyan_delegation.refresh_from_db()
    assert answer["Location"] == "/demo/delegation/KEN/"
    assert (person.full_name, person.badge_name, person.status) == (
        "Amina Wanjiru Example",
        "Amina Wanjiru Example",
        Status.DRAFT,
    )
    assert (person.passport_number, delegate.needs, delegate.missing()) == ("AK1234567", "No nuts", [])
    assert kenyan_delegation.status == "registering"


@pytest.mark.parametrize(
    "name",
    ["Suharto", "=HYPERLINK(1)", "عائشة بنت أحمد", "N" * 60, "Đặng Thị Mỹ Ánh", "O'Brien-Łęcki", "{{ 1 }}{% now %}"],
)
def test_names_of_every_shape_are_kept_as_they_are(kenyan, address, typed, name):
    kenyan.post(address("delegate_add", "KEN"), typed(family_name=name, given_names=""))

    person = Accreditation.objects.get()
    page = kenyan.get(address("delegate_edit", "KEN", person.key))
    assert (person.family_name, person.given_names, person.badge_name) == (name, "", name[:60])
    assert page.context["form"].initial["family_name"] == name


def test_the_name_alone_is_enough_to_save_and_the_rest_is_said_to_be_missing(kenyan, address):
    kenyan.post(
        address("delegate_add", "KEN"), {"family_name": "Example", "role": "adviser", "rank": "100"}, follow=True
    )
    assert Delegate.objects.get().missing() == [
        "the nationality",
        "the date of birth",
        "the passport number",
        "the photo",
    ]


def test_a_head_of_state_needs_neither_passport_nor_photo(kenyan, address):
    kenyan.post(
        address("delegate_add", "KEN"),
        {"family_name": "Example", "role": "head", "rank": str(Rank.HEAD_OF_STATE.value)},
    )
    delegate = Delegate.objects.get()
    assert (delegate.missing(), delegate.accreditation.exemption) == ([], "Head of State")


def test_whoever_is_no_head_of_state_any_more_needs_them_again(kenyan, kenyan_delegation, person, address, typed):
    delegate = person(kenyan_delegation, rank=Rank.HEAD_OF_STATE, exemption="Head of State")
    kenyan.post(address("delegate_edit", "KEN", delegate.accreditation.key), typed(rank="60", version="1"))
    delegate.accreditation.refresh_from_db()
    assert delegate.accreditation.exemption == ""


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(kenyan, address, typed):
    page = kenyan.post(
        address("delegate_add", "KEN"),
        typed(family_name="", date_of_birth="2125-01-01", email="nobody", title="Minister of Justice"),
    )
    form = page.context["form"]
    assert set(form.errors) == {"family_name", "date_of_birth", "email"}
    assert form["title"].value() == "Minister of Justice"
    assert Delegate.objects.count() == 0


def test_an_accepted_photo_need_not_be_chosen_again_when_another_field_was_wrong(kenyan, address, typed, photo):
    page = kenyan.post(address("delegate_add", "KEN"), typed(family_name="", photo=photo))
    token = page.context["form"]["kept_photo"].value()
    assert "The photo that you chose is kept." in page.content.decode()

    kenyan.post(address("delegate_add", "KEN"), typed(kept_photo=token))

    assert Delegate.objects.get().missing() == []


def test_a_kept_photo_is_nobody_elses(
    kenyan, client, brazilian_delegation, brazilian_focal_point, address, typed, photo
):
    page = kenyan.post(address("delegate_add", "KEN"), typed(family_name="", photo=photo))
    token = page.context["form"]["kept_photo"].value()
    client.force_login(brazilian_focal_point)

    client.post(address("delegate_add", "BRA"), typed(kept_photo=token))

    assert not Delegate.objects.get(delegation=brazilian_delegation).accreditation.photo


def test_a_photo_that_nobody_came_back_for_is_deleted_after_a_day(kenyan_delegation, kenyan_focal_point, photo, now):
    pending.sweep(now + timedelta(days=9))
    pending.keep(photo, user=kenyan_focal_point, nominator=kenyan_delegation.nominator)
    assert pending.sweep(now) == 0
    assert pending.sweep(now + timedelta(days=1, minutes=5)) == 1
    assert default_storage.listdir(pending.FOLDER)[1] == []


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"%PDF-1.7 no photo", "photo.jpg"), (b"<svg onload='alert(1)'/>", "photo.jpg"), (jpeg(40, 50), "tiny.jpg")],
)
def test_what_is_no_photo_is_refused_in_words_and_nothing_is_saved(kenyan, address, typed, content, name):
    page = kenyan.post(address("delegate_add", "KEN"), typed(photo=SimpleUploadedFile(name, content)))
    assert "Choose a JPEG, PNG or WebP photo" in page.context["form"].errors["photo"][0]
    assert Delegate.objects.count() == 0


def test_the_same_passport_twice_on_a_list_is_refused_naming_the_first(
    kenyan, kenyan_delegation, complete, address, typed
):
    complete(kenyan_delegation, "Amina", passport_number="AK 123-4567")
    page = kenyan.post(address("delegate_add", "KEN"), typed(given_names="Baraka"))
    assert page.context["form"].errors["passport_number"] == [
        "Amina Example is on your list with this passport number already."
    ]


def test_a_passport_of_another_delegation_is_not_betrayed(kenyan, brazilian_delegation, complete, address, typed):
    complete(brazilian_delegation, "Bento", passport_number="AK1234567")
    assert kenyan.post(address("delegate_add", "KEN"), typed()).status_code == 302


def test_the_machine_readable_zone_fills_in_what_was_left_empty(kenyan, kenya, address, typed):
    zone = "P<KENEXAMPLE<<AMINA<WANJIRU<<<<<<<<<<<<<<<<<\nAK12345671KEN8503128F3001017<<<<<<<<<<<<<<00"
    from accreditation.mrz import check_digit

    second = "AK1234567" + check_digit("AK1234567") + "KEN" + "850312" + check_digit("850312") + "F"
    second += "300101" + check_digit("300101") + "<" * 14 + "0"
    second += check_digit(second[:10] + second[13:20] + second[21:43])
    zone = f"{zone.splitlines()[0]}\n{second}"
    kenyan.post(address("delegate_add", "KEN"), typed(zone=zone, passport_number="", date_of_birth="", nationality=""))
    person = Accreditation.objects.get()
    assert (person.passport_number, person.date_of_birth.isoformat(), person.nationality) == (
        "AK1234567",
        "1985-03-12",
        kenya,
    )

    page = kenyan.post(address("delegate_add", "KEN"), typed(zone=zone, passport_number="ZZ999", family_name="Other"))
    assert page.context["form"].errors["passport_number"] == [
        "The machine-readable zone gives another number: compare both."
    ]


def test_reading_ones_own_entry_is_on_record(kenyan, kenyan_delegation, complete, kenyan_focal_point, address):
    delegate = complete(kenyan_delegation)
    kenyan.get(address("delegate_edit", "KEN", delegate.accreditation.key))
    read = PersonalDataRead.objects.get()
    assert (read.user, read.accreditation_id, read.fields) == (
        kenyan_focal_point,
        delegate.accreditation.pk,
        "passport_number, date_of_birth, needs",
    )


def test_two_focal_points_who_edit_one_person_do_not_overwrite_each_other(
    kenyan, kenyan_delegation, complete, address, typed
):
    delegate = complete(kenyan_delegation)
    here = address("delegate_edit", "KEN", delegate.accreditation.key)
    assert kenyan.post(here, typed(title="Minister", version="1")).status_code == 302

    late = kenyan.post(here, typed(title="Judge", version="1"))

    assert "Kito Example changed this person at" in late.context["form"].non_field_errors()[0]
    assert late.context["form"]["title"].value() == "Judge"
    delegate.accreditation.refresh_from_db()
    assert delegate.accreditation.title == "Minister"

    again = kenyan.post(here, typed(title="Judge", version=late.context["form"]["version"].value()))
    delegate.accreditation.refresh_from_db()
    assert (again.status_code, delegate.accreditation.title) == (302, "Judge")


def test_whoever_saves_an_entry_never_moves_its_status_back(
    kenyan_delegation, complete, kenyan_focal_point, accreditation_officer, now
):
    mine = complete(kenyan_delegation)
    meanwhile = Accreditation.objects.get(pk=mine.accreditation_id)
    meanwhile.submit(by=kenyan_focal_point, at=now)
    meanwhile.send_back(by=accreditation_officer, at=now, code="name", note="Write it as in the passport.")
    mine.accreditation.family_name = "Mwangi"
    mine.amend(role="adviser", by=kenyan_focal_point, at=now, seen_version=1)
    meanwhile.refresh_from_db()
    assert (meanwhile.family_name, meanwhile.status, meanwhile.decision_code) == ("Mwangi", "returned", "name")


def test_a_returned_person_takes_no_role_whose_quota_is_used_up(
    kenyan_delegation, complete, ceremony, kenyan_focal_point, accreditation_officer, now
):
    Quota.objects.create(ceremony=ceremony, entity_kind="member_state", role="spouse", limit=1)
    complete(kenyan_delegation, "Spouse", role="spouse").accreditation.submit(by=kenyan_focal_point, at=now)
    adviser = complete(kenyan_delegation, "Adviser", role="adviser")
    adviser.accreditation.submit(by=kenyan_focal_point, at=now)
    adviser.accreditation.send_back(by=accreditation_officer, at=now, code="function", note="Which function?")
    with pytest.raises(Refused, match="for “Spouse” is used up: keep the role that this person had"):
        adviser.amend(role="spouse", by=kenyan_focal_point, at=now, seen_version=1)
    adviser = Delegate.objects.get(pk=adviser.pk)
    assert adviser.role == "adviser"
    adviser.amend(role="interpreter", by=kenyan_focal_point, at=now, seen_version=1)
    assert Delegate.objects.get(pk=adviser.pk).role == "interpreter"


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.UNDER_REVIEW, Status.ON_HOLD, Status.WAITLISTED])
def test_whoever_is_with_the_organisers_cannot_be_changed(kenyan, kenyan_delegation, complete, address, typed, status):
    delegate = complete(kenyan_delegation, status=status)
    here = address("delegate_edit", "KEN", delegate.accreditation.key)
    assert "cannot be changed here" in kenyan.get(here).content.decode()
    kenyan.post(here, typed(title="Minister", version="1"))
    delegate.accreditation.refresh_from_db()
    assert delegate.accreditation.title == ""


def test_a_person_sent_while_a_colleague_was_writing_is_not_changed(
    kenyan_delegation, complete, kenyan_focal_point, now
):
    delegate = complete(kenyan_delegation)
    Accreditation.objects.filter(pk=delegate.accreditation_id).update(status=Status.SUBMITTED)
    with pytest.raises(Refused, match="is “Submitted” by now"):
        delegate.amend(role="adviser", by=kenyan_focal_point, at=now, seen_version=1, rank=100)


# The head


def test_there_is_one_head_and_replacing_asks_first(kenyan, kenyan_delegation, complete, address, typed):
    first = complete(kenyan_delegation)
    kenyan_delegation.name_head(first)

    page = kenyan.post(address("delegate_add", "KEN"), typed(given_names="Baraka", role="head"))
    assert page.context["form"].errors["replaces_head"] == [
        "Amina Example is the head of delegation: tick this box to replace, or choose another role."
    ]

    kenyan.post(address("delegate_add", "KEN"), typed(given_names="Baraka", role="head", replaces_head="on"))
    kenyan_delegation.refresh_from_db()
    assert str(kenyan_delegation.head) == "Baraka Example"


def test_two_focal_points_who_name_a_head_at_once_the_second_is_told(kenyan_delegation, complete):
    first, second = complete(kenyan_delegation, "Amina"), complete(kenyan_delegation, "Baraka")
    seen_by_the_other = Delegation.objects.get(pk=kenyan_delegation.pk)
    kenyan_delegation.name_head(first)
    with pytest.raises(Refused, match="Amina Example was named head of delegation meanwhile"):
        seen_by_the_other.name_head(second)


def test_a_head_whom_a_colleague_named_meanwhile_is_not_announced_for_later(kenyan_delegation, complete):
    amina = complete(kenyan_delegation)
    mine, yours = (Delegation.objects.get(pk=kenyan_delegation.pk) for _ in range(2))
    yours.name_head(amina)
    with pytest.raises(Refused, match=r"Amina Example was named head of delegation meanwhile\. Nothing was changed"):
        mine.announce_head_later()
    assert Delegation.objects.get(pk=kenyan_delegation.pk).head == amina


def test_the_database_refuses_a_head_from_another_delegation(kenyan_delegation, brazilian_delegation, complete):
    from django.db import IntegrityError, transaction

    stranger = complete(brazilian_delegation)
    with pytest.raises(IntegrityError, match="one of its own people"), transaction.atomic():
        Delegation.objects.filter(pk=kenyan_delegation.pk).update(head=stranger)


def test_the_database_lets_neither_a_delegate_nor_the_person_move_to_another_delegation(
    kenyan_delegation, brazilian_delegation, complete
):
    """Else the head of one delegation would be somebody whom another put forward."""
    from django.db import IntegrityError, transaction

    head = complete(kenyan_delegation)
    kenyan_delegation.name_head(head)
    elsewhere = brazilian_delegation.nominator
    for rows, change in [
        (Delegate.objects.filter(pk=head.pk), {"delegation": brazilian_delegation}),
        (Accreditation.objects.filter(pk=head.accreditation_id), {"nominator": elsewhere}),
        (Delegation.objects.filter(pk=kenyan_delegation.pk), {"nominator": elsewhere}),
    ]:
        with (
            pytest.raises(IntegrityError, match=r"stays with the nominator|put forward by the delegation"),
            transaction.atomic(),
        ):
            rows.update(**change)


def test_the_head_is_chosen_among_the_people(kenyan, kenyan_delegation, complete, address):
    delegate = complete(kenyan_delegation)
    kenyan.post(address("head", "KEN"), {"head": str(delegate.accreditation.key)})
    kenyan_delegation.refresh_from_db()
    assert kenyan_delegation.head == delegate


# Off the list


def test_a_draft_is_deleted_with_its_photo(
    kenyan, kenyan_delegation, complete, address, django_capture_on_commit_callbacks
):
    delegate = complete(kenyan_delegation)
    photo = delegate.accreditation.photo.name
    with django_capture_on_commit_callbacks(execute=True):
        kenyan.post(address("delegate_remove", "KEN", delegate.accreditation.key))
    assert (Accreditation.objects.count(), default_storage.exists(photo)) == (0, False)


def test_whoever_was_submitted_is_withdrawn_and_is_head_no_more(kenyan, kenyan_delegation, complete, address):
    delegate = complete(kenyan_delegation, status=Status.SUBMITTED)
    kenyan_delegation.name_head(delegate)
    kenyan.post(address("delegate_remove", "KEN", delegate.accreditation.key))
    kenyan_delegation.refresh_from_db()
    assert (Accreditation.objects.get().status, kenyan_delegation.head) == (Status.WITHDRAWN, None)


# Confirmation, declining, colleagues


def test_a_delegation_is_confirmed_once_its_head_is_approved(client, registering, accreditation_officer, address, now):
    registering.submit(by=registering.nominator.contacts.get().user, at=now)
    with pytest.raises(Refused, match="is not approved yet"):
        registering.confirm(by=accreditation_officer, at=now)
    Accreditation.objects.update(status=Status.APPROVED, decided_by=accreditation_officer, decided_at=now)

    client.force_login(accreditation_officer)
    client.post(address("confirm", "KEN"))

    registering.refresh_from_db()
    assert registering.status == "confirmed"
    assert "headed by Amina Example" in Letter.objects.get(kind="delegations.confirmed").text


def test_an_invitation_is_acknowledged_declined_and_opened_again(kenyan, kenyan_delegation, organiser, address):
    kenyan.post(address("acknowledge", "KEN"))
    page = kenyan.post(address("decline", "KEN"), {"reason": ""})
    assert set(page.context["form"].errors) == {"reason"}
    kenyan.post(address("decline", "KEN"), {"reason": "The Minister is engaged elsewhere."})

    kenyan_delegation.refresh_from_db()
    letter = Letter.objects.get(kind="delegations.declined")
    assert (kenyan_delegation.status, letter.recipient) == ("declined", organiser)
    assert "The Minister is engaged elsewhere." in letter.text

    kenyan.post(address("reopen", "KEN"))
    kenyan_delegation.refresh_from_db()
    assert kenyan_delegation.status == "acknowledged"


def test_a_delegation_that_declined_takes_no_people(kenyan, kenyan_delegation, address, typed):
    Delegation.objects.update(status="declined")
    kenyan.post(address("delegate_add", "KEN"), typed())
    assert Delegate.objects.count() == 0


def test_a_withdrawal_takes_everybody_who_was_submitted_with_it(kenyan, registering, person, address, now):
    person(registering, "Baraka")
    registering.submit(by=registering.nominator.contacts.get().user, at=now)
    kenyan.post(address("withdraw", "KEN"), {"reason": "Elections."})
    registering.refresh_from_db()
    assert registering.status == "withdrawn"
    assert dict(Accreditation.objects.values_list("given_names", "status")) == {"Amina": "withdrawn", "Baraka": "draft"}


def test_a_colleague_gets_a_letter_and_sees_the_delegation(client, kenyan, kenyan_delegation, address):
    kenyan.post(address("colleagues", "KEN"), {"name": "Neema Example", "email": "Neema@kenya.example"})
    letter = Letter.objects.get()
    assert (letter.kind, letter.to_email) == ("delegations.colleague_added", "neema@kenya.example")
    client.force_login(letter.recipient)
    assert client.get(address("detail", "KEN")).status_code == 200

    page = client.post(address("colleagues", "KEN"), {"name": "Neema", "email": "neema@kenya.example"})
    assert page.context["form"].errors["email"] == ["neema@kenya.example is a focal point already."]


def test_the_form_of_colleagues_cannot_write_to_the_whole_world(kenyan_delegation, kenyan_focal_point, now):
    for number in range(9):
        kenyan_delegation.add_focal_point(email=f"c{number}@kenya.example", by=kenyan_focal_point, at=now)
    with pytest.raises(Refused, match="10 focal points at most"):
        kenyan_delegation.add_focal_point(email="one.more@kenya.example", by=kenyan_focal_point, at=now)
