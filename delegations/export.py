"""Lists as files that open in a spreadsheet."""

import csv
import io

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.styles import Font

from accreditation.export import harmless

CSV = "csv"
XLSX = "xlsx"
FORMATS = {CSV: "text/csv; charset=utf-8", XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def file_of(format, *, name, columns, rows):
    """A response with the file. `format` is one of FORMATS."""
    table = [[_cell(value) for value in row] for row in [columns, *rows]]
    response = HttpResponse(
        _csv(table) if format == CSV else _xlsx(table),
        content_type=FORMATS[format],
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{format}"',
            "Cache-Control": "private, no-store",
        },
    )
    return response


def _cell(value):
    return value if isinstance(value, int) else harmless(value)


def _csv(table):
    file = io.StringIO()
    file.write("\ufeff")  # without it, Excel takes the file for its own code page
    csv.writer(file).writerows(table)
    return file.getvalue()


def _xlsx(table):
    book = Workbook()
    sheet = book.active
    for row in table:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
