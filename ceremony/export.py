"""Lists as files for other programs. No cell is a formula, and a rehearsal's file says what it is.

Numbers stay numbers. A text that a spreadsheet would run gets an apostrophe before it in CSV, where nothing else tells it
from a formula; in xlsx the cell itself says that it is a text, and what stands in it stays as it is on the paper.
"""

import csv
import io
import re
from datetime import date, datetime
from decimal import Decimal
from itertools import chain

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

FORMULA = ("=", "+", "-", "@")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # no file of a spreadsheet holds them
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_of(format, *, ceremony, name, columns, rows):
    """A response with the file; `format` is one of FORMATS."""
    cell = _cell_of_csv if format == "csv" else _cell_of_xlsx
    table = [[cell(value) for value in row] for row in [columns, *rows]]
    mark = _("REHEARSAL") if ceremony.is_rehearsal else ""
    file_name = "-".join(filter(None, [mark, ceremony.slug, name]))
    return HttpResponse(
        _csv(table) if format == "csv" else _xlsx(table, mark),
        content_type=FORMATS[format],
        headers={
            "Content-Disposition": content_disposition_header(True, f"{file_name}.{format}"),
            "Cache-Control": "private, no-store",
        },
    )


def _cell_of_csv(value):
    if isinstance(value, datetime):
        return in_file(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value if isinstance(value, int | float) else harmless(value)


def _cell_of_xlsx(value):
    if isinstance(value, datetime):
        return in_file(value)
    return value if isinstance(value, int | float | Decimal | date) else _plain(value) or None


def in_file(at):
    """An instant as other programs sort it, in the zone of the page, which it names: 2025-10-25 15:04 +07."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M %Z")


def harmless(value):
    """A spreadsheet runs what starts with one of these signs; with an apostrophe before it, it is a text."""
    text = _plain(value)
    return f"'{text}" if _would_run(text) else text


def _plain(value):
    return "" if value is None else UNWRITABLE.sub("", str(value))


def _would_run(text):
    return text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(FORMULA)


def _csv(table):
    file = io.StringIO()
    file.write("\ufeff")  # without it, a spreadsheet program takes the names for another encoding
    csv.writer(file).writerows(table)
    return file.getvalue()


def _xlsx(table, mark):
    # It brings numpy along where that is installed: thirty megabytes, of which few web processes have ever need.
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    if mark:
        sheet.title = str(mark)[:31]
    for row in table:
        sheet.append(row)
    for cell in chain.from_iterable(sheet.iter_rows()):
        if isinstance(cell.value, str):
            # Said after the value: openpyxl takes "=1" for a formula. With the prefix it stays a text when edited too.
            cell.data_type, cell.quotePrefix = "s", _would_run(cell.value)
        elif isinstance(cell.value, date):
            cell.number_format = "yyyy-mm-dd"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
