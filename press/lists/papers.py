"""Lists of the press desk as PDF: what stands in them, as data for `list.typ`. Every word is said here."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from ceremony import typesetting


def paper(ceremony, *, title, about, facts, columns, widths, sections, at, note="", wide=True):
    """`sections` is (title, rows); `columns` the words above a row's cells, `widths` shares or "9mm"."""
    spoken = get_language() if get_language() in settings.COMPLETE_LANGUAGES else settings.LANGUAGE_CODE
    as_of = ceremony.show_time(at)
    return {
        "template": "press/lists/list.typ",
        "language": spoken.split("-")[0],
        "direction": "rtl" if get_language_info(spoken)["bidi"] else "ltr",
        "date": list(ceremony.local(at).timetuple()[:3]),
        "rehearsal": _("REHEARSAL") if ceremony.is_rehearsal else "",
        "ceremony": str(ceremony.title),
        "about": str(about),
        "running": f"{ceremony.title} · {title}",
        "title": str(title),
        "facts": [[str(label), str(value)] for label, value in [*facts, (_("As of"), as_of)]],
        "as_of": _("As of %(at)s") % {"at": as_of},
        "page": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        "signing": [],
        "wide": wide,
        "columns": [str(column) for column in columns],
        "widths": widths,
        "sections": [
            {"title": str(head), "rows": [[str(cell) for cell in row] for row in rows]} for head, rows in sections
        ],
        "none": _("Nothing stands on this list."),
        "note": str(note),
    }


def as_file(ceremony, name, data):
    """The response with the PDF. Raises typesetting.NoFont."""
    mark = _("REHEARSAL") if ceremony.is_rehearsal else ""
    file_name = "-".join(filter(None, [mark, ceremony.slug, name]))
    return HttpResponse(
        typesetting.typeset(data),
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(True, f"{file_name}.pdf"),
            "Cache-Control": "private, no-store",
        },
    )
