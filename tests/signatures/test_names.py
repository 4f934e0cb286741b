"""Who is named in full powers and who comes to the table: one person in two spellings, or two persons."""

import unicodedata

import pytest

from signatures.names import FORMS_OF_ADDRESS, is_one_person, person_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Amina Example", "H.E. Ms. Amina EXAMPLE"),
        ("Amina Example", "H. E. Ms Amina Example"),
        ("Amina Example", "Her Excellency the Honourable Dr. Amina  Example"),
        ("Amina Example", "Mrs.Amina Example"),
        ("Amina Example", "S.E.Mme Amina Example"),
        ("José Exemplo", "Excmo. Sr. Dr. Jose Exemplo"),
        ("Иван Примеров", "Г-н Иван Примеров"),
        ("Иван Примеров", "Его Превосходительство д-р Иван Примеров"),
        ("Nguyễn Văn Ví Dụ", "Ông Nguyễn Văn Ví Dụ"),
        ("Nguyễn Văn Ví Dụ", "Ngài GS.TS. NGUYEN VAN VI DU"),
        ("Trần Thị Ví Dụ", unicodedata.normalize("NFD", "Bà Trần Thị Ví Dụ")),
        ("أحمد مثال", "معالي السيد أحمد مثال"),
        ("أَحْمَد مِثال", "صاحب السعادة الدكتور أحمد مثال"),
        ("ليلى مثال", "د. ليلي مثال"),
        ("Sugiono", "H.E. Mr. Sugiono"),  # who has one name
    ],
)
def test_a_form_of_address_makes_no_other_person(one, other):
    assert (is_one_person(one, other), is_one_person(other, one)) == (True, True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Amina Example", "Amani Example"),
        ("Amina Example", "Amina W. Example"),
        ("Amina Example", "Example"),
        ("Amina Example", "Ms Example"),
        ("Amina Example", "Example Amina"),
        ("Amina Example", "Amina Example Mr"),
        # What looks like a form of address, and is a name.
        ("He Lifeng Example", "Lifeng Example"),
        ("Hon Sui Example", "Sui Example"),
        ("Ong Keng Example", "Keng Example"),
        ("Ba Demba Example", "Demba Example"),
        ("M. Night Example", "Night Example"),
        ("Don Example Esempio", "Example Esempio"),
        ("Drew Example", "ew Example"),
        ("Srinivas Example", "inivas Example"),
        ("Msafiri Example", "afiri Example"),
        # Who differ by a word.
        ("Nguyễn Văn Ví Dụ", "Ông Nguyễn Thị Ví Dụ"),
        ("أحمد مثال", "السيد محمد مثال"),
        # Nobody.
        ("", ""),
        ("—", "—"),
        ("", "Mr"),
    ],
)
def test_nothing_else_makes_two_names_one_person(one, other):
    assert (is_one_person(one, other), is_one_person(other, one)) == (False, False)


@pytest.mark.parametrize("form", FORMS_OF_ADDRESS)
def test_each_form_is_taken_away_before_a_name_and_is_no_name_of_nobody(form):
    assert person_key(f"{form} Amina Example") == "amina example"
    assert person_key(f"{form.upper()} Amina Example") == "amina example"
    assert not is_one_person(form, "")


@pytest.mark.django_db
def test_who_is_addressed_in_the_full_powers_signs_with_them(brazil, ambassador, full_powers, signed):
    ambassador(brazil, name="Bento Example")
    full_powers(brazil, person_named="H.E. Mr. BENTO EXAMPLE")
    assert signed(brazil).content["representative"]["name"] == "Bento Example"


@pytest.mark.django_db
def test_nobody_issues_powers_to_himself_by_another_form_of_address(brazil, full_powers):
    from ceremony.procedure import Refused

    with pytest.raises(Refused, match="Nobody issues full powers to himself"):
        full_powers(brazil, person_named="Bento Example", issuer_name="H.E. Dr Bento Example")
