import pytest
from django.db import IntegrityError, connection, transaction

from accreditation.models import Accreditation, RefusalCode, ReturnCode, Status, Vetting, VettingStatus
from ceremony.models import LedgerRow
from ceremony.procedure import AlreadyDecided, Refused
from notifications.models import Letter


def story(row):
    return list(LedgerRow.objects.about(row).values_list("before", "after", "by_name"))


def refusal(verb, **how):
    with pytest.raises(Refused) as caught:
        verb(**how)
    return caught.value.messages


@pytest.fixture
def officer(accreditation_officer, now):
    return {"by": accreditation_officer, "at": now}


def test_an_approval_says_who_and_when_and_is_in_the_ledger(amina, officer, accreditation_officer, now):
    amina.approve(**officer)
    amina.refresh_from_db()
    assert (amina.status, amina.decided_by, amina.decided_at) == (Status.APPROVED, accreditation_officer, now)
    assert story(amina) == [("draft", "submitted", "Kito Example"), ("submitted", "approved", "Adil Accreditor")]


def test_the_second_officer_is_told_who_was_first(amina, officer, organiser, now):
    same = Accreditation.objects.get(pk=amina.pk)
    amina.approve(**officer)
    with pytest.raises(AlreadyDecided) as caught:
        same.refuse(by=organiser, at=now, code=RefusalCode.LATE)
    assert caught.value.messages == [
        f"Adil Accreditor was first: at {amina.ceremony.show_time(now)} this became “Approved”. Nothing was changed."
    ]
    same.refresh_from_db()
    assert same.status == Status.APPROVED


def test_what_stands_against_an_approval_is_said_in_sentences(
    person, kenyan_delegation, kenyan_focal_point, officer, now
):
    bare = person(kenyan_delegation).accreditation
    bare.submit(by=kenyan_focal_point, at=now)
    assert refusal(bare.approve, **officer) == [
        "The passport number is missing.",
        "The photo is missing.",
        "The delegation has not been submitted yet.",
        "The note verbale is missing.",
    ]


def test_the_exempt_need_neither_passport_nor_photo(candidate, kenyan_delegation, kenyan_focal_point, officer):
    head = candidate(kenyan_delegation, kenyan_focal_point, passport_number="", photo="", exemption="Head of State")
    head.approve(**officer)
    assert head.status == Status.APPROVED


def test_one_passport_is_approved_once_in_a_ceremony(
    amina, candidate, brazilian_delegation, brazilian_focal_point, officer
):
    twin = candidate(brazilian_delegation, brazilian_focal_point, "Amina", passport_number="c 123-4567")
    amina.approve(**officer)
    assert refusal(twin.approve, **officer) == [
        "Amina Example is approved with this passport already, put forward by Kenya."
    ]


def test_one_passport_is_approved_once_though_two_look_at_the_same_instant(
    amina, candidate, brazilian_delegation, brazilian_focal_point, officer
):
    twin = candidate(brazilian_delegation, brazilian_focal_point, "Amina", passport_number="C1234567")
    amina.approve(**officer)
    # Past the blockers, as the slower of two at once would be.
    assert refusal(twin._decide, status=Status.APPROVED, write=False, **officer) == [
        "A person with this passport is approved already."
    ]


def test_a_return_needs_a_code_and_words(amina, officer):
    said = ["Say what is to be corrected: choose a code and write a sentence."]
    assert refusal(amina.send_back, code="", note="The photo is dark.", **officer) == said
    assert refusal(amina.send_back, code=ReturnCode.PHOTO, note=" ", **officer) == said


def test_a_returned_person_is_corrected_and_the_decision_is_gone_from_the_row(amina, officer, kenyan_focal_point, now):
    amina.send_back(code=ReturnCode.PHOTO, note="The photo is dark.", **officer)
    assert (amina.code_words, amina.decision_note) == ("The photo cannot be used", "The photo is dark.")
    amina.submit(by=kenyan_focal_point, at=now)
    amina.refresh_from_db()
    assert (amina.status, amina.decided_by, amina.decision_note) == (Status.SUBMITTED, None, "")


def test_a_security_refusal_is_given_without_words(amina, officer):
    assert refusal(amina.refuse, code=RefusalCode.SECURITY, note="Known to the service", **officer) == [
        "A refusal on grounds of security is given without words: leave the note empty."
    ]
    amina.refuse(code=RefusalCode.SECURITY, **officer)
    assert (amina.code_words, amina.decision_note) == ("Not granted", "")


def test_postgresql_itself_refuses_words_beside_a_security_refusal(amina, officer):
    amina.refuse(**officer, code=RefusalCode.SECURITY)
    with pytest.raises(IntegrityError, match="a_refusal_for_security_is_without_words"):
        Accreditation.objects.filter(pk=amina.pk).update(decision_note="Known to the service")


@pytest.mark.parametrize("written", ["C1234567", "c 123-4567", "see Ｃ1234567."])
def test_a_passport_number_in_what_the_applicant_reads_is_refused_before_it_is_in_a_letter(amina, officer, written):
    for verb, words in [
        (amina.send_back, {"code": "passport", "note": f"The number {written} is wrong"}),
        (amina.refuse, {"code": RefusalCode.IDENTITY, "note": written}),
        (amina.waitlist, {"reason": written}),
    ]:
        with pytest.raises(Refused, match="Take the passport number out of the text"):
            verb(**officer, **words)
    amina.refresh_from_db()
    assert (amina.status, Letter.objects.count()) == ("submitted", 0)


def test_the_applicant_does_not_read_that_somebody_was_held_or_why(amina, officer, now):
    amina.hold(reason="A doubt of the service", **officer)
    assert amina.word_for_applicant == "Under review"
    amina.refuse(code=RefusalCode.SECURITY, **officer)
    assert amina.history_for_applicant() == [(now, "Submitted", ""), (now, "Refused", "")]


def test_who_was_refused_can_be_looked_at_again(amina, officer):
    amina.refuse(code=RefusalCode.LATE, note="Came after the deadline.", **officer)
    amina.take_back(reason="The deadline was not announced.", **officer)
    assert (amina.status, amina.decided_by, amina.decision_code) == (Status.UNDER_REVIEW, None, "")


def test_a_move_that_no_table_declares_is_refused(amina, officer):
    amina.withdraw(**officer)
    assert refusal(amina.approve, **officer) == ["From “Withdrawn” one cannot go to “Approved”."]


# Vetting


def test_nobody_is_approved_while_vetting_is_asked_or_objects(amina, officer, vetting_officer, now):
    vetting = Vetting.objects.ask(amina, **officer)
    said = ["Vetting is not finished, or objects."]
    assert refusal(amina.approve, **officer) == said
    vetting.answer(VettingStatus.OBJECTION, by=vetting_officer, at=now, note="See file 7")
    assert refusal(amina.approve, **officer) == said
    Vetting.objects.ask(amina, **officer).answer(VettingStatus.CLEARED, by=vetting_officer, at=now)
    amina.approve(**officer)
    assert amina.status == Status.APPROVED


def test_postgresql_itself_refuses_an_approval_against_vetting(amina, officer, accreditation_officer, now):
    Vetting.objects.ask(amina, **officer)
    with pytest.raises(IntegrityError, match="Vetting is not finished"), transaction.atomic():
        Accreditation.objects.filter(pk=amina.pk).update(
            status=Status.APPROVED, decided_by=accreditation_officer, decided_at=now
        )


def test_postgresql_itself_refuses_vetting_against_the_approved(amina, officer, accreditation_officer, now):
    amina.approve(**officer)
    with pytest.raises(IntegrityError, match="An approval is revoked before"), transaction.atomic():
        Vetting.objects.create(accreditation=amina, asked_by=accreditation_officer, asked_at=now)


def test_vetting_is_not_asked_about_somebody_decided(amina, officer):
    amina.approve(**officer)
    assert refusal(Vetting.objects.ask, person=amina, **officer) == [
        "“Approved”: vetting is asked for people who wait for a decision."
    ]


def test_who_asks_does_not_answer(amina, officer):
    vetting = Vetting.objects.ask(amina, **officer)
    assert refusal(vetting.answer, status=VettingStatus.CLEARED, **officer) == [
        "Who asked does not answer: another vetting officer does."
    ]


def test_vetting_has_a_story_of_its_own(amina, officer, vetting_officer, now):
    vetting = Vetting.objects.ask(amina, **officer)
    vetting.answer(VettingStatus.CLEARED, by=vetting_officer, at=now)
    assert story(vetting) == [("", "asked", "Adil Accreditor"), ("asked", "cleared", "Vera Vetting")]
    assert story(amina) == [("draft", "submitted", "Kito Example")]


# What the database refuses


def test_a_person_is_of_the_ceremony_of_the_nominator(amina, ceremony):
    ceremony.pk, ceremony.slug = None, "other"
    ceremony.save()
    with pytest.raises(IntegrityError, match="belongs to the ceremony of its nominator"), transaction.atomic():
        Accreditation.objects.filter(pk=amina.pk).update(ceremony=ceremony)
    with pytest.raises(IntegrityError, match="stays in its ceremony"), transaction.atomic():
        type(amina.nominator).objects.filter(pk=amina.nominator_id).update(ceremony=ceremony)


def test_a_paper_about_a_person_is_of_the_nominator(amina, bruno):
    paper = amina.nominator.documents.get()
    with pytest.raises(IntegrityError, match="belongs to the nominator of that person"), transaction.atomic():
        type(paper).objects.filter(pk=paper.pk).update(accreditation=bruno)
    type(paper).objects.filter(pk=paper.pk).update(accreditation=amina)
    with pytest.raises(IntegrityError, match="stays with the nominator"), transaction.atomic():
        Accreditation.objects.filter(pk=amina.pk).update(nominator=bruno.nominator)


def test_a_reading_is_noted_in_one_statement(amina, accreditation_officer, now, django_assert_num_queries):
    from accreditation.models import PersonalDataRead

    with django_assert_num_queries(1):
        PersonalDataRead.note(user=accreditation_officer, person=amina, fields=["a", "b"], page="q" * 200, at=now)
    noted = PersonalDataRead.objects.values(
        "ceremony", "user", "accreditation_id", "nominator_id", "fields", "page", "at"
    )
    assert noted.get() == {
        "ceremony": amina.ceremony_id, "user": accreditation_officer.pk, "accreditation_id": amina.pk,
        "nominator_id": amina.nominator_id, "fields": "a, b", "page": "q" * 100, "at": now,
    }  # fmt: skip


@pytest.mark.parametrize("sql", ["UPDATE {} SET page = 'x'", "DELETE FROM {}"])
def test_a_noted_reading_stays(amina, accreditation_officer, now, sql):
    from accreditation.models import PersonalDataRead

    PersonalDataRead.note(user=accreditation_officer, person=amina, fields=["photo"], page="queue", at=now)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format("accreditation_personaldataread"))
    assert PersonalDataRead.objects.count() == 1
