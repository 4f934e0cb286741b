import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from ceremony.export import file_of, harmless


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"), ("+84 24", "'+84 24"), ("-5", "'-5"), ("@SUM(A1)", "'@SUM(A1)"), ("  =1", "'  =1"),
        ("\t=1", "'\t=1"), ("\r=1", "'\r=1"), ("O'Neil", "O'Neil"), ("Amina\x00\x1bx", "Aminax"), (None, ""),
        ("\x00=1+1", "'=1+1"), ("Nguyễn Văn = A", "Nguyễn Văn = A"),
    ],
)  # fmt: skip
def test_no_cell_is_a_formula_and_none_breaks_the_file(value, cell):
    assert harmless(value) == cell


def as_table(response, format):
    if format == "csv":
        return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    return [list(row) for row in load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True)]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_file_holds_its_heading_and_its_rows_and_stays_nowhere(ceremony, format):
    response = file_of(format, ceremony=ceremony, name="people", columns=["Name", "Of"], rows=[["=Amina", "Ha\x1bNội"]])
    assert as_table(response, format) == [["Name", "Of"], ["'=Amina" if format == "csv" else "=Amina", "HaNội"]]
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"] == f'attachment; filename="demo-people.{format}"'


def test_a_spreadsheet_adds_up_numbers_sorts_days_and_runs_no_text(ceremony):
    row = [7, Decimal("1250.50"), date(2026, 12, 3), "-2+3", "=1+1", "+84 24", None]
    made = {
        format: file_of(format, ceremony=ceremony, name="things", columns=list("abcdefg"), rows=[row])
        for format in ("csv", "xlsx")
    }
    assert as_table(made["csv"], "csv")[1] == ["7", "1250.50", "2026-12-03", "'-2+3", "'=1+1", "'+84 24", ""]
    cells = list(load_workbook(io.BytesIO(made["xlsx"].content)).active.iter_rows())[1]
    assert [cell.value for cell in cells] == [7, 1250.5, datetime(2026, 12, 3), "-2+3", "=1+1", "+84 24", None]
    assert [cell.data_type for cell in cells] == ["n", "n", "d", "s", "s", "s", "n"]
    assert [bool(cell.quotePrefix) for cell in cells[3:6]] == [True] * 3


def test_a_file_of_a_rehearsal_is_called_one(ceremony):
    ceremony.is_rehearsal = True
    response = file_of("xlsx", ceremony=ceremony, name="people", columns=["Name"], rows=[])
    assert response["Content-Disposition"] == 'attachment; filename="REHEARSAL-demo-people.xlsx"'
    assert load_workbook(io.BytesIO(response.content)).sheetnames == ["REHEARSAL"]
