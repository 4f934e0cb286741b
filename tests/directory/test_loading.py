import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from directory.loading import DATA
from directory.models import Contact, Entity, EntityKind, UNGroup

pytestmark = pytest.mark.django_db


def load(**files):
    out = StringIO()
    call_command("load_directory", stdout=out, **files)
    return out.getvalue()


def rows_of(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def states_file(tmp_path):
    """Writes a file of States: the shipped one with some cells changed, {code: {column: cell}}."""

    def write(changes=(), encoding="utf-8", columns=None, extra=()):
        rows = rows_of("states.csv")
        columns = columns or list(rows[0])
        path = tmp_path / "states.csv"
        with path.open("w", encoding=encoding, newline="", errors="replace") as file:
            writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            for row in [*rows, *extra]:
                writer.writerow(row | dict(changes).get(row["code"], {}))
        return path

    return write


def test_the_first_load_adds_every_state_and_organisation():
    assert load() == "States and organisations: 300 added, 0 changed, 0 unchanged.\n"
    assert Entity.objects.states().count() == 197
    assert {group: Entity.objects.filter(un_group=group).count() for group in UNGroup.values} == {
        "african": 54,
        "asia_pacific": 54,
        "eastern_european": 23,
        "grulac": 33,
        "weog": 29,
    }
    union = Entity.objects.get(code="EUE")
    assert (union.kind, union.may_sign, union.member_states.count()) == (EntityKind.REIO, True, 27)
    assert Entity.objects.filter(may_sign=True).count() == 198


def test_the_second_load_changes_nothing():
    load()
    assert load() == "States and organisations: 0 added, 0 changed, 300 unchanged.\n"


def test_a_changed_name_is_told_by_name_and_found_under_the_new_one(states_file):
    load()
    path = states_file({"CZE": {"short_en": "Bohemia", "sort_en": "bohemia"}})
    assert load(states=path) == "States and organisations: 0 added, 1 changed, 299 unchanged.\nChanged: Bohemia.\n"
    assert [entity.code for entity in Entity.objects.named("bohemia")] == ["CZE"]


def test_vietnamese_names_that_a_protocol_office_confirmed_stay():
    load()
    italy = Entity.objects.get(code="ITA")
    italy.short_vi, italy.vi_reviewed = "Ý", True
    italy.save()
    assert load() == "States and organisations: 0 added, 0 changed, 300 unchanged.\n"
    assert Entity.objects.get(code="ITA").short_vi == "Ý"


def test_states_are_in_the_order_of_the_united_nations():
    load()
    names = list(Entity.objects.states().in_name_order("en").values_list("short_en", flat=True))
    assert names == [row["short_en"] for row in rows_of("states.csv") if row["kind"] != "reio"]


def refusal(**files):
    with pytest.raises(CommandError) as refused:
        load(**files)
    assert Entity.objects.count() == 0
    first, *sentences = str(refused.value).splitlines()
    assert first == "nothing was loaded."
    return sentences


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "kingdom"}, "column kind: “kingdom” is not one of member_state, observer_state, non_member_state, reio."),
        ({"un_group": "africa"}, "column un_group: “africa” is not one of african, asia_pacific, eastern_european, grulac, weog."),
        ({"reio_member_of": "MERCOSUR"}, "column reio_member_of: there is no such organisation: MERCOSUR."),
        ({"may_sign": "yes"}, "column may_sign: “yes” is not one of true, false."),
        ({"m49": "12"}, "column m49: “12” is not three digits. Keep the zeros in front."),
        ({"code": "Dza"}, "column code: “Dza” is not three capital letters."),
        ({"code": "ALB"}, "column code: the code ALB is in row 3 already."),
        ({"short_ar": ""}, "column short_ar: a State has its name in every language; this one is empty."),
        ({"formal_fr": "x" * 251}, "column formal_fr: longer than 250 characters."),
        ({"short_en": "Al\ngeria"}, "column short_en: there is a line break or a control character in it."),
    ],
)  # fmt: skip
def test_a_bad_cell_is_refused_by_row_and_column_and_nothing_is_loaded(states_file, changes, sentence):
    assert refusal(states=states_file({"DZA": changes})) == [f"states.csv, row 4, {sentence}"]


def test_every_fault_is_told_at_once_up_to_twenty(states_file):
    rows = rows_of("states.csv")
    path = states_file({row["code"]: {"may_sign": "perhaps"} for row in rows[:30]})
    sentences = refusal(states=path)
    assert len(sentences) == 21
    assert sentences[0] == "states.csv, row 2, column may_sign: “perhaps” is not one of true, false."
    assert sentences[-1] == "... and 10 more."


def test_an_observer_has_no_regional_group(states_file):
    assert refusal(states=states_file({"VAT": {"un_group": "weog"}}))[0].endswith(
        "column un_group: only a Member State belongs to a regional group."
    )


def test_a_file_in_another_encoding_is_refused_with_what_to_do(states_file):
    sentences = refusal(states=states_file(encoding="latin-1"))
    assert sentences == ["states.csv, row 2: this is not UTF-8. Save the file again as UTF-8."]


def test_the_mark_that_excel_puts_before_utf_8_does_no_harm(states_file):
    assert load(states=states_file(encoding="utf-8-sig")).startswith("States and organisations: 300 added")


def test_missing_and_unknown_columns_are_named(states_file):
    columns = [name for name in rows_of("states.csv")[0] if name != "short_vi"] + ["capital"]
    assert refusal(states=states_file(columns=columns)) == [
        "states.csv: the column short_vi is missing.",
        "states.csv: nobody knows the column “capital”.",
    ]


def test_a_row_with_too_few_cells_and_a_missing_file_are_refused(tmp_path, states_file):
    path = states_file()
    path.write_text(path.read_text("utf-8") + "XXX,XX\n", "utf-8")
    assert refusal(states=path) == [
        "states.csv, row 200: 2 cells where the header has 23. Is a comma in a name not quoted?"
    ]
    assert refusal(states=tmp_path / "none.csv") == [f"{tmp_path}/none.csv cannot be read: No such file or directory."]


def test_an_organisation_does_not_take_the_code_of_a_state(tmp_path):
    path = tmp_path / "organisations.csv"
    path.write_text("code,kind,acronym,name_en,name_fr,name_es,name_ru,name_ar,name_zh,name_vi\nKEN,ngo,,Kin,,,,,,\n")
    assert refusal(organisations=path) == ["organisations.csv: the code KEN is a State's."]


def contacts_file(tmp_path, *rows):
    path = tmp_path / "contacts.csv"
    path.write_text("\n".join(["entity,name,office,email,language", *rows]) + "\n", "utf-8")
    return path


def load_contacts(path):
    out = StringIO()
    call_command("load_contacts", path, stdout=out)
    return out.getvalue()


def test_contacts_are_added_then_changed_then_left_alone(tmp_path, kenya):
    row = "KEN,Kito Example,Embassy in Ha Noi,Focal.KEN@plenipo.example,fr"
    assert load_contacts(contacts_file(tmp_path, row)) == "Contacts: 1 added, 0 changed, 0 unchanged.\n"
    assert Contact.objects.get().email == "focal.ken@plenipo.example"
    assert load_contacts(contacts_file(tmp_path, row)) == "Contacts: 0 added, 0 changed, 1 unchanged.\n"
    changed = row.replace("Embassy in Ha Noi", "Permanent Mission")
    assert load_contacts(contacts_file(tmp_path, changed)) == (
        "Contacts: 0 added, 1 changed, 0 unchanged.\nChanged: KEN focal.ken@plenipo.example.\n"
    )


def test_an_address_that_is_too_long_to_store_is_refused(tmp_path, kenya):
    with pytest.raises(CommandError, match=r"contacts\.csv, row 2, column email: longer than 254 characters\."):
        load_contacts(
            contacts_file(tmp_path, f"KEN,,,kito@{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 20}.example,")
        )


def test_bad_contacts_are_refused_by_row_and_column_and_none_is_loaded(tmp_path, kenya):
    path = contacts_file(
        tmp_path,
        "KEN,Kito,,kito@plenipo.example,",
        "KNY,Kito,,kito",
        "XXX,,,nobody,tlh",
        "KEN,,,KITO@plenipo.example,en",
    )
    with pytest.raises(CommandError) as refused:
        load_contacts(path)
    assert str(refused.value).splitlines() == [
        "nothing was loaded.",
        "contacts.csv, row 3: 4 cells where the header has 5. Is a comma in a name not quoted?",
        "contacts.csv, row 4, column entity: the directory has no State or organisation with the code “XXX”.",
        "contacts.csv, row 4, column email: “nobody” is no e-mail address.",
        "contacts.csv, row 4, column language: “tlh” is not one of en, fr, es, ru, ar, zh-hans, vi.",
        "contacts.csv, row 5, column email: this contact is in row 2 already.",
    ]
    assert Contact.objects.count() == 0
